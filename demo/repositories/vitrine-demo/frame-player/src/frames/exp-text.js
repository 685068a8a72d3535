// {kind: "exp-text", heading, blocks: [{text}], button}
export function show({ heading, blocks = [], button = "Continue" }, done) {
  const frame = document.createElement("section");
  const title = Object.assign(document.createElement("h1"), { textContent: heading ?? "", tabIndex: -1 });
  const texts = blocks.map(({ text }) => Object.assign(document.createElement("p"), { textContent: text }));
  const next = Object.assign(document.createElement("button"), { textContent: button, onclick: () => done({}) });
  frame.append(title, ...texts, next);
  return frame;
}
