"""The archive's words in two languages, and what stands in for what is missing."""

import pytest
from django.test import RequestFactory

from archive.admin.translations import TranslationsFormField, TranslationsInput
from archive.languages import everywhere, said
from archive.models import Keyword, StoryPage, Theme
from tests.factories import UserFactory, grant

pytestmark = pytest.mark.django_db


def keyword(**hungarian):
    return Keyword(name="window", translations={"hu": hungarian} if hungarian else {})


@pytest.mark.parametrize(
    ("thing", "language", "expected"),
    [
        (keyword(name="ablak"), "en", ("window", "en", False)),
        (keyword(name="ablak"), "hu", ("ablak", "hu", False)),
        (keyword(), "hu", ("window", "en", True)),
        (Keyword(name="", translations={"hu": {"name": "ablak"}}), "en", ("ablak", "hu", True)),
        (Keyword(name=""), "hu", ("", "hu", False)),
    ],
)
def test_what_is_said_in_a_language_or_stands_in_for_it(thing, language, expected):
    spoken = said(thing, "name", language)

    assert (spoken.text, spoken.language, spoken.stands_in) == expected


def test_everywhere_leaves_out_what_is_not_said():
    assert everywhere(keyword(name="ablak"), "name") == {"en": "window", "hu": "ablak"}
    assert everywhere(keyword(), "name") == {"en": "window"}


@pytest.fixture
def browser(exhibition, sign_in):
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return sign_in(viewer)


def test_a_person_reads_in_the_language_that_was_chosen(exhibition, browser):
    exhibition.story.translations = {"hu": {"title": "Kanári történet"}}
    exhibition.story.save()

    answer = browser.post("/exhibition-media/language/", {"language": "hu", "next": "/exhibition/xy/xy001/"})
    words = browser.get(answer.url).content.decode()

    assert answer.url == "/exhibition/xy/xy001/"
    assert '<h1><span lang="hu">Kanári történet</span></h1>' in words
    assert 'Canary gallery</span> <small class="stands-in">in English</small>' in words


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_choosing_a_language_leads_nowhere_else(browser, back):
    answer = browser.post("/exhibition-media/language/", {"language": "hu", "next": back})

    assert answer.url == "/"


def test_a_language_that_the_archive_has_not_is_refused(browser):
    assert browser.post("/exhibition-media/language/", {"language": "xx"}).status_code == 400
    assert browser.get("/exhibition-media/language/").status_code == 405


def posted(**words):
    fields = [StoryPage._meta.get_field(name) for name in ("title", "summary")]
    data = RequestFactory().post("/", {f"translations-hu-{name}": text for name, text in words.items()}).POST
    return TranslationsFormField(translated=fields).clean(
        TranslationsInput(fields).value_from_datadict(data, {}, "translations")
    )


def test_a_form_keeps_what_was_written_and_nothing_blank():
    assert posted(title="  Az ablak ", summary="") == {"hu": {"title": "Az ablak"}}
    assert posted(title="", summary=" ") == {}


def test_a_translation_that_is_too_long_is_refused_with_its_field_and_length():
    with pytest.raises(Exception, match="Summary in Magyar has 301 characters; shorten it to 300"):
        posted(summary="a" * 301)


@pytest.mark.parametrize("kept", [{"hu": "ablak"}, {"hu": {"colour": "x"}}, {"hu": {"title": 1}}])
def test_a_translation_of_another_shape_is_refused(kept):
    with pytest.raises(Exception, match="Translations are kept as"):
        Theme(title="Light", reach="intra", translations=kept).full_clean()
