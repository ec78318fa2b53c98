// Find: words in the story, found as the browser's own search would find them, but only there. Enter goes on, Shift
// Enter back, Escape ends it. Nothing in the text changes: the places are painted over it, where the browser can.
"use strict";
{
  const canPaint = "highlights" in CSS;
  let places = [];
  let at = -1;

  function* texts(story) {
    const walker = document.createTreeWalker(story, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("[data-not-text]")) yield walker.currentNode;
    }
  }

  // The words may run over the borders of marks, so they are looked for in the whole text, not in its nodes.
  function search(story, words) {
    const nodes = [...texts(story)];
    const starts = [];
    let raw = "";
    for (const node of nodes) {
      starts.push(raw.length);
      raw += node.data;
    }
    const pattern = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    if (!pattern) return [];
    return [...raw.matchAll(new RegExp(pattern, "giu"))].slice(0, 1000).map((found) => range(nodes, starts, found.index, found.index + found[0].length));
  }

  function range(nodes, starts, start, end) {
    const made = document.createRange();
    let node = starts.findLastIndex((first) => first <= start);
    made.setStart(nodes[node], start - starts[node]);
    while (starts[node] + nodes[node].data.length < end) node += 1;
    made.setEnd(nodes[node], end - starts[node]);
    return made;
  }

  function paint() {
    if (!canPaint) return;
    CSS.highlights.set("found", new Highlight(...places));
    CSS.highlights.set("found-here", new Highlight(...(places[at] ? [places[at]] : [])));
  }

  function tell(box) {
    const says = box.querySelector("output");
    const { none, some } = says.dataset;
    if (!box.querySelector("input").value.trim()) says.textContent = "";
    else says.textContent = places.length ? some.replace("{here}", at + 1).replace("{all}", places.length) : none;
  }

  function go(box, step) {
    if (places.length) {
      at = (at + step + places.length) % places.length;
      const spot = places[at].getBoundingClientRect();
      if (spot.top < 0 || spot.bottom > window.innerHeight) window.scrollBy({ top: spot.top - window.innerHeight / 3 });
    }
    paint();
    tell(box);
  }

  function find(box) {
    places = search(document.querySelector("[data-story]"), box.querySelector("input").value);
    at = -1;
    go(box, 1);
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-find]");
    if (box) find(box);
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-find]");
    if (!box || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      go(box, event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.target.value = "";
      find(box);
      event.target.blur();
    }
  });
}
