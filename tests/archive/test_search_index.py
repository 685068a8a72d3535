"""The index follows the content: what is live can be found, and by nothing that it does not say any more."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.signals import post_migrate
from django.test.utils import CaptureQueriesContext

from archive.admin.transcript import TranscriptForm
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ConsentLimit,
    Era,
    Keyword,
    ParticipationGroup,
    Recording,
    SearchDocument,
    SearchPlace,
    StoryPage,
    Theme,
    Transcript,
)
from archive.search import following, fulltext, index, tasks
from archive.search.query import read
from tests.factories import (
    CueFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow(django_capture_on_commit_callbacks):
    """`with follow():` is a transaction that the index follows."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def finds(asked: str) -> set[int]:
    return set(fulltext.pages(read(asked)))


def test_a_story_is_found_when_it_is_published_changed_and_not_any_more(exhibition, follow):
    with follow():
        story = StoryPageFactory(parent=exhibition.gallery, title="Árnyék", number=7)
    assert finds("arnyek") == {story.pk}

    with follow():
        story.title = "Fény"
        story.save_revision()
    assert (finds("arnyek"), finds("feny")) == ({story.pk}, set())

    with follow():
        story.save_revision().publish()
    assert (finds("arnyek"), finds("feny")) == (set(), {story.pk})

    with follow():
        story.unpublish()
    assert finds("feny") == set()

    with follow():
        story.save_revision().publish()
    assert finds("feny") == {story.pk}

    with follow():
        story.delete()
    assert finds("feny") == set()


def test_a_draft_is_not_found(exhibition, follow):
    with follow():
        StoryPageFactory(parent=exhibition.gallery, title="Árnyék", live=False)

    assert finds("arnyek") == set()


def describe(story, name):
    era = Era.objects.create(name=name, slug="e", start_year=1960, end_year=1969)
    kind = AnalysisType.objects.create(name="Place")
    point = AnalysisPoint.objects.create(type=kind, name=name)
    keyword = Keyword.objects.create(name=name, translations={"hu": {"name": f"{name} magyarul"}})
    theme = Theme.objects.create(
        title=name, reach="intra", translations={"hu": {"title": f"{name} magyarul"}}
    )
    chain = Chain.objects.create(title=name, reach="intra")
    item = MediaItemFactory(gallery=story.get_parent().specific, title="Untitled", alt_text=name)
    return {
        "eras": era,
        "analysis_points": point,
        "keywords": keyword,
        "theme": theme,
        "chain": chain,
        "item": item,
    }


def tie(story, thing, name):
    """As an editor does it, or the other way round."""
    match name:
        case "theme":
            thing.stories.add(story)
        case "chain":
            theme = Theme.objects.create(title="A theme", reach="intra")
            theme.stories.add(story)
            thing.themes.add(theme)
        case "item":
            StoryMediaFactory(story=story, item=thing)
        case _:
            getattr(story, name).add(thing)
            story.save()


def untie(story, thing, name):
    match name:
        case "theme":
            thing.stories.clear()
        case "chain":
            thing.themes.clear()
        case "item":
            story.placements.all().delete()
            story.save_revision().publish()
        case _:
            thing.stories.clear()


@pytest.mark.parametrize("name", ["eras", "analysis_points", "keywords", "theme", "chain", "item"])
def test_a_story_is_found_by_what_describes_it(exhibition, follow, name):
    story = exhibition.story
    thing = describe(story, "Árnyék")[name]
    with follow():
        tie(story, thing, name)
    assert finds("arnyek") == {story.pk}

    field = {"theme": "title", "chain": "title", "item": "alt_text"}.get(name, "name")
    with follow():
        setattr(thing, field, "Fény")
        thing.save()
    assert (finds("arnyek -magyarul"), finds("feny")) == (set(), {story.pk})

    with follow():
        untie(story, thing, name)
    assert finds("feny") == set()


@pytest.mark.parametrize("name", ["eras", "analysis_points", "keywords", "theme", "chain"])
def test_a_story_is_not_found_by_what_was_deleted(exhibition, follow, name):
    thing = describe(exhibition.story, "Árnyék")[name]
    with follow():
        tie(exhibition.story, thing, name)

    with follow():
        thing.delete()

    assert finds("arnyek") == set()


def test_a_translated_name_is_found(exhibition, follow):
    with follow():
        tie(exhibition.story, describe(exhibition.story, "Shadow")["keywords"], "keywords")

    assert finds("magyarul") == {exhibition.story.pk}


