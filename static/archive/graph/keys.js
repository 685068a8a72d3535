/* The picture is one stop of the Tab key; inside, the arrow keys lead from node to node. */

import { placeOf } from "./ties.js";

export function listenToKeys(svg, ties, view) {
  const groups = [
    ...[...svg.querySelectorAll(".group")].map((group) => [...group.querySelectorAll(".node")]),
    ...["folded", "theme", "chain"].map((kind) => ties.nodes.filter((node) => node.classList.contains(kind))),
  ].filter((group) => group.length);
  const order = groups.flat();

  function stop(at) {
    for (const node of order) node.setAttribute("tabindex", node === at ? "0" : "-1");
  }

  function step(from, by) {
    return order[(order.indexOf(from) + by + order.length) % order.length];
  }

  function nextGroup(from, by) {
    const here = groups.findIndex((group) => group.includes(from));
    return groups[(here + by + groups.length) % groups.length][0];
  }

  const MOVES = {
    ArrowRight: (node) => step(node, 1),
    ArrowLeft: (node) => step(node, -1),
    ArrowDown: (node) => nextGroup(node, 1),
    ArrowUp: (node) => nextGroup(node, -1),
    Home: () => order[0],
    End: () => order[order.length - 1],
  };
  const DEEDS = {
    "+": (place) => view.magnify(2, place),
    "=": (place) => view.magnify(2, place),
    "-": (place) => view.magnify(0.5, place),
    0: () => view.fit(),
  };

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const node = event.target.closest(".node");
    if (node && MOVES[event.key]) {
      event.preventDefault();
      MOVES[event.key](node).focus({ preventScroll: true, focusVisible: true });
    } else if (DEEDS[event.key]) {
      event.preventDefault();
      DEEDS[event.key](node ? placeOf(node) : undefined);
    }
  });
  /* On the frame: a listener for focus would make the drawing itself a stop. */
  svg.parentNode.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (node) stop(node);
  });
  stop(order[0]);

  /* The arrow keys are ours, so that a screen reader has to hand them on. */
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-roledescription", "graph");
}
