// @ts-check
// A citation previews its passage on hover or focus: the quotation with the words around it.

const AFTER = 350; // milliseconds: who only passes by is not disturbed
const BEFORE = 120; // characters at most that are shown before the quotation
const BEHIND = 240;

/** Shows and hides the previews of every citation on the page, now and later. */
export function previewCitations() {
  /** @type {number | undefined} */
  let timer;
  const soon = (/** @type {Event} */ event) => {
    const link = citation(event.target);
    if (!link || link.getAttribute("aria-describedby")) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(link), AFTER);
  };
  const off = (/** @type {MouseEvent | FocusEvent} */ event) => {
    const link = citation(event.target);
    if (!link || link === citation(event.relatedTarget)) return; // still on it, or never was
    clearTimeout(timer);
    hide();
  };
  for (const begin of ["mouseover", "focusin"]) document.addEventListener(begin, soon);
  document.addEventListener("mouseout", off);
  document.addEventListener("focusout", off);
  document.addEventListener("click", () => {
    clearTimeout(timer);
    hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

/**
 * The citation's link that `target` is, or is in.
 * @param {EventTarget | null} target
 */
function citation(target) {
  const link = target instanceof Element ? target.closest("a.cite") : null;
  return link instanceof HTMLAnchorElement && link.querySelector(".chip") ? link : null;
}

/** @param {HTMLAnchorElement} link */
function show(link) {
  hide();
  const passage = enclosing(link);
  if (!passage || !link.isConnected) return;
  const cited = place(link);
  const text = Array.from(passage.text); // offsets count code points
  const mark = document.createElement("mark");
  mark.textContent = text.slice(cited.start - passage.start, cited.end - passage.start).join("");
  const preview = document.createElement("span");
  preview.id = "preview";
  preview.setAttribute("role", "tooltip");
  preview.dir = "auto";
  const before = text.slice(0, cited.start - passage.start);
  const behind = text.slice(cited.end - passage.start);
  preview.append(lastOf(before), mark, firstOf(behind));
  link.after(preview);
  preview.classList.toggle("above", preview.getBoundingClientRect().bottom > innerHeight);
  link.setAttribute("aria-describedby", "preview");
}

/** @param {string[]} text */
function lastOf(text) {
  if (text.length <= BEFORE) return text.join("");
  return text.slice(-BEFORE).join("").replace(/^\S*/, "…");
}

/** @param {string[]} text */
function firstOf(text) {
  if (text.length <= BEHIND) return text.join("");
  return text.slice(0, BEHIND).join("").replace(/\s*\S*$/, " …");
}

function hide() {
  document.querySelector("[aria-describedby=preview]")?.removeAttribute("aria-describedby");
  document.querySelector("#preview")?.remove();
}

/**
 * The closest passage of the same answer that the citation stands in and says more.
 * @param {HTMLAnchorElement} link
 */
function enclosing(link) {
  const cited = place(link);
  for (const quotation of link.closest(".turn")?.querySelectorAll(".closest .quotation") ?? []) {
    const other = quotation.querySelector("a");
    const text = quotation.querySelector("blockquote")?.textContent ?? "";
    if (!other || other.pathname !== link.pathname) continue;
    const { start, end } = place(other);
    const wider = end - start > cited.end - cited.start;
    if (wider && start <= cited.start && cited.end <= end) return { start, text };
  }
  return null;
}

/** @param {HTMLAnchorElement} link */
function place(link) {
  const asked = new URLSearchParams(link.search);
  return { start: Number(asked.get("start")), end: Number(asked.get("end")) };
}
