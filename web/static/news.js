// @ts-check
// Tells on every page when documents came or went, whoever brought or took them.

import { call } from "./api.js";

const EVERY = 2000; // milliseconds between two looks at a page that somebody sees

/** @typedef {{generation: number, documents: number}} State */

/** @type {State | null} */
let known = null;

let working = 0;

/**
 * What `work` comes to; what this page changes itself is no news on it.
 * @template T
 * @param {Promise<T>} work
 */
export async function mine(work) {
  working += 1;
  try {
    return await work;
  } finally {
    known = (await state()) ?? known;
    working -= 1;
  }
}

async function look() {
  if (document.hidden || working) return;
  const now = await state();
  if (!now || working) return;
  const before = known;
  known = now;
  if (!before || before.generation === now.generation) return;
  const words = told(now.documents - before.documents);
  const place = document.querySelector("#news");
  if (place) place.textContent = `· ${words}`;
  document.dispatchEvent(new CustomEvent("news", { detail: words }));
}

/** @returns {Promise<State | null>} nothing while the server has no index, or is away */
const state = () => call("/readyz").then(({ index }) => index, () => null);

/** @param {number} more */
function told(more) {
  if (more === 0) return "Documents changed";
  const count = Math.abs(more);
  const what = count === 1 ? "document" : "documents";
  return `${count} ${what} ${more > 0 ? "added" : "removed"}`;
}

look();
setInterval(look, EVERY);
