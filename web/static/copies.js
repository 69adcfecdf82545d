// @ts-check
// An answer as Markdown, read off the page, so that it can be pasted with its citations.

/**
 * The question, each quotation, and below them where each one stands.
 * @param {HTMLElement} turn
 */
export function asMarkdown(turn) {
  const quotations = [...turn.querySelectorAll(".quotation")].filter((one) =>
    one.querySelector(".chip"),
  );
  return (
    [
      `**${text(turn, ".question")}**`,
      ...quotations.map((one) => `> ${lines(text(one, "blockquote"))} [${number(one)}]`),
      quotations.map(reference).join("\n"),
    ].join("\n\n") + "\n"
  );
}

/** @param {Element} quotation */
function reference(quotation) {
  const place = [...quotation.querySelectorAll(".where > *")].map((one) => one.textContent ?? "");
  const link = /** @type {HTMLAnchorElement} */ (quotation.querySelector("a.cite")).href;
  const where = place.filter(Boolean).map(escaped).join(", ");
  return `${number(quotation)}. [${text(quotation, "cite")}](<${link}>): ${where}`;
}

/** @param {Element} quotation */
const number = (quotation) => quotation.querySelector(".chip")?.textContent ?? "";

/**
 * @param {Element} root
 * @param {string} selector
 */
const text = (root, selector) => escaped(root.querySelector(selector)?.textContent?.trim() ?? "");

/** @param {string} words */
const lines = (words) => words.replaceAll(/\s*\n\s*/g, "\n> ");

/** @param {string} words */
const escaped = (words) => words.replaceAll(/[\\`*_[\]<>#]/g, "\\$&");
