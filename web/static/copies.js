// @ts-check
// An answer to paste elsewhere, read off the page: as Markdown or plain text, or as a link.

/** @type {Record<string, (turn: HTMLElement) => string>} */
export const copies = { markdown: asMarkdown, text: asText, link: asLink };

/**
 * The question, each quotation, and below them where each one stands.
 * @param {HTMLElement} turn
 */
function asMarkdown(turn) {
  const quoted = quotations(turn);
  const references = quoted.map((one) => {
    const link = /** @type {HTMLAnchorElement} */ (one.querySelector("a.cite")).href;
    return `${number(one)}. [${escaped(text(one, "cite"))}](<${link}>): ${escaped(place(one))}`;
  });
  const words = quoted.map((one) => `> ${lines(escaped(text(one, "blockquote")))} [${number(one)}]`);
  return joined([`**${escaped(text(turn, ".question"))}**`, ...words, references.join("\n")]);
}

/**
 * The same without markup.
 * @param {HTMLElement} turn
 */
function asText(turn) {
  const quoted = quotations(turn);
  const references = quoted.map((one) => `[${number(one)}] ${text(one, "cite")}, ${place(one)}`);
  const words = quoted.map((one) => `“${text(one, "blockquote")}” [${number(one)}]`);
  return joined([text(turn, ".question"), ...words, references.join("\n")]);
}

/**
 * An address that asks the question again, read as it was here.
 * @param {HTMLElement} turn
 */
function asLink(turn) {
  return /** @type {HTMLAnchorElement} */ (turn.querySelector("a.again")).href;
}

/** @param {HTMLElement} turn */
function quotations(turn) {
  const cited = [...turn.querySelectorAll(".quotation")].filter((one) => number(one) !== "");
  return cited.sort((one, other) => Number(number(one)) - Number(number(other)));
}

/** @param {string[]} paragraphs */
const joined = (paragraphs) => `${paragraphs.filter(Boolean).join("\n\n")}\n`;

/** @param {Element} quotation */
const number = (quotation) => quotation.querySelector(".chip")?.textContent ?? "";

/** @param {Element} quotation */
const place = (quotation) =>
  [...quotation.querySelectorAll(".where > *")]
    .map((one) => one.textContent ?? "")
    .filter(Boolean)
    .join(", ");

/**
 * @param {Element} root
 * @param {string} selector
 */
const text = (root, selector) => root.querySelector(selector)?.textContent?.trim() ?? "";

/** @param {string} words */
const lines = (words) => words.replaceAll(/\s*\n\s*/g, "\n> ");

/** @param {string} words */
const escaped = (words) => words.replaceAll(/[\\`*_[\]<>#]/g, "\\$&");
