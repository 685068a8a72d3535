/* The players of the page, one of which is meant at a time: the one played last, at first the voice. */

export const players = [...document.querySelectorAll("[data-timed]")];

let chosen = players.find((player) => player.tagName === "AUDIO") || players[0];

export const current = () => chosen;

export const frame = (player) => player.closest("[data-player]");

export function choose(player) {
  chosen = player;
}

/* Runs at once, or as soon as the player knows how long it is. */
export function whenReady(player, act) {
  if (player.readyState >= HTMLMediaElement.HAVE_METADATA) act();
  else player.addEventListener("loadedmetadata", act, { once: true });
}

export function seek(seconds, player = chosen) {
  whenReady(player, () => {
    player.currentTime = Math.max(0, Math.min(seconds, player.duration || seconds));
  });
}

export function play(player = chosen) {
  /* A browser may refuse to play; its own button is there to be pressed. */
  player.play().catch(() => {});
}

/* The words may be longer than the film beside them: then the player that holds the moment is meant. */
export function playFrom(seconds) {
  const holds = (player) => !(player.duration <= seconds);
  if (!holds(chosen)) chosen = players.find(holds) || chosen;
  seek(seconds);
  play();
}

export function toggle(player = chosen) {
  if (player.paused) play(player);
  else player.pause();
}

players.forEach((player) =>
  player.addEventListener("play", () => {
    players.filter((other) => other !== player).forEach((other) => other.pause());
    choose(player);
  }),
);
