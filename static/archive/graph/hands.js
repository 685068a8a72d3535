/* The view by wheel, finger, mouse and button. */

const STILL = 5;

export function takeHands(svg, view, buttons, placeOfChosen) {
  const fingers = new Map();
  let gone = 0;

  function spread() {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  }

  function middle() {
    const [one, other] = [...fingers.values()];
    return { clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 };
  }

  function move(event) {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (fingers.size === 2) {
      const was = spread();
      fingers.set(event.pointerId, event);
      view.magnify(spread() / was, view.inDrawing(middle()));
      gone = STILL + 1;
    } else {
      gone += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
      if (gone > STILL && !view.isWhole()) {
        if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
        svg.classList.add("dragged");
        view.moveBy(event.clientX - before.clientX, event.clientY - before.clientY);
      }
      fingers.set(event.pointerId, event);
    }
  }

  function release(event) {
    fingers.delete(event.pointerId);
    if (!fingers.size) svg.classList.remove("dragged");
  }

  svg.addEventListener("pointerdown", (event) => {
    if (!fingers.size) gone = 0;
    if (fingers.size < 2) fingers.set(event.pointerId, event);
  });
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
  svg.addEventListener("pointerleave", (event) => {
    if (!svg.hasPointerCapture(event.pointerId)) release(event);
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  /* Whoever has moved the picture has not chosen what was under the hand. */
  svg.addEventListener(
    "click",
    (event) => {
      if (gone <= STILL || event.detail === 0) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !svg.contains(document.activeElement)) return;
      event.preventDefault();
      view.magnify(Math.exp(-event.deltaY / 400), view.inDrawing(event));
    },
    { passive: false },
  );
  buttons.hidden = false;
  for (const button of buttons.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const by = Number(button.dataset.by);
      const place = placeOfChosen();
      if (by) view.magnify(by, place);
      else view.fit();
      if (place) view.bringIn(place);
    });
  }
}
