// @ts-check
// What can be done with an answer: copy it, say whether it helped and why, ask for the reasons.

import { call, Problem } from "./api.js";
import { announce, clone, find, onAct, slot } from "./dom.js";

/** Makes the buttons below every answer work, now and later. */
export function offerAftercare() {
  onAct({
    copy: (button) => copy(button),
    helpful: (button) => judge(button, true),
    unhelpful: (button) => judge(button, false),
  });
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement && event.target.matches(".comment"))) return;
    event.preventDefault();
    comment(event.target);
  });
  document.addEventListener("toggle", ({ target }) => reason(target), true);
}

/** @param {HTMLElement} button */
async function copy(button) {
  const { copies } = await import("./copies.js");
  const form = button.dataset.form ?? "markdown";
  const text = copies[form]?.(turnOf(button)) ?? "";
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyWithoutClipboard(text);
  announce("Copied.");
  const said = find(turnOf(button), ".said", HTMLElement);
  said.textContent = "Copied";
  clearTimeout(Number(said.dataset.reset)); // of the copy before
  const reset = setTimeout(() => {
    said.textContent = "Copy";
  }, 2000);
  said.dataset.reset = String(reset);
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
 * Tells the server at once whether the answer helped, and offers to say more.
 * @param {HTMLElement} button
 * @param {boolean} helpful
 */
async function judge(button, helpful) {
  const turn = turnOf(button);
  if (!(await sent({ answer_id: turn.dataset.answer, helpful }))) return;
  find(turn, ".helpful", HTMLElement).textContent = "Thank you.";
  const form = /** @type {HTMLFormElement} */ (clone("comment"));
  form.dataset.helpful = String(helpful);
  find(turn, ".foot", HTMLElement).after(form);
  find(form, "input", HTMLInputElement).focus();
}

/** @param {HTMLFormElement} form */
async function comment(form) {
  const said = find(form, "input", HTMLInputElement).value.trim();
  const helpful = form.dataset.helpful === "true";
  const given = { answer_id: turnOf(form).dataset.answer, helpful, comment: said };
  if (!said || (await sent(given))) form.remove();
}

/**
 * Whether the server has kept what was said of an answer.
 * @param {{answer_id: string | undefined, helpful: boolean, comment?: string}} given
 */
async function sent(given) {
  try {
    await call("/feedback", { method: "POST", json: given });
    announce("Thank you.");
    return true;
  } catch (error) {
    announce(error instanceof Problem ? error.message : "This could not be sent.");
    return false;
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
