"""What Wagtail's admin tells of private pages to people who work on something else."""

import pytest
from django.urls import reverse

from studies.actions import prepare_study
from tests.factories import StudyPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def researcher_of_a_study(exhibition, researcher):
    prepare_study(StudyPageFactory(by=researcher), by=researcher)
    return researcher


def test_the_page_chooser_names_no_private_page_to_a_researcher(exhibition, researcher_of_a_study, sign_in):
    browser = sign_in(researcher_of_a_study)
    home = exhibition.page.get_parent()

    answers = [
        browser.get(reverse("wagtailadmin_choose_page")),
        browser.get(reverse("wagtailadmin_choose_page_child", args=[home.pk])),
        browser.get(reverse("wagtailadmin_choose_page_search"), {"q": "Canary"}),
        browser.get(reverse("wagtailadmin_choose_page_child", args=[exhibition.gallery.pk])),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    assert ["Canary" in answer.content.decode() for answer in answers[:2]] == [False, False]
    assert "Canary story" not in answers[2].content.decode()


def test_the_page_chooser_names_what_one_was_granted(exhibition, sign_in):
    viewer = UserFactory(permissions=["wagtailadmin.access_admin"])
    grant(viewer, exhibition.gallery)

    answer = sign_in(viewer).get(reverse("wagtailadmin_choose_page_child", args=[exhibition.page.pk]))

    assert "Canary gallery" in answer.content.decode()
    assert "Canary other gallery" not in answer.content.decode()
