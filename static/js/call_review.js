// Hearing a call and answering its card without the mouse: keys press the buttons of the page
// (keyboard.js), the buttons act on the sound and on the item where one is.
"use strict";
(() => {
  const sound = document.getElementById("recording");
  const items = [...document.querySelectorAll(".review-item")];
  const STEP = 5;

  const acts = {
    toggle: () => (sound.paused ? sound.play() : sound.pause()),
    back: () => { sound.currentTime = Math.max(0, sound.currentTime - STEP); },
    ahead: () => { sound.currentTime += STEP; },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sound]");
    if (!button || !sound) return;
    // a recording that cannot be played says so itself
    Promise.resolve(acts[button.dataset.sound]()).catch(() => {});
  });

  if (!items.length) return;
  const isOpen = (item) => !item.querySelector(":checked");
  let current = 0;

  function go(place, { scroll = true } = {}) {
    current = Math.min(Math.max(place, 0), items.length - 1);
    items.forEach((item, number) => item.classList.toggle("is-current", number === current));
    if (scroll) items[current].scrollIntoView({ block: "nearest" });
  }

  function next() {
    const after = items.findIndex((item, number) => number > current && isOpen(item));
    go(after < 0 ? current + 1 : after);
  }

  document.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-answer]");
    const step = event.target.closest("[data-step]");
    if (answer) {
      items[current].querySelector(`[value="${answer.dataset.answer}"]`).checked = true;
      next();
    } else if (step) {
      go(current + Number(step.dataset.step));
    }
  });
  for (const come of ["change", "focusin"]) {
    document.addEventListener(come, (event) => {
      const place = items.indexOf(event.target.closest(".review-item"));
      if (place >= 0) go(place, { scroll: false });
    });
  }
  const first = items.findIndex(isOpen);
  go(first < 0 ? 0 : first, { scroll: false });
})();
