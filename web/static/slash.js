// @ts-check
// "/" goes to the search of the page, where it has one.

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea");
  const box = document.querySelector("input[type=search]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(box instanceof HTMLInputElement)) return;
  event.preventDefault();
  box.focus();
});
