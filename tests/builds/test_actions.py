"""Asking for builds and cancelling them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from builds import actions, claims, hints
from builds.errors import BuildRefused
from builds.models import Build
from studies.actions import give_study_role
from studies.models.lifecycle import State
from tests.factories import UserFactory


@pytest.fixture
def hinted(monkeypatch):
    """The builds that workers were told of."""
    told = []
    monkeypatch.setattr(
        hints.current_app, "send_task", lambda name, args, **options: told.append((name, *args))
    )
    return told


def test_request_writes_the_row_and_hints_after_commit(
    study, researcher, hinted, django_capture_on_commit_callbacks
):
    study.sha = "a" * 40
    study.save()
    with django_capture_on_commit_callbacks(execute=True):
        build = actions.request_build(study, "preview", by=researcher)
        assert hinted == []

    assert (build.state, build.repository, build.wanted_sha) == ("queued", study.repository, "a" * 40)
    assert build.requested_by == researcher
    assert hinted == [("builds.tasks.build_experiment", build.pk)]


def test_broker_that_is_down_does_not_lose_the_request(
    study, researcher, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **options):
        raise ConnectionError

    monkeypatch.setattr(hints.current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        build = actions.request_build(study, "preview", by=researcher)

    assert Build.objects.get() == build


def test_preview_is_made_of_the_newest_draft(study, researcher, hinted):
    study.repository = "https://github.com/tests/other"
    revision = study.save_revision()
    study.refresh_from_db()

    build = actions.request_build(study, "preview", by=researcher)

    assert (build.revision, build.repository) == (revision, "https://github.com/tests/other")


def test_deployment_is_made_of_the_approved_revision(approved_study, researcher, hinted):
    approved = approved_study.lifecycle.approved_revision
    approved_study.repository = "https://github.com/tests/unapproved"
    approved_study.save_revision()
    approved_study.refresh_from_db()

    build = actions.request_build(approved_study, "deployment", by=researcher)

    assert (build.revision, build.repository) == (approved, "https://github.com/tests/tiny")


@pytest.mark.parametrize("state", State.values)
def test_deployment_needs_an_approved_state(approved_study, researcher, hinted, state):
    approved_study.lifecycle.state = state
    may = state in ("approved", "active", "paused")

    try:
        actions.request_build(approved_study, "deployment", by=researcher)
        done = True
    except BuildRefused as refusal:
        done = False
        assert str(refusal) == f"A study that is {state} can't be deployed; it must be approved first."
    assert done == may


def test_second_request_of_a_kind_is_refused(study, researcher, make_build):
    make_build()

    with pytest.raises(BuildRefused, match="already being built"):
        actions.request_build(study, "preview", by=researcher)


def test_database_refuses_a_second_active_build(make_build):
    make_build()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_build(state="running")
    make_build("deployment")
    make_build(state="failed")
    assert Build.objects.count() == 3


def test_request_that_loses_the_race_is_refused(study, researcher, make_build, monkeypatch):
    make_build()
    monkeypatch.setattr(actions, "objection", lambda *args, **options: "")

    with pytest.raises(BuildRefused, match="already being built"):
        actions.request_build(study, "preview", by=researcher)


def test_study_without_a_repository_is_not_built(study, researcher):
    study.repository = ""

    with pytest.raises(BuildRefused, match="names no repository"):
        actions.request_build(study, "preview", by=researcher)


@pytest.mark.parametrize(
    ("role", "may"), [("preview", False), ("researcher", False), ("design", True), ("admin", True)]
)
def test_who_may_build_and_cancel(study, hinted, role, may):
    person = UserFactory()
    give_study_role(study, role, to=person)

    def attempt():
        build = actions.request_build(study, "preview", by=person)
        actions.cancel(build, by=person)
        build.refresh_from_db()
        assert (build.state, build.problem) == ("cancelled", f"Cancelled by {person.display_name}.")

    if may:
        attempt()
    else:
        with pytest.raises(PermissionDenied):
            attempt()


def test_cancelling_takes_the_build_from_its_worker(claimed, researcher):
    actions.cancel(claimed, by=researcher)

    assert not claims.renew(claimed)
    assert claimed.study.logs.first().action == "preview cancelled"


def test_ended_build_is_not_cancelled(make_build, researcher):
    with pytest.raises(BuildRefused, match="already ended"):
        actions.cancel(make_build(state="succeeded"), by=researcher)
