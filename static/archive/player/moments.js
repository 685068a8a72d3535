/* Moments as people and addresses write them: 1:05, ?t=65, ?t=65.4, ?t=1m5s. */

import { frame, players } from "./stage.js";

export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* Seconds, or null for what is no moment. */
export function parse(text) {
  const [whole, hours, minutes, seconds] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text || "") || [];
  if (!whole) return null;
  return Number(hours || 0) * 3600 + Number(minutes || 0) * 60 + Number(seconds || 0);
}

/* The address of the page at that moment and of nothing else; of several players it names the one. */
export function link(player) {
  const { origin, pathname } = window.location;
  const which = players.length > 1 ? `#${frame(player).id}` : "";
  return `${origin}${pathname}?t=${Math.floor(player.currentTime)}${which}`;
}
