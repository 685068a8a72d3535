"""What Wagtail's admin tells of private pages to people who work on something else."""

import pytest
from django.urls import reverse

from home.admin_gate import PAGE_IDS
from tests.config.access_examples import addresses, example
from tests.factories import LabFactory, StudyPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(researcher, reviewer):
    """Who may enter the admin, each for something else."""
    lab = LabFactory()
    guest = UserFactory()
    guest.groups.add(lab.roles.get(role="guest").group)
    StudyPageFactory(by=researcher)
    return {"researcher": researcher, "reviewer": reviewer, "guest of a lab": guest}


THINGS = ("exhibition", "gallery", "story", "sibling", "other")


@pytest.mark.parametrize("person", ["researcher", "guest of a lab"])
def test_no_address_of_the_admin_names_a_private_page(exhibition, people, sign_in, person):
    foreign = StudyPageFactory(by=UserFactory(), title="Canary study", lab=LabFactory())
    browser = sign_in(people[person])
    # One of Wagtail's addresses fails whenever it is asked, to try that out.
    browser.raise_request_exception = False
    hidden = [exhibition.gallery, foreign]
    leaks = []
    for address in addresses():
        if address.startswith("admin/") and "logout" not in address:
            for page in hidden if any(f":{name}>" in address for name in PAGE_IDS | {"pk"}) else hidden[:1]:
                path = example(address, lambda name, address, page=page: page.pk)
                answer = browser.get(path, {"q": "Canary", "id": page.pk})
                if not answer.streaming and any(hid.title in answer.content.decode() for hid in hidden):
                    leaks.append(address)

    assert sorted(set(leaks)) == []


def test_the_page_chooser_names_no_private_page_to_a_researcher(exhibition, people, sign_in):
    browser = sign_in(people["researcher"])
    home = exhibition.page.get_parent()

    answers = [
        browser.get(reverse("wagtailadmin_choose_page_child", args=[home.pk])),
        browser.get(reverse("wagtailadmin_choose_page_child", args=[exhibition.gallery.pk])),
        browser.get(reverse("wagtailadmin_pages:move_confirm", args=[exhibition.story.pk, home.pk])),
        browser.get(reverse("wagtailadmin_pages:search"), {"q": "Canary"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404, 200]
    assert all(f"Canary {thing}" not in answer.content.decode() for answer in answers for thing in THINGS)


def test_the_page_chooser_names_what_one_was_granted(exhibition, sign_in):
    viewer = UserFactory(permissions=["wagtailadmin.access_admin"])
    grant(viewer, exhibition.gallery)

    answer = sign_in(viewer).get(reverse("wagtailadmin_choose_page_child", args=[exhibition.page.pk]))

    assert "Canary gallery" in answer.content.decode()
    assert "Canary other gallery" not in answer.content.decode()
