// @ts-check
// An answer as the page shows it: the server's own markup, cloned and filled.

import { clone, find, slot } from "./dom.js";

/** @import { Answer, Citation, Passage, ShortAnswer } from "./answer.js" */

const LIST_LINE = /\n[ \t]*(?:[-*•‣◦–]|\d{1,3}[.)])[ \t]/;

/**
 * The turn for `answer`; `dates` tells the date of a document id.
 * @param {Answer} answer
 * @param {Map<string, string>} dates
 */
export function answered(answer, dates) {
  const turn = clone("turn");
  turn.dataset.status = answer.status;
  turn.dataset.answer = answer.answer_id;
  slot(turn, "question").textContent = answer.question;
  const refused = answer.status === "not_found";
  slot(turn, "not-found").hidden = !refused;
  slot(turn, "partly").hidden = answer.status !== "partial";
  slot(turn, "why-what").textContent = refused ? "no" : "this";
  if (answer.interpreted_as !== answer.question) {
    show(slot(turn, "understood")).textContent = answer.interpreted_as;
  }
  const disputed = new Set(answer.conflicts.flatMap(({ citations }) => citations));
  const quotations = (/** @type {boolean} */ inDispute) =>
    answer.citations
      .filter(({ id }) => disputed.has(id) === inDispute)
      .map((citation) => cited(citation, answer.short_answer, dates));
  const [first, ...further] = quotations(false);
  fill(turn, "quotations", first ? [first] : []);
  fill(turn, "further", further);
  slot(turn, "further-count").textContent = String(further.length);
  fill(turn, "conflicting", quotations(true));
  fill(
    turn,
    "closest",
    answer.passages.map((passage) => close(passage, dates)),
  );
  fill(turn, "missing", answer.missing_terms.map(item));
  fill(turn, "unanswered", answer.unanswered.map(item));
  fill(turn, "conflicts", answer.conflicts.map(disagreement));
  const unfolded = answer.status === "partial" || answer.conflicts.length > 0;
  find(turn, ".further", HTMLDetailsElement).open = unfolded;
  find(turn, ".closest", HTMLDetailsElement).open = refused;
  slot(turn, "again").setAttribute(
    "href",
    `/?question=${encodeURIComponent(answer.interpreted_as)}`,
  );
  slot(turn, "confidence").textContent = String(Math.round(answer.confidence * 100));
  find(turn, ".confidence", HTMLElement).hidden = refused;
  find(turn, ".copy", HTMLElement).hidden = refused;
  return turn;
}

/**
 * A question that has no answer yet, or got none: `detail` says why.
 * @param {string} question
 * @param {string} detail
 * @param {"pending" | "problem"} status
 */
export function unanswered(question, detail, status) {
  const turn = clone("problem");
  turn.dataset.status = status;
  slot(turn, "question").textContent = question;
  slot(turn, "detail").textContent = detail;
  find(turn, "[data-act=retry]", HTMLElement).hidden = status === "pending";
  return turn;
}

/**
 * @param {Citation} citation
 * @param {ShortAnswer | null} short
 * @param {Map<string, string>} dates
 */
function cited(citation, short, dates) {
  const quotation = quoted(citation.cited_text, citation, dates, `${citation.permalink}#highlight`);
  slot(quotation, "number").textContent = String(citation.id);
  slot(quotation, "section").textContent = citation.section ?? "";
  slot(quotation, "page").textContent = citation.page ? `page ${citation.page}` : "";
  if (short?.citation === citation.id) mark(slot(quotation, "words"), citation, short);
  return quotation;
}

/**
 * @param {Passage} passage
 * @param {Map<string, string>} dates
 */
function close(passage, dates) {
  const place = `start=${passage.start_char_index}&end=${passage.end_char_index}`;
  const href = `/library/${encodeURIComponent(passage.document_id)}?${place}#highlight`;
  const quotation = quoted(passage.text, passage, dates, href);
  slot(quotation, "number").remove();
  return quotation;
}

/**
 * @param {string} text
 * @param {Citation | Passage} from
 * @param {Map<string, string>} dates
 * @param {string} href
 */
function quoted(text, from, dates, href) {
  const quotation = clone("quotation");
  quotation.classList.toggle("in-lines", LIST_LINE.test(text));
  slot(quotation, "words").textContent = text;
  find(quotation, "a", HTMLAnchorElement).href = href;
  slot(quotation, "title").textContent = from.document_title;
  slot(quotation, "date").textContent = inWords(dates.get(from.document_id) ?? "");
  slot(quotation, "source").textContent = from.source;
  return quotation;
}

/**
 * Marks the short answer. Offsets count code points; JavaScript's strings do not.
 * @param {HTMLElement} words
 * @param {Citation} citation
 * @param {ShortAnswer} short
 */
function mark(words, citation, short) {
  const points = Array.from(citation.cited_text);
  const start = short.start_char_index - citation.start_char_index;
  const end = short.end_char_index - citation.start_char_index;
  const light = document.createElement("mark");
  light.textContent = points.slice(start, end).join("");
  words.replaceChildren(points.slice(0, start).join(""), light, points.slice(end).join(""));
}

/**
 * Puts `items` where the template keeps a place for them, and shows what encloses it.
 * @param {HTMLElement} turn
 * @param {string} name
 * @param {HTMLElement[]} items
 */
function fill(turn, name, items) {
  const list = slot(turn, name);
  list.replaceChildren(...items);
  if (items.length > 0) show(list);
}

/** @param {HTMLElement} element */
function show(element) {
  element.closest("[hidden]")?.removeAttribute("hidden");
  return element;
}

/** @param {string} text */
function item(text) {
  const element = document.createElement("li");
  element.dir = "auto";
  element.textContent = text;
  return element;
}

/** @param {Answer["conflicts"][number]} conflict */
function disagreement({ citations: [first, second], reason }) {
  return item(`${reason} in [${first}] and [${second}]`);
}

/** @param {string} iso */
function inWords(iso) {
  const day = /^\d{4}-\d\d-\d\d$/.test(iso) ? new Date(iso) : null;
  return (
    day?.toLocaleDateString("en-GB", {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }) ?? iso
  );
}
