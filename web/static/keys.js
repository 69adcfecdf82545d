// @ts-check
// Shortcuts: "/" for the question, Esc for its answer, arrows for earlier questions, "?" for a list.

import { find } from "./dom.js";

/** @type {string[]} */
const asked = [];
let recalled = 0;

/**
 * Keeps a question for the arrow keys.
 * @param {string} question
 */
export function remember(question) {
  if (asked.at(-1) !== question) asked.push(question);
  recalled = asked.length;
}

/**
 * Listens for the shortcuts of the page whose question is asked in `box`.
 * @param {HTMLInputElement} box
 */
export function listenToKeys(box) {
  for (const question of document.querySelectorAll(".question"))
    remember(question.textContent ?? "");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") goToAnswer();
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || asked.length === 0) return;
    event.preventDefault();
    recalled = Math.min(Math.max(recalled + by, 0), asked.length);
    box.value = asked[recalled] ?? "";
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") find(document, "#keys", HTMLDialogElement).showModal();
    if (event.key !== "/") return;
    event.preventDefault();
    box.focus();
  });
}

/** From the box to the first thing to press in the last answer, unless Esc closes something. */
function goToAnswer() {
  if (document.querySelector("dialog[open], #preview")) return;
  const answer = document.querySelector(".turn:last-child");
  for (const each of answer?.querySelectorAll("a, button, summary") ?? [])
    if (each instanceof HTMLElement && each.checkVisibility()) return each.focus();
}
