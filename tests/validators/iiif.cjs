// IIIF's parser, which the viewers are built on: what is left of each resource after it has been read and written
// again, and what its strict reading would have to mend.
const { answer, given, installed } = require("./read_json.cjs");
const { normalize, serialize, serializeConfigPresentation3 } = installed("@iiif/parser");
const { presentation3StrictUpgrade } = installed("@iiif/parser/strict");

function strictly(resource) {
  const state = { warnings: [] };
  presentation3StrictUpgrade(structuredClone(resource), state);
  return state.warnings;
}

function read(resource) {
  const { entities, mapping, resource: subject } = normalize(structuredClone(resource));
  const written = serialize({ entities, mapping, requests: {} }, subject, serializeConfigPresentation3);
  return { written, warnings: resource.type === "Manifest" ? strictly(resource) : [] };
}

answer(
  given().map((resource) => {
    try {
      return read(resource);
    } catch (error) {
      return { written: null, warnings: [error.message] };
    }
  }),
);
