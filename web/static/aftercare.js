// @ts-check
// What can be done with an answer: copy it, say whether it helped, ask why.

import { call, Problem } from "./api.js";
import { announce, find, onAct, slot } from "./dom.js";

/** Makes the buttons below every answer work, now and later. */
export function offerAftercare() {
  onAct({
    copy: (button) => copy(button),
    helpful: (button) => judge(button, true),
    unhelpful: (button) => judge(button, false),
  });
  document.addEventListener("toggle", ({ target }) => reason(target), true);
}

/** @param {HTMLElement} button */
async function copy(button) {
  const { asMarkdown } = await import("./markdown.js");
  const text = asMarkdown(turnOf(button));
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyWithoutClipboard(text);
  announce("Copied, with citations.");
  button.textContent = "Copied";
  setTimeout(() => {
    button.textContent = "Copy with citations";
  }, 2000);
}

/**
 * Browsers offer a clipboard only to pages that come encrypted, or from this machine.
 * @param {string} text
 */
function copyWithoutClipboard(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/**
 * Tells the server whether the answer helped.
 * @param {HTMLElement} button
 * @param {boolean} helpful
 */
async function judge(button, helpful) {
  const turn = turnOf(button);
  try {
    await call("/feedback", { method: "POST", json: { answer_id: turn.dataset.answer, helpful } });
    find(turn, ".helpful", HTMLElement).textContent = "Thank you.";
    announce("Thank you.");
  } catch (error) {
    announce(error instanceof Problem ? error.message : "This could not be sent.");
  }
}

/**
 * Fetches the reasons when somebody unfolds them; few do.
 * @param {EventTarget | null} details
 */
async function reason(details) {
  if (!(details instanceof HTMLDetailsElement) || !details.open) return;
  if (!details.matches(".why:not(:has(.reasons))")) return;
  const turn = turnOf(details);
  const question = slot(turn, "understood").textContent || slot(turn, "question").textContent;
  try {
    const { explain } = await import("./why.js");
    await explain(details, question ?? "");
  } catch (error) {
    announce(error instanceof Problem ? error.message : "The reasons could not be shown.");
  }
}

/** @param {HTMLElement} element */
const turnOf = (element) => /** @type {HTMLElement} */ (element.closest(".turn"));
