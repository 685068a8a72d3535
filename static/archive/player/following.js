/* Marks the spoken cue and keeps it in sight, unless the reader looks elsewhere in the transcript. */

import { current, playFrom, players, seek } from "./stage.js";

const LETS_READ = 10_000;
const BACK_TO_ITS_START = 1.5;
const SCROLLING_KEYS = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

const transcript = document.querySelector("[data-transcript]");
const again = transcript?.querySelector("[data-again]");
const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
let marked = null;
let strayed = 0;

const pane = () => transcript.querySelector("[data-pane]:not([hidden])");
const cues = () => [...pane().querySelectorAll("[data-start]")];
const start = (cue) => Number(cue.dataset.start) / 1000;
const end = (cue) => Number(cue.dataset.end) / 1000;
const scrolls = () => pane().scrollHeight > pane().clientHeight + 1;

function bringIntoSight() {
  if (!marked || !scrolls()) return;
  const place = marked.getBoundingClientRect();
  const frame = pane().getBoundingClientRect();
  const top = pane().scrollTop + place.top - frame.top - (frame.height - place.height) / 3;
  pane().scrollTo({ top, behavior: stillness.matches ? "auto" : "smooth" });
}

function mark() {
  const now = current().currentTime;
  const spoken = now > 0 ? cues().findLast((cue) => start(cue) <= now && now < end(cue)) : null;
  if (spoken === marked) return;
  marked?.removeAttribute("aria-current");
  marked?.classList.remove("now");
  marked = spoken || null;
  marked?.setAttribute("aria-current", "true");
  marked?.classList.add("now");
  if (Date.now() - strayed > LETS_READ) follow();
}

function follow() {
  strayed = 0;
  again.hidden = true;
  bringIntoSight();
}

function stray() {
  if (!scrolls()) return;
  strayed = Date.now();
  again.hidden = !marked;
}

function noticeTheReader(where) {
  where.addEventListener("wheel", stray, { passive: true });
  where.addEventListener("touchmove", stray, { passive: true });
  where.addEventListener("pointerdown", (event) => event.target === where && stray());
  where.addEventListener("keydown", (event) => SCROLLING_KEYS.includes(event.key) && stray());
}

/* The start of the sentence before this one or after it. */
export function step(direction) {
  if (!transcript) return;
  const now = current().currentTime;
  const next =
    direction > 0
      ? cues().find((cue) => start(cue) > now + 0.05)
      : cues().findLast((cue) => start(cue) < now - BACK_TO_ITS_START);
  if (next) seek(start(next));
  else if (direction < 0) seek(0);
}

/* The place of the mark has changed with the pane. */
export function lookAgain() {
  strayed = 0;
  if (current()) mark();
}

export function followPlayers() {
  transcript.classList.add("live");
  transcript.querySelectorAll("[data-pane]").forEach(noticeTheReader);
  again.addEventListener("click", () => {
    follow();
    pane().focus({ preventScroll: true });
  });
  transcript.addEventListener("click", (event) => {
    const cue = event.target.closest("[data-seek]")?.closest("[data-start]");
    if (!cue) return;
    strayed = 0;
    playFrom(start(cue));
  });
  ["timeupdate", "seeking", "play"].forEach((name) =>
    players.forEach((player) => player.addEventListener(name, () => player === current() && mark())),
  );
}
