// @ts-check
// The chat: ask, show the answer, go on. Everything here also works, page by page, without it.

import { ask, call, Problem } from "./api.js";
import { announce, find, isPlain, onAct, slot } from "./dom.js";
import { listenToKeys, remember } from "./keys.js";
import { asMarkdown } from "./markdown.js";
import { previewCitations } from "./preview.js";
import { close, openSourcesBeside, step } from "./source.js";
import { answered, unanswered } from "./turn.js";

const form = find(document, "#ask", HTMLFormElement);
const box = find(form, "#question", HTMLInputElement);
const conversation = find(form, "[name=conversation_id]", HTMLInputElement);
const turns = find(document, "#conversation", HTMLElement);

/** @type {AbortController | null} */
let waiting = null;
/** @type {Promise<Map<string, string>> | null} */
let knownDates = null;

/** @param {string} question */
async function put(question) {
  waiting?.abort(); // its reply would be stale
  const mine = (waiting = new AbortController());
  remember(question);
  const pending = unanswered(question, "Looking…", "pending");
  append(pending);
  try {
    const [answer, dates] = await Promise.all([
      ask(question, conversation.value, mine.signal),
      datesOfDocuments(),
    ]);
    const turn = answered(answer, dates);
    replace(pending, turn);
    if (answer.conversation_id) keep(answer.conversation_id);
    if (box.value.trim() === question) box.value = "";
    announce(inWords(turn));
  } catch (error) {
    if (mine.signal.aborted) return pending.remove();
    const detail = error instanceof Problem ? error.message : "Something went wrong on this page.";
    replace(pending, unanswered(question, detail, "problem"));
    if (!box.value) box.value = question;
    announce(detail);
  }
}

/** @param {HTMLElement} turn */
function append(turn) {
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
 * Goes on with this conversation: in the form, in the address, in the link to save it.
 * @param {string} id
 */
function keep(id) {
  conversation.value = id;
  history.replaceState(null, "", `/?conversation_id=${id}`);
  find(form, "#kept", HTMLAnchorElement).href = `/conversations/${id}.md`;
}

/** The dates of the documents, asked for once: citations do not carry them. */
function datesOfDocuments() {
  knownDates ??= call("/documents").then(
    ({ documents }) => new Map(documents.map((/** @type {any} */ one) => [one.id, one.date ?? ""])),
    () => {
      knownDates = null;
      return new Map();
    },
  );
  return knownDates;
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

/**
 * Tells the server whether the answer helped.
 * @param {HTMLElement} button
 * @param {boolean} helpful
 */
async function judge(button, helpful) {
  const turn = button.closest("[data-answer]");
  if (!(turn instanceof HTMLElement)) return;
  try {
    await call("/feedback", { method: "POST", json: { answer_id: turn.dataset.answer, helpful } });
    find(turn, ".helpful", HTMLElement).textContent = "Thank you.";
    announce("Thank you.");
  } catch (error) {
    announce(error instanceof Problem ? error.message : "This could not be sent.");
  }
}

/** The reasons are fetched when somebody wants them; few do. */
document.addEventListener(
  "toggle",
  async (event) => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || !details.open) return;
    if (!details.matches(".why:not(:has(.reasons))")) return;
    const turn = /** @type {HTMLElement} */ (details.closest(".turn"));
    const question = slot(turn, "understood").textContent || slot(turn, "question").textContent;
    try {
      const { explain } = await import("./why.js");
      await explain(details, question ?? "");
    } catch (error) {
      announce(error instanceof Problem ? error.message : "The reasons could not be shown.");
    }
  },
  true,
);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (question) put(question);
});

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
  async copy(button) {
    const turn = button.closest(".turn");
    if (!(turn instanceof HTMLElement)) return;
    await navigator.clipboard.writeText(asMarkdown(turn));
    announce("Copied, with citations.");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy with citations";
    }, 2000);
  },
  helpful: (button) => judge(button, true),
  unhelpful: (button) => judge(button, false),
  keys: () => find(document, "#keys", HTMLDialogElement).showModal(),
  previous: () => step(-1),
  next: () => step(1),
  close: () => close(),
});

openSourcesBeside();
listenToKeys(box);
previewCitations();