def test_a_place_in_a_theme_leads_to_another_story_from_now_on(exhibition, follow):
    theme = describe(exhibition.story, "Árnyék")["theme"]
    with follow():
        place = theme.places.create(story=exhibition.story)
        theme.save()

    with follow():
        place = theme.places.get()
        place.story = exhibition.sibling
        place.save()

    assert finds("arnyek") == {exhibition.sibling.pk}


def test_a_transcript_saved_by_its_form_is_found(exhibition, follow, admin_user):
    with follow():
        transcript = TranscriptFactory(story=exhibition.story, language="hu")
        CueFactory(transcript=transcript, text="Hideg volt.")
    assert finds("hideg") == {exhibition.story.pk}

    words = "WEBVTT\n\n00:01.000 --> 00:02.000\nMeleg volt.\n"
    data = {"story": exhibition.story.pk, "language": "hu", "words": words}
    form_class = TranscriptForm.__class__(
        "Form",
        (TranscriptForm,),
        {"Meta": type("Meta", (), {"model": Transcript, "fields": ["story", "language"]})},
    )
    with follow():
        form = form_class(data, instance=transcript, for_user=admin_user)
        assert form.is_valid(), form.errors
        form.save()
    assert (finds("hideg"), finds("meleg")) == (set(), {exhibition.story.pk})

    with follow():
        transcript.story = exhibition.sibling
        transcript.save()
    assert finds("meleg") == {exhibition.sibling.pk}

    with follow():
        transcript.delete()
    assert finds("meleg") == set()


def test_a_gallery_is_found_and_takes_its_name_to_its_stories(exhibition, follow):
    group = ParticipationGroup.objects.create(name="Vándor")
    with follow():
        exhibition.gallery.pseudonym = "Árnyék"
        exhibition.gallery.participation_group = group
        exhibition.gallery.save_revision().publish()
    of_gallery = {exhibition.gallery.pk, exhibition.story.pk, exhibition.sibling.pk}
    assert (finds("arnyek"), finds("vandor")) == (of_gallery, {exhibition.gallery.pk})
    assert finds("XY001") == {exhibition.story.pk}

    with follow():
        group.name = "Remete"
        group.save()
    assert (finds("vandor"), finds("remete")) == (set(), {exhibition.gallery.pk})


def test_a_story_that_moves_is_found_by_its_new_participant(exhibition, follow):
    index.index_everything()

    with follow():
        exhibition.story.move(exhibition.other_gallery, pos="last-child")

    assert exhibition.story.pk in finds("ZZ story")
    assert exhibition.story.pk not in finds("XY story")


def test_what_may_be_hidden_in_a_visible_story_is_in_no_document(exhibition, follow):
    own, foreign = exhibition.gallery, exhibition.other_gallery
    items = {
        "plain": MediaItemFactory(gallery=own, title="Plainword"),
        "foreign": MediaItemFactory(gallery=foreign, title="Foreignword"),
        "limited": MediaItemFactory(gallery=own, title="Limitedword"),
        "sound": MediaItemFactory(gallery=own, title="Soundword", kind="voice"),
        "decorative": MediaItemFactory(
            gallery=own, title="Decoration", alt_text="Altword", is_decorative=True
        ),
    }
    with follow():
        for item in items.values():
            StoryMediaFactory(story=exhibition.story, item=item)
    assert finds("plainword") == finds("limitedword") == finds("soundword") == {exhibition.story.pk}

    with follow():
        limit = ConsentLimit.objects.create(item=items["limited"], for_exhibition=True, reason="A child.")
        recording = Recording.objects.create(gallery=own, date=date(2018, 5, 14), sound=items["sound"])
    assert finds("foreignword") == finds("altword") == finds("limitedword") == finds("soundword") == set()

    with follow():
        limit.delete()
        recording.delete()
    assert finds("limitedword") == finds("soundword") == {exhibition.story.pk}


def test_words_are_in_the_language_in_which_they_are_said_or_stand_in(exhibition):
    story = exhibition.story
    story.translations = {"hu": {"title": "Magyar cím"}}
    story.summary = "Summary"
    story.save()
    index.index([story.pk, exhibition.sibling.pk])

    documents = {
        (document.place.name, document.page_id): document.text
        for document in SearchDocument.objects.select_related("place")
    }

    assert documents["title-hu", story.pk] == "magyar cim"
    assert documents["title-en", story.pk] == "canary story"
    assert documents["description-hu", story.pk].startswith("magyar cim summary canary gallery xy xy001")
    assert ("title-hu", exhibition.sibling.pk) not in documents
    assert ("description-hu", exhibition.sibling.pk) not in documents


