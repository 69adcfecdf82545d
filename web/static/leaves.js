// @ts-check
// A long document comes leaf by leaf: the next when one gets there, the one before by a click.

import { reach } from "./api.js";

const nearing = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen)
      if (isIntersecting && target instanceof HTMLAnchorElement) unfold(target);
  },
  { rootMargin: "800px" },
);

/**
 * Makes the leaves after those in `root` come by themselves.
 * @param {ParentNode} root
 */
export function readOn(root) {
  for (const link of root.querySelectorAll(".onward a[rel=next]")) nearing.observe(link);
}

/** @param {HTMLAnchorElement} link */
async function unfold(link) {
  nearing.unobserve(link);
  const place = link.closest(".onward");
  const parts = await leaf(link).catch(() => []);
  if (!place?.isConnected || parts.length === 0) return; // it stays a link
  const below = place.nextElementSibling;
  place.replaceWith(...parts);
  if (link.rel === "next") parts.forEach(readOn);
  else below?.scrollIntoView({ block: "center", behavior: "instant" });
}

/**
 * What stands on the leaf that `link` leads to, and the link further in the same direction.
 * @param {HTMLAnchorElement} link
 */
async function leaf(link) {
  const response = await reach(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll("#document > :not(header)")]
    .filter((part) => !part.matches(".onward") || leads(part) === link.rel)
    .map((part) => document.importNode(part, true));
}

/** @param {Element} onward */
const leads = (onward) => onward.querySelector("a")?.rel;

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest(".onward a");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  unfold(link);
});
readOn(document);
