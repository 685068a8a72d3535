// Renews what the page shows of a build every second, until the build has ended; and finds words in its log.

const PAUSE = 1000;
const MOST = 2000;

function openLogs(place) {
  return [...place.querySelectorAll("details")].map((details) => [details.id, details.open]);
}

async function renew(place) {
  const answer = await fetch(place.dataset.live, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok || answer.redirected) return false;
  const before = openLogs(place);
  place.innerHTML = await answer.text();
  for (const [id, isOpen] of before) {
    const details = document.getElementById(id);
    if (details) details.open = isOpen;
  }
  return true;
}

async function follow(place) {
  while (place.querySelector("[data-active]")) {
    await new Promise((resume) => setTimeout(resume, PAUSE));
    try {
      if (!(await renew(place))) return;
      document.querySelectorAll("[data-log-search]").forEach((form) => find(form, false));
    } catch {
      // The network is away; the next round asks again.
    }
  }
}

// Every place where the words are, marked without touching the text.
function rangesOf(words) {
  const ranges = [];
  for (const log of document.querySelectorAll(".build-stages pre")) {
    const text = log.firstChild;
    const content = log.textContent.toLowerCase();
    for (let at = content.indexOf(words); at >= 0 && ranges.length < MOST; at = content.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(text, at);
      range.setEnd(text, at + words.length);
      ranges.push(range);
    }
  }
  return ranges;
}

function find(form, leads) {
  const words = form.querySelector("input").value.trim().toLowerCase();
  const ranges = words ? rangesOf(words) : [];
  CSS.highlights.set("log-search", new Highlight(...ranges));
  form.querySelector("output").textContent = words ? `${ranges.length} found` : "";
  if (!leads || !ranges.length) return;
  const place = Number(form.dataset.place ?? -1) + 1;
  const range = ranges[place % ranges.length];
  form.dataset.place = String(place % ranges.length);
  range.startContainer.parentElement.closest("details").open = true;
  const log = range.startContainer.parentElement;
  log.scrollTop += range.getBoundingClientRect().top - log.getBoundingClientRect().top - 40;
  log.scrollIntoView({ block: "nearest" });
  form.querySelector("output").textContent = `${(place % ranges.length) + 1} of ${ranges.length}`;
}

function searches(form) {
  if (!CSS.highlights) return;
  form.hidden = false;
  form.addEventListener("input", () => {
    delete form.dataset.place;
    find(form, false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(form, true);
  });
}

document.querySelectorAll("[data-live]").forEach(follow);
document.querySelectorAll("[data-log-search]").forEach(searches);
