// Rows: ticking the rows of a list. A click with Shift ticks all from the one ticked last; the box in the head, all of
// the page. The boxes belong to the form [data-bulk], which says how many are ticked in its output[data-ticked].
// Without this file each box is ticked by itself.
"use strict";
{
  let last = null;

  const boxes = () => [...document.querySelectorAll("input[name=claim][form=bulk]")];

  function tell() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length;
    const head = document.querySelector("[data-tick-all]");
    if (head) {
      head.checked = ticked > 0 && ticked === all.length;
      head.indeterminate = ticked > 0 && ticked < all.length;
    }
    for (const box of all) box.closest("tr")?.classList.toggle("is-ticked", box.checked);
    const place = document.querySelector("[data-bulk] [data-ticked]");
    if (place) place.value = ticked ? place.dataset.ticked.replace("%s", ticked) : "";
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if (box.matches("[data-tick-all]")) {
      for (const other of boxes()) other.checked = box.checked;
    } else if (box.matches("input[name=claim][form=bulk]")) {
      const all = boxes();
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
        for (const other of all.slice(from, to + 1)) other.checked = box.checked;
      }
      last = box;
    } else {
      return;
    }
    tell();
  });

  // The way back is where the list is by now: turning a page changes the address, not this form.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-bulk]")) event.target.elements.next.value = location.pathname + location.search;
  });

  document.addEventListener("htmx:afterSettle", tell);
  window.addEventListener("pageshow", tell);
}
