// @ts-check
// Why this answer: what each word weighed, and what spoke for the best sentence and the next.

import { call } from "./api.js";
import { clone, slot } from "./dom.js";

const SHOWN = 10; // rows of a table; what counts less is left out
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Explanation
 * @property {string} asks_for
 * @property {Record<string, number>} terms
 * @property {{adds: Record<string, number>}} confidence
 * @property {{text: string, score: number, adds: Record<string, number>}[]} sentences
 */

/**
 * Asks again with `explain`, and shows the reasons below what is unfolded.
 * @param {HTMLDetailsElement} details
 * @param {string} question
 */
export async function explain(details, question) {
  const answer = await call("/ask", { method: "POST", json: { question, explain: true } });
  details.querySelector(".reasons")?.remove();
  const shown = reasons(answer.explanation);
  slot(shown, "sure").textContent = String(Math.round(answer.confidence * 100));
  details.append(shown);
}

/** @param {Explanation} explanation */
function reasons({ asks_for: asked, terms, confidence, sentences: [best, next] }) {
  const shown = clone("why");
  slot(shown, "asked").textContent = words(asked);
  fill(slot(shown, "terms"), terms);
  fill(slot(shown, "odds"), confidence.adds);
  if (!best) return shown;
  const counted = largest(best.adds);
  slot(shown, "adds").append(
    ...counted.map(([name, added]) =>
      row(words(name), added, most(counted), next ? (next.adds[name] ?? 0) : undefined),
    ),
  );
  slot(shown, "adds").closest("table")?.removeAttribute("hidden");
  slot(shown, "best").textContent = best.text;
  slot(shown, "next").textContent = next?.text ?? "";
  if (!next) shown.querySelectorAll(".next").forEach((one) => one.remove());
  return shown;
}

/**
 * Shows the numbers that count most; without any, the table stays hidden.
 * @param {HTMLElement} body of a table
 * @param {Record<string, number>} numbers
 */
function fill(body, numbers) {
  const counted = largest(numbers);
  body.append(...counted.map(([name, number]) => row(words(name), number, most(counted))));
  if (counted.length > 0) body.closest("table")?.removeAttribute("hidden");
}

/**
 * The entries that count most, one way or the other.
 * @param {Record<string, number>} numbers
 */
function largest(numbers) {
  return Object.entries(numbers)
    .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
    .slice(0, SHOWN);
}

/** @param {[string, number][]} entries */
const most = (entries) => Math.abs(entries[0]?.[1] ?? 1) || 1;

/** @param {string} name */
const words = (name) => name.replaceAll("_", " ");

/**
 * @param {string} name
 * @param {number} number
 * @param {number} longest
 * @param {number} [other]
 */
function row(name, number, longest, other) {
  const tr = document.createElement("tr");
  const heading = document.createElement("th");
  heading.scope = "row";
  heading.textContent = name;
  const shares = [number, other ?? 0].map((each) => Math.max(-1, Math.min(1, each / longest)));
  tr.append(heading, cell(bars(shares)), cell(written(number)));
  if (other !== undefined) tr.append(cell(written(other)));
  return tr;
}

/** @param {number} number */
const written = (number) => number.toFixed(2).replace("-", "\u2212");

/** @param {Node | string} content */
function cell(content) {
  const td = document.createElement("td");
  td.append(content);
  return td;
}

/**
 * Bars as long as `shares` of the longest, the later ones thin; they say nothing that the numbers
 * beside them don't.
 * @param {number[]} shares from -1 to 1
 */
function bars(shares) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 12");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  shares.forEach((share, place) => {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("width", String(Math.abs(share) * 100));
    rect.setAttribute("height", place === 0 ? "8" : "3");
    rect.setAttribute("y", place === 0 ? "0" : "9");
    rect.classList.toggle("against", share < 0);
    svg.append(rect);
  });
  return svg;
}
