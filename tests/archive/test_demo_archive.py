"""The demo archive in both its languages, loaded into an empty database or over an older demo."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings

from archive import demo, paths
from archive.demo.mending import mend, row
from archive.languages import in_language
from archive.models import GalleryPage, Keyword, MediaItem, StoryPage
from archive.models.translations import TranslationsField
from home.models import HomePage
from tests.factories import StoryPageFactory

KINDS = {
    *("exhibitionpage", "gallerypage", "storypage", "recording", "mediaitem", "participationgroup", "era"),
    *("keyword", "analysistype", "analysispoint", "theme", "chain", "connection", "connectiontype"),
}
#: What is left in English, so that it can be seen how that is shown.
UNTRANSLATED = {
    *(("storypage", f"VA{number:03d}", "notes") for number in range(1, 7)),
    ("theme", "What a table holds", "description"),
}
DESCRIBED = {
    "title": "The far side",
    "notes": "A landing stage.\n\nIn fog.",
    "duration": timedelta(seconds=26),
    "translations": {"hu": {"title": "A túlsó part", "notes": "Egy stég.\n\nKödben."}},
}

pytestmark = pytest.mark.django_db


def load():
    demo.load(settings.BASE_DIR / "demo", front=HomePage.objects.get(), viewers=[])


def translated():
    """Each thing of the archive that can be translated, with the field that its translations are in."""
    for model in apps.get_app_config("archive").get_models():
        for field in model._meta.fields:
            if isinstance(field, TranslationsField):
                yield from ((thing, field) for thing in model.objects.all())


def name_of(thing) -> str:
    if isinstance(thing, StoryPage):
        return paths.name(GalleryPage.objects.parent_of(thing).get().code, thing.number)
    return str(thing)


def untranslated() -> set:
    """The texts that say nothing in Hungarian, each as the model, the thing and the field."""
    return {
        (thing._meta.model_name, name_of(thing), name)
        for thing, field in translated()
        for name in field.of
        if getattr(thing, name) and not in_language(thing, name, "hu")
    }


def story_of_an_older_demo(**words):
    return StoryPageFactory(**{"title": "The far side", "notes": "A landing stage.\n\nIn fog."} | words)


def test_the_demo_is_in_hungarian_but_for_what_shows_what_stands_in():
    load()

    assert {thing._meta.model_name for thing, _ in translated()} == KINDS
    assert untranslated() == UNTRANSLATED
    for thing, field in translated():
        field.clean(thing.translations, thing)
        field.formfield().validate(thing.translations)


def test_a_story_of_the_demo_lasts_as_long_as_its_voice_or_else_its_video():
    load()

    for story in StoryPage.objects.all():
        told = MediaItem.objects.filter(placements__story=story, duration__isnull=False)
        lasts = [item.duration for item in told.order_by("-kind")]
        assert story.duration == (timedelta(seconds=round(lasts[0].total_seconds())) if lasts else None)


def test_loading_over_an_older_demo_fills_what_that_did_not_have():
    load()
    durations = set(StoryPage.objects.values_list("pk", "duration"))
    for model in {type(thing) for thing, _ in translated()}:
        model.objects.update(translations={})
    StoryPage.objects.update(duration=None)
    GalleryPage.objects.update(portrait=None)

    load()

    assert untranslated() == UNTRANSLATED
    assert set(StoryPage.objects.values_list("pk", "duration")) == durations
    assert not GalleryPage.objects.filter(portrait=None).exists()


def test_mending_leaves_what_an_editor_wrote():
    theirs = {"hu": {"title": "A másik part"}}
    story = story_of_an_older_demo(translations=theirs, duration=timedelta(seconds=1))

    mend(story, DESCRIBED)

    story.refresh_from_db()
    assert (story.translations, story.duration) == (theirs, timedelta(seconds=1))


def test_mending_translates_no_text_that_an_editor_rewrote():
    story = story_of_an_older_demo(title="Rewritten", notes="A landing stage.\r\n\r\nIn fog.")

    mend(story, DESCRIBED)

    story.refresh_from_db()
    assert story.translations == {"hu": {"notes": "Egy stég.\n\nKödben."}}


def test_mending_keeps_a_draft_a_draft():
    story = story_of_an_older_demo()
    story.title = "A draft"
    story.save_revision()

    mend(StoryPage.objects.get(), DESCRIBED)

    live = StoryPage.objects.get()
    draft = live.get_latest_revision_as_object()
    assert (live.title, live.translations) == ("The far side", DESCRIBED["translations"])
    assert (draft.title, draft.duration) == ("A draft", timedelta(seconds=26))
    assert draft.translations == {"hu": {"notes": "Egy stég.\n\nKödben."}}


def test_mending_publishes_nothing_that_was_taken_down():
    story_of_an_older_demo().unpublish()

    mend(StoryPage.objects.get(), DESCRIBED)

    story = StoryPage.objects.get()
    assert (story.live, story.translations) == (False, DESCRIBED["translations"])


def test_mending_twice_writes_once():
    story = story_of_an_older_demo()
    story.title = "A draft"
    story.save_revision()
    mend(StoryPage.objects.get(), DESCRIBED)
    revisions = story.revisions.count()

    mend(StoryPage.objects.get(), DESCRIBED)

    assert story.revisions.count() == revisions


def test_a_row_that_is_not_there_is_made_as_it_is_described():
    described = {"name": "mother", "translations": {"hu": {"name": "anya"}}}

    made = [row(Keyword, described, name="mother") for _ in range(2)]

    mother = Keyword.objects.get()
    assert made == [(mother, True), (mother, False)]
    assert mother.translations == {"hu": {"name": "anya"}}
