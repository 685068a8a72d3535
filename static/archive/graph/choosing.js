/* One node is chosen: it stands out with its ties, the panel names them, and the address leads back to it. */

import { describe } from "./panel.js";
import { kindOf, placeOf, wordsOf } from "./ties.js";

const LONGEST_TIP = 40;
/* How near, in pixels, is near enough: dots can be smaller than a finger. */
const NEAR = 14;

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

export function makeChoosing(svg, ties, view, panel, signal) {
  const tip = svg.querySelector("[data-tip]");
  let chosen = null;
  let shown = null;

  function isNamed(node) {
    return [...node.querySelectorAll("text")].some((text) => getComputedStyle(text).visibility === "visible");
  }

  /* A node whose own label has no room is named beside it, towards the middle. */
  function nameIt() {
    tip.textContent = "";
    if (!shown || isNamed(shown)) return;
    const { words } = wordsOf(shown);
    const { x, y } = placeOf(shown);
    const level = Math.max(view.level(), 0.5);
    tip.textContent = words.length > LONGEST_TIP ? `${words.slice(0, LONGEST_TIP - 1)}…` : words;
    tip.setAttribute("x", x - (Math.sign(x) * 18) / level);
    tip.setAttribute("y", y + 6 / level);
    tip.classList.toggle("to-the-left", x > 0);
  }

  /* What is tied to it inside the ring is named too, as far as there is room. */
  function nameTheNear() {
    for (const named of svg.querySelectorAll(".is-named")) named.classList.remove("is-named");
    if (!shown || view.level() === 0) return;
    const taken = [shown, tip]
      .flatMap((thing) => [...thing.querySelectorAll("text"), thing])
      .filter((text) => text.tagName === "text" && getComputedStyle(text).visibility === "visible")
      .map((text) => text.getBoundingClientRect());
    for (const { node: other } of ties.of(shown)) {
      if (!["theme", "chain"].includes(kindOf(other))) continue;
      const box = other.querySelector("text").getBoundingClientRect();
      if (taken.some((one) => overlap(one, box))) continue;
      other.classList.add("is-named");
      taken.push(box);
    }
  }

  function nameAll() {
    nameIt();
    nameTheNear();
  }

  function stress(node) {
    shown = node;
    for (const thing of svg.querySelectorAll(".is-near, .is-chosen")) {
      thing.classList.remove("is-near", "is-chosen");
    }
    svg.classList.toggle("has-chosen", Boolean(node));
    if (node) {
      node.classList.add("is-chosen");
      for (const { node: other, line } of ties.of(node)) {
        other.classList.add("is-near");
        line?.classList.add("is-near");
      }
    }
    nameAll();
  }

  function choose(node) {
    chosen = node;
    stress(node);
    describe(panel, node, node ? ties.of(node) : []);
    const address = node ? `#${node.id}` : window.location.pathname + window.location.search;
    window.history.replaceState(null, "", address);
    if (node) view.bringIn(placeOf(node));
  }

  function followAddress() {
    const node = ties.byId.get(decodeURIComponent(window.location.hash.slice(1)));
    if (!node || node === chosen) return;
    choose(node);
    if (kindOf(node) !== "participant") view.lookCloser(placeOf(node));
  }

  const places = ties.nodes
    .filter((node) => kindOf(node) !== "participant")
    .map((node) => ({ node, ...placeOf(node) }));

  function nodeAt(event) {
    const hit = event.target.closest(".node");
    if (hit) return hit;
    const here = view.inDrawing(event);
    let [nearest, distance] = [null, NEAR * here.unit];
    for (const { node, x, y } of places) {
      const apart = Math.hypot(x - here.x, y - here.y);
      if (apart < distance) [nearest, distance] = [node, apart];
    }
    return nearest;
  }

  let before = null;

  svg.addEventListener("seen", nameAll);
  svg.addEventListener("pointermove", (event) => {
    const node = event.pointerType === "mouse" && !event.buttons ? nodeAt(event) || chosen : shown;
    if (node !== shown) stress(node);
  });
  svg.addEventListener("pointerleave", () => stress(chosen));
  svg.addEventListener("pointerdown", () => (before = chosen));
  /* The first click chooses, a second one on the same follows the link; so does Enter. */
  svg.addEventListener("click", (event) => {
    const node = nodeAt(event);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.detail === 0) return;
    event.preventDefault();
    if (node && node === before) window.location.assign(node.getAttribute("href"));
    else choose(node);
  });
  /* On the frame: a listener for focus would make the drawing itself a stop. */
  svg.parentNode.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (node && node.matches(":focus-visible")) choose(node);
  });
  window.addEventListener("hashchange", followAddress, { signal });

  function begin() {
    describe(panel, null, []);
    followAddress();
  }

  return { begin, choose, place: () => (chosen ? placeOf(chosen) : undefined) };
}
