// Selection: words marked in the story become a place in its text.
// The raw text is what stands in [data-story], without anything inside [data-not-text] (our numbers and signs).
// A browser counts UTF-16 code units and says so in the names of the fields; the server converts, and compares the words.
"use strict";
{
  const ours = "[data-not-text]";

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

  function fill(form, found) {
    for (const name of ["start16", "end16", "exact"]) {
      const field = form.elements.namedItem(name);
      if (field) field.value = found ? found[name] : "";
    }
    for (const part of form.querySelectorAll("[data-reveal]")) part.hidden = !found;
    const live = form.querySelector("[aria-live]");
    if (!live) return;
    const count = found ? found.exact.split(/\s+/).length : 0;
    const template = count === 1 ? live.dataset.one : live.dataset.many;
    live.textContent = found ? (template ?? "{count}: {words}").replace("{count}", count).replace("{words}", () => shorten(found.exact)) : (live.dataset.none ?? "");
  }

  function onSelection() {
    const story = document.querySelector("[data-story]");
    const forms = document.querySelectorAll("[data-selection-form]");
    const selection = document.getSelection();
    if (!story || !forms.length || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    // A click elsewhere, into the form for one, does not take back what was marked.
    if (!range.intersectsNode(story) || (range.collapsed && !story.contains(range.startContainer))) return;
    const found = place(story, range);
    for (const form of forms) fill(form, found);
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(onSelection, 120);
  });
}
