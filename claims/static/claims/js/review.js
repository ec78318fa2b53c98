// Review: what the keyboard expects of a page that changes in place. HTMX brings the current card, the slips that
// changed and the way; here the marks in the story take their status over from them, the card and its words come into
// view, and the focus stays where the work is. Without this file every link and button loads the page anew.
"use strict";
{
  const page = document.querySelector("[data-review]");
  const wide = window.matchMedia("(min-width: 60rem)");

  function currentCard() {
    return page.querySelector("[data-current]");
  }

  // --- Marks ---

  function mark(card) {
    const number = CSS.escape(card.dataset.of);
    for (const part of page.querySelectorAll(`mark[data-of="${number}"]`)) part.dataset.tone = card.dataset.tone;
    const link = page.querySelector(`.n a[href="#c${number}"]`);
    if (!link) return;
    link.dataset.tone = card.dataset.tone;
    link.querySelector(".shape").textContent = card.dataset.shape;
    link.setAttribute("aria-label", link.getAttribute("aria-label").replace(/:.*$/, `: ${card.dataset.label}`));
  }

  // A mark or its number leads to its card: the slip is opened in place.
  document.addEventListener("click", (event) => {
    const sign = event.target.closest("mark[data-of], .n a");
    if (!sign || !page.contains(sign) || !document.getSelection().isCollapsed) return;
    const number = sign.dataset.of ?? sign.hash.slice(2);
    const slip = document.querySelector(`#c${CSS.escape(number)} .slip-link`);
    if (!slip) return;
    event.preventDefault();
    slip.click();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to-text]");
    if (!link) return;
    event.preventDefault();
    const target = document.querySelector(link.hash);
    target?.scrollIntoView({ block: "center" });
    (target?.closest("[data-story]")?.querySelector(`.n a[href="#c${CSS.escape(link.hash.slice(2))}"]`) ?? target)?.focus({ preventScroll: true });
  });

  // --- Where the eye and the focus are ---

  function show() {
    const card = currentCard();
    if (!card) return;
    document.dispatchEvent(new CustomEvent("marks:show", { detail: card.dataset.of }));
    if (wide.matches) {
      const cards = page.querySelector("[data-cards]");
      const head = page.querySelector(".review-head");
      cards.scrollTop += card.getBoundingClientRect().top - cards.getBoundingClientRect().top - head.offsetHeight - 8;
    }
  }

  // As much of an open form as fits, from its first line on.
  function reveal(opened) {
    if (!wide.matches) return opened.scrollIntoView({ block: "nearest" });
    const cards = page.querySelector("[data-cards]");
    const head = page.querySelector(".review-head").getBoundingClientRect();
    const place = opened.getBoundingClientRect();
    const below = place.bottom - cards.getBoundingClientRect().bottom;
    if (below > 0) cards.scrollTop += Math.min(below, place.top - head.bottom);
  }

  // Until the page is scrolled its head stands above the cards; their foot, where the acts are, stays on the screen.
  function fit() {
    page.style.setProperty("--above", `${Math.max(0, page.getBoundingClientRect().top)}px`);
  }

  window.addEventListener("scroll", fit, { passive: true });
  window.addEventListener("resize", fit);

  function focusOn() {
    const opened = page.querySelector("[data-opened]");
    const fields = opened?.querySelectorAll(".errors, input:not([type=hidden]), textarea, select") ?? [];
    const field = [...fields].find((one) => !one.closest(".phrases"));
    if (field) {
      field.focus({ preventScroll: true });
      reveal(opened);
      if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
      return;
    }
    if (document.activeElement && document.activeElement !== document.body) return;
    (page.querySelector("#main-act") ?? currentCard())?.focus({ preventScroll: true });
  }

  // --- One thing after the other: keys that come while the page is on its way wait for it ---

  let underWay = 0;
  const pressed = [];

  function press(key) {
    const target = document.activeElement ?? document.body;
    if (key.length === 1 && target.matches("textarea, input:not([type=radio], [type=checkbox])")) {
      target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (key === "Enter" && target.matches("a, button")) {
      target.click();
    } else {
      target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  }

  // One of them may ask for the page again: the others wait for that, too.
  function pressWaiting() {
    while (pressed.length && !underWay) press(pressed.shift());
  }

  document.addEventListener("keydown", (event) => {
    if (!underWay || event.ctrlKey || event.metaKey || event.altKey || ["Tab", "Shift"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.push(event.key);
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (page.contains(event.target) && event.detail.boosted) underWay += 1;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.boosted || !underWay) return;
    if (event.detail.xhr.getResponseHeader("HX-Replace-Url")) settle();
    // HTMX lets go of this request only after it has told of it.
    setTimeout(() => {
      underWay -= 1;
      pressWaiting();
    });
  });

  function settle() {
    for (const card of page.querySelectorAll(".cards > [data-of]")) mark(card);
    restore();
    fit();
    show();
    if (!wide.matches) currentCard()?.scrollIntoView({ block: "start" });
    focusOn();
  }

  // --- A note on marked words leads back to the claim that is current when it is sent ---

  document.addEventListener("submit", (event) => {
    const next = event.target.querySelector("input[data-here]");
    if (next) next.value = location.pathname + location.search;
  });

  // --- Nothing typed is lost: a form that is left keeps its words until it is sent or the browser is closed ---

  function drafted(form) {
    return `draft:${form.closest("[data-opened]").dataset.opened}`;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-opened] form");
    if (!form) return;
    const kept = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["version", "csrfmiddlewaretoken"].includes(name));
    sessionStorage.setItem(drafted(form), JSON.stringify(kept));
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-opened] form")) sessionStorage.removeItem(drafted(event.target));
  });

  function restore() {
    const form = page.querySelector("[data-opened] form");
    if (!form || form.closest("[data-opened]").querySelector(".errors")) return;
    for (const [name, value] of JSON.parse(sessionStorage.getItem(drafted(form)) ?? "[]")) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value; // a RadioNodeList takes it too
    }
  }

  document.addEventListener("keydown", (event) => {
    const leave = page.querySelector("[data-leave]");
    if (event.key !== "Escape" || event.defaultPrevented || !leave || !leave.parentElement.contains(event.target)) return;
    event.preventDefault();
    event.target.blur();
    leave.click();
  });

  document.addEventListener("DOMContentLoaded", () => {
    restore();
    fit();
    show();
    if (page.querySelector("[data-opened]")) focusOn();
  });
}
