// What every page does: messages, lost connections, copying, menus, drafts, waiting.
"use strict";
(() => {
  const TOAST_SECONDS = 10;
  const WAITING_AFTER_MS = 300;
  const text = (name) => document.body.getAttribute(`data-text-${name}`);

  // --- Messages ------------------------------------------------------------------------------

  function dismissLater(note) {
    let timer;
    const start = () => { timer = setTimeout(() => note.remove(), TOAST_SECONDS * 1000); };
    const stop = () => clearTimeout(timer);
    note.addEventListener("pointerenter", stop);
    note.addEventListener("pointerleave", start);
    note.addEventListener("focusin", stop);
    note.addEventListener("focusout", start);
    start();
  }

  function toast({ text: words, level = "info", undo = "" }) {
    const region = document.getElementById("toasts");
    const same = [...region.querySelectorAll(".note-text")].find((old) => old.textContent === words);
    if (same && !undo) return;
    const template = document.getElementById("toast-template");
    const note = template.content.firstElementChild.cloneNode(true);
    note.className = `note note-${level}`;
    note.querySelector(".note-text").textContent = words;
    const form = note.querySelector("[data-undo]");
    if (undo) form.action = undo; else form.remove();
    region.append(note);
    dismissLater(note);
  }
  window.dealercrm = { toast };
  document.querySelectorAll("[data-toast]").forEach(dismissLater);
  document.addEventListener("toast", (event) => toast(event.detail));

  // --- The connection ------------------------------------------------------------------------

  const NAMES = { 403: "forbidden", 404: "missing", 409: "conflict", 410: "missing", 429: "often" };
  document.addEventListener("htmx:sendError", () => toast({ text: text("offline"), level: "error" }));
  document.addEventListener("htmx:timeout", () => toast({ text: text("slow"), level: "error" }));
  document.addEventListener("htmx:responseError", (event) => {
    toast({ text: text(NAMES[event.detail.xhr.status] || "broken"), level: "error" });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    event.detail.elt.querySelectorAll("[data-toast]").forEach(dismissLater);
  });

  let running = 0;
  const waiting = document.getElementById("waiting");
  document.addEventListener("htmx:beforeRequest", () => {
    running += 1;
    setTimeout(() => waiting.classList.toggle("on", running > 0), WAITING_AFTER_MS);
  });
  document.addEventListener("htmx:afterRequest", () => {
    running = Math.max(0, running - 1);
    if (!running) waiting.classList.remove("on");
  });

  // A second click on a slow page must not send a plain form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.closest("[hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === "post") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // --- Clicks: print, copy, close, open ----------------------------------------------------------------

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("copied");
    toast({ text: `${text("copied")} · ${button.dataset.copy}`, level: "success" });
    setTimeout(() => button.classList.remove("copied"), 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-close], [data-opens]");
    if (event.target.closest("[data-print]")) window.print();
    if (button?.hasAttribute("data-copy")) copy(button);
    if (button?.hasAttribute("data-close")) {
      const over = button.closest("dialog, [data-toast]");
      if (over?.close) over.close(); else over?.remove();
    }
    if (button?.hasAttribute("data-opens")) {
      document.getElementById(button.dataset.opens)?.showModal();
    }
    document.querySelectorAll("details.menu[open], details.hint[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open], details.hint[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // --- Drafts: <textarea data-draft="key"> survives a lost session in this tab --------------------

  const draftKey = (field) => `draft:${field.dataset.draft}`;
  function restoreDrafts(root) {
    root.querySelectorAll("[data-draft]").forEach((field) => {
      const kept = sessionStorage.getItem(draftKey(field));
      if (kept && !field.value) field.value = kept;
    });
  }
  function forgetDrafts(form) {
    form.querySelectorAll?.("[data-draft]").forEach((field) => {
      sessionStorage.removeItem(draftKey(field));
    });
  }
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.draft) {
      sessionStorage.setItem(draftKey(event.target), event.target.value);
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status < 300 && requestConfig?.verb !== "get") forgetDrafts(requestConfig.elt);
  });
  document.addEventListener("htmx:load", (event) => restoreDrafts(event.detail.elt));
  restoreDrafts(document);

  // --- Small conveniences -----------------------------------------------------------------------

  // <select data-submits> sends its form at once; without JavaScript a button beside it does.
  document.addEventListener("change", (event) => {
    if (event.target.hasAttribute?.("data-submits")) event.target.form.requestSubmit();
  });
})();
