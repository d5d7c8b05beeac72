// The list of letters: the tick in the header ticks all of them.
"use strict";
(() => {
  const form = document.querySelector("[data-letters]");
  if (!form) return;
  const all = form.querySelector("[data-all]");
  const ticks = [...form.querySelectorAll("input[name=letter]")];
  const button = form.querySelector("button[type=submit]");

  function look() {
    const ticked = ticks.filter((tick) => tick.checked).length;
    all.checked = ticked === ticks.length;
    all.indeterminate = ticked > 0 && !all.checked;
    button.disabled = ticked === 0;
  }

  form.addEventListener("change", (event) => {
    if (event.target === all) ticks.forEach((tick) => { tick.checked = all.checked; });
    look();
  });
  look();
})();
