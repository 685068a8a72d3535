"""What is wrong with a protocol, by its lines."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from studies.protocol.lines import Path, Repeated, lines

#: As long as a protocol may be, in characters, and as deep as its frames nest.
CHARACTERS, DEPTH = 2_000_000, 40
#: Lookit's ids: no underscore, and not what a frame is called when it comes again.
FRAME_ID = re.compile(r"[A-Za-z0-9\-. ]+")
REPEATED = re.compile(r"-repeat-\d+$")
SAMPLERS = ("random-parameter-set", "permute", "select")


@dataclass(frozen=True)
class Problem:
    line: int
    what: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.what}"


def check(text: str) -> list[Problem]:
    """Everything that is wrong with the text, by its lines; nothing is wrong with an empty one."""
    if not text.strip():
        return []
    if len(text) > CHARACTERS:
        return [Problem(1, f"A protocol has at most {CHARACTERS:,} characters.")]
    try:
        protocol = json.loads(text, parse_constant=_refuse)
        where = lines(text)
    except json.JSONDecodeError as problem:
        return [Problem(problem.lineno, f"This is not JSON: {problem.msg} (column {problem.colno}).")]
    except Repeated as repeated:
        return [Problem(repeated.line, str(repeated))]
    except RecursionError:
        return [Problem(1, "The protocol nests too deep.")]
    except ValueError as problem:
        return [Problem(1, f"This is not JSON: {problem}.")]
    found = {Problem(where[path], what) for path, what in _problems(protocol)}
    return sorted(found, key=lambda problem: (problem.line, problem.what))


def _refuse(constant: str):
    """Python would read NaN and Infinity, which are no JSON."""
    raise ValueError(f"{constant} is no number")


def _problems(protocol) -> Iterator[tuple[Path, str]]:
    if not isinstance(protocol, dict):
        yield (), "A protocol is an object with “frames” and “sequence”."
        return
    frames, sequence = protocol.get("frames"), protocol.get("sequence")
    if not isinstance(frames, dict):
        yield (
            ("frames",) if "frames" in protocol else (),
            "“frames” must be an object: of each id, its frame.",
        )
        frames = None
    else:
        for name, frame in frames.items():
            yield from _id(("frames", name), name)
            yield from _frame(("frames", name), frame, {}, 1)
    if not (isinstance(sequence, list) and sequence):
        yield (
            ("sequence",) if "sequence" in protocol else (),
            "“sequence” must be a list of ids of frames, one at least.",
        )
        return
    for number, name in enumerate(sequence):
        if not isinstance(name, str):
            yield ("sequence", number), "Only ids of frames stand in a sequence."
        elif frames is not None and name not in frames:
            yield ("sequence", number), f"There is no frame “{name}”."


def _id(path: Path, name: str):
    if not FRAME_ID.fullmatch(name):
        yield path, f"An id has letters, digits, -, . and spaces alone; “{name}” has something else."
    elif REPEATED.search(name):
        yield path, f"“{name}” is what a frame is called when it comes again; call it something else."


def _frame(path: Path, frame, common: dict, depth: int):
    """Of a frame, and of those in it; `common` is what the frame around it says for all."""
    if not isinstance(frame, dict):
        yield path, "A frame is an object."
        return
    if depth > DEPTH:
        yield path, f"Frames nest at most {DEPTH} deep."
        return
    whole = common | frame
    kind = whole.get("kind")
    at = (*path, "kind") if "kind" in frame else path
    if kind is None:
        yield path, "The frame has no “kind”."
    elif kind == "group":
        yield from _list(path, frame, "frameList", depth)
    elif kind == "choice":
        yield from _choice(path, frame, whole, depth)
    elif not (isinstance(kind, str) and kind.startswith("exp-")):
        yield at, f"“{kind}” is no kind of frame: exp-…, group or choice."


def _list(path: Path, frame: dict, name: str, depth: int):
    common = frame.get("commonFrameProperties", {})
    if not isinstance(common, dict):
        yield (*path, "commonFrameProperties"), "“commonFrameProperties” must be an object."
        common = {}
    members = frame.get(name)
    if not (isinstance(members, list) and members):
        yield (
            (*path, name) if name in frame else path,
            f"“{name}” must be a list of frames, one at least.",
        )
        return
    for number, member in enumerate(members):
        yield from _frame((*path, name, number), member, common, depth + 1)


def _choice(path: Path, frame: dict, whole: dict, depth: int):
    sampler = whole.get("sampler")
    if sampler not in SAMPLERS:
        yield (
            (*path, "sampler") if "sampler" in frame else path,
            f"“sampler” must be one of {', '.join(SAMPLERS)}.",
        )
        return
    if sampler == "random-parameter-set":
        yield from _list(path, frame, "frameList", depth)
        yield from _parameter_sets(path, frame)
        return
    yield from _list(path, frame, "frameOptions", depth)
    options = frame.get("frameOptions")
    if sampler == "select" and "whichFrames" in frame and isinstance(options, list):
        yield from _which((*path, "whichFrames"), frame["whichFrames"], len(options))


def _parameter_sets(path: Path, frame: dict):
    sets = frame.get("parameterSets")
    if not (isinstance(sets, list) and sets and all(isinstance(one, dict) for one in sets)):
        yield (
            (*path, "parameterSets") if "parameterSets" in frame else path,
            "“parameterSets” must be a list of objects, one at least.",
        )
        return
    if "parameterSetWeights" in frame:
        yield from _weights((*path, "parameterSetWeights"), frame["parameterSetWeights"], len(sets))


def _weights(path: Path, weights, count: int):
    """One list of numbers, or for ranges of ages a list of objects with one each."""
    by_age = isinstance(weights, list) and any(isinstance(one, dict) for one in weights)
    lists = [one.get("weights") if isinstance(one, dict) else one for one in weights] if by_age else [weights]
    for some in lists:
        if not (isinstance(some, list) and all(isinstance(one, int | float) for one in some)):
            yield path, "“parameterSetWeights” must be a list of numbers, or of objects with “weights”."
        elif len(some) != count:
            yield path, f"There are {count} parameter sets, but {len(some)} weights."


def _which(path: Path, which, count: int):
    numbers = which if isinstance(which, list) else [which]
    for number in numbers:
        if not isinstance(number, int) or not (number == -1 or 0 <= number < count):
            yield path, f"“whichFrames” counts the {count} options from 0; {number} is none of them."
