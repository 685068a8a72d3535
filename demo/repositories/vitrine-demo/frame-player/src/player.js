// Shows the frames of the study's protocol one after the other; each frame gives its answer back.
import { kinds } from "./kinds.js";

const place = document.querySelector("main");
const { protocol, title } = window.vitrine ?? {};

function tell(words) {
  const heading = document.createElement("h1");
  heading.textContent = words;
  place.replaceChildren(heading);
}

// A choice takes its frames in an order of its own; everything else is one frame.
function framesOf(name, { frames }) {
  const frame = frames[name];
  if (!frame) throw new Error(`The sequence names “${name}”, which is no frame.`);
  if (frame.kind !== "choice") return [[name, frame]];
  const order = frame.frameOptions.map((option, number) => [`${name}-${number + 1}`, option]);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

async function play() {
  const answers = {};
  for (const [name, frame] of protocol.sequence.flatMap((name) => framesOf(name, protocol))) {
    const load = kinds[frame.kind];
    if (!load) throw new Error(`The frame “${name}” is of the kind ${frame.kind}, which this player has not.`);
    const { show } = await load();
    answers[name] = await new Promise((done) => {
      place.replaceChildren(show(frame, done));
      place.querySelector("h1")?.focus();
    });
  }
  tell("Thank you for taking part");
  return answers;
}

if (!protocol) {
  tell("This study has no protocol yet.");
} else {
  document.title = title;
  play().catch((error) => tell(error.message));
}