def test_the_command_writes_all_and_takes_away_what_is_gone(exhibition, capsys):
    index.index([exhibition.story.pk])
    StoryPage.objects.filter(pk=exhibition.sibling.pk).update(live=False)
    place = SearchPlace.objects.get(source="title")
    SearchDocument.objects.filter(page=exhibition.story.pk).update(text="old")
    SearchDocument.objects.create(
        number=index.PLACES * exhibition.sibling.pk + place.number,
        page_id=exhibition.sibling.pk,
        place=place,
        text="gone",
    )

    call_command("index_archive")

    assert capsys.readouterr().out == "4 pages can be found.\n"
    assert finds("old") == finds("gone") == set()
    assert finds("canary") == {
        page.pk
        for page in (exhibition.gallery, exhibition.other_gallery, exhibition.story, exhibition.other_story)
    }


def test_indexing_again_writes_nothing(exhibition):
    index.index_everything()

    with CaptureQueriesContext(connection) as asked:
        index.index([exhibition.story.pk])

    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("count", [1, 12])
def test_a_batch_costs_the_same_queries_for_little_and_much(exhibition, django_assert_num_queries, count):
    stories = StoryPageFactory.create_batch(count, parent=exhibition.gallery)
    for story in stories:
        Keyword.objects.create(name=f"Keyword {story.pk}").stories.add(story)
        StoryMediaFactory(story=story, item=MediaItemFactory(gallery=exhibition.gallery))
        CueFactory(transcript=TranscriptFactory(story=story))
    index.index_everything()

    with django_assert_num_queries(11):
        index.index([story.pk for story in stories])


def test_much_is_left_to_the_workers_by_its_ids_alone(exhibition, follow, monkeypatch):
    sent = []
    monkeypatch.setattr(following, "AT_ONCE", 1)
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task", lambda self, name, args, **options: sent.append((name, args))
    )
    keyword = Keyword.objects.create(name="Árnyék")
    keyword.stories.add(exhibition.story, exhibition.sibling)

    with follow():
        keyword.save()

    (name, (pages,)) = sent[-1]
    assert name == tasks.index_pages.name
    assert set(pages) >= {exhibition.story.pk, exhibition.sibling.pk}
    tasks.index_pages(pages)
    assert finds("arnyek") == {exhibition.story.pk, exhibition.sibling.pk}


def test_a_long_transcript_is_found_by_its_beginning(exhibition):
    transcript = TranscriptFactory(story=exhibition.story)
    many = " ".join(f"szó{number}" for number in range(40_000))
    CueFactory(transcript=transcript, text=f"eleje {many} vége")

    index.index([exhibition.story.pk])

    assert finds("eleje szo1") == {exhibition.story.pk}
    assert finds("vege") == set()


def test_a_word_that_is_said_often_is_found_in_a_phrase_wherever(exhibition):
    """PostgreSQL keeps only the first 256 places of a word."""
    transcript = TranscriptFactory(story=exhibition.story)
    CueFactory(transcript=transcript, text="a szó " * 2000 + "a legvégén")

    index.index([exhibition.story.pk])

    assert finds('"a legvegen"') == {exhibition.story.pk}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_index_survives_a_change_of_its_table_and_an_emptied_database(exhibition):
    index.index_everything()
    before = SearchDocument._meta.get_field("text")
    after = models.TextField(default="")
    after.set_attributes_from_name("text")
    after.model = SearchDocument
    with connection.schema_editor() as editor:
        editor.alter_field(SearchDocument, before, after, strict=False)
    with connection.schema_editor() as editor:
        editor.alter_field(SearchDocument, after, before, strict=False)

    post_migrate.send(
        apps.get_app_config("archive"),
        app_config=apps.get_app_config("archive"),
        using="default",
        verbosity=0,
    )
    # That has emptied the cache of content types, with which the rows of the next such test are read.
    ContentType.objects.get_for_models(*apps.get_models())
    assert exhibition.story.pk in finds("canary")

    StoryPage.objects.filter(pk=exhibition.story.pk).update(title="Árnyék")
    index.index([exhibition.story.pk])
    assert finds("arnyek") == {exhibition.story.pk}

    emptied = connection.ops.sql_flush(no_style(), [SearchDocument._meta.db_table])
    connection.ops.execute_sql_flush(emptied)
    assert finds("canary") == set()
