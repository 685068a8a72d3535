// W3C's WebVTT parser and validator: for each file the cues that it reads, and what is wrong.
const { answer, given, installed } = require("./read_json.cjs");
const { WebVTTParser } = installed("webvtt-parser");
const signs = installed("webvtt-parser/html-entities.json");

// What a cue says, without markup, and who says it.
function said(nodes, found = { speaker: "", text: "" }) {
  for (const node of nodes) {
    if (node.type === "text") found.text += node.value;
    if (node.name === "v") found.speaker = node.value;
    said(node.children ?? [], found);
  }
  return found;
}

answer(
  given().map((file) => {
    const { cues, errors } = new WebVTTParser(signs).parse(file, "subtitles/captions/descriptions");
    const milliseconds = (seconds) => Math.round(seconds * 1000);
    return {
      errors: errors.map(({ line, message }) => `Line ${line}: ${message}`),
      cues: cues.map((cue) => ({
        start: milliseconds(cue.startTime),
        end: milliseconds(cue.endTime),
        ...said(cue.tree.children),
      })),
    };
  }),
);
