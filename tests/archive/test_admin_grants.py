"""Access in Wagtail's admin: lists, filters and cost, giving and changing, who may and who may not."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.users.models import UserProfile

from archive.governing import KINDS
from archive.models import (
    ExhibitionPageUserObjectPermission,
    GalleryPageGroupObjectPermission,
    GalleryPageUserObjectPermission,
    StoryPageUserObjectPermission,
)
from home.models import Mail, User
from tests.archive.granting_parts import GOVERN, in_days
from tests.archive.test_admin_privacy import may_edit, text
from tests.factories import StudyPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
ENTER = "wagtailadmin.access_admin"


@pytest.fixture
def editor(exhibition):
    return may_edit(UserFactory(username="editor", permissions=[ENTER, *GOVERN]), exhibition.page)


@pytest.fixture
def browser(editor, sign_in):
    return sign_in(editor)


@pytest.fixture
def rows(exhibition, editor):
    """One grant of each state and kind; the names of their holders tell them apart."""
    group = Group.objects.create(name="group")

    def person(name):
        return UserFactory(username=name, email=f"{name}@people.example")

    grant(person("now"), exhibition.page, given_by=editor, reason="A visit")
    grant(person("soon"), exhibition.gallery, valid_until=in_days(5))
    grant(person("later"), exhibition.story, valid_from=in_days(5), valid_until=in_days(60))
    grant(person("ended"), exhibition.other_story, valid_until=in_days(-5), reason="An old reason")
    grant(group, exhibition.other_gallery)
    return exhibition


def address(name="list", *args, **asked) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'archive_grants:{name}', args=args)}?{query}"


def told(browser, name="list", *args, **asked) -> list[list[str]]:
    answer = browser.get(address(name, *args, export="csv", **asked))
    return list(csv.reader(io.StringIO(text(answer))))[1:]


def names(browser, name="list", *args, **asked) -> list[str]:
    return sorted(row[0] for row in told(browser, name, *args, **asked))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["ended", "group", "later", "now", "soon"]),
        ({"state": "now"}, ["group", "now", "soon"]),
        ({"state": "later"}, ["later"]),
        ({"state": "ended"}, ["ended"]),
        ({"state": "soon"}, ["soon"]),
        ({"holder": "group"}, ["group"]),
        ({"holder": "user", "thing": "story"}, ["ended", "later"]),
        ({"thing": "exhibition"}, ["now"]),
        ({"q": "later@people"}, ["later"]),
        ({"q": "old+reason"}, ["ended"]),
        ({"q": "other+gallery"}, ["group"]),
        ({"q": "nowhere"}, []),
        ({"state": "nonsense"}, ["ended", "group", "later", "now", "soon"]),
    ],
)
def test_the_list_is_filtered_and_searched(rows, browser, asked, found):
    assert names(browser, **asked) == found


def test_the_list_of_one_participant(rows, browser):
    assert names(browser, gallery=rows.gallery.pk) == ["later", "soon"]


def test_a_row_tells_who_what_until_when_by_whom_and_why(rows, browser):
    (row,) = told(browser, q="now@people")

    assert row[:6] == ["now", "now@people.example", "exhibition", "Canary exhibition", "counts now", ""]
    assert row[7:8] + row[9:] == ["editor", "A visit"]


@pytest.mark.parametrize("ordering", ["who", "-who", "ends", "-ends", "since", "-since", "nonsense", "pk"])
def test_the_list_is_ordered(rows, browser, ordering):
    page = browser.get(address(ordering=ordering))

    assert page.status_code == 200
    found = [row.who for row in page.context["object_list"]]
    if ordering.endswith("who"):
        assert found == sorted(found, reverse=ordering.startswith("-"))
    assert len(found) == 5


def test_a_spreadsheet_takes_no_name_for_a_formula(exhibition, browser):
    grant(UserFactory(first_name="=HYPERLINK(1)", username="evil"), exhibition.page)

    assert told(browser)[0][0] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("page", "reach", "found"),
    [
        ("gallery", "", ["later", "now", "soon"]),
        ("gallery", "all", ["now", "soon"]),
        ("gallery", "part", ["later"]),
        ("story", "", ["later", "now", "soon"]),
        ("other_story", "", ["ended", "group", "now"]),
        ("page", "all", ["now"]),
        ("page", "part", ["ended", "group", "later", "soon"]),
    ],
)
def test_the_list_of_a_page_has_what_opens_it_and_what_opens_a_part(rows, sign_in, page, reach, found):
    """To somebody who governs all of it."""
    archivist = UserFactory(permissions=[ENTER, *GOVERN, "archive.view_exhibitionpage"])

    assert names(sign_in(archivist), "page", getattr(rows, page).pk, reach=reach) == found


def test_the_list_of_a_page_names_who_sees_everything_by_role(exhibition, browser):
    UserFactory(first_name="Ada", last_name="Archivist", permissions=["archive.view_exhibitionpage"])

    page = browser.get(address("page", exhibition.gallery.pk)).content.decode()

    assert "by their role, everything is seen by Ada Archivist" in page


def test_an_editor_of_one_gallery_is_told_nothing_of_another(rows, sign_in):
    editor = may_edit(UserFactory(permissions=[ENTER, *GOVERN]), rows.gallery)
    browser = sign_in(editor)

    assert names(browser) == ["later", "soon"]
    assert names(browser, gallery=rows.other_gallery.pk) == ["later", "soon"]
    for page in (rows.page, rows.other_gallery, rows.other_story):
        assert browser.get(address("page", page.pk)).status_code == 404
    hidden = GalleryPageGroupObjectPermission.objects.get()
    for act in ("grant", "end"):
        assert browser.post(address(act, "gallery-group", hidden.pk)).status_code == 404
    assert "Canary other" not in browser.get(address("give")).content.decode()


def who(exhibition, sign_in) -> dict:
    """Browsers of people to whom none of it is open."""
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return {
        "a stranger": Client(),
        "a viewer": sign_in(viewer),
        "an editor of pages": sign_in(may_edit(UserFactory(permissions=[ENTER]), exhibition.page)),
    }


def addresses(row) -> list[str]:
    return [
        address(),
        address("list-results"),
        address(export="csv"),
        address("page", row.content_object_id),
        address("page-results", row.content_object_id),
        address("give"),
        address("give", pages=row.content_object_id),
        address("invitations"),
        address("invite-again", row.user_id),
        address("view-as", row.user_id),
        address("grant", "gallery-user", row.pk),
        address("end", "gallery-user", row.pk),
    ]


def test_who_has_no_right_to_grants_gets_no_answer(exhibition, sign_in):
    row = grant(UserFactory(username="canary-person"), exhibition.gallery)

    for browser in who(exhibition, sign_in).values():
        for path in addresses(row):
            for method in (browser.get, browser.post):
                answer = method(path)
                assert (answer.status_code in (302, 405), "canary-person" in text(answer)) == (True, False)
    row.refresh_from_db()
    assert row.valid_until is None


def test_who_may_only_look_neither_gives_nor_changes(exhibition, sign_in):
    looks = [name for name in GOVERN if ".view_" in name]
    browser = sign_in(may_edit(UserFactory(permissions=[ENTER, *looks]), exhibition.page))
    row = grant(UserFactory(username="person"), exhibition.gallery)

    page = browser.get(address("grant", "gallery-user", row.pk)).content.decode()
    assert names(browser) == ["person"]
    assert "Change the end" not in page and "End the access now" not in page
    assert "Give access" not in browser.get(address()).content.decode()
    changing = (("give",), ("grant", "gallery-user", row.pk), ("end", "gallery-user", row.pk))
    assert [browser.post(address(*asked)).status_code for asked in changing] == [302, 302, 302]
    row.refresh_from_db()
    assert row.valid_until is None


def give(browser, thing, **data):
    data = {"pages": [thing.pk], "people": "", "reason": "A visit"} | data
    return browser.post(address("give", pages=thing.pk), data)


def test_access_is_given_and_told_by_mail(exhibition, browser, editor):
    UserFactory(username="person")

    answer = give(browser, exhibition.gallery, people="person\nanna@example.org", last_day="2099-12-24")

    rows = GalleryPageUserObjectPermission.objects.order_by("pk")
    assert answer["Location"] == address("page", exhibition.gallery.pk).rstrip("?")
    assert [row.user.username for row in rows] == ["person", "anna@example.org"]
    assert {row.valid_until.isoformat() for row in rows} == {"2099-12-25T00:00:00+00:00"}
    assert {row.given_by for row in rows} == {editor}
    assert [mail.to for mail in Mail.objects.order_by("pk")] == ["person@vitrine.example", "anna@example.org"]
    page = browser.get(answer["Location"]).content.decode()
    assert "Access was given 2 times." in page


def test_a_part_of_a_page_is_chosen_instead_of_all_of_it(exhibition, browser):
    UserFactory(username="person")
    page = browser.get(address("give", pages=exhibition.gallery.pk)).content.decode()
    assert "Canary story (story)" in page and "Canary other story" not in page

    give(browser, exhibition.gallery, pages=[exhibition.story.pk, exhibition.sibling.pk], people="person")

    assert StoryPageUserObjectPermission.objects.count() == 2
    assert GalleryPageUserObjectPermission.objects.count() == 0


def test_what_was_given_already_is_said(exhibition, browser):
    grant(UserFactory(username="person"), exhibition.gallery, valid_until=in_days(5))

    for sentence in ("One had access already: it now lasts", "One had access at least as long already"):
        answer = give(browser, exhibition.gallery, people="person")
        assert sentence in browser.get(answer["Location"]).content.decode()
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"people": ""}, "Name at least one person"),
        ({"people": "nobody"}, "is no mail address, and nobody has that user name"),
        ({"people": "closed"}, "is closed"),
        ({"people": "\n".join(f"p{n}@example.org" for n in range(51))}, "50 people at once"),
        ({"people": "person", "reason": " "}, "Say why"),
        ({"people": "person", "pages": []}, "Choose what is to be seen"),
        ({"people": "person", "pages": [999_999]}, "not one of the available choices"),
        ({"people": "person", "last_day": "2001-01-01"}, "over already"),
        ({"people": "person", "first_day": "2099-02-02", "last_day": "2099-02-01"}, "before it begins"),
        ({"people": "person", "last_day": "soon"}, "valid date"),
        ({"people": "editor"}, "Nobody gives access to himself"),
    ],
)
def test_what_can_not_be_given_is_told_beside_the_field(exhibition, browser, data, problem):
    UserFactory(username="person")
    UserFactory(username="closed", is_active=False)

    page = give(browser, exhibition.gallery, **data)

    assert page.status_code == 200
    assert problem in page.content.decode()
    assert (GalleryPageUserObjectPermission.objects.count(), Mail.objects.count()) == (0, 0)


def test_pages_of_others_are_not_given_by_their_number(exhibition, sign_in):
    editor = may_edit(UserFactory(permissions=[ENTER, *GOVERN]), exhibition.gallery)
    browser = sign_in(editor)
    UserFactory(username="person")

    for page in (exhibition.other_gallery, exhibition.page):
        for data in ({"pages": [page.pk]}, {"pages": [], "page": page.pk}):
            answer = give(browser, exhibition.gallery, people="person", **data)
            assert (answer.status_code, "available choices" in answer.content.decode()) == (200, True)
    assert ExhibitionPageUserObjectPermission.objects.count() == 0


def test_groups_of_studies_are_offered_to_nobody(exhibition, browser, researcher):
    """Their names tell the titles of studies."""
    StudyPageFactory(by=researcher, title="Canary draft")
    Group.objects.create(name="A seminar")

    page = browser.get(address("give")).content.decode()

    assert "A seminar" in page and "Canary draft" not in page


def test_days_are_those_of_the_time_zone_in_which_one_works(exhibition, browser, editor):
    UserProfile.objects.create(user=editor, current_time_zone="Europe/Budapest")
    UserFactory(username="person")

    assert "Europe/Budapest" in browser.get(address("give")).content.decode()
    give(browser, exhibition.gallery, people="person", first_day="2099-03-29", last_day="2099-03-29")

    row = GalleryPageUserObjectPermission.objects.get()
    # Clocks go forward on that day: it is 23 hours long.
    assert row.valid_from.isoformat() == "2099-03-28T23:00:00+00:00"
    assert row.valid_until.isoformat() == "2099-03-29T22:00:00+00:00"
    page = browser.get(address("grant", "gallery-user", row.pk)).content.decode()
    assert "The end of 29 March 2099 (Europe/Budapest)" in page
    assert 'value="2099-03-29"' in page


def change(browser, row, last_day, seen=None):
    seen = row.valid_until.isoformat() if seen is None and row.valid_until else seen or ""
    return browser.post(
        address("grant", f"{row.content_object._meta.model_name.removesuffix('page')}-user", row.pk),
        {"last_day": last_day, "seen": seen},
    )


def test_the_end_is_changed_in_the_page_of_the_grant(exhibition, browser):
    row = grant(UserFactory(), exhibition.gallery, valid_until=in_days(5))

    for last_day, until in (("2099-12-24", "2099-12-25T00:00:00+00:00"), ("", None)):
        assert change(browser, row, last_day).status_code == 302
        row.refresh_from_db()
        assert (row.valid_until and row.valid_until.isoformat()) == until


def test_a_day_that_was_not_changed_moves_no_hour(exhibition, browser):
    row = grant(UserFactory(), exhibition.gallery, valid_until=in_days(5))

    change(browser, row, f"{in_days(5):%Y-%m-%d}")

    row.refresh_from_db()
    assert row.valid_until == in_days(5)


def test_what_another_editor_changed_meanwhile_is_told(exhibition, browser):
    row = grant(UserFactory(), exhibition.gallery, valid_until=in_days(9))

    page = change(browser, row, "2099-12-24", seen=in_days(5).isoformat())

    assert "Somebody else has changed this access meanwhile" in page.content.decode()
    row.refresh_from_db()
    assert row.valid_until == in_days(9)


def test_access_is_ended_by_post_and_stays_in_the_list(exhibition, browser):
    row = grant(UserFactory(username="person"), exhibition.gallery)
    path = address("end", "gallery-user", row.pk)

    assert browser.get(path).status_code == 405
    assert browser.post(path).status_code == 302

    row.refresh_from_db()
    assert row.valid_until <= timezone.now()
    assert names(browser, state="ended") == ["person"]
    page = browser.get(address("grant", "gallery-user", row.pk)).content.decode()
    assert "Access was ended" in page and "Change the end" not in page


def test_ones_own_access_can_be_ended_and_not_extended(exhibition, browser, editor):
    row = grant(editor, exhibition.gallery, valid_until=in_days(5))

    page = browser.get(address("grant", "gallery-user", row.pk)).content.decode()

    assert "This is your own access" in page
    assert "Change the end" not in page and "End the access now" in page
    assert "Nobody gives access to himself" in change(browser, row, "2099-12-24").content.decode()


@pytest.mark.parametrize(
    "path", ["gallery-user/999999/", "story-user/1/", "nonsense/1/", "__class__/1/", "gallery-user/1/x/"]
)
def test_what_is_no_grant_is_not_found(exhibition, browser, path):
    assert browser.get(f"{address().rstrip('?')}{path}").status_code == 404


def test_nothing_is_changed_from_another_site(exhibition, editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    row = grant(UserFactory(), exhibition.gallery)

    assert browser.post(address("end", "gallery-user", row.pk)).status_code == 403
    assert give(browser, exhibition.gallery, people="anna@example.org").status_code == 403
    assert User.objects.filter(email="anna@example.org").count() == 0


def test_an_open_invitation_is_listed_and_sent_again(exhibition, browser, sign_in):
    give(browser, exhibition.gallery, people="Anna Kovács <anna@example.org>")
    person = User.objects.get(email="anna@example.org")
    other = sign_in(may_edit(UserFactory(permissions=[ENTER, *GOVERN]), exhibition.other_gallery))

    page = browser.get(address("invitations")).content.decode()
    assert "Anna Kovács" in page and "works still" in page
    assert "Anna" not in other.get(address("invitations")).content.decode()
    assert other.post(address("invite-again", person.pk)).status_code == 404
    assert browser.get(address("invite-again", person.pk)).status_code == 405
    assert browser.post(address("invite-again", person.pk)).status_code == 302
    assert Mail.objects.filter(to="anna@example.org").count() == 2


def test_no_link_is_sent_again_to_whoever_has_a_password(exhibition, browser):
    person = UserFactory()
    person.set_password("something else entirely")
    person.save()
    grant(person, exhibition.gallery)

    assert browser.post(address("invite-again", person.pk)).status_code == 404
    assert Mail.objects.count() == 0


def test_a_group_shows_who_is_in_it(exhibition, browser):
    group = Group.objects.create(name="A seminar")
    UserFactory(first_name="Anna", last_name="Member").groups.add(group)
    row = grant(group, exhibition.gallery)

    page = browser.get(address("grant", "gallery-group", row.pk)).content.decode()

    assert "Anna Member" in page


def test_the_list_is_found_in_the_menu_the_explorer_and_the_editor_of_a_page(exhibition, browser):
    paths = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[exhibition.gallery.pk]),
        reverse("wagtailadmin_pages:edit", args=[exhibition.story.pk]),
    ]

    menu, explorer, story = (browser.get(path).content.decode() for path in paths)

    assert "Who may see what" in menu
    assert address("page", exhibition.gallery.pk).rstrip("?") in explorer
    assert address("page", exhibition.story.pk).rstrip("?") in explorer
    assert address("page", exhibition.story.pk).rstrip("?") in story


def test_it_is_found_by_nobody_else(exhibition, sign_in):
    browser = sign_in(may_edit(UserFactory(permissions=[ENTER]), exhibition.page))

    for path in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[exhibition.gallery.pk]),
    ):
        page = browser.get(path).content.decode()
        assert "Who may see" not in page


def test_a_group_can_be_given_the_permissions_in_the_admin():
    offered = set()
    for hook in hooks.get_hooks("register_permissions"):
        offered |= {f"archive.{codename}" for codename in hook().values_list("codename", flat=True)}

    assert set(GOVERN) <= offered
    assert len(KINDS) == 6


def cost(browser, path) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
        text(answer)
    assert answer.status_code == 200
    return len(captured)


def test_lists_cost_a_fixed_number_of_queries(exhibition, browser):
    paths = [address(), address("page", exhibition.page.pk), address(export="csv"), address("give")]
    paths += [reverse("wagtailadmin_explore", args=[exhibition.gallery.pk])]
    for page in (exhibition.page, exhibition.gallery, exhibition.story):
        grant(UserFactory(), page, given_by=UserFactory())
        grant(Group.objects.create(name=f"{page.pk}"), page)
    few = [cost(browser, path) for path in paths]
    for number in range(90):
        page = (exhibition.page, exhibition.gallery, exhibition.story)[number % 3]
        grant(UserFactory(), page, given_by=UserFactory())
        grant(Group.objects.create(name=f"A seminar {number}"), page)

    assert [cost(browser, path) for path in paths] == few
