// {kind: "exp-rating", question, points, lowest, highest, button}: a point on a scale.
export function show({ question, points = 7, lowest = "not at all", highest = "very", button = "Continue" }, done) {
  const form = document.createElement("form");
  const title = Object.assign(document.createElement("h1"), { textContent: question, tabIndex: -1 });
  const scale = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `1 is “${lowest}”, ${points} is “${highest}”.`;
  scale.append(legend);
  for (let point = 1; point <= points; point++) {
    const label = Object.assign(document.createElement("label"), { className: "point" });
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "point", value: String(point), required: true });
    label.append(input, document.createElement("br"), String(point));
    scale.append(label);
  }
  form.append(title, scale, Object.assign(document.createElement("button"), { textContent: button }));
  form.onsubmit = (event) => {
    event.preventDefault();
    done({ point: Number(new FormData(form).get("point")) });
  };
  return form;
}
