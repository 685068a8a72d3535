/* The controls beside the browser's own: back and forward, sentences, speed, captions, a link to the moment. */

import { step } from "./following.js";
import { clock, link } from "./moments.js";
import { choose, current, frame, players, seek } from "./stage.js";

const SECONDS = 10;

function say(player, words) {
  frame(player).querySelector("[data-status]").textContent = words;
}

async function copyLink(player) {
  const address = link(player);
  const field = frame(player).querySelector("[data-link]");
  try {
    await navigator.clipboard.writeText(address);
    field.hidden = true;
    say(player, `The link to ${clock(player.currentTime)} is copied.`);
  } catch {
    field.value = address;
    field.hidden = false;
    field.focus();
    field.select();
    say(player, `The link to ${clock(player.currentTime)}, to be copied from here.`);
  }
}

/* Off, then each language in turn; without a picture the words are in the transcript alone. */
function turnCaptions(player) {
  const tracks = [...player.textTracks];
  if (!tracks.length) return;
  const shown = tracks.findIndex((track) => track.mode === "showing");
  tracks.forEach((track, index) => (track.mode = index === shown + 1 ? "showing" : "disabled"));
  say(player, `Captions: ${tracks[shown + 1]?.label || "off"}.`);
}

function showKeys() {
  document.querySelector("[data-keys]").showModal();
}

const deeds = {
  back: () => seek(current().currentTime - SECONDS),
  forward: () => seek(current().currentTime + SECONDS),
  previous: () => step(-1),
  next: () => step(1),
  captions: () => turnCaptions(current()),
  copy: () => copyLink(current()),
  keys: showKeys,
};

export function act(name) {
  deeds[name]();
}

export function offerControls() {
  players.forEach((player) => {
    const controls = frame(player).querySelector("[data-controls]");
    const speed = controls.querySelector("[data-speed]");
    controls.hidden = false;
    controls.querySelectorAll("[data-do]").forEach((button) =>
      button.addEventListener("click", () => {
        choose(player);
        act(button.dataset.do);
      }),
    );
    speed.addEventListener("change", () => (player.playbackRate = Number(speed.value)));
    player.addEventListener("ratechange", () => (speed.value = String(player.playbackRate)));
  });
  const keys = document.querySelector("[data-keys]");
  keys.querySelector("[data-close]").addEventListener("click", () => keys.close());
}
