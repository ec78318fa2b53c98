// Theme: light, dark or as the system has it. Loaded in <head> without defer, so that no page flashes in the wrong one.
// The admin keeps the same word ("light", "dark", "auto") in the same place, so a choice made here holds there.
"use strict";
{
  const root = document.documentElement;
  const themes = ["light", "dark", "auto"];

  function remembered() {
    try {
      const theme = localStorage.getItem("theme");
      return themes.includes(theme) ? theme : "auto";
    } catch {
      return "auto"; // Storage may be forbidden; then every page follows the system.
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The choice still holds for this page.
    }
  }

  function show(theme) {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
  }

  root.dataset.scripted = "";
  show(remembered());

  document.addEventListener("DOMContentLoaded", () => show(remembered()));
  window.addEventListener("storage", () => show(remembered()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    remember(button.dataset.themeChoice);
    show(button.dataset.themeChoice);
  });
}
