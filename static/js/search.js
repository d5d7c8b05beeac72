// The search box: suggestions while typing, chosen with the arrow keys.
"use strict";
(() => {
  const box = document.querySelector(".top-search input[name=q]");
  if (!box) return;
  const list = () => document.getElementById("suggestions");
  const options = () => [...list().querySelectorAll('[role="option"]')];
  let chosen = -1;

  function choose(index) {
    const all = options();
    if (!all.length) return;
    chosen = (index + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    box.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function close() {
    chosen = -1;
    list().replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  box.addEventListener("keydown", (event) => {
    const all = options();
    if (event.code === "ArrowDown" && all.length) choose(chosen + 1);
    else if (event.code === "ArrowUp" && all.length) choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.code === "Enter" && chosen >= 0 && all[chosen]) all[chosen].click();
    else if (event.code === "Escape" && all.length) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.elt.id !== "suggestions") return;
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(options().length > 0));
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".top-search")) close();
  });
})();
