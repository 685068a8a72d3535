"""How editors describe the archive: forms that refuse with a sentence, pages' editors that stay quick."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from archive.admin.colour import ColourInput, contrast, in_words
from archive.admin.group import EDITED
from archive.models import AnalysisType, Chain, Cue, Theme, ThemeStory, Transcript
from tests.archive.test_admin_privacy import OF_MODELS, may_edit
from tests.factories import (
    CueFactory,
    MediaItemFactory,
    StoryMediaFactory,
    TranscriptFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(exhibition, sign_in):
    assert set(EDITED) <= set(get_snippet_models())
    editor = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    return sign_in(may_edit(editor, exhibition.page))


def address(model, view, *arguments) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=arguments)


def places(name, *things) -> dict:
    return inline_formset([{name: thing.pk, "ORDER": order} for order, thing in enumerate(things)])


def post(browser, model, **fields):
    return browser.post(address(model, "add"), nested_form_data(fields))


@pytest.mark.parametrize(
    ("reach", "stories", "sentence"),
    [
        ("inter", ["story", "other_story"], ""),
        ("intra", ["sibling", "story"], ""),
        ("inter", [], ""),
        ("intra", ["story", "other_story"], "An intraconnection stays within one participant"),
        ("inter", ["story", "sibling"], "An interconnection joins participants"),
        ("inter", ["story"], "An interconnection joins participants"),
    ],
)
def test_a_themes_reach_is_what_its_stories_say(exhibition, browser, reach, stories, sentence):
    stories = [getattr(exhibition, name) for name in stories]

    answer = post(browser, Theme, title="A theme", reach=reach, places=places("story", *stories))

    if sentence:
        assert sentence in answer.content.decode()
        assert Theme.objects.count() == 0
    else:
        assert answer.status_code == 302
        assert [place.story.specific for place in Theme.objects.get().places.all()] == stories


def theme(title, *stories):
    theme = Theme.objects.create(title=title, reach="intra")
    for story in stories:
        ThemeStory.objects.create(theme=theme, story=story)
    return theme


@pytest.mark.parametrize(
    ("reach", "told", "sentence"),
    [
        ("inter", [["story"], ["other_story"]], ""),
        ("intra", [["story"], ["sibling"]], ""),
        ("intra", [["story"], ["sibling", "other_story"]], ""),
        ("intra", [["story"], ["other_story"]], "nobody tells in all of these themes"),
        ("inter", [["story"], ["sibling"]], "these themes are all told by one"),
    ],
)
def test_a_chains_reach_is_what_its_themes_say(exhibition, browser, reach, told, sentence):
    themes = [
        theme(f"Theme {place}", *(getattr(exhibition, name) for name in names))
        for place, names in enumerate(told)
    ]

    answer = post(browser, Chain, title="A chain", reach=reach, places=places("theme", *themes[::-1]))

    if sentence:
        assert sentence in answer.content.decode()
        assert Chain.objects.count() == 0
    else:
        assert answer.status_code == 302
        assert [place.theme for place in Chain.objects.get().places.all()] == themes[::-1]


WORDS = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Erzsi>Hideg volt &amp; sötét.\n"


def test_a_transcript_is_written_as_webvtt(exhibition, browser):
    answer = post(browser, Transcript, story=exhibition.story.pk, language="hu", words=WORDS)

    assert answer.status_code == 302
    cues = Transcript.objects.get().cues.values_list("start", "end", "speaker", "text")
    assert list(cues) == [(1000, 2000, "Erzsi", "Hideg volt & sötét.")]


@pytest.fixture
def transcript(exhibition):
    transcript = TranscriptFactory(story=exhibition.story, language="en")
    CueFactory(transcript=transcript, start=0, end=900, speaker="Erzsi", text="It was cold & dark.")
    return transcript


def test_a_broken_transcript_is_refused_with_its_line_and_nothing_is_lost(exhibition, browser, transcript):
    fields = {"story": exhibition.story.pk, "language": "en", "words": WORDS.replace("02.000", "00.500")}

    answer = browser.post(address(Transcript, "edit", transcript.pk), fields)

    assert "Line 3: This cue ends at 00:00:00.500" in answer.content.decode()
    assert [cue.text for cue in Cue.objects.all()] == ["It was cold &amp; dark.".replace("&amp;", "&")]


def test_a_transcript_that_is_saved_again_stays_what_it_was(exhibition, browser, transcript):
    edit = address(Transcript, "edit", transcript.pk)
    words = browser.get(edit).context["form"]["words"].value()

    answer = browser.post(edit, {"story": exhibition.story.pk, "language": "en", "words": words})

    assert answer.status_code == 302
    assert list(transcript.cues.values_list("start", "end", "speaker", "text")) == [
        (0, 900, "Erzsi", "It was cold & dark.")
    ]


def test_a_transcript_can_be_downloaded(browser, transcript):
    answer = browser.get(address(Transcript, "download", transcript.pk))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="xy001-en.vtt"'
    assert answer.content.decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.900\n<v Erzsi>It was cold &amp; dark.\n"
    )
    assert address(Transcript, "download", transcript.pk) in (
        browser.get(address(Transcript, "edit", transcript.pk)).content.decode()
    )


@pytest.mark.parametrize(
    ("colour", "paper", "words"),
    [
        ("#000000", "#ffffff", "21.0 to 1, enough for text"),
        ("#8a5a44", "#ffffff", "5.8 to 1, enough for text"),
        ("#8a5a44", "#161310", "3.2 to 1, enough for large letters and shapes, not for text"),
        ("#ffffff", "#ffffff", "1.0 to 1, too little to be seen"),
    ],
)
def test_a_colours_contrast_is_told_in_words(colour, paper, words):
    assert in_words(colour, paper) == words
    assert contrast(colour, paper) == contrast(paper, colour)


def test_a_colour_has_the_browsers_own_input():
    html = ColourInput().render("points-0-colour", "#8a5a44", {"id": "id_colour"})

    assert 'type="color"' in html
    assert '<output data-paper="#ffffff">5.8 to 1, enough for text</output>' in html
    assert ColourInput().render("points-__prefix__-colour", None, {}).count("<output") == 2


def test_the_points_of_an_analysis_are_kept_in_order(browser):
    points = inline_formset(
        [
            {"name": "Water", "colour": "#4f7a8c", "ORDER": 1},
            {"name": "Road", "colour": "#6b7a54", "ORDER": 2},
        ]
    )

    answer = post(browser, AnalysisType, name="Place", points=points)

    assert answer.status_code == 302
    assert [point.name for point in AnalysisType.objects.get().points.all()] == ["Water", "Road"]


def fill(exhibition, size):
    for number in range(1, size + 1):
        item = MediaItemFactory(gallery=exhibition.gallery, number=number)
        StoryMediaFactory(story=exhibition.story, item=item, sort_order=number)
        transcript = TranscriptFactory(story=exhibition.story, language=f"l{number}")
        CueFactory(transcript=transcript)
    exhibition.gallery.portrait = item
    for page in (exhibition.gallery, exhibition.story):
        type(page).objects.get(pk=page.pk).save_revision()
    exhibition.gallery.save_revision()


def cost(browser, path) -> list[str]:
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return [query["sql"] for query in captured]


def empty(exhibition):
    exhibition.gallery.portrait = None
    exhibition.gallery.save()
    exhibition.story.placements.get_live_queryset().delete()
    exhibition.story.transcripts.all().delete()
    exhibition.gallery.media_items.all().delete()


@pytest.mark.parametrize("asked", ["gallery", "story", "MediaItem", "Transcript"])
def test_an_editor_or_list_costs_the_same_for_little_and_much(exhibition, browser, asked):
    models = {model.__name__: model for model in EDITED}
    if asked in models:
        path = address(models[asked], "list")
    else:
        path = reverse("wagtailadmin_pages:edit", args=[getattr(exhibition, asked).pk])
    costs = []
    for size in (2, 2, 15):
        empty(exhibition)
        fill(exhibition, size)
        costs.append(cost(browser, path))

    assert len(costs[2]) == len(costs[1]), "\n".join(costs[2])


def test_the_pages_editors_choose_media_one_by_one(exhibition, browser):
    fill(exhibition, 2)
    MediaItemFactory(gallery=exhibition.gallery, number=99, title="Not placed anywhere")

    for page in (exhibition.gallery, exhibition.story):
        shown = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reverse("wagtailsnippetchoosers_archive_mediaitem:choose") in shown
        assert "Photograph 2" in shown
        assert "Not placed anywhere" not in shown
