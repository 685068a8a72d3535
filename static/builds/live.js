// Renews what the page shows of a build every second, until the build has ended.

const PAUSE = 1000;

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
    } catch {
      // The network is away; the next round asks again.
    }
  }
}

document.querySelectorAll("[data-live]").forEach(follow);
