// The numbers of the lines beside a field for code, and where one is in it. The Tab key leaves the field, as everywhere.
(() => {
  const enhance = (editor) => {
    if (editor.dataset.ready) return;
    editor.dataset.ready = "yes";
    const field = editor.querySelector("textarea");
    const gutter = editor.querySelector(".code-editor__lines");
    const place = editor.parentElement.querySelector("[data-code-place]");
    const language = place.textContent;
    let count = 0;

    const number = () => {
      const now = field.value.split("\n").length;
      if (now !== count) {
        count = now;
        gutter.textContent = Array.from({ length: now }, (_, index) => index + 1).join("\n");
      }
    };
    const follow = () => {
      gutter.scrollTop = field.scrollTop;
      gutter.style.maxHeight = `${field.offsetHeight}px`;
    };
    const tell = () => {
      const before = field.value.slice(0, field.selectionStart).split("\n");
      place.textContent = `${language} · line ${before.length}, column ${before.at(-1).length + 1}`;
    };

    field.addEventListener("input", () => { number(); follow(); });
    field.addEventListener("scroll", follow, { passive: true });
    for (const event of ["keyup", "click", "focus"]) field.addEventListener(event, tell);
    new ResizeObserver(follow).observe(field);
    number();
    follow();
  };
  const all = () => document.querySelectorAll("[data-code-editor]").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
