/* The transcript beside the player: one language at a time, the spoken cue marked, a click seeks. */

const transcript = document.querySelector("[data-transcript]");

function chooseLanguages() {
  const tabs = [...transcript.querySelectorAll('[role="tab"]')];
  const choose = (chosen) =>
    tabs.forEach((tab) => {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    });
  if (tabs.length < 2) return;
  tabs[0].parentElement.hidden = false;
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  });
  choose(tabs[0]);
}

function followPlayers() {
  const players = [...document.querySelectorAll("[data-timed]")];
  const cues = [...transcript.querySelectorAll(".cue")];
  let current = players.find((player) => player.tagName === "AUDIO") || players[0];
  if (!current) return;
  const mark = () => {
    const now = current.currentTime * 1000;
    const started = current.currentTime > 0;
    cues.forEach((cue) => cue.classList.toggle("now", started && cue.dataset.start <= now && now < cue.dataset.end));
  };
  players.forEach((player) => {
    player.addEventListener("play", () => {
      players.filter((other) => other !== player).forEach((other) => other.pause());
      current = player;
    });
    player.addEventListener("timeupdate", mark);
  });
  cues.forEach((cue) =>
    cue.querySelector(".time").addEventListener("click", () => {
      current.currentTime = cue.dataset.start / 1000;
      current.play();
    }),
  );
}

if (transcript) {
  chooseLanguages();
  followPlayers();
}
