// Shortcuts: an element with data-key="KeyN" (or "Ctrl+KeyK", several parted by spaces) is
// clicked, or focused when it is a field. Keys are compared by event.code, so that they lie at
// the same place on a Russian layout. "?" lists what the page offers.
"use strict";
(() => {
  const NAMES = {
    Slash: "/", Period: ".", Comma: ",", BracketLeft: "[", BracketRight: "]", Enter: "Enter",
    Escape: "Esc", Space: "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→",
  };
  const FIELDS = "input, textarea, select, [contenteditable='true']";
  const NOT_TYPED_INTO = ["button", "checkbox", "radio", "submit", "reset", "range", "file"];

  const keyName = (code) => NAMES[code] || code.replace(/^(Key|Digit|Numpad)/, "");
  const spoken = (chord) => chord.split("+").map(keyName);

  function typing(target) {
    const field = target.closest?.(FIELDS);
    return Boolean(field) && !NOT_TYPED_INTO.includes(field.type);
  }

  function chordsOf(event) {
    const code = event.code.replace(/^Numpad(?=\d$)/, "Digit").replace("NumpadEnter", "Enter");
    const held = [];
    if (event.ctrlKey || event.metaKey) held.push("Ctrl");
    if (event.altKey) held.push("Alt");
    // the character "/" counts too: it is not on the Slash key of every layout
    if (!held.length && event.key === "/") return ["Slash"];
    if (event.shiftKey) held.push("Shift");
    return [[...held, code].join("+")];
  }

  function usable(element) {
    return !element.disabled && !element.closest("[inert]") && element.checkVisibility();
  }

  function elementsWithKeys() {
    const dialog = [...document.querySelectorAll("dialog[open]")].pop();
    return [...(dialog || document).querySelectorAll("[data-key]")].filter(usable);
  }

  // Of several elements with the key, the one in the form where the person is; else the last.
  function find(chords, form) {
    const found = elementsWithKeys().filter((element) =>
      element.dataset.key.split(" ").some((chord) => chords.includes(chord)));
    return found.findLast((element) => form && element.form === form) ?? found.at(-1);
  }

  function act(element) {
    if (element.matches(FIELDS) && !NOT_TYPED_INTO.includes(element.type)) {
      element.focus();
      element.select?.();
      return;
    }
    // what was chosen has the focus, and not a button used before: Enter would press that again
    if (element.type === "radio") element.focus({ preventScroll: true });
    element.click();
  }

  // --- The list of shortcuts -------------------------------------------------------------------

  function row(element) {
    const line = document.createElement("div");
    const label = document.createElement("dt");
    const keys = document.createElement("dd");
    const words = element.dataset.keyLabel || element.getAttribute("aria-label");
    label.textContent = (words || element.textContent).trim().replace(/\s+/g, " ");
    const [first, ...others] = element.dataset.key.split(" ");
    const chords = [first, ...others.filter((chord) => chord.startsWith("Key"))];
    for (const name of chords.flatMap(spoken)) {
      const key = document.createElement("kbd");
      key.textContent = name;
      keys.append(key, " ");
    }
    line.append(label, keys);
    return line;
  }

  function showHelp(help) {
    const list = help.querySelector("[data-keys]");
    list.querySelectorAll(":scope > div:not([data-fixed])").forEach((old) => old.remove());
    const seen = new Set();
    const rows = elementsWithKeys().filter((element) => {
      const fresh = !seen.has(element.dataset.key);
      seen.add(element.dataset.key);
      return fresh;
    });
    list.prepend(...rows.map(row));
    help.showModal();
  }

  const isQuestion = (event) =>
    event.key === "?" || (event.code === "Slash" && event.shiftKey && !event.ctrlKey);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const inField = typing(event.target);
    if (event.key === "Escape" && inField && !event.target.closest("dialog")) {
      event.target.blur();
      return;
    }
    if (inField && !(event.ctrlKey || event.metaKey || event.altKey)) return;
    const help = document.getElementById("keyboard-help");
    if (help && isQuestion(event)) {
      event.preventDefault();
      if (help.open) help.close(); else showHelp(help);
      return;
    }
    const pressesItself = ["Enter", "Space"].includes(event.code);
    if (pressesItself && event.target.closest?.("a, button, summary")) return;
    const form = event.target.form;
    const element = find(chordsOf(event), form);
    if (!element) return;
    // Enter on a choice of one form never saves another: the browser sends the form itself
    if (event.code === "Enter" && form && element.form && element.form !== form) return;
    event.preventDefault();
    act(element);
  });

  // The button in the top bar opens the same list.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens='keyboard-help']");
    if (!opener) return;
    event.stopPropagation();
    showHelp(document.getElementById("keyboard-help"));
  }, true);
})();
