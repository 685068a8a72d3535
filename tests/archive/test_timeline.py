"""The timeline: eras to scale, and the stories of each, for whom they are open."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import timeline
from archive.models import Era, Keyword, StoryPage
from tests.archive.large import add_eras, add_stories, large_exhibition
from tests.factories import StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
ADDRESS = "/exhibition/timeline/"


def era(name: str, start: int, end: int, *stories) -> Era:
    made = Era.objects.create(name=name, slug=name.lower(), start_year=start, end_year=end)
    for story in stories:
        story.eras.add(made)
        story.save()
    return made


def keyword(name: str, *stories) -> Keyword:
    made = Keyword.objects.create(name=name)
    for story in stories:
        story.keywords.add(made)
        story.save()
    return made


@pytest.fixture
def dated(exhibition):
    """The seventies overlap with a childhood; one story is of both, one of neither."""
    era("Seventies", 1970, 1979, exhibition.story, exhibition.sibling)
    era("Childhood", 1965, 1974, exhibition.story)
    keyword("Water", exhibition.story)
    keyword("Lamp", exhibition.other_story)
    return exhibition


@pytest.fixture
def browse(exhibition, sign_in):
    def get(query="", *pages):
        person = UserFactory()
        for page in pages or (exhibition.page,):
            grant(person, page)
        return sign_in(person).get(ADDRESS + query).content.decode()

    return get


def sections(content: str) -> list[tuple[str, list[str]]]:
    """The name of each section, and the titles of its stories."""
    found = re.findall(r'<section class="era".*?</section>', content, re.DOTALL)
    names = [
        re.sub(r"<[^>]+>", "", re.search(r"<h2.*?</h2>", section, re.DOTALL)[0]).strip() for section in found
    ]
    titles = [re.findall(r"<h3>(.*?)</h3>", section) for section in found]
    lines = [re.findall(r'<li><a href="[^"]+">(.*?)</a>', section) for section in found]
    return [(name, its + more) for name, its, more in zip(names, titles, lines, strict=True)]


def test_who_was_granted_nothing_gets_no_timeline(exhibition, sign_in):
    assert sign_in().get(ADDRESS).url.startswith("/sign-in/")
    assert sign_in(UserFactory()).get(ADDRESS).status_code == 404


def test_stories_stand_in_each_of_their_eras_and_those_without_at_the_end(dated, browse):
    assert sections(browse()) == [
        ("Childhood", ["Canary story"]),
        ("Seventies", ["Canary story", "Canary sibling"]),
        ("Of no named era", ["Canary other story"]),
    ]


def test_nothing_of_what_is_hidden_is_told(dated, browse):
    era("Canaryera", 1950, 1959, dated.other_story)
    keyword("Canaryword", dated.sibling)

    content = browse("", dated.story)

    assert sections(content) == [("Childhood", ["Canary story"]), ("Seventies", ["Canary story"])]
    for canary in ("Canary other", "Canary sibling", "Canaryera", "Canaryword", "Lamp", "1950"):
        assert canary not in content
    assert "2 stories" not in content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?participant=xy", [("Childhood", 1), ("Seventies", 2)]),
        ("?participant=zz", [("Of no named era", 1)]),
        ("?keyword=water", [("Childhood", 1), ("Seventies", 1)]),
        ("?keyword=water&participant=zz", []),
        ("?participant=nobody", []),
        ("?keyword=nothing", []),
        ("?era=nothing", []),
        ("?era=seventies", [("Seventies", 2)]),
        ("?era=without.era", [("Of no named era", 1)]),
        ("?era=seventies&page=99", [("Seventies", 2)]),
    ],
)
def test_a_choice_narrows_it(dated, browse, query, found):
    content = browse(query)

    assert [(name, len(titles)) for name, titles in sections(content)] == found
    assert ("No story that is open to you is of that choice." in content) is not found


def test_a_hidden_participant_is_answered_like_one_who_never_was(dated, browse):
    hidden, unknown = (browse(f"?participant={code}", dated.story) for code in ("zz", "qq"))

    assert sections(hidden) == sections(unknown) == []


def test_the_scale_is_of_all_eras_that_are_shown():
    eras = [Era(start_year=1965, end_year=1974), Era(start_year=1970, end_year=1979)]

    scale = timeline.Scale.of(eras)

    assert (scale.first, scale.last) == (1965, 1980)
    assert [scale.band(era) for era in eras] == [(0, 666.7), (333.3, 666.7)]
    assert scale.marks() == [(1965, 0), (1970, 333.3), (1975, 666.7), (1980, 1000)]


@pytest.mark.parametrize(
    ("first", "last"), [(1970, 1970), (1970, 1971), (1850, 2019), (-500, 2020), (-9999, 9999)]
)
def test_a_scale_has_few_marks_and_they_are_on_it(first, last):
    marks = timeline.Scale.of([Era(start_year=first, end_year=last)]).marks()

    assert 1 <= len(marks) <= timeline.MOST_MARKS
    assert all(0 <= at <= timeline.WIDTH for _, at in marks)


def test_without_an_era_there_is_no_scale(exhibition, browse):
    content = browse()

    assert timeline.Scale.of([]) is None
    assert 'class="scale"' not in content
    assert [name for name, _ in sections(content)] == ["Of no named era"]


def test_a_large_era_is_folded_and_a_larger_one_has_pages(exhibition, browse, monkeypatch):
    for name, value in {"CARDS": 2, "FOLDED": 3, "PER_PAGE": 4}.items():
        monkeypatch.setattr(timeline, name, value)
    stories = [
        StoryPageFactory(parent=exhibition.gallery, number=n, title=f"Told {n}") for n in range(10, 16)
    ]
    era("Large", 1960, 1969, *stories)
    era("Folded", 1970, 1979, *stories[:4])

    content = browse()
    page = browse("?era=large&page=2")

    assert "2 more stories" in content
    assert "The next 3 stories" in content
    assert "All 6 stories of this time" in content
    assert sections(content)[0] == ("Large", ["Told 10", "Told 11", "Told 12", "Told 13", "Told 14"])
    assert sections(page) == [("Large", ["Told 14", "Told 15"])]


def test_titles_can_be_anything(exhibition, browse):
    StoryPage.objects.filter(pk=exhibition.story.pk).update(title="</ul><script>alert(1)</script>")

    assert "<script>alert" not in browse()


def test_a_timeline_costs_the_same_queries_for_little_and_much(sign_in):
    page = large_exhibition(participants=2, stories=4)
    add_eras(page, eras=2, keywords=2)
    person = UserFactory()
    grant(person, page)
    browser = sign_in(person)

    def cost():
        browser.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(ADDRESS).status_code == 200
        return len(queries)

    little = cost()
    gallery = page.get_first_child().specific
    StoryPage.objects.child_of(gallery).delete()
    add_stories(gallery, 150)
    Era.objects.all().delete()
    Keyword.objects.all().delete()
    add_eras(page, eras=8, keywords=30)
    assert cost() == little
