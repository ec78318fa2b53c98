// Names: a field inside [data-names] becomes a list to choose from; the server makes the list (parts/source_names.html).
// Arrow keys choose, Enter takes, Escape closes. With data-new, the field of that name says what somebody new is.
// Everything is listened for on the document, so that fields in parts that came later work too.
"use strict";
{
  const patience = 150; // milliseconds after the last letter
  let numbers = 0;
  let timer = 0;
  let asking = null;
  let open = null; // the field whose list is open

  const placeOf = (field) => field.closest("[data-names]");
  const boxOf = (field) => field.nextElementSibling;
  const options = (field) => [...(boxOf(field).querySelectorAll("[role=option]"))];
  const chosen = (field) => options(field).find((option) => option.getAttribute("aria-selected") === "true");

  function nameField(target) {
    return target instanceof HTMLInputElement && target.matches("[data-names] input[type=text], [data-names] input:not([type])") ? target : null;
  }

  function prepare(field) {
    if (field.getAttribute("role") === "combobox") return;
    const number = ++numbers;
    field.removeAttribute("list");
    field.autocomplete = "off";
    const box = document.createElement("div");
    box.className = "offers-box";
    box.id = `offers-${number}`;
    box.hidden = true;
    const says = document.createElement("p");
    says.className = "visually-hidden";
    says.setAttribute("role", "status");
    field.after(box, says);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-haspopup", "listbox");
  }

  function close(field) {
    asking?.abort();
    clearTimeout(timer);
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    boxOf(field).hidden = true;
    if (open === field) open = null;
  }

  async function ask(field) {
    asking?.abort();
    const typed = field.value.trim();
    if (!typed || typed.startsWith("#")) return close(field);
    const asked = (asking = new AbortController());
    const place = placeOf(field);
    const query = new URLSearchParams({ q: typed });
    if (place.dataset.new) query.set("new", "1");
    let html;
    try {
      const answer = await fetch(`${place.dataset.names}?${query}`, { signal: asked.signal });
      if (!answer.ok) return close(field);
      html = await answer.text();
    } catch {
      return; // asked anew meanwhile, or no network: the field goes on as a text field
    }
    if (document.activeElement !== field) return;
    show(field, html);
  }

  function show(field, html) {
    const box = boxOf(field);
    box.innerHTML = html;
    const list = box.querySelector("[role=listbox]");
    list.id = `${box.id}-list`;
    field.setAttribute("aria-controls", list.id);
    options(field).forEach((option, at) => (option.id = `${box.id}-${at}`));
    box.nextElementSibling.textContent = list.dataset.says;
    const some = options(field).length > 0;
    box.hidden = !some;
    field.setAttribute("aria-expanded", String(some));
    field.removeAttribute("aria-activedescendant");
    open = some ? field : null;
  }

  function point(field, step) {
    const all = options(field);
    const at = all.indexOf(chosen(field));
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    field.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  }

  function take(field, option) {
    field.value = option.dataset.value;
    close(field);
    const isNew = "isNew" in option.dataset;
    // Where the speaker is one of several answers, the answer that goes with the name.
    const answer = field.form?.querySelector(`input[name=speaker][value=${isNew ? "new" : "named"}]`);
    if (answer && field.name === "name") answer.checked = true;
    const kind = placeOf(field).dataset.new && field.form?.elements[placeOf(field).dataset.new];
    if (kind instanceof HTMLSelectElement) {
      if (isNew && !kind.value) kind.value = "person";
      if (!isNew && kind.options[0].value === "") kind.value = "";
      if (isNew) kind.focus();
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("focusin", (event) => {
    const field = nameField(event.target);
    if (field) prepare(field);
  });

  document.addEventListener("input", (event) => {
    const field = nameField(event.target);
    if (!field || event.isComposing) return;
    prepare(field);
    clearTimeout(timer);
    timer = setTimeout(() => ask(field), patience);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      const field = nameField(event.target);
      if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (open === field) point(field, event.key === "ArrowDown" ? 1 : -1);
        else ask(field);
      } else if (open === field && event.key === "Enter" && chosen(field)) {
        take(field, chosen(field));
      } else if (open === field && event.key === "Escape") {
        close(field);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // The field keeps the focus while an option is pressed.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".offers-box")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".offers-box [role=option]");
    if (option && open) take(open, option);
  });
  document.addEventListener("focusout", (event) => {
    const field = nameField(event.target);
    if (field && field === open) close(field);
  });
}
