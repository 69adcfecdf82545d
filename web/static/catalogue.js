// @ts-check
// The table of documents: find in it, and sort by any column.

import { find } from "./dom.js";

const table = () => document.querySelector(".catalogue");
const rows = () => [...document.querySelectorAll(".catalogue tbody tr")];
const inOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Shows the rows that hold every word in the box, whatever their case. */
export function filter() {
  const words = find(document, "#filter", HTMLInputElement).value.toLowerCase().split(/\s+/);
  for (const row of rows()) {
    const text = row.textContent?.toLowerCase() ?? "";
    row.toggleAttribute("hidden", !words.every((word) => text.includes(word)));
  }
}

/** Turns the headings of the columns into buttons that sort. */
export function makeSortable() {
  for (const heading of table()?.querySelectorAll("thead th") ?? []) {
    if (heading.querySelector(".unseen")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading));
    heading.replaceChildren(button);
  }
}

/** @param {Element} heading */
function sort(heading) {
  const headings = [...(heading.parentElement?.children ?? [])];
  const column = headings.indexOf(heading);
  const direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  headings.forEach((one) => one.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", direction);
  const sign = direction === "ascending" ? 1 : -1;
  const words = (/** @type {Element} */ row) => {
    const cell = row.children[column];
    return (cell instanceof HTMLElement && cell.dataset.value) || (cell?.textContent?.trim() ?? "");
  };
  const sorted = rows().sort((one, other) => sign * inOrder.compare(words(one), words(other)));
  table()
    ?.querySelector("tbody")
    ?.append(...sorted);
}
