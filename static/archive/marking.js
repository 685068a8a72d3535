/* Marks in a story's transcript what a search has led here for (?q=). */

import { places, terms } from "./folding.js";

const address = new URLSearchParams(window.location.search);
const transcript = document.querySelector("[data-transcript]");
const looked = terms(address.get("q") || "");

/* A pane's words, apart by language where several stand side by side. */
function textsOf(pane) {
  const texts = new Map();
  pane.querySelectorAll("[data-start] p").forEach((paragraph) => {
    const language = paragraph.closest("[lang]").lang;
    texts.set(language, [...(texts.get(language) || []), ...wordNodes(paragraph)]);
  });
  return [...texts.values()];
}

function wordNodes(paragraph) {
  return [...paragraph.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
}

/* A phrase may begin in one cue and end in the next: all are read as one text, and each node marks its part. */
function mark(nodes) {
  const found = places(nodes.map((node) => node.data).join(" "), looked);
  let at = 0;
  nodes.forEach((node) => {
    const length = node.data.length;
    const first = length - node.data.trimStart().length;
    const last = node.data.trimEnd().length;
    const parts = found
      .map(([begin, end]) => [Math.max(begin - at, first), Math.min(end - at, last)])
      .filter(([begin, end]) => begin < end);
    parts.reverse().forEach(([begin, end]) => wrap(node, begin, end));
    at += length + 1;
  });
}

function wrap(node, begin, end) {
  const marked = node.splitText(begin);
  marked.splitText(end - begin);
  const mark = document.createElement("mark");
  marked.replaceWith(mark);
  mark.append(marked);
}

/* Without a player nothing else leads to the moment. */
function goToTheCue() {
  const moment = Number(address.get("t")) * 1000 + 1;
  if (!address.has("t") || document.querySelector("[data-timed]")) return;
  const cues = [...transcript.querySelectorAll("[data-pane]:not([hidden]) [data-start]")];
  cues.findLast((cue) => Number(cue.dataset.start) < moment)?.scrollIntoView({ block: "center" });
}

if (transcript && looked.length) {
  transcript.querySelectorAll("[data-pane]").forEach((pane) => textsOf(pane).forEach(mark));
  goToTheCue();
}
