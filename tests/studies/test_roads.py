"""Every road by which Wagtail publishes, changes or doubles a page: none goes round the workflow."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from home.models import User
from studies import moderation
from studies.models import StudyIndexPage, StudyLog, StudyPage
from tests.factories import StudyPageFactory

pytestmark = pytest.mark.django_db

CANARY = "An unapproved sentence"


@pytest.fixture
def root():
    return User.objects.create_superuser("root", "root@vitrine.example")


@pytest.fixture(params=["created", "submitted", "active", "paused"])
def study(request, researcher, reviewer):
    """In that state, with a draft that nobody approved."""
    steps = {
        "created": [],
        "submitted": ["submit"],
        "active": ["submit", "approve", "activate"],
        "paused": ["submit", "approve", "activate", "pause"],
    }[request.param]
    study = StudyPageFactory(title="Cups", by=researcher)
    if request.param in ("created", "submitted"):
        study.purpose = CANARY
    study.save_revision(user=researcher)
    study.builds.create(kind="deployment", state="succeeded", prefix="x", revision=study.latest_revision)
    for step in steps:
        moderation.perform(again(study), step, by=reviewer if step == "approve" else researcher)
    if "approve" in steps:
        draft = again(study)
        draft.purpose = CANARY
        draft.save_revision(user=researcher)
    return again(study)


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def publish(study, browser):
    study.latest_revision.publish()


def publish_an_old_revision(study, browser):
    study.revisions.earliest("pk").publish()


def publish_by_schedule(study, browser):
    revision = study.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")


def publish_by_editing(study, browser):
    browser.post(reverse("wagtailadmin_pages:edit", args=[study.pk]), {"action-publish": "true"})


def publish_in_bulk(study, browser):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser.post(f"{url}?id={study.pk}&next=/admin/", {"include_descendants": "on"})


def unpublish_in_bulk(study, browser):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    browser.post(f"{url}?id={study.pk}&next=/admin/", {"include_descendants": "on"})


def unpublish(study, browser):
    browser.post(reverse("wagtailadmin_pages:unpublish", args=[study.pk]))


def revert(study, browser):
    study.revisions.earliest("pk").as_object().save_revision()


def copy(study, browser):
    study.copy(update_attrs={"slug": "copied"}, keep_live=True)


def copy_in_the_admin(study, browser, alias=""):
    browser.post(
        reverse("wagtailadmin_pages:copy", args=[study.pk]),
        {
            "new_title": "Copied",
            "new_slug": "copied",
            "new_parent_page": study.get_parent().pk,
            "publish_copies": "on",
            "alias": alias,
        },
    )


def alias(study, browser):
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        study.create_alias(update_slug="alias")


def alias_in_the_admin(study, browser):
    copy_in_the_admin(study, browser, alias="on")


def translate(study, browser):
    locale = Locale.objects.create(language_code="hu")
    StudyIndexPage.objects.get().copy_for_translation(locale, copy_parents=True)
    study.copy_for_translation(locale).save_revision().publish()


def move(study, browser):
    study.move(StudyIndexPage.objects.get(), pos="first-child")


ROADS = [
    publish,
    publish_an_old_revision,
    publish_by_schedule,
    publish_by_editing,
    publish_in_bulk,
    unpublish,
    unpublish_in_bulk,
    revert,
    copy,
    copy_in_the_admin,
    alias,
    alias_in_the_admin,
    translate,
    move,
]


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_changes_a_state_or_shows_what_was_not_approved(study, root, sign_in, client, road):
    state, logs = study.state, study.logs.count()
    approved = study.lifecycle.approved_revision_id

    road(study, sign_in(root))

    study = again(study)
    assert (study.state, study.logs.count(), study.lifecycle.approved_revision_id) == (state, logs, approved)
    assert not StudyLog.objects.exclude(study=study).exclude(action="created").exists()
    for page in StudyPage.objects.all():
        answer = client.get(page.get_url())
        assert CANARY not in answer.content.decode()
        assert answer.status_code == 404 or (page.pk, page.state) == (study.pk, "active")
    assert CANARY not in client.get("/studies/").content.decode()
    assert set(StudyPage.objects.public()) <= {study}
