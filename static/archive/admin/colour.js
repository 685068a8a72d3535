/* Tells, while a colour is chosen, how well it is seen on each paper (archive/admin/colour.py). */

(function () {
  "use strict";

  function luminance(colour) {
    const [red, green, blue] = [1, 3, 5].map((place) => {
      const part = parseInt(colour.slice(place, place + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function tell(input) {
    const box = input.closest("[data-colour]");
    const words = [...box.querySelectorAll("[data-least]")];
    for (const output of box.querySelectorAll("[data-paper]")) {
      const ratio = contrast(input.value, output.dataset.paper);
      const said = words.find((word) => ratio >= Number(word.dataset.least));
      output.textContent = `${ratio.toFixed(1)} to 1, ${said.textContent}`;
    }
  }

  // Of the document, because points are added to the form while it is open.
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-colour] input[type=color]")) tell(event.target);
  });
})();
