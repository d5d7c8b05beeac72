// Runs before the body is drawn, so that a page in the system's theme never flashes.
// The server already wrote light or dark where the person chose one.
"use strict";
(() => {
  const root = document.documentElement;
  if (root.dataset.themeChoice) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  apply();
  dark.addEventListener("change", apply);
})();
