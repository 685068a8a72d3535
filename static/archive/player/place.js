/* Remembers where each recording was left, and offers to go on from there. */

import { clock } from "./moments.js";
import { frame, play, players, seek, whenReady } from "./stage.js";
import { forget, keep, kept, keptKeys } from "./storage.js";

const DAY = 24 * 60 * 60 * 1000;
const KEPT_FOR = 90 * DAY;
const WORTH_KEEPING = 3;
const AS_GOOD_AS_HEARD = 5;
const EVERY = 2000;

const keyOf = (player) => `place:${player.dataset.item}`;

function forgetTheOld() {
  keptKeys("place:").forEach((key) => {
    const place = kept(key);
    if (!(Date.now() - place?.on < KEPT_FOR)) forget(key);
  });
}

function save(player) {
  const at = player.currentTime;
  if (at > player.duration - AS_GOOD_AS_HEARD) forget(keyOf(player));
  else if (at >= WORTH_KEEPING) keep(keyOf(player), { at, on: Date.now() });
}

function remember(player) {
  let saved = 0;
  player.addEventListener("timeupdate", () => {
    if (player.paused || Date.now() - saved < EVERY) return;
    saved = Date.now();
    save(player);
  });
  player.addEventListener("pause", () => save(player));
  window.addEventListener("pagehide", () => player.paused || save(player));
}

function offer(player) {
  const place = kept(keyOf(player));
  if (!place) return;
  const offered = frame(player).querySelector("[data-offer]");
  whenReady(player, () => {
    if (place.at > player.duration - AS_GOOD_AS_HEARD) return;
    offered.querySelector("[data-at]").textContent = clock(place.at);
    offered.hidden = false;
  });
  offered.querySelector("button").addEventListener("click", () => {
    seek(place.at, player);
    play(player);
    player.focus();
  });
  player.addEventListener("play", () => (offered.hidden = true));
}

export function rememberPlaces() {
  forgetTheOld();
  players.forEach((player) => {
    offer(player);
    remember(player);
  });
}
