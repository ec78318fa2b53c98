// Answers: the two questions of a finding by digits, what the answers would make of the claim, and phrases that go
// into a reason. While a form [data-answers] is open, a digit chooses an answer of the question that is asked; the next
// digit answers the next one, then chooses phrases. Backspace goes back to the question before. Nothing happens while
// somebody is typing. Needs keys.js. Without this file the page is the same form, and the server puts the phrases into the reason.
"use strict";
{
  const { isTyping, isOff, isShown } = globalThis.deskKeys;

  // --- Which question is asked ---------------------------------------------------------------------------------------

  function questions(form) {
    return [...form.querySelectorAll("[data-asks]")].filter(isShown);
  }

  // The form that the digits answer: the one that has the focus, else the first that is open.
  function openForm() {
    const focused = document.activeElement?.closest("form[data-answers]");
    if (focused && questions(focused).length) return focused;
    return [...document.querySelectorAll("form[data-answers]")].find((form) => questions(form).length);
  }

  function asked(form) {
    const all = questions(form);
    return all.find((question) => question.classList.contains("is-asked")) ?? all[0];
  }

  function ask(form, question) {
    for (const other of form.querySelectorAll("[data-asks]")) other.classList.toggle("is-asked", other === question);
  }

  function choose(form, digit) {
    const question = asked(form);
    const label = [...question.querySelectorAll("label")].find((one) => one.querySelector("kbd")?.textContent === digit);
    const input = label?.querySelector("input");
    if (!input) return false;
    input.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
    input.click();
    const all = questions(form);
    ask(form, input.type === "radio" ? (all[all.indexOf(question) + 1] ?? question) : question);
    return true;
  }

  function goBack(form) {
    const all = questions(form);
    const before = all[all.indexOf(asked(form)) - 1];
    if (!before) return;
    ask(form, before);
    (before.querySelector(":checked") ?? before.querySelector("input")).focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || isOff()) return;
    const form = openForm();
    if (!form) return;
    if (/^[0-9]$/.test(event.key)) {
      if (choose(form, event.key)) event.preventDefault();
    } else if (event.key === "Backspace") {
      goBack(form);
      event.preventDefault();
    }
  });

  // Whoever goes to a question by mouse or Tab has that one asked.
  document.addEventListener("focusin", (event) => {
    const question = event.target.closest("[data-asks]");
    const form = question?.closest("form[data-answers]");
    if (form && !question.classList.contains("is-asked")) ask(form, question);
  });

  // --- What the answers would make of the claim ------------------------------------------------------------------------

  function value(form, name) {
    return form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
  }

  function show(form) {
    const pair = `${value(form, "attribution")}/${value(form, "verdict") || "unchecked"}`;
    for (const outcome of form.querySelectorAll("[data-pairs]")) outcome.hidden = !outcome.dataset.pairs.split(" ").includes(pair);
  }

  // --- Phrases: a box is checked while its words stand in the reason ----------------------------------------------------

  function reasonOf(phrases) {
    return phrases.closest("form").elements.namedItem(phrases.dataset.phrasesInto);
  }

  function put(box, reason) {
    const words = box.value;
    if (box.checked && !reason.value.includes(words)) {
      reason.value = reason.value.trim() ? `${reason.value.trimEnd()} ${words}` : words;
    } else if (!box.checked) {
      reason.value = reason.value.replace(words, "").replace(/ {2,}/g, " ").trim();
    }
    reason.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function compare(phrases) {
    const reason = reasonOf(phrases);
    for (const box of phrases.querySelectorAll("input")) box.checked = reason.value.includes(box.value);
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (!form) return;
    if (form.matches("[data-answers]")) show(form);
    const phrases = event.target.closest("[data-phrases-into]");
    if (phrases) put(event.target, reasonOf(phrases));
  });

  document.addEventListener("input", (event) => {
    for (const phrases of event.target.form?.querySelectorAll("[data-phrases-into]") ?? []) {
      if (reasonOf(phrases) === event.target) compare(phrases);
    }
  });

  // What came back from the server, or out of the browser's memory, is put in order: phrases into their reasons.
  function begin(root) {
    for (const phrases of root.querySelectorAll("[data-phrases-into]")) {
      for (const box of phrases.querySelectorAll("input:checked")) put(box, reasonOf(phrases));
      compare(phrases);
    }
    for (const form of root.querySelectorAll("form[data-answers]")) show(form);
  }

  window.addEventListener("pageshow", () => begin(document));
  document.addEventListener("htmx:afterSettle", (event) => begin(event.target));
}
