/* The context menu is off on private pictures and players. It protects nothing (docs/links.md). */

document.addEventListener("contextmenu", (event) => {
  if (event.target.closest("[data-private], .pswp")) event.preventDefault();
});
