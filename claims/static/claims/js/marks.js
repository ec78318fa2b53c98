// Marks: a card and its words in the story are shown together. Whatever carries the same data-of (the marks of one
// quotation, its speaker, its cue, its card) is current together. Without this file the address (#c4, #q4) does half of it.
"use strict";
{
  const wide = window.matchMedia("(min-width: 60rem)");

  function all(number) {
    return document.querySelectorAll(`[data-of="${CSS.escape(number)}"]`);
  }

  function show(number) {
    for (const part of document.querySelectorAll("[data-of].is-current")) part.classList.remove("is-current");
    for (const part of all(number)) part.classList.add("is-current");
  }

  function bringCard(number) {
    if (wide.matches) document.getElementById(`c${number}`)?.scrollIntoView({ block: "nearest" });
    else location.replace(`#c${number}`); // The card comes up as a sheet; the text stays where it is.
  }

  function bringMark(number) {
    const mark = document.getElementById(`q${number}`);
    if (!mark || !wide.matches) return;
    const place = mark.getBoundingClientRect();
    if (place.top < 0 || place.bottom > window.innerHeight) mark.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-of]");
    if (!mark || event.target.closest("a, button") || !document.getSelection().isCollapsed) return;
    show(mark.dataset.of);
    bringCard(mark.dataset.of);
  });

  function open(card) {
    if (card.classList.contains("is-current")) return;
    show(card.dataset.of);
    bringMark(card.dataset.of);
  }

  // A card grows when it becomes current. Not while the mouse is down on it: the button that is being pressed would
  // slip away from under the click.
  let isPressed = false;
  let pressed = null;

  function release() {
    isPressed = false;
    if (pressed?.isConnected) open(pressed);
    pressed = null;
  }

  document.addEventListener("pointerdown", () => (isPressed = true), true);
  document.addEventListener("pointerup", () => setTimeout(release), true); // after the click that follows
  document.addEventListener("pointercancel", release, true);

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card[data-of]");
    if (!card) return;
    if (isPressed) pressed = card;
    else open(card);
  });

  // From one damaged place to the next, and from the last to the first; without this file to the first alone.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-next-flaw]")) return;
    event.preventDefault();
    const here = Number(/^#d(\d+)$/.exec(location.hash)?.[1] ?? 0);
    const next = document.getElementById(`d${here + 1}`) ?? document.getElementById("d1");
    if (!next) return;
    location.hash = next.id;
    next.focus({ preventScroll: true });
  });

  // The sign of a note leads to its thread on this page, where it is here and perhaps folded; else to its own page.
  document.addEventListener("click", (event) => {
    const sign = event.target.closest("a[data-pin]");
    const thread = sign && document.getElementById(sign.dataset.pin);
    if (!thread) return;
    event.preventDefault();
    location.hash = thread.id;
  });

  function fromAddress() {
    const number = /^#[cq](.+)$/.exec(location.hash)?.[1];
    if (!number || !all(number).length) return;
    show(number);
    if (location.hash.startsWith("#c")) bringMark(number);
    else if (wide.matches) bringCard(number);
  }

  // The review page says itself which one is current.
  document.addEventListener("marks:show", (event) => {
    show(event.detail);
    bringMark(event.detail);
  });

  window.addEventListener("hashchange", fromAddress);
  document.addEventListener("DOMContentLoaded", fromAddress);
}
