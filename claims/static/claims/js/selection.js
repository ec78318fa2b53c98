// Selection: words marked in the story become a place in its text.
// The raw text is what stands in [data-story], without anything inside [data-not-text] (our numbers and signs).
// A browser counts UTF-16 code units and says so in the names of the fields; the server converts, and compares the words.
// Several pieces of one quotation are kept one after the other ([data-keep]); their places stand with commas between
// them, until they are let go ([data-let-go]). What was marked becomes a claim, or words of the current one
// ([data-acts-on-words]; see document_mark.html).
"use strict";
{
  const ours = "[data-not-text]";
  const between = " [...] ";
  let kept = [];
  let marked = [];

  function* texts(story) {
    const walker = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(ours)) yield walker.currentNode;
    }
  }

  function rawText(story) {
    return [...texts(story)].map((node) => node.data).join("");
  }

  // How much raw text stands before a point of the document. A point inside our own signs counts as the place they stand at.
  function offsetOf(story, container, offset) {
    const point = document.createRange();
    point.setStart(container, offset);
    let before = 0;
    for (const node of texts(story)) {
      if (node === container) return before + offset;
      if (point.comparePoint(node, 0) > 0) return before;
      before += node.data.length;
    }
    return before;
  }

  // Only what lies inside the story; a selection that runs out of it ends where the story ends.
  function within(story, range) {
    const whole = document.createRange();
    whole.selectNodeContents(story);
    const start = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0 ? whole : range;
    const end = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0 ? whole : range;
    return [
      offsetOf(story, start.startContainer, start.startOffset),
      offsetOf(story, end.endContainer, end.endOffset),
    ];
  }

  // The place of the selected words, without the white space that a double click takes along. Null: nothing selected.
  function place(story, range) {
    const raw = rawText(story);
    let [start, end] = within(story, range);
    const words = raw.slice(start, end);
    start += words.length - words.trimStart().length;
    end -= words.length - words.trimEnd().length;
    return start < end ? { start16: start, end16: end, exact: raw.slice(start, end) } : null;
  }

  function shorten(words) {
    const line = words.replace(/\s+/g, " ");
    return line.length > 90 ? `${line.slice(0, 50)} … ${line.slice(-35)}` : line;
  }

  function united(pieces, raw) {
    const all = [];
    for (const piece of pieces.toSorted((one, other) => one.start16 - other.start16)) {
      const last = all.at(-1);
      if (last && piece.start16 <= last.end16) last.end16 = Math.max(last.end16, piece.end16);
      else all.push({ ...piece });
    }
    return all.map(({ start16, end16 }) => ({ start16, end16, exact: raw.slice(start16, end16) }));
  }

  function wording(live) {
    if (!marked.length) return live.dataset.none ?? "";
    const count = marked.reduce((sum, piece) => sum + piece.exact.split(/\s+/).length, 0);
    const template = count === 1 ? live.dataset.one : live.dataset.many;
    const words = marked.map((piece) => shorten(piece.exact)).join(between);
    return (template ?? "{count}: {words}").replace("{count}", count).replace("{words}", () => words);
  }

  // A form that takes one stretch gets all that lies between the first piece and the last.
  function fill(form, raw) {
    const stretch = marked.length && { start16: marked[0].start16, end16: marked.at(-1).end16 };
    const whole = marked.length ? [{ ...stretch, exact: raw.slice(stretch.start16, stretch.end16) }] : [];
    const pieces = form.hasAttribute("data-takes-pieces") ? marked : whole;
    const values = {
      start16: pieces.map((piece) => piece.start16).join(","),
      end16: pieces.map((piece) => piece.end16).join(","),
      exact: pieces.map((piece) => piece.exact).join(between),
    };
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    form.classList.toggle("is-marked", marked.length > 0);
    for (const part of form.querySelectorAll("[data-reveal]")) part.hidden = !marked.length;
    const live = form.querySelector("[aria-live]");
    const says = live && wording(live);
    if (live && live.textContent !== says) live.textContent = says;
    offer(form);
  }

  // The acts on the words of the claim that is current on the page; with their keys only while they are shown.
  function offer(form) {
    const part = form.querySelector("[data-acts-on-words]");
    if (!part) return;
    const card = document.querySelector(".card.is-current[data-claim]");
    const buttons = [...part.querySelectorAll("button[data-act]")];
    part.hidden = !card || buttons.every((button) => button.hidden);
    if (card) {
      part.querySelector("[data-its-number]").textContent = card.dataset.of;
      form.elements.namedItem("version").value = card.dataset.version;
    }
    for (const button of buttons) {
      if (card) button.formAction = address(part, card, button.dataset.act);
      const isShown = Boolean(card) && !button.hidden;
      if (isShown) button.dataset.key = button.dataset.keyWhenShown;
      else delete button.dataset.key;
    }
  }

  function address(part, card, act) {
    const path = part.dataset.acts.replace("/0/ACT/", `/${card.dataset.claim}/${act}/`);
    return part.dataset.back ? `${path}?next=${encodeURIComponent(`${part.dataset.back}#c${card.dataset.of}`)}` : path;
  }

  function show(story) {
    const raw = rawText(story);
    for (const form of document.querySelectorAll("[data-selection-form]")) fill(form, raw);
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.set("kept-words", new Highlight(...kept.map((piece) => rangeOf(story, piece.start16, piece.end16))));
  }

  // The stretch of the document that holds a place of the raw text.
  function rangeOf(story, start, end) {
    const range = document.createRange();
    let before = 0;
    for (const node of texts(story)) {
      const after = before + node.data.length;
      if (before <= start && start < after) range.setStart(node, start - before);
      if (before < end && end <= after) {
        range.setEnd(node, end - before);
        break;
      }
      before = after;
    }
    return range;
  }

  function take() {
    const story = document.querySelector("[data-story]");
    const selection = document.getSelection();
    if (!story || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    // A click elsewhere, into the form for one, does not take back what was marked.
    if (!range.intersectsNode(story) || (range.collapsed && !story.contains(range.startContainer))) return;
    const found = place(story, range);
    marked = united(found ? [...kept, found] : kept, rawText(story));
    show(story);
  }

  function clear() {
    kept = [];
    marked = [];
    document.getSelection().removeAllRanges();
    const story = document.querySelector("[data-story]");
    if (story) show(story);
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(take, 120);
  });

  document.addEventListener("click", (event) => {
    const story = document.querySelector("[data-story]");
    if (!story || !event.target.closest("[data-keep]")) return;
    kept = marked;
    document.getSelection().removeAllRanges();
    show(story);
    story.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => event.target.closest("[data-let-go]") && clear());

  // The current claim changes by a click, by the focus, by the address or by what HTMX brought: after each of them.
  for (const what of ["click", "focusin", "marks:show", "htmx:afterSettle", "DOMContentLoaded"]) {
    document.addEventListener(what, () => setTimeout(() => document.querySelectorAll("[data-selection-form]").forEach(offer)));
  }
  window.addEventListener("hashchange", () => document.querySelectorAll("[data-selection-form]").forEach(offer));

  globalThis.storyText = { texts, rawText, offsetOf, rangeOf, take, clear };
}
