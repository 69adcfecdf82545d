// @ts-check
// After a refusal: questions that the nearest documents do answer.

import { call } from "./api.js";
import { slot } from "./dom.js";

/** @import { Passage } from "./answer.js" */

/**
 * Offers them in `turn`; where there are none, or the server is gone, nothing is offered.
 * @param {HTMLElement} turn
 * @param {Passage[]} passages the closest ones
 */
export async function offerBetter(turn, passages) {
  const documents = passages.map((passage) => ["document", passage.document_id]);
  const address = `/questions?${new URLSearchParams(documents)}`;
  const { questions } = await call(address).catch(() => ({ questions: [] }));
  const items = questions.map((/** @type {string} */ question) => {
    const link = document.createElement("a");
    link.dir = "auto";
    link.dataset.act = "ask";
    link.href = `/?question=${encodeURIComponent(question)}`;
    link.textContent = question;
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  const list = slot(turn, "better");
  list.replaceChildren(...items);
  if (items.length > 0) list.closest("[hidden]")?.removeAttribute("hidden");
}
