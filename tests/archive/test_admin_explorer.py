"""Deleting, copying and moving private pages: what is lost is told, what would break is refused."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from archive.models import (
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    GalleryPage,
    StoryMedia,
    StoryPage,
    Theme,
    ThemeStory,
    Transcript,
)
from home.models import StandardPage
from tests.archive.test_admin_privacy import OF_MODELS, may_edit, text
from tests.factories import (
    GalleryPageFactory,
    MediaItemFactory,
    StoryMediaFactory,
    StoryPageFactory,
    TranscriptFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/wagtailcore/page/"


@pytest.fixture
def editor():
    return UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])


@pytest.fixture
def browser(exhibition, editor, sign_in):
    return sign_in(may_edit(editor, exhibition.page))


def theme(title, reach, *stories):
    made = Theme.objects.create(title=title, reach=reach)
    for story in stories:
        ThemeStory.objects.create(theme=made, story=story)
    return made


def chain(title, reach, *themes):
    made = Chain.objects.create(title=title, reach=reach)
    for place in themes:
        ChainTheme.objects.create(chain=made, theme=place)
    return made


def connect(one, other, reach):
    echo, _ = ConnectionType.objects.get_or_create(name="echo")
    return Connection.objects.create(from_story=one, to_story=other, type=echo, reach=reach)


def everything() -> dict:
    """All rows that the explorer may touch."""
    return {
        "pages": sorted(Page.objects.values_list("pk", "path", "live", "slug")),
        "stories": sorted(StoryPage.objects.values_list("pk", "number")),
        "placed": sorted(StoryMedia.objects.values_list("story", "item")),
        "joined": sorted(ThemeStory.objects.values_list("theme", "story")),
        "tied": sorted(Connection.objects.values_list("from_story", "to_story", "reach")),
        "said": sorted(Transcript.objects.values_list("story", "language")),
    }


def told(answer) -> str:
    """What a page says, or what the page says that it leads to."""
    return " ".join(str(message) for message in answer.context["messages"]) + text(answer)


# --- deleting ----------------------------------------------------------------------------------


@pytest.fixture
def joined(exhibition):
    """A story that everything needs."""
    story, sibling, other = exhibition.story, exhibition.sibling, exhibition.other_story
    item = MediaItemFactory(gallery=exhibition.gallery, number=1, title="At the lake")
    StoryMediaFactory(story=story, item=item)
    TranscriptFactory(story=story, language="hu")
    between = theme("Between us", "inter", story, other)
    chain("A long way", "inter", between)
    theme("Water", "intra", story, sibling)
    connect(story, other, "inter")
    return exhibition


def test_deleting_a_story_tells_what_is_lost_and_what_is_no_longer_true(joined, browser):
    path = reverse("wagtailadmin_pages:delete", args=[joined.story.pk])

    shown = text(browser.get(path))

    for sentence in [
        "One transcript is deleted:",
        "Canary story (hu)",
        "One connection is deleted:",
        "Canary story – Canary other story (echo)",
        "One media item stays, but loses a place:",
        "XY001 At the lake",
        "2 themes lose stories:",
        "One chain loses stories:",
        "The theme “Between us” would not be an interconnection (across participants) any more.",
        "The chain “A long way” would not be an interconnection (across participants) any more.",
        "Yes, delete it",
    ]:
        assert sentence in shown
    assert "The theme “Water” would not be" not in shown
    assert StoryPage.objects.filter(pk=joined.story.pk).exists()


def test_a_story_that_is_deleted_leaves_nothing_dangling(joined, browser):
    answer = browser.post(reverse("wagtailadmin_pages:delete", args=[joined.story.pk]))

    assert answer.status_code == 302
    assert not StoryPage.objects.filter(pk=joined.story.pk).exists()
    assert (StoryMedia.objects.count(), Connection.objects.count(), Transcript.objects.count()) == (0, 0, 0)
    assert joined.gallery.media_items.count() == 1
    connection.check_constraints()


def test_what_is_lost_is_told_only_of_what_the_person_may_know(joined, sign_in):
    editor = UserFactory(permissions=["wagtailadmin.access_admin", "archive.view_theme"])
    browser = sign_in(may_edit(editor, joined.gallery))

    shown = text(browser.get(reverse("wagtailadmin_pages:delete", args=[joined.story.pk])))

    assert "One theme loses stories:" in shown
    assert "Water" in shown
    for hidden in ["Between us", "A long way", "Canary other story", "transcript", "At the lake"]:
        assert hidden not in shown


@pytest.mark.parametrize("name", ["gallery", "page"])
def test_a_participant_with_media_is_not_deleted(joined, editor, name, sign_in):
    editor = may_edit(editor, joined.page)
    may_delete_much(editor, joined.page)
    browser, page = sign_in(editor), getattr(joined, name)
    before, path = everything(), reverse("wagtailadmin_pages:delete", args=[page.pk])

    shown = text(browser.get(path))
    answer = browser.post(path, follow=True)

    assert "One media item belongs to XY and would be left without a participant." in shown
    assert "Yes, delete it" not in shown
    assert "Nothing was deleted. One media item belongs to XY" in told(answer)
    assert everything() == before


def may_delete_much(user, page):
    permission = Permission.objects.get(codename="bulk_delete_page")
    GroupPagePermission.objects.create(group=user.groups.get(), page=page, permission=permission)


def test_a_refusal_counts_no_media_for_who_may_not_see_them(joined, sign_in):
    editor = may_edit(UserFactory(permissions=["wagtailadmin.access_admin"]), joined.page)
    may_delete_much(editor, joined.page)

    shown = text(sign_in(editor).get(reverse("wagtailadmin_pages:delete", args=[joined.gallery.pk])))

    assert "Media belong to XY" in shown
    assert "One media item" not in shown


def test_a_gallery_without_media_is_deleted_with_its_stories(exhibition, editor, sign_in):
    editor = may_edit(editor, exhibition.page)
    may_delete_much(editor, exhibition.page)

    answer = sign_in(editor).post(reverse("wagtailadmin_pages:delete", args=[exhibition.gallery.pk]))

    assert answer.status_code == 302
    assert list(GalleryPage.objects.values_list("code", flat=True)) == ["ZZ"]
    assert list(StoryPage.objects.all()) == [exhibition.other_story]


def test_a_wrong_site_name_deletes_nothing(exhibition, browser):
    before = everything()

    answer = browser.post(
        reverse("wagtailadmin_pages:delete", args=[exhibition.story.pk]), {"confirm_site_name": "x"}
    )

    assert "Please type" in told(answer)
    assert everything() == before


def test_who_may_not_delete_is_not_told_what_would_be_lost(joined, sign_in):
    editor = may_edit(
        UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS]), joined.other_gallery
    )

    answer = sign_in(editor).get(reverse("wagtailadmin_pages:delete", args=[joined.story.pk]))

    assert answer.status_code == 404


def test_a_page_of_text_is_deleted_as_ever(exhibition, sign_in):
    home = exhibition.page.get_parent()
    about = home.add_child(instance=StandardPage(title="About us", slug="about-us"))
    editor = may_edit(UserFactory(permissions=["wagtailadmin.access_admin"]), about)

    shown = sign_in(editor).get(reverse("wagtailadmin_pages:delete", args=[about.pk]))

    assert shown.templates[0].name == "wagtailadmin/pages/confirm_delete.html"


def test_the_question_costs_the_same_for_little_and_much(exhibition, editor, sign_in):
    editor = may_edit(editor, exhibition.page)
    may_delete_much(editor, exhibition.page)
    browser, path = sign_in(editor), reverse("wagtailadmin_pages:delete", args=[exhibition.gallery.pk])
    costs = []
    for size in (2, 2, 12):
        for _ in range(size):
            story = StoryPageFactory(parent=GalleryPage.objects.get(pk=exhibition.gallery.pk))
            TranscriptFactory(story=story)
            told = theme(f"Theme {story.pk}", "inter", story, exhibition.other_story)
            chain(f"Chain {story.pk}", "inter", told)
            connect(story, exhibition.other_story, "inter")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        costs.append(len(captured))

    assert costs[2] == costs[1]


# --- deleting, moving, publishing several -------------------------------------------------------


def test_several_pages_with_media_are_not_deleted(joined, browser, editor):
    before = everything()
    query = f"delete/?id={joined.gallery.pk}&id={joined.other_story.pk}&next=/admin/pages/"
    may_delete_much(editor, joined.page)

    shown = text(browser.get(BULK + query))
    answer = browser.post(BULK + query, follow=True)

    assert "One media item belongs to XY" in shown
    assert "Yes, delete" not in shown
    assert "Nothing was deleted. One media item belongs to XY" in told(answer)
    assert everything() == before


def test_several_stories_are_deleted_after_it_was_told_what_is_lost(joined, browser):
    query = f"delete/?id={joined.story.pk}&id={joined.sibling.pk}&next=/admin/pages/"

    shown = text(browser.get(BULK + query))
    browser.post(BULK + query)

    assert "2 themes lose stories:" in shown
    assert "XY001 At the lake" in shown
    assert list(StoryPage.objects.all()) == [joined.other_story]


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("asked", ["id=all", "id=all&childOf={page}"])
def test_all_pages_are_no_more_than_what_one_may_know(exhibition, editor, sign_in, action, asked):
    browser = sign_in(may_edit(editor, exhibition.gallery))
    before = everything()
    path = f"{BULK}{action}/?{asked.format(page=exhibition.page.pk)}"

    answers = [browser.get(path), browser.post(path)]

    for answer in answers:
        assert "Canary other" not in text(answer)
        assert "Canary exhibition" not in text(answer)
    hidden = {exhibition.other_gallery.pk, exhibition.other_story.pk, exhibition.page.pk}
    assert [row for row in everything()["pages"] if row[0] in hidden] == [
        row for row in before["pages"] if row[0] in hidden
    ]


def test_a_hidden_page_is_no_destination_and_is_not_named(exhibition, editor, sign_in):
    browser = sign_in(may_edit(editor, exhibition.gallery))
    before = everything()

    answer = browser.post(f"{BULK}move/?id={exhibition.story.pk}", {"chooser": exhibition.other_gallery.pk})

    assert "Canary other" not in text(answer)
    assert everything() == before


def test_a_draft_that_can_no_longer_be_published_says_so(exhibition, browser):
    draft = GalleryPage.objects.get(pk=exhibition.gallery.pk)
    draft.code = "QQ"
    draft.save_revision()
    GalleryPageFactory(parent=exhibition.page, code="QQ")
    path = f"{BULK}publish/?id={exhibition.story.pk}&id={exhibition.gallery.pk}&next=/admin/pages/"

    answer = browser.post(path, follow=True)

    assert "Nothing was published" in told(answer)
    assert GalleryPage.objects.get(pk=exhibition.gallery.pk).code == "XY"


# --- moving ------------------------------------------------------------------------------------


def move(browser, story, gallery):
    path = reverse("wagtailadmin_pages:move_confirm", args=[story.pk, gallery.pk])
    asked = browser.get(path, follow=True)
    return asked, browser.post(path, follow=True)


def test_a_story_that_nothing_joins_is_moved(exhibition, browser):
    _, answer = move(browser, exhibition.sibling, exhibition.other_gallery)

    assert "moved" in told(answer)
    moved = StoryPage.objects.get(pk=exhibition.sibling.pk)
    assert moved.get_parent().pk == exhibition.other_gallery.pk


@pytest.mark.parametrize(
    ("reach", "others", "sentence"),
    [
        ("intra", ["story"], "The theme “Told” would not be an intraconnection"),
        ("inter", ["other_story"], "The theme “Told” would not be an interconnection"),
        ("inter", ["story", "other_story"], ""),
        ("intra", [], ""),
    ],
)
def test_a_story_is_moved_where_its_themes_stay_true(exhibition, browser, reach, others, sentence):
    theme("Told", reach, exhibition.sibling, *(getattr(exhibition, name) for name in others))
    before = everything()

    asked, answer = move(browser, exhibition.sibling, exhibition.other_gallery)

    if sentence:
        assert f"Nothing was moved. {sentence}" in told(asked)
        assert f"Nothing was moved. {sentence}" in told(answer)
        assert everything() == before
    else:
        assert "Nothing was moved" not in told(asked)
        assert everything() != before


@pytest.mark.parametrize(
    ("reach", "to", "refused"),
    [("intra", "story", True), ("inter", "other_story", True)],
)
def test_a_story_is_not_moved_out_of_its_connections(exhibition, browser, reach, to, refused):
    connect(exhibition.sibling, getattr(exhibition, to), reach)
    before = everything()

    _, answer = move(browser, exhibition.sibling, exhibition.other_gallery)

    assert ("Nothing was moved. The connection “Canary sibling" in told(answer)) == refused
    assert (everything() == before) == refused


def test_a_story_is_not_moved_out_of_a_chain_of_one_participant(exhibition, browser):
    one = theme("One", "intra", exhibition.story)
    two = theme("Two", "inter", exhibition.sibling, exhibition.other_story)
    chain("Both", "intra", one, two)
    before = everything()

    _, answer = move(browser, exhibition.sibling, exhibition.other_gallery)

    assert "The theme “Two” would not be an interconnection" in told(answer)
    assert "The chain “Both” would not be an intraconnection" in told(answer)
    assert everything() == before


@pytest.mark.parametrize("where", ["live", "draft"])
def test_a_story_is_not_moved_away_from_whose_media_it_shows(exhibition, browser, where):
    item = MediaItemFactory(gallery=exhibition.gallery, number=1)
    story = StoryPage.objects.get(pk=exhibition.sibling.pk)
    if where == "live":
        StoryMediaFactory(story=story, item=item)
    else:
        story.placements.add(StoryMedia(item=item))
        story.save_revision()
    before = everything()

    _, answer = move(browser, story, exhibition.other_gallery)

    assert "Nothing was moved. Media of XY are placed in “Canary sibling”" in told(answer)
    assert everything() == before


def test_what_speaks_against_a_move_is_not_named_to_who_may_not_know_it(exhibition, editor, sign_in):
    third = GalleryPageFactory(parent=exhibition.page, code="TT", title="Third")
    theme("Canary theme", "inter", exhibition.sibling, exhibition.other_story)
    browser = sign_in(may_edit(editor, exhibition.gallery, third))
    theme("Hidden pair", "intra", exhibition.sibling, exhibition.story)
    connect(exhibition.sibling, exhibition.other_story, "inter")
    before = everything()

    _, answer = move(browser, exhibition.sibling, third)

    assert "The theme “Hidden pair” would not be an intraconnection" in told(answer)
    assert "Canary theme" not in told(answer)
    assert everything() == before


def test_a_move_that_only_a_hidden_theme_forbids_is_refused_without_a_name(exhibition, editor, sign_in):
    third = GalleryPageFactory(parent=exhibition.page, code="TT", title="Third")
    in_third = StoryPageFactory(parent=third, number=1, title="In the third")
    one = theme("Canary one", "inter", exhibition.other_story, exhibition.sibling)
    two = theme("Canary two", "inter", exhibition.sibling, in_third, exhibition.other_story)
    chain("Canary chain", "intra", one, two)
    ThemeStory.objects.filter(theme=two, story=exhibition.other_story).delete()
    theme("Elsewhere", "inter", exhibition.other_story, in_third)
    browser = sign_in(may_edit(editor, exhibition.gallery, third))
    before = everything()

    _, answer = move(browser, exhibition.sibling, third)

    assert "Canary chain" not in told(answer)
    assert "Nothing was moved." in told(answer)
    assert everything() == before


def test_stories_that_belong_together_are_moved_together(exhibition, browser):
    theme("Together", "intra", exhibition.story, exhibition.sibling)
    connect(exhibition.story, exhibition.sibling, "intra")
    ids = f"id={exhibition.story.pk}&id={exhibition.sibling.pk}"

    alone = browser.post(
        f"{BULK}move/?id={exhibition.story.pk}&next=/admin/pages/",
        {"chooser": exhibition.other_gallery.pk},
        follow=True,
    )
    parents = {story.get_parent().pk for story in StoryPage.objects.filter(number__in=[1, 2])}
    together = browser.post(
        f"{BULK}move/?{ids}&next=/admin/pages/", {"chooser": exhibition.other_gallery.pk}, follow=True
    )

    assert "Nothing was moved. The theme “Together”" in told(alone)
    assert exhibition.gallery.pk in parents
    assert "2 pages have been moved" in told(together)
    assert {story.get_parent().pk for story in StoryPage.objects.all()} == {exhibition.other_gallery.pk}


# --- copying -----------------------------------------------------------------------------------


def test_a_gallery_is_not_copied_and_says_why(exhibition, browser):
    before, path = everything(), reverse("wagtailadmin_pages:copy", args=[exhibition.gallery.pk])

    for answer in (browser.get(path, follow=True), browser.post(path, {"new_slug": "copy"}, follow=True)):
        assert "A gallery can't be copied, because a participant is in the archive once." in (
            str(next(iter(answer.context["messages"])))
        )
    assert everything() == before


@pytest.mark.parametrize(("name", "offered"), [("gallery", False), ("story", True), ("page", True)])
def test_a_copy_is_offered_where_there_can_be_one(exhibition, editor, sign_in, name, offered):
    page, browser = getattr(exhibition, name), sign_in(may_edit(editor, exhibition.page.get_parent()))
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])

    edited = text(browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    listed = text(browser.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])))

    assert (copy in edited, copy in listed) == (offered, offered)


def copy(browser, page, parent, **options):
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": parent.pk} | options
    return browser.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form, follow=True)


def test_an_exhibition_is_copied_without_its_participants(exhibition, editor, sign_in):
    browser = sign_in(may_edit(editor, exhibition.page.get_parent()))

    shown = text(browser.get(reverse("wagtailadmin_pages:copy", args=[exhibition.page.pk])))
    copy(browser, exhibition.page, exhibition.page.get_parent(), copy_subpages="on", alias="on")

    assert "copy_subpages" not in shown
    made = Page.objects.get(slug="a-copy")
    assert (made.get_children().count(), made.alias_of, GalleryPage.objects.count()) == (0, None, 2)


def test_a_copied_story_gets_a_number_of_its_own(exhibition, browser):
    story = StoryPage.objects.get(pk=exhibition.story.pk)
    StoryMediaFactory(story=story, item=MediaItemFactory(gallery=exhibition.gallery, number=1))
    story.save_revision().publish()

    copy(browser, story, exhibition.gallery, publish_copies="on", alias="on")

    made = StoryPage.objects.get(slug="a-copy")
    assert (made.number, made.live, made.alias_of, made.placements.count()) == (3, True, None, 1)
    assert made.get_latest_revision_as_object().number == 3
    assert made.uuid != story.uuid


@pytest.mark.parametrize("with_media", [True, False])
def test_a_story_is_copied_only_to_whose_media_it_shows(exhibition, browser, with_media):
    if with_media:
        StoryMediaFactory(story=exhibition.story, item=MediaItemFactory(gallery=exhibition.gallery, number=1))
    before = everything()

    answer = copy(browser, exhibition.story, exhibition.other_gallery)

    if with_media:
        assert "Media of XY are placed in “Canary story”" in text(answer)
        assert everything() == before
    else:
        made = StoryPage.objects.get(slug="a-copy")
        assert (made.get_parent().pk, made.number) == (exhibition.other_gallery.pk, 2)


# --- forms -------------------------------------------------------------------------------------


@pytest.fixture
def placed(exhibition):
    story = StoryPage.objects.get(pk=exhibition.story.pk)
    item = MediaItemFactory(gallery=exhibition.gallery, number=1, title="At the lake")
    StoryMediaFactory(story=story, item=item)
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def edit(browser, story, **fields):
    form = {"title": "Another title", "slug": story.slug, "number": story.number, "action-publish": "1"}
    form = nested_form_data(form | {"comments": inline_formset([])} | fields)
    return browser.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), form)


def test_an_editor_who_may_not_see_media_neither_sees_nor_loses_what_is_placed(exhibition, placed, sign_in):
    editor = may_edit(UserFactory(permissions=["wagtailadmin.access_admin"]), exhibition.page)
    browser = sign_in(editor)

    shown = text(browser.get(reverse("wagtailadmin_pages:edit", args=[placed.pk])))
    answers = [edit(browser, placed), edit(browser, placed, placements=inline_formset([]))]

    assert "At the lake" not in shown
    assert "XY001" not in shown
    assert "id_placements" not in shown
    assert [answer.status_code for answer in answers] == [302, 302]
    story = StoryPage.objects.get(pk=placed.pk)
    assert (story.title, story.placements.count()) == ("Another title", 1)
    revisions = list(story.revisions.order_by("pk").values_list("pk", flat=True))
    compared = browser.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, revisions[0], revisions[-1]])
    )
    assert (compared.status_code, "At the lake" in text(compared)) == (200, False)


def test_an_editor_who_may_see_media_changes_what_is_placed(placed, browser):
    shown = text(browser.get(reverse("wagtailadmin_pages:edit", args=[placed.pk])))
    place = placed.placements.get()
    removed = inline_formset(
        [{"id": place.pk, "item": place.item_id, "DELETE": "on", "ORDER": "1"}], initial=1
    )
    answer = edit(browser, placed, placements=removed)

    assert "XY001 At the lake" in shown
    assert answer.status_code == 302
    assert StoryPage.objects.get(pk=placed.pk).placements.count() == 0


@pytest.mark.parametrize("slug", ["themes", "chains", "analysis", "keywords"])
def test_a_gallery_bears_no_rooms_name(exhibition, slug):
    gallery = GalleryPage.objects.get(pk=exhibition.gallery.pk)
    gallery.slug = slug

    with pytest.raises(ValidationError) as refusal:
        gallery.full_clean()

    assert refusal.value.message_dict == {
        "slug": [
            f"“{slug}” is the address of a room of the exhibition; "
            "choose another one, such as the participant's code."
        ]
    }


def test_a_gallerys_form_says_that_the_slug_is_a_rooms(exhibition, browser):
    form = {"title": "Themes", "slug": "themes", "code": "XY", "comments": inline_formset([])}
    path = reverse("wagtailadmin_pages:edit", args=[exhibition.gallery.pk])

    answer = browser.post(path, nested_form_data(form))

    assert "“themes” is the address of a room of the exhibition" in text(answer)
    assert GalleryPage.objects.get(pk=exhibition.gallery.pk).slug == "xy"
