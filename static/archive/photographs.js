/* Photographs of a page that is open longer than its links live: one that fails gets a new link. */

import { Refused, freshLink } from "./freshness.js";

/* Gives the photograph a new link, and tells it; the same as before, if it is not the link that fails. */
export async function renewed(look) {
  look.href = (await freshLink(look.dataset.renew)).url;
  return look.href;
}

function takeAway(look, sentence) {
  const instead = document.createElement("p");
  instead.className = "missing";
  instead.textContent = sentence;
  look.replaceWith(instead);
}

async function mend(image) {
  const look = image.closest("[data-look]");
  const failed = image.src;
  try {
    const url = await renewed(look);
    if (url !== failed) image.src = url;
  } catch (error) {
    if (error instanceof Refused) takeAway(look, error.message);
  }
}

document.querySelectorAll("[data-look] img").forEach((image) => {
  image.addEventListener("error", () => mend(image));
  if (image.complete && !image.naturalWidth) mend(image);
});
