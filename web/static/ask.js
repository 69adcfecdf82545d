// @ts-check
// The chat: ask, show the answer, go on. Everything here also works, page by page, without it.

import { ask, call, Problem } from "./api.js";
import { announce, find, isPlain, onAct, slot } from "./dom.js";
import { asMarkdown } from "./markdown.js";
import { close, openSourcesBeside, step } from "./source.js";
import { answered, unanswered } from "./turn.js";

const form = find(document, "#ask", HTMLFormElement);
const box = find(form, "#question", HTMLInputElement);
const conversation = find(form, "[name=conversation_id]", HTMLInputElement);
const turns = find(document, "#conversation", HTMLElement);

/** @type {string[]} */
const asked = [];
let recalled = 0;

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
      ask(question, conversation.value, mine.signal), datesOfDocuments(),
    ]);
    const turn = answered(answer, dates);
    replace(pending, turn);
    conversation.value = answer.conversation_id ?? conversation.value;
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
  document.querySelectorAll(".welcome, .starters").forEach((part) => part.setAttribute("hidden", ""));
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

/** @param {string} question */
function remember(question) {
  if (asked.at(-1) !== question) asked.push(question);
  recalled = asked.length;
}

/** The dates of the documents, asked for once: citations do not carry them. */
function datesOfDocuments() {
  knownDates ??= call("/documents").then(
    ({ documents }) => new Map(documents.map((/** @type {any} */ one) => [one.id, one.date ?? ""])),
    () => { knownDates = null; return new Map(); },
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

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (question) put(question);
});

box.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || asked.length === 0) return;
  event.preventDefault();
  recalled = Math.min(Math.max(recalled + by, 0), asked.length);
  box.value = asked[recalled] ?? "";
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  box.focus();
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
    setTimeout(() => { button.textContent = "Copy with citations"; }, 2000);
  },
  previous: () => step(-1),
  next: () => step(1),
  close: () => close(),
});

openSourcesBeside();
