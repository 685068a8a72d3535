"""Our own judge of IIIF manifests: a schema after the specification, and what no schema can say."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMA = json.loads(Path(__file__).with_name("presentation3.schema.json").read_text(encoding="utf-8"))
#: Which body may be painted on a canvas, and in what both must then agree.
EXTENTS = {"Image": {"width", "height"}, "Video": {"width", "height", "duration"}, "Sound": {"duration"}}


def problems(resource: dict) -> list[str]:
    """What is wrong with a manifest or collection; the rules are asked only of what has the right shape."""
    kind = {"Manifest": "manifest", "Collection": "collection"}.get(resource.get("type"))
    if kind is None:
        return ["It is neither a Manifest nor a Collection."]
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    errors = Draft202012Validator(schema).iter_errors(resource)
    misshapen = [f"{error.json_path}: {error.message}" for error in errors]
    return misshapen or [*repeated(resource), *(canvas_rules(resource) if kind == "manifest" else [])]


def identified(resource) -> Iterator[str]:
    """The ids of everything that a manifest defines itself, rather than leads to."""
    yield resource["id"]
    canvases = resource["items"] if resource["type"] == "Manifest" else []
    for canvas in [
        *canvases,
        *(each["placeholderCanvas"] for each in canvases if "placeholderCanvas" in each),
    ]:
        yield canvas["id"]
        for page in [*canvas["items"], *canvas.get("annotations", [])]:
            yield page["id"]
            yield from (annotation["id"] for annotation in page["items"])


def repeated(resource) -> Iterator[str]:
    counts = Counter(identified(resource))
    yield from (f"The id {name} is given twice." for name, count in counts.items() if count > 1)
    members = Counter(item["id"] for item in resource["items"])
    yield from (f"{name} is in it twice." for name, count in members.items() if count > 1)


def canvas_rules(manifest) -> Iterator[str]:
    for canvas in manifest["items"]:
        yield from targets(canvas)
        yield from room(canvas)
        if "placeholderCanvas" in canvas:
            yield from targets(canvas["placeholderCanvas"])
            yield from room(canvas["placeholderCanvas"])


def targets(canvas) -> Iterator[str]:
    for page in [*canvas["items"], *canvas.get("annotations", [])]:
        for annotation in page["items"]:
            if annotation["target"] != canvas["id"]:
                yield f"{annotation['id']} is not on its canvas."


def room(canvas) -> Iterator[str]:
    """A canvas has room for what is painted on it, no more and no less."""
    for page in canvas["items"]:
        for body in (annotation["body"] for annotation in page["items"]):
            if {name for name in ("width", "height", "duration") if name in canvas} != EXTENTS[body["type"]]:
                yield f"{canvas['id']} has not the extent of {body['type']}."
            for name in EXTENTS[body["type"]] & set(body):
                if body[name] != canvas.get(name):
                    yield f"{canvas['id']} has another {name} than what is painted on it."
    if "annotations" in canvas and "duration" not in canvas:
        yield f"{canvas['id']} has captions, but takes no time."
