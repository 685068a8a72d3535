// Finds stories in which all the words are; the stories' words came with the page.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const stories = window.box.map((story) => ({ ...story, plain: plain(`${story.title} ${story.who} ${story.words}`) }));
const input = document.getElementById("words");
const list = document.getElementById("found");

function find() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const found = words.length ? stories.filter((story) => words.every((word) => story.plain.includes(word))) : [];
  list.replaceChildren(
    ...found.map((story) => {
      const row = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: story.address, textContent: story.title });
      row.append(link, ` ${story.who}`);
      return row;
    }),
  );
  const count = found.length === 1 ? "1 story" : `${found.length} stories`;
  document.getElementById("count").textContent = words.length ? count : "";
}

input.addEventListener("input", find);
input.form.addEventListener("submit", (event) => event.preventDefault());
