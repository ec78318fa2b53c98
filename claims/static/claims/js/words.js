// Words: a cursor of its own for the text of a story. The story is one stop of the Tab key; in it the arrows go from word
// to word, Up and Down from line to line; with Shift they mark. Enter hands what is marked (or the word one is at) to the
// form beside the story, Escape lets it go. Needs selection.js. In a line that runs from right to left, so do the arrows.
"use strict";
{
  const story = document.querySelector("[data-story]");
  const text = globalThis.storyText;
  const highlights = globalThis.CSS?.highlights;
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

  let raw = "";
  let words = [];
  let here = -1; // the word that the cursor is at, by its number
  let anchor = -1; // where marking began; -1 while nothing is marked

  // --- The words of the text, with their places in it ---

  function read() {
    const now = text.rawText(story);
    if (now === raw) return;
    raw = now;
    words = [...raw.matchAll(/\S+/gu)].flatMap((found) => parts(found[0], found.index));
  }

  // What stands between two spaces; in scripts that put none between words, as the browser tells the words apart.
  function parts(found, start) {
    if (!unspaced.test(found) || !globalThis.Intl?.Segmenter) return [{ start, end: start + found.length }];
    const language = story.closest("[lang]")?.lang || undefined;
    const pieces = new Intl.Segmenter(language, { granularity: "word" }).segment(found);
    return [...pieces].map(({ index, segment }) => ({ start: start + index, end: start + index + segment.length }));
  }

  function wordAt(offset) {
    const after = words.findIndex((word) => word.end > offset);
    return after < 0 ? words.length - 1 : after;
  }

  function rangeOf(number) {
    return text.rangeOf(story, words[number].start, words[number].end);
  }

  // --- Where the cursor goes ---

  function isRightToLeft(number) {
    const line = raw.slice(raw.lastIndexOf("\n", words[number].start) + 1).split("\n", 1)[0];
    const first = /\p{L}/u.exec(line);
    return Boolean(first) && rightToLeft.test(first[0]);
  }

  function middle(box) {
    return (box.left + box.right) / 2;
  }

  // The word nearest to this one on the line above (-1) or below (1); the last one there is where there is no such line.
  function onNextLine(number, step) {
    const box = rangeOf(number).getBoundingClientRect();
    let best = number;
    let line = null;
    for (let other = number + step; other >= 0 && other < words.length; other += step) {
      const place = rangeOf(other).getBoundingClientRect();
      if (step > 0 ? place.top < box.bottom - 2 : place.bottom > box.top + 2) continue;
      line ??= place;
      if (step > 0 ? place.top >= line.bottom - 2 : place.bottom <= line.top + 2) break;
      if (best === number || Math.abs(middle(place) - middle(box)) < Math.abs(middle(rangeOf(best).getBoundingClientRect()) - middle(box))) best = other;
    }
    return best === number ? (step > 0 ? words.length - 1 : 0) : best;
  }

  function goal(key) {
    const forward = isRightToLeft(here) ? "ArrowLeft" : "ArrowRight";
    switch (key) {
      case "ArrowLeft":
      case "ArrowRight":
        return Math.min(Math.max(here + (key === forward ? 1 : -1), 0), words.length - 1);
      case "ArrowUp":
        return onNextLine(here, -1);
      case "ArrowDown":
        return onNextLine(here, 1);
      case "Home":
        return 0;
      case "End":
        return words.length - 1;
      default:
        return -1;
    }
  }

  // --- What is shown and said ---

  function show() {
    if (here < 0) return;
    const range = rangeOf(here);
    highlights?.set("word-cursor", new Highlight(range));
    const box = range.getBoundingClientRect();
    if (box.top < 60 || box.bottom > innerHeight - 60) scrollBy({ top: box.top - innerHeight / 3 });
  }

  function select(from, to) {
    const range = text.rangeOf(story, words[Math.min(from, to)].start, words[Math.max(from, to)].end);
    const ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
    if (from > to) ends.push(...ends.splice(0, 2));
    document.getSelection().setBaseAndExtent(...ends);
  }

  // The word, and the claim in which it stands, once one comes into it.
  let saidOf = "";
  function say() {
    const word = words[here];
    const of = rangeOf(here).startContainer.parentElement.closest("mark[data-of]")?.dataset.of ?? "";
    const sign = of && of !== saidOf ? story.querySelector(`.n a[href="#c${CSS.escape(of)}"]`) : null;
    saidOf = of;
    live.textContent = [raw.slice(word.start, word.end), sign?.getAttribute("aria-label")].filter(Boolean).join(", ");
  }

  function go(number, isMarking) {
    if (isMarking && anchor < 0) anchor = here;
    if (!isMarking) anchor = -1;
    here = number;
    show();
    if (isMarking) select(anchor, here); // the form says what is marked
    else {
      document.getSelection().removeAllRanges();
      if (!highlights) select(here, here);
      say();
    }
  }

  function mark() {
    if (anchor < 0) select(here, here);
    text.take();
    document.querySelector("[data-selection-form] button.primary")?.focus();
  }

  function onKey(event) {
    if (event.target !== story || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") mark();
    else if (event.key === "Escape") {
      anchor = -1;
      text.clear();
      say();
    } else {
      const next = goal(event.key);
      if (next < 0) return;
      go(next, event.shiftKey);
    }
    event.preventDefault();
  }

  // The mouse and the finger take the cursor along: from there the arrows go on.
  function onSelected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || !story.contains(selection.focusNode) || !words.length) return;
    const ends = [
      text.offsetOf(story, selection.anchorNode, selection.anchorOffset),
      text.offsetOf(story, selection.focusNode, selection.focusOffset),
    ];
    const isBackwards = ends[1] < ends[0];
    here = wordAt(isBackwards || selection.isCollapsed ? ends[1] : ends[1] - 1);
    anchor = selection.isCollapsed ? -1 : wordAt(isBackwards ? ends[0] - 1 : ends[0]);
    if (document.activeElement === story) show();
  }

  function first() {
    const current = story.querySelector("mark.is-current, mark:target");
    return current ? wordAt(text.offsetOf(story, current, 0)) : 0;
  }

  const live = document.createElement("p");
  if (story && text) {
    live.className = "visually-hidden";
    live.setAttribute("aria-live", "polite");
    story.after(live);
    story.tabIndex = 0;
    for (const inner of story.querySelectorAll("a, [tabindex]")) inner.tabIndex = -1;
    read();
    story.addEventListener("focus", () => {
      read();
      if (!words.length) return;
      if (here < 0 || here >= words.length) here = first();
      show();
      say();
    });
    story.addEventListener("blur", () => highlights?.delete("word-cursor"));
    story.addEventListener("keydown", (event) => words.length && onKey(event));
    story.addEventListener("pointerup", () => setTimeout(onSelected));
  }
}
