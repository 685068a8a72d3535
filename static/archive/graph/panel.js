/* The panel beside the picture: what is chosen, and what it is tied to, with links. */

import { kindOf, wordsOf } from "./ties.js";

const HEADINGS = {
  participant: "Told by",
  story: "Stories",
  theme: "Themes",
  chain: "Chains",
};
const OPENS = { participant: "Open", story: "Open the story", theme: "Open the theme", chain: "Open the chain" };
const MOST = 40;

function made(name, text, ...children) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

function quiet(name, text) {
  const element = made(name, text);
  element.classList.add("small", "muted");
  return element;
}

function link(node, text) {
  const anchor = made("a", text);
  anchor.href = node.getAttribute("href");
  anchor.lang = node.getAttribute("lang");
  return anchor;
}

/* The ties by what they lead to; connections by their type. */
function grouped(ties) {
  const groups = new Map();
  for (const tie of ties) {
    const heading = tie.says ? `Connected: ${tie.says}` : headingOf(tie);
    if (!groups.has(heading)) groups.set(heading, []);
    groups.get(heading).push(tie);
  }
  return groups;
}

/* In a folded picture a line stands for many. */
function headingOf({ node, count }) {
  return count && kindOf(node) === "participant" ? "Participants" : HEADINGS[kindOf(node)];
}

function entry({ node, count }) {
  const { words, about } = wordsOf(node);
  const item = made("li", "", link(node, words));
  const note = count || (kindOf(node) === "story" ? about : "");
  if (note) item.append(quiet("span", ` ${note}`));
  return item;
}

function list(ties) {
  const sorted = [...ties].sort((one, other) => Number(other.count) - Number(one.count));
  const items = sorted.slice(0, MOST).map(entry);
  if (ties.length > MOST) items.push(quiet("li", `and ${ties.length - MOST} more`));
  return made("ul", "", ...items);
}

export function describe(panel, node, ties) {
  const said = panel.querySelector("[data-said]");
  panel.hidden = false;
  if (!node) {
    said.replaceChildren(quiet("p", "Nothing yet. Choose a story, a theme or a chain."));
    return;
  }
  const { words, about } = wordsOf(node);
  const title = made("h3", words);
  title.lang = node.getAttribute("lang");
  const parts = [...grouped(ties)].flatMap(([heading, some]) => [made("h4", heading), list(some)]);
  said.replaceChildren(title, quiet("p", about), made("p", "", link(node, `${OPENS[kindOf(node)]} →`)), ...parts);
  said.scrollTop = 0;
}
