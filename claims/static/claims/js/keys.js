// Keys: every key is written where it works, as data-key on a link, a button, a field or a <details>.
// "data-key='a'" is one key, "data-key='g c'" is one after the other. j, k and Enter move among [data-nav-item];
// data-row-key is the key of a box or button in such an item, for the item that has the focus; with Shift it is clicked
// with Shift. data-key-says describes a key better than the element's own words. "?" opens dialog#keys, which gets the keys of the page it is on.
// Nothing happens while somebody is typing. What other scripts must know of that is globalThis.deskKeys.
"use strict";
{
  const patience = 1200; // milliseconds between the two keys of "g c"
  let first = "";
  let firstAt = 0;

  function isTyping(target) {
    return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  }

  function isOff() {
    try {
      return localStorage.getItem("keys") === "off";
    } catch {
      return false;
    }
  }

  function keyedInRow(key) {
    const row = document.activeElement?.closest("[data-nav-item]");
    return row && [...row.querySelectorAll("[data-row-key]")].find((element) => element.dataset.rowKey === key.toLowerCase());
  }

  function isShown(element) {
    return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  }

  function keyed(key) {
    return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && isShown(element));
  }

  function use(element) {
    if (element.matches("input:not([type=submit], [type=button], [type=checkbox]), textarea, select")) {
      element.focus();
      element.select?.();
    } else if (element.matches("details")) {
      element.open = true;
      (element.querySelector("input:not([type=hidden]), textarea, select") ?? element.querySelector("summary")).focus();
    } else if (element.matches("[data-story]")) {
      element.focus();
    } else {
      element.click();
    }
  }

  function items() {
    return [...document.querySelectorAll("[data-nav-item]")].filter(isShown);
  }

  // What an item is opened and focused by: its own link, or the first one in it.
  function handle(item) {
    return item.matches("a, button") ? item : (item.querySelector(".row-link, .statement a, a[href], button") ?? item);
  }

  function move(step) {
    const all = items();
    if (!all.length) return;
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    const target = handle(all[next]);
    target.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }

  // The element's own words, without the key shown on it.
  function label(element) {
    const named = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent;
    if (named) return named.trim();
    const copy = (element.querySelector("summary") ?? element).cloneNode(true);
    copy.querySelectorAll("kbd, [aria-hidden=true]").forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  function list(dialog) {
    const place = dialog.querySelector("[data-page-keys]");
    if (!place) return;
    const known = new Set([...dialog.querySelectorAll("[data-known-key]")].map((term) => term.dataset.knownKey));
    place.replaceChildren();
    for (const element of document.querySelectorAll("[data-key], [data-row-key]")) {
      const keys = element.dataset.key ?? element.dataset.rowKey;
      if (known.has(keys) || !isShown(element)) continue;
      known.add(keys);
      const term = document.createElement("dt");
      for (const key of keys.split(" ")) {
        const sign = document.createElement("kbd");
        sign.textContent = key;
        term.append(sign, " ");
      }
      const meaning = document.createElement("dd");
      meaning.textContent = element.dataset.keySays ?? label(element);
      place.append(term, meaning);
    }
    const section = place.closest(".section");
    if (section) section.hidden = !place.childElementCount;
  }

  function help() {
    const dialog = document.querySelector("dialog#keys");
    if (!dialog || dialog.open) return;
    list(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || isOff()) return;

    const sequence = first && event.timeStamp - firstAt < patience ? `${first} ${event.key}` : "";
    first = "";
    const target = (sequence && keyed(sequence)) || keyed(event.key);
    if (target) {
      use(target);
    } else if (keyedInRow(event.key)) {
      const own = new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey });
      keyedInRow(event.key).dispatchEvent(own);
    } else if (event.key === "?") {
      help();
    } else if (event.key === "j" || event.key === "k") {
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "Enter" && document.activeElement?.matches("[data-nav-item]")) {
      const link = handle(document.activeElement);
      if (link === document.activeElement) return;
      link.click();
    } else if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
      first = event.key;
      firstAt = event.timeStamp;
      return;
    } else {
      return;
    }
    event.preventDefault();
  });

  // Hands on the keyboard, in the middle of a text: Ctrl Enter sends its form as its first button would.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
    const form = event.target.form;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary, button:not([type=button])"));
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens-keys]")) help();
  });

  // A menu that is open closes when the work goes on elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.person[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.person[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Single keys can be in the way of dictation and of some readers' own keys: they can be turned off, on "?".
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    try {
      localStorage.setItem("keys", event.target.checked ? "on" : "off");
    } catch {
      // Without storage the keys stay on.
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = !isOff();
  });

  globalThis.deskKeys = { isTyping, isOff, isShown };
}
