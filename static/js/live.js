// A region that renews itself: <section id data-live="10" hx-get hx-trigger="live-turn" hx-swap="none">.
// Asked for every so many seconds while the tab is seen. Only parts (children with an id, rows of
// [data-live-rows]) that changed are put in, never one that has the focus: nothing jumps, nothing
// is taken out of a hand. [data-live-broken] says when no answer comes.
"use strict";
(() => {
  const parse = (html, id) =>
    new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").getElementById(id);

  // The token is masked anew in each answer: of two equal rows the old one stays.
  function keepTokens(region, fresh) {
    const token = region.querySelector("[name='csrfmiddlewaretoken']")?.getAttribute("value");
    if (!token) return;
    for (const field of fresh.querySelectorAll("[name='csrfmiddlewaretoken']")) {
      field.setAttribute("value", token);
    }
  }

  function replace(old, fresh) {
    if (old.outerHTML === fresh.outerHTML || old.contains(document.activeElement)) return old;
    const adopted = document.adoptNode(fresh);
    old.replaceWith(adopted);
    return adopted;
  }

  // Rows by their id; a row with the focus keeps its place and its words until the focus leaves.
  function renewRows(body, fresh) {
    const wanted = [...fresh.children];
    const ids = new Set(wanted.map((row) => row.id));
    for (const row of [...body.children]) {
      if (!ids.has(row.id) && !row.contains(document.activeElement)) row.remove();
    }
    wanted.forEach((row, place) => {
      const old = document.getElementById(row.id);
      const now = old ? replace(old, row) : document.adoptNode(row);
      const there = body.children[place];
      if (there === now || now.contains(document.activeElement)) return;
      body.insertBefore(now, there ?? null);
    });
  }

  function renew(region, fresh) {
    keepTokens(region, fresh);
    for (const part of fresh.querySelectorAll(":scope > [id], [data-live-rows]")) {
      const old = document.getElementById(part.id);
      if (!old) continue;
      if (part.hasAttribute("data-live-rows")) renewRows(old, part);
      else if (!part.querySelector("[data-live-rows]")) replace(old, part);
    }
  }

  function sayBroken(region) {
    if (region.classList.contains("is-broken")) return;
    region.classList.add("is-broken");
    const words = region.querySelector("[data-live-broken]");
    words.textContent = words.dataset.text;
  }

  function watch(region) {
    const turn = () => {
      if (!document.hidden && document.contains(region)) htmx.trigger(region, "live-turn");
    };
    setInterval(turn, Number(region.dataset.live) * 1000);
    document.addEventListener("visibilitychange", turn);
    // its own trouble is told here, quietly: no message, no bar of waiting
    for (const name of ["htmx:beforeRequest", "htmx:afterRequest"]) {
      region.addEventListener(name, (event) => event.stopPropagation());
    }
    for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
      region.addEventListener(name, (event) => {
        event.stopPropagation();
        sayBroken(region);
      });
    }
    region.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target !== region || event.detail.xhr.status !== 200) return;
      event.detail.shouldSwap = false;
      const fresh = parse(event.detail.serverResponse, region.id);
      if (!fresh) {
        sayBroken(region); // the answer is some other page
        return;
      }
      region.classList.remove("is-broken");
      renew(region, fresh);
    });
  }

  document.querySelectorAll("[data-live]").forEach(watch);
})();
