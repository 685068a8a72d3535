/* The ways to read the transcript: each language alone, or side by side; the choice is remembered. */

import { keep, kept } from "./storage.js";

const STEPS = {
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  ArrowRight: (index, count) => (index + 1) % count,
  Home: () => 0,
  End: (index, count) => count - 1,
};

const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

export function chooseReading(transcript, whenChosen) {
  const tabs = [...transcript.querySelectorAll('[role="tab"]')];
  if (!tabs.length) return;

  const choose = (chosen) => {
    tabs.forEach((tab) => {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panelOf(tab).hidden = !isChosen;
    });
    whenChosen();
  };
  const chooseAndKeep = (tab) => {
    choose(tab);
    keep("reading", tab.dataset.reading);
  };

  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => chooseAndKeep(tab));
    tab.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const next = tabs[step(index, tabs.length)];
      chooseAndKeep(next);
      next.focus();
    });
  });
  tabs[0].parentElement.hidden = false;
  const tabOf = (reading) => tabs.find((tab) => tab.dataset.reading === reading);
  const last = kept("reading");
  /* A link may say in which language its moment is told; side by side it is there anyway. */
  const asked = last !== "together" && tabOf(new URLSearchParams(window.location.search).get("lang"));
  choose(asked || tabOf(last) || tabs[0]);
}
