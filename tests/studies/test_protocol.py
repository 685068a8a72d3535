"""What is wrong with a protocol or its generator is told by the line."""

import json

import pytest

from studies.protocol import check, check_generator

SMALLEST = {
    "frames": {
        "hello": {"kind": "exp-lookit-text", "blocks": [{"text": "We look at rolling balls."}]},
        "bye": {"kind": "exp-lookit-exit-survey"},
    },
    "sequence": ["hello", "bye"],
}
CHOICE = {
    "frames": {
        "trials": {
            "kind": "choice",
            "sampler": "random-parameter-set",
            "commonFrameProperties": {"kind": "exp-lookit-images-audio"},
            "frameList": [{"audio": "SOUND"}, {"audio": "SOUND"}],
            "parameterSets": [{"SOUND": "a"}, {"SOUND": "b"}],
            "parameterSetWeights": [1, 2],
        },
        "rest": {"kind": "group", "frameList": [{"kind": "exp-lookit-text"}]},
        "one": {
            "kind": "choice",
            "sampler": "select",
            "frameOptions": [{"kind": "exp-video-config"}],
            "whichFrames": -1,
        },
    },
    "sequence": ["trials", "rest", "one"],
}


def told(protocol) -> list[str]:
    text = protocol if isinstance(protocol, str) else json.dumps(protocol, indent=1)
    return [str(problem) for problem in check(text)]


def frames(frame, **others):
    return {"frames": {"a": frame} | others, "sequence": ["a"]}


@pytest.mark.parametrize("protocol", ["", " \n", SMALLEST, CHOICE])
def test_nothing_is_wrong_with_a_good_protocol(protocol):
    assert told(protocol) == []


@pytest.mark.parametrize(
    ("protocol", "problem"),
    [
        ('{"frames": {},\n "sequence": [}', "Line 2: This is not JSON: Expecting value (column 15)."),
        (
            '{"frames": {\n"a": {"kind": "exp-a"},\n"a": {"kind": "exp-b"}}, "sequence": ["a"]}',
            "Line 3: “a” is there twice",
        ),
        ("[]", "Line 1: A protocol is an object"),
        ('{\n"frames": [],\n"sequence": ["a"]}', "Line 2: “frames” must be an object"),
        ('{"frames": {"a": {"kind": "exp-a"}},\n"sequence": []}', "Line 2: “sequence” must be a list"),
        ('{"frames": {"a": {"kind": "exp-a"}}}', "Line 1: “sequence” must be a list"),
        (
            '{"frames": {"a": {"kind": "exp-a"}},\n"sequence": [\n"a",\n"b"]}',
            "Line 4: There is no frame “b”.",
        ),
        ('{"frames": {"a": {"kind": "exp-a"}},\n"sequence": [\n7]}', "Line 3: Only ids"),
        ('{"frames": {\n"a_b": {"kind": "exp-a"}},\n"sequence": ["a_b"]}', "Line 2: An id has letters"),
        (
            '{"frames": {\n"a-repeat-2": {"kind": "exp-a"}},\n"sequence": ["a-repeat-2"]}',
            "Line 2: “a-repeat-2” is",
        ),
        # Lookit's own "very minimal study" has a frame like this.
        ('{"frames": {\n"a": {\n"id": "x"}},\n"sequence": ["a"]}', "Line 2: The frame has no “kind”."),
        ('{"frames": {\n"a": {\n"kind": "text"}},\n"sequence": ["a"]}', "Line 3: “text” is no kind of frame"),
        ('{"frames": {\n"a": 5},\n"sequence": ["a"]}', "Line 2: A frame is an object."),
        (frames({"kind": "group"}), "Line 3: “frameList” must be a list of frames"),
        (frames({"kind": "group", "frameList": []}), "Line 5: “frameList” must be a list of frames"),
        (frames({"kind": "group", "frameList": [{}]}), "Line 6: The frame has no “kind”."),
        (frames({"kind": "choice"}), "Line 3: “sampler” must be one of"),
        (frames({"kind": "choice", "sampler": "any"}), "Line 5: “sampler” must be one of"),
        (
            frames(
                {
                    "kind": "choice",
                    "sampler": "select",
                    "frameOptions": [{"kind": "exp-a"}],
                    "whichFrames": [1],
                }
            ),
            "Line 11: “whichFrames” counts the 1 options from 0; 1 is none",
        ),
        (
            frames({"kind": "choice", "sampler": "random-parameter-set", "frameList": [{"kind": "exp-a"}]}),
            "Line 3: “parameterSets” must be",
        ),
        (
            frames(CHOICE["frames"]["trials"] | {"parameterSetWeights": [1]}),
            "There are 2 parameter sets, but 1 weights.",
        ),
        *(
            (
                frames(CHOICE["frames"]["trials"] | {"parameterSetWeights": weights}),
                "must be a list of numbers",
            )
            for weights in (5, "ab", {"a": 1}, ["a", "b"], [{"minAge": 1}], [{"weights": [1, 1]}, 7])
        ),
        (frames({"kind": "exp-a", "n": 1}).__repr__(), "This is not JSON"),
        ('{"frames": {"a": {"kind": "exp-a", "n": NaN}}, "sequence": ["a"]}', "NaN is no number"),
        (
            '{"frames": {"a": {"kind": "exp-a", "n": ' + "9" * 5_000 + '}}, "sequence": ["a"]}',
            "This is not JSON",
        ),
        ('{"frames": ' * 2_000 + "1" + "}" * 2_000, "Line 1: "),
    ],
)
def test_what_is_wrong_is_told_by_the_line(protocol, problem):
    assert any(problem in one for one in told(protocol)), told(protocol)


def test_every_problem_is_told_at_once_in_their_order():
    protocol = {"frames": {"a_b": {}, "c": {"kind": "x"}}, "sequence": ["a_b", "d"]}

    assert [one.split(":")[0] for one in told(protocol)] == ["Line 3", "Line 3", "Line 5", "Line 10"]


@pytest.mark.parametrize(
    "generator",
    [
        "function generate(child, pastSessions) { return {frames: {}, sequence: []}; }",
        "// Two of them.\n/* a ) */ function make(child) {\n  return ')' + \"}\" + `]`;\n}",
    ],
)
def test_nothing_is_wrong_with_a_good_generator(generator):
    assert check_generator(generator) == []


@pytest.mark.parametrize(
    ("generator", "problem"),
    [
        ("", "Line 1: A generator is one named function"),
        ("function (child) { }", "Line 1: A generator is one named function"),
        ("(child) => ({})", "Line 1: A generator is one named function"),
        ("function f(child) {\n  return [1);\n}", "Line 2: “)” closes nothing."),
        ("function f(child) {\n  return 1;\n}}", "Line 3: “}” closes nothing."),
        ("function f(child) {\n  if (child) {\n}", "Line 1: “{” is never closed."),
    ],
)
def test_what_is_wrong_with_a_generator_is_told_by_the_line(generator, problem):
    assert any(problem in str(one) for one in check_generator(generator))
