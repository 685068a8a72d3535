/* The keyboard, only while the focus is in a player or in the transcript. */

import { act } from "./controls.js";
import { choose, current, toggle } from "./stage.js";

const DEEDS = {
  j: "back",
  l: "forward",
  ",": "previous",
  "[": "previous",
  ".": "next",
  "]": "next",
  c: "captions",
  "?": "keys",
};
const FIELDS = "input, select, textarea, [contenteditable]";
/* They use the space bar themselves; so does the browser's own player. */
const USE_SPACE = "button, a, summary, audio, video";

function meantFor(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.target.closest(FIELDS)) return false;
  return event.key !== " " || !event.target.closest(USE_SPACE);
}

function press(event) {
  if (!meantFor(event)) return;
  const key = event.key.length > 1 ? event.key : event.key.toLowerCase();
  const deed = DEEDS[key];
  const plays = key === "k" || key === " ";
  if (!deed && !plays) return;
  event.preventDefault();
  choose(event.currentTarget.querySelector("[data-timed]") || current());
  if (plays) toggle();
  else act(deed);
}

export function listenToKeys(places) {
  places.forEach((place) => place.addEventListener("keydown", press));
}
