import pytest
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage
from home.navigation import MenuEntry, main_menu
from tests.factories import ExhibitionPageFactory, StandardPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


def menu(rf, path="/", user=None):
    request = rf.get(path)
    request.user = user or UserFactory()
    return main_menu(request)


def about(**fields):
    return StandardPageFactory(parent=HomePage.objects.get(), **fields)


def test_menu_names_the_public_pages_in_menus(rf):
    about(search_description="What this is.")

    assert menu(rf) == [
        MenuEntry("Studies", "/studies/"),
        MenuEntry("About", "/about/", "What this is."),
    ]


@pytest.mark.parametrize("hidden", [{"show_in_menus": False}, {"live": False}])
def test_menu_leaves_out_what_is_not_live_or_not_in_menus(rf, hidden):
    about(**hidden)

    assert [entry.title for entry in menu(rf)] == ["Studies"]


def test_menu_leaves_out_what_is_restricted_and_what_is_below_a_page(rf):
    page = about()
    StandardPageFactory(title="Below", parent=page)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert [entry.title for entry in menu(rf)] == ["Studies"]


def test_menu_leaves_out_everything_where_the_site_itself_is_restricted(rf):
    home = Site.objects.get(is_default_site=True).root_page
    PageViewRestriction.objects.create(page=home.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    assert menu(rf) == []


def test_menu_begins_with_what_the_apps_above_add_for_this_person(rf):
    exhibition = ExhibitionPageFactory(title="Told Photographs", slug="told")
    viewer = UserFactory()
    grant(viewer, exhibition)

    assert [entry.title for entry in menu(rf, user=viewer)] == ["Told Photographs", "Studies"]
    assert [entry.title for entry in menu(rf)] == ["Studies"]


@pytest.mark.parametrize(("path", "current"), [("/studies/", True), ("/studies/one/", True), ("/", False)])
def test_menu_marks_where_the_person_is(rf, path, current):
    assert [entry.is_current for entry in menu(rf, path)] == [current]


def test_menu_is_empty_where_there_is_no_site(rf):
    Site.objects.all().delete()

    assert menu(rf) == []


@pytest.mark.parametrize("pages", [1, 10])
def test_menu_costs_the_same_queries_for_few_and_many_pages(rf, django_assert_num_queries, pages):
    for number in range(pages):
        page = about(title=f"Page {number}", slug=f"page-{number}")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    user = UserFactory()
    menu(rf, user=user)

    with django_assert_num_queries(3):
        menu(rf, user=user)


def test_masthead_names_the_workroom_to_those_who_may_enter_it(sign_in, reviewer):
    assert ">Workroom</a>" in sign_in(reviewer).get("/").content.decode()
    assert ">Workroom</a>" not in sign_in(UserFactory()).get("/").content.decode()
    assert ">Workroom</a>" not in sign_in().get("/").content.decode()
