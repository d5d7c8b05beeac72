// The editor of a message template: a button puts a variable where the cursor stands.
"use strict";
(() => {
  const editor = document.querySelector(".template-editor");
  if (!editor) return;
  const isText = (field) => field.matches(".tab-pane textarea, .tab-pane input[type=text]");
  let last = null;

  editor.addEventListener("focusin", (event) => { if (isText(event.target)) last = event.target; });

  function field() {
    const pane = editor.querySelector(".tab-pane.active");
    return last && pane.contains(last) ? last : pane.querySelector("textarea");
  }

  editor.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const target = field();
    target.focus();
    target.setRangeText(button.dataset.insert, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
