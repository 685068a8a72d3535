/* What the Tab key should reach on a page, and what is wrong where it stands. */

window.tabbing = (() => {
  const INTERACTIVE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex]";
  /* To these the arrow keys lead, or they double what stands beside them. */
  const OTHERWISE = "[role=tablist], svg[role=application], [aria-hidden=true]";
  /* What of an element, or of what is in it, may tell that the focus is there. */
  const SIGNS = ["outline", "border", "background-color", "box-shadow", "color", "text-decoration", "stroke", "stroke-width", "fill"];
  const looks = new Map();
  const stops = [];

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
  const interactive = () => [...document.querySelectorAll(INTERACTIVE)].filter(isShown);

  /* Of a group of radio buttons the one is a stop that is chosen. */
  const isStop = (element) => element.tabIndex >= 0 && !element.disabled && !(element.type === "radio" && !element.checked);

  const look = (element) =>
    [element, ...element.querySelectorAll(".shape, .picture, img, span")]
      .map((part) => getComputedStyle(part))
      .map((style) => SIGNS.map((sign) => style.getPropertyValue(sign)).join("|"))
      .join("\n");

  const name = (element) => {
    const words = element.getAttribute("aria-label") || element.textContent.trim() || element.name || "";
    return `${element.localName}${element.id && `#${element.id}`} “${words.replace(/\s+/g, " ").slice(0, 40)}”`;
  };

  /* Whether something of it can be seen: neither out of sight nor under something else. */
  const isInSight = (element) =>
    [...element.getClientRects()].some((box) =>
      [0.5, 0.2, 0.8].some((part) => {
        const there = document.elementFromPoint(box.left + box.width * part, box.top + box.height * part);
        return element.contains(there) || (there && there === element.ownerSVGElement);
      }),
    );

  const holdsItself = (element) => {
    const { overflow, position } = getComputedStyle(element);
    return overflow !== "visible" || position === "sticky" || position === "fixed";
  };

  /* By what box it is compared with another one: by its own, or by that of what scrolls around it alone. */
  const boxBeside = (element, other) => {
    let outermost = element;
    for (let around = element.parentElement; around && !around.contains(other); around = around.parentElement) {
      if (holdsItself(around)) outermost = around;
    }
    return outermost.getBoundingClientRect();
  };

  /* Nobody reads up and to the left. */
  const goesBack = (before, after) => {
    if (before.contains(after) || after.contains(before)) return false;
    const [from, to] = [boxBeside(before, after), boxBeside(after, before)];
    return to.bottom <= from.top + 1 && to.left < from.right - 1;
  };

  return {
    /* The next press of the key leads to the first stop, whatever has the focus now. */
    begin: () => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      interactive().forEach((element) => looks.set(element, look(element)));
    },
    /* Where the focus is: nothing once it has left the page. */
    step: () => {
      const here = document.activeElement;
      if (here === document.body || here === document.documentElement || (stops.length > 1 && here === stops[0])) return null;
      const isSame = here === stops.at(-1);
      /* The browser's own player shows on which of its buttons the focus is. */
      const hasStopsInside = here.matches("audio, video");
      const problems = [];
      if (!isSame) {
        stops.push(here);
        if (!isInSight(here)) problems.push(`${name(here)} is out of sight, or covered`);
        if (!hasStopsInside && look(here) === looks.get(here)) problems.push(`${name(here)} does not show that the focus is there`);
      }
      return { name: name(here), isSame, hasStopsInside, problems };
    },
    end: (isForward) => {
      if (!isForward) stops.reverse();
      const expected = interactive().filter(isStop);
      return [
        ...expected.filter((element) => !stops.includes(element)).map((element) => `${name(element)} is not reached`),
        ...interactive()
          .filter((element) => element.tabIndex < 0 && element.matches("a, button, input, select, textarea, summary"))
          .filter((element) => !element.closest(OTHERWISE))
          .map((element) => `${name(element)} can't be reached`),
        ...stops.slice(1).flatMap((after, index) => (goesBack(stops[index], after) ? [`${name(after)} comes after ${name(stops[index])}, but stands before it`] : [])),
      ];
    },
    reached: () => stops.length,
  };
})();
