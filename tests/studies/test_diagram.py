import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from studies import diagram, moderation
from studies.diagram import dot
from studies.models import StudyPage
from studies.models.lifecycle import State
from studies.workflow import TRANSITIONS
from tests.factories import StudyPageFactory

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(by=researcher)
    moderation.perform(study, "submit", by=researcher)
    return StudyPage.objects.get(pk=study.pk)


def moves(text):
    return set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", text, re.MULTILINE))


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_mermaid_has_every_move_of_the_definition():
    expected = {
        (source, target, trigger) for trigger, (sources, target) in TRANSITIONS.items() for source in sources
    }

    assert moves(diagram.mermaid(diagram.whole())) == expected
    assert len(expected) == 23


def test_around_a_study_is_where_it_came_from_and_where_it_can_go(study):
    part = diagram.around(study)

    assert part.states == ("created", "submitted", "rejected", "retracted", "approved", "archived")
    assert moves(diagram.mermaid(part)) == {
        ("created", "submitted", "submit"),
        ("submitted", "retracted", "retract"),
        ("submitted", "approved", "approve"),
        ("submitted", "rejected", "reject"),
        ("submitted", "archived", "archive"),
    }
    assert "class submitted here" in diagram.mermaid(part)


def test_svg_is_whole_and_needs_nothing_from_elsewhere(study):
    drawn = diagram.svg(diagram.whole(study), heading="Where “it” stands <now>")

    assert {state.label for state in State} <= set(texts(drawn))
    assert ElementTree.fromstring(drawn).get("aria-label") == "Where “it” stands <now>"
    assert not re.search(r"href|style=|<script|url\((?!#)", drawn)


def test_svg_has_no_arrow_through_a_box():
    drawn = ElementTree.fromstring(diagram.svg(diagram.whole(), heading="All"))
    boxes = [[float(box.get(name)) for name in ("x", "y")] for box in drawn.iter(f"{SVG}rect")]
    lines = [path.get("d") for path in drawn.findall(f"{SVG}path") if " L" in path.get("d")]

    assert len(lines) == 14
    for line in lines:
        (x1, y1), (x2, y2) = [tuple(map(float, end.split(","))) for end in line[1:].split(" L")]
        inner = [(x1 + (x2 - x1) * part / 20, y1 + (y2 - y1) * part / 20) for part in range(1, 20)]
        hit = [(x, y) for x, y in boxes for px, py in inner if x < px < x + 112 and y < py < y + 40]
        assert hit == [], line


def test_dot_marks_where_the_study_stands(study):
    text = dot(diagram.whole(study))

    assert re.findall(r"^  (\w+) \[label=\"\w+\", style=\"rounded,filled\"", text, re.MULTILINE) == [
        "submitted"
    ]
    assert text.count(" -> ") == 23


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_study_diagram_draws_with_graphviz(needs_graphviz, study, tmp_path, suffix):
    path = tmp_path / f"workflow.{suffix}"
    out = StringIO()

    call_command("study_diagram", str(study.uuid), "--roi", "--output", str(path), stdout=out)

    assert path.read_bytes()[:4] == {"png": b"\x89PNG", "svg": b"<?xm"}[suffix]
    assert out.getvalue() == f"Written to {path}.\n"


def test_study_diagram_without_graphviz_draws_svg_itself_and_no_png(study, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    call_command("study_diagram", "--output", str(tmp_path / "a.svg"), stdout=StringIO())
    assert "Deactivated" in texts((tmp_path / "a.svg").read_text())

    with pytest.raises(
        CommandError, match="Graphviz is not installed. Choose .svg or .mmd, which need none."
    ):
        call_command("study_diagram", "--output", str(tmp_path / "a.png"))
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--output", "a.gif"], "a.gif should end with .png, .svg, .mmd."),
        (["--roi", "--output", "a.mmd"], "--roi shows what is around a study: name one by its UUID."),
        (["nonsense", "--output", "a.mmd"], "There is no study with the UUID nonsense."),
        (["--output", "/nowhere/a.mmd"], "/nowhere/a.mmd can't be written: No such file or directory."),
    ],
)
def test_study_diagram_says_what_is_wrong(words, reason):
    with pytest.raises(CommandError, match=re.escape(reason)):
        call_command("study_diagram", *words)


def test_the_desk_shows_the_picture_and_who_may_move_the_study(study, researcher, reviewer, sign_in):
    reviewer.first_name, reviewer.last_name = "Ruth", "Reviewer"
    reviewer.save()

    answer = sign_in(researcher).get(reverse("studies:desk", args=[study.pk]))

    content = answer.content.decode()
    assert 'aria-label="The workflow of studies; this one is submitted."' in content
    ways = {way["label"]: (way["to"], way["people"]) for way in answer.context["ways_on"]}
    assert ways["Approve"] == ("Approved", [reviewer])
    assert ways["Retract"] == ("Retracted", [researcher])
    assert "<dt>Approve: then it is Approved</dt>\n        <dd>Ruth Reviewer</dd>" in content
