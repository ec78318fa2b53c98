// Sending: a form that takes a while says so, and is not sent twice. Needs data-sending on the form; the sentence stands
// in data-sending-says, so that it can be translated. Without this file the browser's own sign of loading has to do.
"use strict";
{
  function settle(form, isSending) {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = isSending;
    for (const place of form.querySelectorAll("[data-sending-says]")) {
      place.textContent = isSending ? place.dataset.sendingSays : "";
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // After the browser has taken what it sends: a disabled button would not be among it.
    if (form.matches("[data-sending]") && !event.defaultPrevented) setTimeout(() => settle(form, true));
  });

  // Back from the next page, the form may be taken out of the browser's memory as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("[data-sending]")) settle(form, false);
  });
}
