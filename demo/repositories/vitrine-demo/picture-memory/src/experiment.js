// The experiment itself: which pages and pictures come in which order, and how answers are counted.
import { initJsPsych } from "jspsych";
import htmlButtonResponse from "@jspsych/plugin-html-button-response";
import preload from "@jspsych/plugin-preload";
import * as pages from "./pages.js";
import { pictures } from "./pictures.js";
import "./experiment.css";

// ?quick=1 lets a browser test walk the whole experiment in seconds.
const quick = new URLSearchParams(location.search).get("quick") === "1";
const studyCount = quick ? 4 : 8;
const studyDuration = quick ? 50 : 1500;
const gap = quick ? 20 : 350;
const answerKeys = ["f", "j"];

let takingPart = true;

const jsPsych = initJsPsych({
  use_webaudio: false,
  show_progress_bar: true,
  message_progress_bar: (progress) => `${Math.round(progress * 100)} % done`,
  on_finish: () => {
    jsPsych.progressBar.progress = 1;
    show(takingPart ? pages.thanks : pages.declined);
  },
});

const shuffled = jsPsych.randomization.shuffle(pictures);
const seen = shuffled.slice(0, studyCount);
const fresh = shuffled.slice(studyCount, 2 * studyCount);

function show(html) {
  jsPsych.getDisplayElement().innerHTML = html;
  focusHeading();
}

// Moving the focus makes screen readers announce each page and puts its first button one Tab away.
function focusHeading() {
  const heading = jsPsych.getDisplayElement().querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}

const page = (stimulus, choices) => ({
  type: htmlButtonResponse,
  stimulus,
  choices,
  button_layout: "flex",
  button_html: (label, index) => `<button class="${index === 0 ? "primary" : "secondary"}">${label}</button>`,
  on_load: focusHeading,
});

const consent = {
  ...page(pages.consent, ["I agree", "No, thank you"]),
  on_finish: ({ response }) => {
    takingPart = response === 0;
    if (!takingPart) jsPsych.abortExperiment();
  },
};

const loadPictures = {
  type: preload,
  images: [...seen, ...fresh].map(({ src }) => src),
  show_progress_bar: false,
  message: pages.loading,
  error_message: pages.loadingFailed,
};

const study = seen.map((picture) => ({
  type: htmlButtonResponse,
  stimulus: pages.studyPicture(picture),
  choices: [],
  trial_duration: studyDuration,
  post_trial_gap: gap,
}));

const test = jsPsych.randomization.shuffle([...seen, ...fresh]).map((picture) => ({
  type: htmlButtonResponse,
  stimulus: pages.testPicture(picture),
  choices: ["Seen before", "New"],
  button_layout: "flex",
  button_html: (label, index) =>
    `<button class="answer">${label} <kbd aria-hidden="true">${answerKeys[index].toUpperCase()}</kbd></button>`,
  post_trial_gap: gap,
  data: { picture, seen: seen.includes(picture) },
  on_load: () =>
    jsPsych.pluginAPI.getKeyboardResponse({
      valid_responses: answerKeys,
      callback_function: ({ key }) => document.querySelectorAll("button.answer")[answerKeys.indexOf(key)].click(),
    }),
  on_finish: (data) => {
    jsPsych.pluginAPI.cancelAllKeyboardResponses();
    data.correct = (data.response === 0) === data.seen;
  },
}));

const answers = () => jsPsych.data.get().filterCustom((trial) => "correct" in trial).values();

jsPsych.run([
  page(pages.welcome(studyCount), ["Continue"]),
  consent,
  loadPictures,
  page(pages.studyInstructions(studyCount), ["Show the pictures"]),
  ...study,
  page(pages.testInstructions(2 * studyCount), ["Start the test"]),
  ...test,
  page(() => pages.result(answers()), ["Finish"]),
]);
