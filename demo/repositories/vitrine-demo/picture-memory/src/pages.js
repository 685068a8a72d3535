// What participants read: every page of the experiment as HTML, with no behaviour of its own.

export const image = ({ src, alt }) => `<img src="${src}" alt="${alt}" width="800" height="600">`;

export const studyPicture = (picture) => `<div class="picture">${image(picture)}</div>`;

export const testPicture = (picture) => `
  <div class="picture">${image(picture)}</div>
  <h1 class="question">Have you seen this picture before?</h1>`;

export const welcome = (count) => `
  <div class="cards" aria-hidden="true"><i></i><i></i><i></i></div>
  <h1>Picture memory</h1>
  <p>How well do you remember what you have seen only once?</p>
  <p>You will look at ${count} small pictures and then try to tell them from ${count} new ones.
    It takes about a minute.</p>`;

export const consent = `
  <h1>Before you begin</h1>
  <ul>
    <li>Taking part is voluntary. You can stop at any time by closing this page.</li>
    <li>You will see quiet pictures of everyday things, and nothing that is meant to surprise or upset you.</li>
    <li>This is a demonstration. Your answers stay on this page and are not stored.</li>
  </ul>
  <p>Do you agree to take part?</p>`;

export const declined = `
  <h1>That is perfectly fine</h1>
  <p>You did not take part, and nothing was stored. You can close this page.</p>`;

export const loading = `<p class="quiet">Loading the pictures …</p>`;

export const loadingFailed = `
  <h1>The pictures did not load</h1>
  <p>Please check your connection and reload this page.</p>`;

export const studyInstructions = (count) => `
  <h1>First, look</h1>
  <p>${count} pictures will appear one after the other, each for a moment.
    You do not have to do anything. Just look at them.</p>`;

export const testInstructions = (count) => `
  <h1>Now, remember</h1>
  <p>You will see ${count} pictures. Half of them you have just seen, the other half are new.
    Say which is which, and take your time.</p>
  <p class="keys">On a keyboard, press <kbd>F</kbd> for “seen before” and <kbd>J</kbd> for “new”.</p>`;

const answered = (heading, answers) => `
  <h2>${heading}: ${answers.filter(({ correct }) => correct).length} of ${answers.length} right</h2>
  <ul class="answers">${answers.map(({ picture, correct }) => `
    <li class="${correct ? "right" : "wrong"}">
      ${image(picture)}<span role="img" aria-label="${correct ? "right" : "wrong"}">${correct ? "✓" : "✗"}</span>
    </li>`).join("")}
  </ul>`;

export const result = (answers) => `
  <h1>You recognised ${answers.filter(({ correct }) => correct).length} of ${answers.length} pictures.</h1>
  ${answered("Seen before", answers.filter(({ seen }) => seen))}
  ${answered("New", answers.filter(({ seen }) => !seen))}`;

export const thanks = `
  <h1>Thank you for taking part</h1>
  <p>This demonstration stores nothing. Your answers were not sent anywhere and are gone when you close this page.</p>`;
