// @ts-check
// Finding and filling elements. Text only ever goes in as text.

/**
 * The first element below `root` that `selector` names; its absence is a mistake of ours.
 * @template {Element} E
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * The element that a template keeps a place for.
 * @param {ParentNode} root
 * @param {string} name
 */
export function slot(root, name) {
  return find(root, `[data-slot="${name}"]`, HTMLElement);
}

/**
 * A fresh copy of the one element inside `<template id>`.
 * @param {string} id
 */
export function clone(id) {
  const inside = find(document, `template#${id}`, HTMLTemplateElement).content;
  return /** @type {HTMLElement} */ (find(inside, "*", HTMLElement).cloneNode(true));
}

/**
 * Does what the `data-act` of a clicked element says, if `acts` knows it.
 * @param {Record<string, (element: HTMLElement, event: MouseEvent) => void>} acts
 */
export function onAct(acts) {
  document.addEventListener("click", (event) => {
    const element = event.target instanceof Element && event.target.closest("[data-act]");
    if (element instanceof HTMLElement) acts[element.dataset.act ?? ""]?.(element, event);
  });
}

/**
 * Says `words` to those who listen to the page: the one polite live region.
 * @param {string} words
 */
export function announce(words) {
  find(document, "#status", HTMLElement).textContent = words;
}

/**
 * Whether a click is a plain one, not one for a new tab or window.
 * @param {MouseEvent} event
 */
export function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}
