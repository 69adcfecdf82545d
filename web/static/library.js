// @ts-check
// The library: add, remove, reindex and look through documents without leaving the page.

import { call, Problem, reach } from "./api.js";
import { filter, makeSortable } from "./catalogue.js";
import { announce, find } from "./dom.js";
import { mine } from "./news.js";
import { upload } from "./upload.js";

const UNDO_FOR = 8000; // milliseconds
const progress = find(document, "progress", HTMLProgressElement);
const undo = find(document, "#undo", HTMLButtonElement);
const closed = document.querySelector(".closed")?.textContent; // why nothing can be changed

/** @type {{row: HTMLElement, path: string, timer: number} | null} */
let leaving = null;

/**
 * Runs `work` and says what came of it, good or bad.
 * @param {() => Promise<string>} work
 */
async function report(work) {
  try {
    announce(await mine(work()));
  } catch (error) {
    announce(
      error instanceof Problem ? error.message : "Something went wrong on this page. Reload it.",
    );
  }
  progress.hidden = true;
}

/** @param {File[]} files */
async function add(files) {
  announce(files.length === 1 ? "Adding a document…" : `Adding ${files.length} documents…`);
  const { documents, refused } = await upload(files, show);
  await refresh();
  find(document, "#next", HTMLAnchorElement).hidden = documents.length === 0;
  const names = documents.map(({ source }) => source).join(", ");
  return [names && `Added ${names}.`, ...reasons(refused)].join(" ");
}

async function reindex() {
  let state = await call("/reindex", { method: "POST" });
  while (state.state === "running") {
    show(state.total ? state.done / state.total : 0);
    announce(state.current_file ? reading(state) : "Looking through the folder…");
    await new Promise((resolve) => setTimeout(resolve, 250));
    state = await call("/reindex");
  }
  if (state.state === "failed") throw new Problem(state.detail);
  await refresh();
  return summed(state.summary);
}

/** @param {any} state */
function reading(state) {
  const rate = state.files_per_second;
  const pace = rate ? ` – ${rate} files a second, ${state.seconds_left} s left` : "";
  return `Reading ${state.current_file}, ${state.done + 1} of ${state.total}${pace}`;
}

/** @param {any} summary */
function summed(summary) {
  const counts = ["added", "updated", "removed"]
    .filter((what) => summary[what].length > 0)
    .map((what) => `${summary[what].length} ${what}`);
  const change = counts.length > 0 ? `Done: ${counts.join(", ")}.` : "Done: nothing had changed.";
  return [change, ...reasons(summary.failed)].join(" ");
}

/** @param {Record<string, string>} failed */
const reasons = (failed) => Object.entries(failed).map(([name, why]) => `${name}: ${why}.`);

/** @param {number} share */
function show(share) {
  progress.hidden = false;
  progress.value = share;
}

/** Takes the table over from a fresh page, where the server has escaped every word of it. */
async function refresh() {
  const response = await reach("/library", { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of [".holdings", "#holding"]) {
    find(document, part, HTMLElement).replaceWith(
      document.importNode(find(page, part, HTMLElement), true),
    );
  }
  makeSortable();
}

/** @param {HTMLFormElement} form */
function remove(form) {
  finish();
  const row = /** @type {HTMLElement} */ (form.closest("tr"));
  row.hidden = true;
  undo.hidden = false;
  announce(`Removed ${row.dataset.source}.`);
  undo.focus();
  leaving = {
    row,
    path: form.dataset.path ?? "",
    timer: setTimeout(finish, UNDO_FOR),
  };
}

/** Removes for good what was waiting; also when the page is left. */
function finish() {
  if (!leaving) return;
  const { path, timer, row } = leaving;
  leaving = null;
  undo.hidden = true;
  clearTimeout(timer);
  const gone = fetch(path, { method: "DELETE", keepalive: true })
    .then((response) => {
      if (!response.ok) throw new Problem();
    })
    .then(refresh)
    .catch(() => {
      row.hidden = false;
      announce(`${row.dataset.source} could not be removed.`);
    });
  mine(gone);
}

document.addEventListener("news", (event) => {
  if (!leaving && event instanceof CustomEvent) report(() => refresh().then(() => event.detail));
});

undo.addEventListener("click", () => {
  if (!leaving) return;
  clearTimeout(leaving.timer);
  leaving.row.hidden = false;
  leaving.row.querySelector("button")?.focus();
  announce(`${leaving.row.dataset.source} stays.`);
  leaving = null;
  undo.hidden = true;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (form.id === "reindex") report(reindex);
  if (form.classList.contains("remove")) remove(form);
  if (form.id !== "upload") return;
  const chosen = find(form, "#files", HTMLInputElement);
  report(() => add([...(chosen.files ?? [])])).then(() => form.reset());
});

document.addEventListener("input", (event) => {
  if (event.target instanceof Element && event.target.id === "filter") filter();
});

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.toggle("dropping", !closed);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const files = [...(event.dataTransfer?.files ?? [])];
  if (closed) announce(closed);
  else if (files.length > 0) report(() => add(files));
});

window.addEventListener("pagehide", finish);
makeSortable();
