/* The player of a story: what plays, the words that follow it, and where the reader was. */

import { offerControls } from "./controls.js";
import { followPlayers, lookAgain } from "./following.js";
import { listenToKeys } from "./keys.js";
import { parse } from "./moments.js";
import { rememberPlaces } from "./place.js";
import { chooseReading } from "./reading.js";
import { keepLinksAlive } from "./renewal.js";
import { choose, current, frame, players, seek } from "./stage.js";

/* An address with ?t= leads to that second; nobody's voice begins to speak unasked. */
function goToTheMoment() {
  const moment = parse(new URLSearchParams(window.location.search).get("t"));
  if (moment === null) return;
  const named = players.find((player) => `#${frame(player).id}` === window.location.hash);
  if (named) choose(named);
  seek(moment);
  frame(current()).scrollIntoView({ block: "start" });
}

const transcript = document.querySelector("[data-transcript]");

if (transcript) chooseReading(transcript, lookAgain);
if (players.length) {
  if (transcript) followPlayers();
  offerControls();
  listenToKeys([...players.map(frame), ...(transcript ? [transcript] : [])]);
  rememberPlaces();
  keepLinksAlive();
  goToTheMoment();
}
