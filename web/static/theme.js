// @ts-check
// Runs before the page is painted: says that scripts run, and keeps the reader's choice of light.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  root.classList.add("js");
  try {
    const kept = localStorage.getItem("theme");
    if (kept) root.dataset.theme = kept;
  } catch {
    /* storage is off: the system decides */
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-act=theme]"))) return;
    const shown = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = shown === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* lasts until the page is left */
    }
  });
})();
