// @ts-check
// The chat: ask, show the answer, go on. Everything here also works, page by page, without it.

import { ask, call, Problem } from "./api.js";
import { announce, find, isPlain, onAct, slot } from "./dom.js";
import { listenToKeys, remember } from "./keys.js";
import { answered, unanswered } from "./turn.js";

/** @import { Answer } from "./answer.js" */

const form = find(document, "#ask", HTMLFormElement);
const box = find(form, "#question", HTMLInputElement);
const conversation = find(form, "[name=conversation_id]", HTMLInputElement);
const turns = find(document, "#conversation", HTMLElement);

const PATIENCE = 60_000; // milliseconds that an answer may take

/** @type {AbortController | null} */
let waiting = null;
/** @type {Map<string, string>} those of documents that were quoted */
const dates = new Map();
/** @type {Promise<unknown> | null} */
let equipped = null;

/** @param {string} question */
async function put(question) {
  waiting?.abort(); // its reply would be stale
  const mine = (waiting = new AbortController());
  const late = new Problem("Quoth takes too long to answer. Try again in a moment.");
  const timer = setTimeout(() => mine.abort(late), PATIENCE);
  const asked = ask(question, conversation.value, mine.signal); // first of all
  const ready = equip(); // on its way meanwhile
  remember(question);
  const pending = unanswered(question, "Looking…", "pending");
  append(pending);
  if (matchMedia("(pointer: coarse)").matches) box.blur(); // so that no keyboard covers the answer
  try {
    const answer = await asked;
    await ready;
    await learnDates(answer);
    mine.signal.throwIfAborted();
    const turn = answered(answer, dates);
    replace(pending, turn);
    if (answer.conversation_id) keep(answer.conversation_id);
    if (box.value.trim() === question) box.value = "";
    announce(inWords(turn));
    if (answer.status === "not_found")
      import("./better.js").then(({ offerBetter }) => offerBetter(turn, answer.passages));
  } catch (error) {
    if (waiting !== mine) return pending.remove(); // somebody has asked something else
    const detail = error instanceof Problem ? error.message : "Something went wrong on this page.";
    replace(pending, unanswered(question, detail, "problem"));
    if (!box.value) box.value = question;
    announce(detail);
  } finally {
    clearTimeout(timer);
  }
}

/** What can be done with answers and their citations; it is loaded with the first of them. */
function equip() {
  equipped ??= Promise.all([
    import("./source.js").then(({ openSourcesBeside }) => openSourcesBeside()),
    import("./preview.js").then(({ previewCitations }) => previewCitations()),
    import("./aftercare.js").then(({ offerAftercare }) => offerAftercare()),
  ]).catch(() => {
    equipped = null; // citations are plain links meanwhile
  });
  return equipped;
}

/** @param {HTMLElement} turn */
function append(turn) {
  document.body.classList.add("talking");
  turns.append(turn);
  turn.scrollIntoView({ block: "start" });
}

/**
 * @param {HTMLElement} pending
 * @param {HTMLElement} turn
 */
function replace(pending, turn) {
  pending.replaceWith(turn);
  document.title = `${slot(turn, "question").textContent} – Quoth`;
  turn.scrollIntoView({ block: "start" });
}

/**
 * Goes on with this conversation: in the form, in the address, in the links to save it.
 * @param {string} id
 */
function keep(id) {
  conversation.value = id;
  history.replaceState(null, "", `/?conversation_id=${id}`);
  for (const link of form.querySelectorAll("a[download]"))
    if (link instanceof HTMLAnchorElement) link.pathname = link.pathname.replace(/[^/.]+(?=\.|$)/, id);
}

/**
 * Asks for the dates of documents that were never quoted before: answers do not carry them.
 * @param {Answer} answer
 */
async function learnDates({ citations, passages }) {
  const quoted = [...citations, ...passages].map((each) => each.document_id);
  const unknown = [...new Set(quoted)].filter((id) => !dates.has(id));
  if (unknown.length === 0) return;
  const asked = new URLSearchParams(unknown.map((id) => ["document", id]));
  const told = await call(`/dates?${asked}`).catch(() => ({ dates: {} }));
  for (const id of Object.keys(told.dates)) dates.set(id, told.dates[id]);
}

/**
 * What a listener hears: the short answer or the first quotation, and whose words they are.
 * @param {HTMLElement} turn
 */
function inWords(turn) {
  if (turn.dataset.status === "not_found") return "The documents do not say.";
  const quotation = find(turn, ".quotation", HTMLElement);
  const words = quotation.querySelector("mark") ?? slot(quotation, "words");
  return `${words.textContent} From: ${slot(quotation, "title").textContent}.`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (question) put(question);
});

box.addEventListener("input", equip, { once: true });

onAct({
  ask(link, event) {
    if (!isPlain(event)) return;
    event.preventDefault();
    put(link.textContent?.trim() ?? "");
  },
  retry(button) {
    const turn = button.closest(".turn");
    if (!(turn instanceof HTMLElement)) return;
    const question = slot(turn, "question").textContent ?? "";
    turn.remove();
    put(question);
  },
  rephrase(button) {
    box.value = button.closest(".understood")?.querySelector("q")?.textContent ?? "";
    box.focus();
  },
  keys: () => find(document, "#keys", HTMLDialogElement).showModal(),
});

listenToKeys(box);
if (turns.querySelector(".turn")) equip();
