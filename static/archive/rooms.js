/* The line of rooms is longer than a narrow screen is wide: it begins where one is. */

const here = document.querySelector(".rooms nav [aria-current]");

if (here) {
  const line = here.closest("ul");
  const [room, seen] = [here.getBoundingClientRect(), line.getBoundingClientRect()];
  if (room.right > seen.right) line.scrollLeft += room.left + room.width / 2 - (seen.left + seen.width / 2);
}
