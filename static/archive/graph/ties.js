/* What is tied to what, read from the drawing itself. */

const KINDS = ["participant", "story", "theme", "chain"];

export function readTies(svg) {
  const nodes = [...svg.querySelectorAll(".node")];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ties = new Map(nodes.map((node) => [node.id, []]));

  function tie(one, other, line) {
    const { says = "", count = "" } = line?.dataset || {};
    ties.get(one.id).push({ node: other, says, count, line });
    ties.get(other.id).push({ node: one, says, count, line });
  }

  for (const line of svg.querySelectorAll(".line")) {
    tie(byId.get(line.dataset.from), byId.get(line.dataset.to), line);
  }
  for (const group of svg.querySelectorAll(".group")) {
    const [participant, ...stories] = group.querySelectorAll(".node");
    for (const story of stories) tie(participant, story, null);
  }

  return {
    nodes,
    byId,
    of: (node) => ties.get(node.id),
  };
}

export function kindOf(node) {
  return KINDS.find((kind) => node.classList.contains(kind));
}

/* What a node is called, and what is said of it behind that. */
export function wordsOf(node) {
  const title = node.querySelector("title").textContent;
  const dash = title.lastIndexOf(" – ");
  return { words: title.slice(0, dash), about: title.slice(dash + 3) };
}

/* Where a node stands in the drawing; a participant stands in the middle of the arc. */
export function placeOf(node) {
  if (kindOf(node) === "participant" && !node.classList.contains("folded")) {
    const arc = node.querySelector(".shape");
    return arc.getPointAtLength(arc.getTotalLength() / 2);
  }
  const { e: x, f: y } = node.transform.baseVal.consolidate().matrix;
  return { x, y };
}
