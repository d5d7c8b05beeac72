// Who rings at my telephone: asked every two seconds while the page is seen. Never takes the focus.
"use strict";
(() => {
  const EVERY_MS = 2000;
  const pop = document.getElementById("phone-pop");
  if (!pop) return;
  const HIDDEN = "hidden-call";
  let shown = "-";
  let timer;

  function hideIfAsked() {
    const call = pop.querySelector("[data-call]");
    if (call && call.dataset.call === sessionStorage.getItem(HIDDEN)) call.hidden = true;
  }

  async function ask() {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    let goesOn = true;
    try {
      const answer = await fetch(`${pop.dataset.url}?shown=${encodeURIComponent(shown)}`, {
        headers: { "HX-Request": "true" }, redirect: "error",
      });
      // signed out, or no longer working here: nothing more to ask
      goesOn = answer.ok && !answer.headers.has("HX-Redirect") || answer.status >= 500;
      if (answer.status === 200 && answer.headers.has("X-Shown")) {
        shown = answer.headers.get("X-Shown");
        const words = await answer.text();
        // a link in the panel that has the focus is not taken away
        if (!words.trim() && pop.contains(document.activeElement)) shown = "?";
        else pop.innerHTML = words;
        hideIfAsked();
      }
    } catch {
      // the connection is lost: the next turn asks again
    }
    if (goesOn) timer = setTimeout(ask, EVERY_MS);
  }

  pop.addEventListener("click", (event) => {
    if (!event.target.closest("[data-hide-call]")) return;
    sessionStorage.setItem(HIDDEN, pop.querySelector("[data-call]").dataset.call);
    hideIfAsked();
  });
  document.addEventListener("visibilitychange", ask);
  ask();
})();
