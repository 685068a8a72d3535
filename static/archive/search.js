/* Suggestions below the search field: a combobox that opens a list, as the ARIA Authoring Practices describe it. */

const PAUSE = 150;

const box = document.querySelector("[data-combobox]");
const field = box.querySelector("input");
const list = box.querySelector("[data-list]");
const status = box.querySelector("[data-status]");

let asking = null;
let waiting = 0;
let active = -1;

const options = () => [...list.children];

function close() {
  asking?.abort();
  window.clearTimeout(waiting);
  list.hidden = true;
  list.replaceChildren();
  activate(-1);
  field.setAttribute("aria-expanded", "false");
  status.textContent = "";
}

function activate(index) {
  active = index;
  options().forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
  if (index < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", options()[index].id);
}

function go(option) {
  window.location.assign(option.dataset.address);
}

function optionFor({ text, language, kind, address }, place) {
  const option = document.createElement("li");
  option.id = `suggestion-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = address;
  const words = document.createElement("span");
  words.lang = language;
  words.textContent = text;
  const what = document.createElement("span");
  what.className = "kind";
  what.textContent = kind;
  option.append(words, " ", what);
  return option;
}

function show(suggestions) {
  list.replaceChildren(...suggestions.map(optionFor));
  activate(-1);
  list.hidden = !suggestions.length;
  field.setAttribute("aria-expanded", String(suggestions.length > 0));
  const count = suggestions.length === 1 ? "One suggestion" : `${suggestions.length} suggestions`;
  status.textContent = suggestions.length ? `${count}; the arrow keys choose one.` : "";
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const typed = field.value.trim();
  if (!typed) return close();
  try {
    const address = `${box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
    /* Who is signed out meanwhile gets no suggestions; the form itself says so. */
    if (!answer.ok || answer.redirected) return close();
    show((await answer.json()).suggestions);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

const KEYS = {
  ArrowDown: () => (list.hidden ? ask() : activate((active + 2) % (options().length + 1) - 1)),
  ArrowUp: () => !list.hidden && activate(((active + options().length + 1) % (options().length + 1)) - 1),
  Escape: () => (list.hidden ? false : close()),
  Enter: () => (active < 0 ? false : go(options()[active])),
};

field.addEventListener("keydown", (event) => {
  const deed = KEYS[event.key];
  if (!deed || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (deed() !== false) event.preventDefault();
});
field.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(ask, PAUSE);
});
field.addEventListener("blur", close);
field.form.addEventListener("submit", close);
/* The focus stays in the field while the pointer chooses. */
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest('[role="option"]');
  if (option) go(option);
});

field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", list.id);
field.setAttribute("aria-expanded", "false");
