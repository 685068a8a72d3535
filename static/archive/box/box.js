// Captions and a transcript that leads into the recording; a page that comes from a file may load neither by itself.

const player = document.querySelector("video") ?? document.querySelector("audio");
const cues = JSON.parse(document.getElementById("cues").textContent);

if (player) {
  if (player.tagName === "VIDEO") {
    for (const [language, lines] of Object.entries(cues)) {
      const track = player.addTextTrack("captions", language, language);
      for (const { start, end, text } of lines) track.addCue(new VTTCue(start, end, text));
      track.mode = "disabled";
    }
  }
  for (const button of document.querySelectorAll("[data-at]")) {
    button.addEventListener("click", () => {
      player.currentTime = Number(button.dataset.at) / 1000;
      player.play();
    });
  }
} else {
  for (const button of document.querySelectorAll("[data-at]")) button.disabled = true;
}
