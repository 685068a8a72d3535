/* What is chosen in the legend is shown at once: the server is asked for the page of that choice. */

export function followLegend(form, replaced) {
  const status = form.querySelector("[data-status]");
  const all = form.querySelector("[data-all]");
  let asking = null;

  function address() {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const query = chosen.toString();
    return window.location.pathname + (query ? `?${query}` : "");
  }

  async function show(url) {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(url, { signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["[data-picture]", "[data-table]"]) {
        document.querySelector(part).replaceWith(page.querySelector(part));
      }
      window.history.replaceState(null, "", url);
      all.hidden = !url.includes("?");
      replaced();
      status.textContent = document.querySelector("[data-summary]").textContent;
    } catch (error) {
      /* Signed out meanwhile, or no network: the browser itself says what is wrong. */
      if (error.name !== "AbortError") window.location.assign(url);
    }
  }

  form.querySelector("[data-apply]").hidden = true;
  form.addEventListener("change", () => show(address()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(address());
  });
  all.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of form.querySelectorAll("input")) box.checked = box.type === "radio" && !box.value;
    show(address());
    form.querySelector("input").focus();
  });
}
