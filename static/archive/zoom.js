/* Photographs one by one on a dark wall, to be come close to: with the fingers, the wheel, the keyboard, or buttons. */

import PhotoSwipeLightbox from "../vendor/photoswipe/photoswipe-lightbox.esm.min.js";
import { Refused } from "./freshness.js";
import { renewed } from "./photographs.js";

const STEP = 1.6;
const FAILED = "The photograph can’t be shown. Load the page again for a new link to it.";

const lightbox = new PhotoSwipeLightbox({
  gallery: "[data-photographs]",
  children: "[data-look]",
  pswpModule: () => import("../vendor/photoswipe/photoswipe.esm.min.js"),
  bgOpacity: 1,
  indexIndicatorSep: " of ",
  maxZoomLevel: 6,
  secondaryZoomLevel: 1,
  wheelToZoom: true,
  zoom: false,
  paddingFn: ({ x }) => ({ top: 64, bottom: 64, left: x > 700 ? 72 : 0, right: x > 700 ? 72 : 0 }),
  returnFocus: false,
  errorMsg: "One moment …",
  arrowPrevTitle: "Previous photograph",
  arrowNextTitle: "Next photograph",
  closeTitle: "Close",
});

function zoom(pswp, factor) {
  const { currSlide } = pswp;
  const { min, max } = currSlide.zoomLevels;
  const level = Math.min(Math.max(currSlide.currZoomLevel * factor, min), max);
  currSlide.zoomTo(level, { x: pswp.viewportSize.x / 2, y: pswp.viewportSize.y / 2 }, 200);
}

function caption(element, pswp) {
  const look = pswp.currSlide.data.element;
  element.textContent = look.closest("figure")?.querySelector("figcaption").textContent.trim();
}

/* A link that has run out fails; with a new one the photograph is shown after all. */
async function mend(message, { data, index }) {
  try {
    if ((await renewed(data.element)) === data.src) message.textContent = FAILED;
    else lightbox.pswp?.refreshSlideContent(index);
  } catch (error) {
    message.textContent = error instanceof Refused ? error.message : FAILED;
  }
}

lightbox.addFilter("contentErrorElement", (message, content) => {
  mend(message, content);
  return message;
});
lightbox.on("uiRegister", () => {
  const { pswp } = lightbox;
  [
    ["closer", "Closer", "+", STEP],
    ["further", "Further", "−", 1 / STEP],
  ].forEach(([name, title, html, factor], place) =>
    pswp.ui.registerElement({
      name,
      title,
      html,
      order: 7 + place,
      isButton: true,
      onClick: () => zoom(pswp, factor),
    }),
  );
  pswp.ui.registerElement({
    name: "caption",
    appendTo: "root",
    onInit: (element) => pswp.on("change", () => caption(element, pswp)),
  });
});

lightbox.on("afterInit", () => {
  const { element } = lightbox.pswp;
  element.setAttribute("aria-label", "Photographs");
  element.setAttribute("aria-modal", "true");
});
lightbox.on("keydown", ({ originalEvent }) => {
  if (originalEvent.key === "+") zoom(lightbox.pswp, STEP);
  if (originalEvent.key === "-") zoom(lightbox.pswp, 1 / STEP);
});
lightbox.on("destroy", () => lightbox.pswp.currSlide?.data.element.focus());
lightbox.init();
