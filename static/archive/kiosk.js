/* On a gallery's wall: begins again when nobody is there, and forgets what the last visitor did. */

const WARNING = 20;
const SIGNS_OF_LIFE = ["click", "pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];
/* A touch that would close the question before it is lifted would fall on what lies behind. */
const ANSWERS = ["click", "keydown"];

const wall = document.querySelector("[data-kiosk]");
const question = wall.querySelector("[data-still-there]");
const again = wall.querySelector("[data-again]");
const patience = Number(wall.dataset.patience);
let last = Date.now();

const plays = () => [...document.querySelectorAll("audio, video")].some((player) => !player.paused);
const idle = () => (Date.now() - last) / 1000;

function isThere({ type }) {
  last = Date.now();
  if (question.open && ANSWERS.includes(type)) question.close();
}

/* Nobody is asked there; it only fetches itself anew, so that its links never run out. */
const isAtTheStart = () => window.location.pathname === wall.dataset.home && window.scrollY === 0;

function forgetTheVisitor() {
  try {
    localStorage.clear();
  } catch {
    /* Nothing was kept. */
  }
}

function look() {
  if (plays()) last = Date.now();
  const left = Math.ceil(patience - idle());
  if (left <= 0) {
    again.requestSubmit();
  } else if (left <= WARNING && !question.open && !isAtTheStart()) {
    question.showModal();
  }
  question.querySelector("[data-seconds]").textContent = String(Math.max(left, 0));
}

SIGNS_OF_LIFE.forEach((name) => document.addEventListener(name, isThere, { passive: true, capture: true }));
again.addEventListener("submit", forgetTheVisitor);
setInterval(look, 1000);

const fullScreen = wall.querySelector("[data-full-screen]");
if (document.fullscreenEnabled && !document.fullscreenElement) {
  fullScreen.hidden = false;
  fullScreen.addEventListener("click", () => document.documentElement.requestFullscreen());
}
