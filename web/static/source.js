// @ts-check
// The source of a quotation, open at its highlight: beside the chat, or over it on a phone.

import { Problem, reach } from "./api.js";
import { find, isPlain, onAct, slot } from "./dom.js";

const panel = () => find(document, "#source", HTMLDialogElement);
const wide = window.matchMedia("(min-width: 64rem)");

/** @type {HTMLAnchorElement | null} */
let shown = null;

/** Opens a citation's link in the panel instead of leaving the page; Esc and arrows as one expects. */
export function openSourcesBeside() {
  onAct({ previous: () => step(-1), next: () => step(1), close });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.cite");
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event)) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (!panel().open) return;
    if (event.key === "Escape") close();
    if (!panel().contains(document.activeElement)) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  panel().addEventListener("close", leave);
}

/**
 * Opens the citation `by` places further on in the same answer.
 * @param {number} by
 */
function step(by) {
  const links = shown ? siblings(shown) : [];
  const next = shown && links[links.indexOf(shown) + by];
  if (next) open(next);
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  shown?.removeAttribute("aria-current");
  shown = link;
  link.setAttribute("aria-current", "true");
  link.closest("details")?.setAttribute("open", "");
  const dialog = panel();
  describe(dialog, link);
  if (!dialog.open) wide.matches ? dialog.show() : dialog.showModal();
  const leaf = await read(link.href).catch(apology);
  if (shown !== link) return;
  slot(dialog, "leaf").replaceChildren(leaf);
  if (leaf.querySelector(".onward")) import("./leaves.js").then(({ readOn }) => readOn(leaf));
  const highlight = leaf.querySelector("#highlight");
  if (highlight instanceof HTMLElement) {
    highlight.focus({ preventScroll: true });
    highlight.scrollIntoView({ block: "center", behavior: "instant" });
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLAnchorElement} link
 */
function describe(dialog, link) {
  const links = siblings(link);
  const kind = link.querySelector(".chip") ? "Citation" : "Passage";
  slot(dialog, "place").textContent = `${kind} ${links.indexOf(link) + 1} of ${links.length}`;
  const whole = slot(dialog, "whole");
  if (whole instanceof HTMLAnchorElement) whole.href = link.href;
  find(dialog, "[data-act=previous]", HTMLButtonElement).disabled = links.indexOf(link) === 0;
  find(dialog, "[data-act=next]", HTMLButtonElement).disabled = links.at(-1) === link;
}

/**
 * The links of the same answer: its citations, or its closest passages.
 * @param {HTMLAnchorElement} link
 */
function siblings(link) {
  const cited = link.querySelector(".chip") !== null;
  /** @type {HTMLAnchorElement[]} */
  const links = [...(link.closest(".turn")?.querySelectorAll("a.cite") ?? [])].filter(
    (one) => one instanceof HTMLAnchorElement,
  );
  return links.filter((one) => (one.querySelector(".chip") !== null) === cited);
}

/**
 * The laid-out document from its own page, where the server has escaped every word of it.
 * @param {string} address
 */
async function read(address) {
  const response = await reach(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const leaf = page.querySelector("#document");
  if (response.status === 404 && !leaf)
    throw new Problem(
      "This document is no longer in the library. Ask again to see what is there now.",
    );
  if (!leaf) throw new Problem("The source could not be shown. Try again in a moment.");
  leaf.querySelector("[autofocus]")?.removeAttribute("autofocus"); // open() sees to that
  return document.importNode(leaf, true);
}

/** @param {unknown} error */
function apology(error) {
  const words = document.createElement("p");
  words.textContent = error instanceof Problem ? error.message : "The source could not be shown.";
  return words;
}

/** Closes the panel and leaves at once: whoever goes on to the question is not fetched back. */
function close() {
  panel().close();
  leave(); // the dialog's own event comes a task later
}

/** Back to the citation, when the panel has closed, by whatever hand. */
function leave() {
  const link = shown;
  shown = null;
  link?.removeAttribute("aria-current");
  link?.focus();
}
