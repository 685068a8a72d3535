/* What of the picture is seen, and how large: the view box, the size of letters, where the arcs stand. */

/* The units of the drawing, as archive/graph/picture.py has them. */
const ARC = 422;
const COMPACT = 478;
const NAME = 24;
const NARROW = 1.6;
const BESIDE = 16;
/* Pixels for a unit from which letters of level 1 can be read. */
const READABLE = 0.6;
const HIGHEST = 16;

export function makeView(svg) {
  const titleLevel = Number(svg.dataset.titleLevel);
  const titleWidth = Number(svg.dataset.titleWidth);
  const full = svg.viewBox.baseVal.width / 2;
  const arcs = [...svg.querySelectorAll(".participant:not(.folded)")];
  const seen = { x: 0, y: 0, half: 0 };
  let whole = 0;

  const width = () => svg.clientWidth || 1;
  const hasRoom = () => titleLevel === 1 && width() / (2 * full) >= READABLE;
  const smallest = () => width() / (2 * READABLE * Math.max(2, titleLevel || HIGHEST) * 2);

  function levelOf(unit) {
    if (unit < READABLE) return 0;
    return Math.min(HIGHEST, 2 ** Math.floor(Math.log2(unit / READABLE)));
  }

  function draw() {
    const level = levelOf(width() / (2 * seen.half));
    const titled = hasRoom() || seen.half < 0.8 * whole;
    const titles = titled && titleLevel > 0 && level >= titleLevel;
    const outwards = titles ? (ARC + (titleWidth + BESIDE) / level) / ARC : 1;
    const font = (level ? NAME / level : NAME * NARROW) / outwards;
    svg.setAttribute("viewBox", [seen.x - seen.half, seen.y - seen.half, 2 * seen.half, 2 * seen.half].join(" "));
    svg.classList.remove("at-0", "at-1", "at-2", "at-4", "at-8", "at-16");
    svg.classList.add(`at-${level}`);
    svg.classList.toggle("titled", titled);
    svg.classList.toggle("magnified", seen.half < whole);
    for (const arc of arcs) {
      arc.setAttribute("transform", `scale(${outwards.toFixed(3)})`);
      arc.setAttribute("font-size", font.toFixed(2));
    }
    svg.dispatchEvent(new CustomEvent("seen"));
  }

  function see(x, y, half) {
    seen.half = Math.max(Math.min(half, whole), Math.min(smallest(), whole));
    const free = Math.max(full, whole) - seen.half * 0.6;
    seen.x = seen.half >= whole ? 0 : Math.max(-free, Math.min(free, x));
    seen.y = seen.half >= whole ? 0 : Math.max(-free, Math.min(free, y));
    draw();
  }

  function fit() {
    whole = hasRoom() ? full : Math.min(full, COMPACT);
    see(0, 0, whole);
  }

  /* Where a point of the screen lies in the drawing. */
  function inDrawing(point) {
    const box = svg.getBoundingClientRect();
    return {
      unit: (2 * seen.half) / box.width,
      x: seen.x + ((point.clientX - box.left) / box.width - 0.5) * 2 * seen.half,
      y: seen.y + ((point.clientY - box.top) / box.height - 0.5) * 2 * seen.half,
    };
  }

  return {
    fit,
    isWhole: () => seen.half >= whole,
    level: () => levelOf(width() / (2 * seen.half)),
    /* Magnifies; the place stays where it is on the screen. */
    magnify(by, place = seen) {
      const half = Math.max(Math.min(seen.half / by, whole), Math.min(smallest(), whole));
      const rest = half / seen.half;
      see(place.x + (seen.x - place.x) * rest, place.y + (seen.y - place.y) * rest, half);
    },
    moveBy(pixelsX, pixelsY) {
      const unit = (2 * seen.half) / width();
      see(seen.x - pixelsX * unit, seen.y - pixelsY * unit, seen.half);
    },
    inDrawing,
    /* Moves as little as it must for a place to be seen, with some room around it. */
    bringIn({ x, y }) {
      const reach = seen.half * 0.55;
      const near = (here, there) => Math.max(there - reach, Math.min(there + reach, here));
      if (seen.half < whole) see(near(seen.x, x), near(seen.y, y), seen.half);
    },
    lookCloser({ x, y }) {
      see(x, y, Math.min(whole, width() / (2 * READABLE * (titleLevel || HIGHEST))));
    },
  };
}
