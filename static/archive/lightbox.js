/* Photographs one by one on a dark wall, with the arrow keys. */

const dialog = document.querySelector("[data-lightbox]");
const looks = [...document.querySelectorAll("[data-look]")];
let place = 0;

function show(index) {
  place = (index + looks.length) % looks.length;
  const source = looks[place].querySelector("img");
  const image = dialog.querySelector("[data-image]");
  image.src = source.currentSrc || source.src;
  image.alt = source.alt;
  dialog.querySelector("[data-caption]").textContent =
    looks[place].closest("figure").querySelector("figcaption").textContent;
  dialog.querySelector("[data-count]").textContent = `${place + 1} of ${looks.length}`;
}

if (dialog && looks.length) {
  looks.forEach((look, index) =>
    look.addEventListener("click", () => {
      show(index);
      dialog.showModal();
    }),
  );
  dialog.querySelectorAll("[data-step]").forEach((button) => {
    button.hidden = looks.length === 1;
    button.addEventListener("click", () => show(place + Number(button.dataset.step)));
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => looks[place].focus());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(place - 1);
    if (event.key === "ArrowRight") show(place + 1);
  });
}
