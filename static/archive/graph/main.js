/* The graph comes to life: magnified, walked through by keyboard, chosen from. It is whole without this, too. */

import { makeChoosing } from "./choosing.js";
import { followLegend } from "./filter.js";
import { takeHands } from "./hands.js";
import { listenToKeys } from "./keys.js";
import { readTies } from "./ties.js";
import { makeView } from "./view.js";

const graph = document.querySelector("[data-graph]");
let leave = null;

function start() {
  leave?.abort();
  leave = new AbortController();
  const svg = graph.querySelector(".drawing");
  const panel = graph.querySelector("[data-chosen]");
  if (!svg) return;
  svg.classList.remove("still");
  const view = makeView(svg);
  const ties = readTies(svg);
  view.fit();
  const choosing = makeChoosing(svg, ties, view, panel, leave.signal);
  takeHands(svg, view, graph.querySelector("[data-magnify]"), choosing.place);
  if (ties.nodes.length) listenToKeys(svg, ties, view);
  graph.querySelector("[data-keys]").hidden = false;
  choosing.begin();
  window.addEventListener("resize", view.fit, { signal: leave.signal });
  window.addEventListener("beforeprint", view.fit, { signal: leave.signal });
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choosing.choose(null);
  });
}

if (graph) {
  start();
  followLegend(graph.querySelector("[data-choice]"), start);
}
