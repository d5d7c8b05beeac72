// The call card: focus after a new card, the field a chosen outcome asks for, a lost lease.
"use strict";
(() => {
  const card = () => document.getElementById("call");

  // A new card: keys work at once, and a screen reader begins with how to address the person.
  // On a phone it is seen from its beginning; a refused form stays where its reason stands.
  const begin = () => card()?.querySelector("[data-focus]")?.focus({ preventScroll: true });
  // on a whole page too: one that came back from "take back", or was loaded anew
  if (document.activeElement === document.body) begin();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "call" && event.detail.elt?.id !== "call") return;
    begin();
    if (!card()?.querySelector(".errorlist")) window.scrollTo(0, 0);
  });

  // "Call back" asks for a time: Enter in the field saves.
  document.addEventListener("change", (event) => {
    if (event.target.name !== "outcome" || !event.target.value.startsWith("call_back")) return;
    card().querySelector("[name='callback_at']").focus();
  });

  // What an answer of the script leads to is pressed as its own key would; an outcome takes the
  // focus, so that Enter saves.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-presses]");
    if (!link) return;
    event.preventDefault();
    const pressed = document.getElementById(link.hash.slice(1));
    pressed?.click();
    if (pressed?.type === "radio" && document.activeElement === link) pressed.focus();
  });

  // 409: the answer says who has the card now and where the notes are.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 409) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  // A form opened inside the card takes the focus; Escape closes it.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "call-inside") return;
    event.detail.target.querySelector("input:not([type='hidden']), select, textarea")?.focus();
  });
  function closeInside() {
    document.getElementById("call-inside").replaceChildren();
    begin();
  }
  document.addEventListener("keydown", (event) => {
    const inside = document.getElementById("call-inside");
    if (event.key !== "Escape" || !inside?.hasChildNodes()) return;
    if (!document.querySelector("dialog[open]")) closeInside();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-inside]")) closeInside();
  });
})();
