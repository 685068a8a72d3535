// {kind: "exp-question", question, button}: an answer in one's own words.
export function show({ question, button = "Continue" }, done) {
  const form = document.createElement("form");
  const title = Object.assign(document.createElement("h1"), { textContent: question, id: "question", tabIndex: -1 });
  const answer = Object.assign(document.createElement("textarea"), { rows: 5, required: true });
  answer.setAttribute("aria-labelledby", "question");
  form.append(title, answer, Object.assign(document.createElement("button"), { textContent: button }));
  form.onsubmit = (event) => {
    event.preventDefault();
    done({ answer: answer.value });
  };
  return form;
}
