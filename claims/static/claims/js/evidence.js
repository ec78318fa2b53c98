// Evidence: a picture or a file that is pasted or dropped anywhere on the page goes into the file field of the evidence
// form that is open, or else of the first on the page, which then opens; a pasted address goes into its address. A file
// dropped beside the form would otherwise replace the page, and what was typed on it. Without this file the field is a
// plain file field. Needs keys.js.
"use strict";
{
  const { isShown } = globalThis.deskKeys;

  function isTyping(target) {
    return target instanceof Element && target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
  }

  // The fields to fill: those in sight, else those inside the form of the answers if that is open, else the others.
  function fields() {
    const all = [...document.querySelectorAll("[data-evidence]")];
    const answers = [...document.querySelectorAll("form[data-answers]")].find(isShown);
    return all.find(isShown) ?? all.find((one) => answers?.contains(one)) ?? all.find((one) => !one.closest("form[data-answers]")) ?? all[0];
  }

  function unfold(place) {
    for (let details = place.closest("details"); details; details = details.parentElement?.closest("details")) details.open = true;
  }

  function choose(place, kind) {
    const radio = place.querySelector(`input[name="kind"][value="${kind}"]`);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function say(place, sentence) {
    const says = place.querySelector("[data-evidence-says]");
    if (says) says.textContent = sentence;
  }

  function words(place, name, values = {}) {
    let sentence = place.querySelector("[data-evidence-says]")?.dataset[name] ?? "";
    for (const [key, value] of Object.entries(values)) sentence = sentence.replace(`{${key}}`, () => value);
    return sentence;
  }

  // A browser calls every pasted picture "image.png": the moment tells them apart.
  function named(place, file) {
    const now = new Date();
    const moment = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
    const ending = /\.[a-z0-9]+$/i.exec(file.name)?.[0] ?? "";
    return new File([file], `${words(place, "pasted")} ${moment}${ending}`, { type: file.type });
  }

  function tell(place, files) {
    const [file] = files;
    if (!file) return say(place, "");
    if (file.size > Number(place.dataset.largest)) return say(place, words(place, "large"));
    const taken = words(place, "taken", { name: file.name, size: String(Math.ceil(file.size / 1000)) });
    say(place, files.length > 1 ? `${words(place, "one")} ${taken}` : taken);
  }

  function put(place, files, isPasted) {
    const file = isPasted ? named(place, files[0]) : files[0];
    const carrier = new DataTransfer();
    if (file.size <= Number(place.dataset.largest)) carrier.items.add(file);
    const field = place.querySelector("input[type=file]");
    unfold(place);
    choose(place, "file");
    field.files = carrier.files;
    tell(place, [file, ...files.slice(1)]);
    field.focus();
    place.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("paste", (event) => {
    const place = fields();
    if (!place || document.querySelector("dialog[open]")) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (files.length && !text) {
      event.preventDefault();
      put(place, files, true);
    } else if (!isTyping(event.target) && /^https?:\/\/\S+$/.test(text)) {
      event.preventDefault();
      unfold(place);
      choose(place, "link");
      const field = place.querySelector("input[name=address]");
      field.value = text;
      field.focus();
      say(place, words(place, "link"));
    }
  });

  function carriesFiles(event) {
    return event.dataTransfer?.types.includes("Files") && !event.target.closest?.("input[type=file]");
  }

  function mark(place, isDropping) {
    for (const other of document.querySelectorAll("[data-evidence]")) other.classList.toggle("is-dropping", isDropping && other === place);
  }

  document.addEventListener("dragover", (event) => {
    const place = carriesFiles(event) ? fields() : null;
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    unfold(place);
    mark(place, true);
  });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(null, false);
  });

  document.addEventListener("drop", (event) => {
    mark(null, false);
    const place = carriesFiles(event) ? fields() : null;
    if (!place) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length) put(place, files, false);
  });

  document.addEventListener("change", (event) => {
    const place = event.target.matches("input[type=file]") ? event.target.closest("[data-evidence]") : null;
    if (place) tell(place, [...event.target.files]);
  });
}
