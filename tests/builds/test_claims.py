"""Claiming, holding and ending a build, with other workers about."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from builds import claims
from builds.errors import BuildLost
from builds.models import LEASE, MAX_ATTEMPTS, Build
from home.models import Mail
from studies.actions import give_study_role
from tests.factories import UserFactory

PAST = timedelta(minutes=5)


def let_lease_run_out(build):
    Build.objects.filter(pk=build.pk).update(lease_until=timezone.now() - PAST)


def finish(build):
    return claims.finish(build, prefix="p", manifest={"index.html": {}}, extra={})


def test_claim_gives_a_waiting_build_a_lease(make_build):
    build = claims.claim(make_build().pk)

    assert (build.state, build.attempts, build.fence) == (Build.State.RUNNING, 1, 1)
    assert timedelta(0) < build.lease_until - timezone.now() <= LEASE


def test_second_claimer_gets_nothing(claimed):
    assert claims.claim(claimed.pk) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_ten_claimers_at_once_one_gets_the_build(make_build):
    build, got = make_build(), []

    def try_it():
        got.append(claims.claim(build.pk))
        connection.close()

    workers = [threading.Thread(target=try_it) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(build is not None for build in got) == [False] * 9 + [True]


@pytest.mark.parametrize("state", ["succeeded", "failed", "superseded", "cancelled"])
def test_ended_build_is_not_claimed(make_build, state):
    assert claims.claim(make_build(state=state).pk) is None


def test_build_left_behind_is_taken_over_with_a_higher_fence(claimed):
    let_lease_run_out(claimed)

    second = claims.claim(claimed.pk)

    assert (second.fence, second.attempts, second.started_at) == (2, 2, claimed.started_at)


def test_build_left_behind_too_often_is_not_claimed(make_build):
    build = make_build(state="running", attempts=MAX_ATTEMPTS, lease_until=timezone.now() - PAST)

    assert claims.claim(build.pk) is None


def test_renewing_extends_the_lease(claimed):
    let_lease_run_out(claimed)

    assert claims.renew(claimed)
    claimed.refresh_from_db()
    assert claimed.lease_until > timezone.now()


def test_stale_worker_can_neither_renew_nor_note_nor_finish_nor_fail(claimed):
    let_lease_run_out(claimed)
    second = claims.claim(claimed.pk)

    assert not claims.renew(claimed)
    for attempt in (
        lambda: claims.note(claimed, sha="0" * 40),
        lambda: finish(claimed),
        lambda: claims.fail(claimed, "no", extra={}),
    ):
        with pytest.raises(BuildLost):
            attempt()
    second.refresh_from_db()
    assert (second.state, second.sha, second.study.logs.filter(action="previewed").count()) == (
        "running",
        "",
        0,
    )


def test_finished_preview_is_recorded(claimed):
    finish(claimed)

    claimed.refresh_from_db()
    log = claimed.study.logs.first()
    assert (claimed.state, claimed.prefix, claimed.lease_until) == ("succeeded", "p", None)
    assert (log.action, log.user) == ("previewed", claimed.requested_by)


def test_build_of_an_edited_study_is_superseded(claimed, study):
    study.save_revision()

    said = finish(claimed)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.prefix, claimed.problem) == ("superseded", "", said)
    assert study.logs.first().action == "preview superseded"


def deployment(make_build, study):
    return claims.claim(make_build("deployment", revision=study.lifecycle.approved_revision).pk)


def test_deployment_of_an_approved_study_activates_it(approved_study, make_build):
    said = finish(deployment(make_build, approved_study))

    approved_study.lifecycle.refresh_from_db()
    assert approved_study.lifecycle.state == "active"
    assert said == "The study is active now."
    assert list(approved_study.logs.values_list("action", flat=True)[:2]) == ["active", "deployed"]


def test_deployment_stands_when_its_requester_may_not_activate(approved_study, make_build, researcher):
    designer = UserFactory()
    give_study_role(approved_study, "design", to=designer)
    build = make_build(
        "deployment", requested_by=designer, revision=approved_study.lifecycle.approved_revision
    )

    said = finish(claims.claim(build.pk))

    approved_study.lifecycle.refresh_from_db()
    assert approved_study.lifecycle.state == "approved"
    assert approved_study.builds.deployed().exists()
    assert said == "The study was not activated: You don't have the permission for this step."


def test_deployment_outlives_a_new_draft_but_not_a_rejection(approved_study, make_build):
    first = deployment(make_build, approved_study)
    approved_study.save_revision()
    finish(first)
    second = deployment(make_build, approved_study)
    approved_study.lifecycle.state = "rejected"
    approved_study.lifecycle.save()
    finish(second)

    assert (first.state, second.state) == ("succeeded", "superseded")


def test_failure_is_recorded_and_mailed_once_to_the_admins(claimed, study, researcher):
    reader = UserFactory()
    give_study_role(study, "preview", to=reader)

    claims.fail(claimed, "npm is out of order.", extra={"build log": ["npm"]})

    log, mail = study.logs.first(), Mail.objects.get()
    assert (log.action, log.comment, log.extra) == (
        "build failed",
        "npm is out of order.",
        {"build log": ["npm"]},
    )
    assert (mail.to, mail.subject) == (researcher.email, f"{study.title}: the preview failed")
    assert "npm is out of order." in mail.text
    assert f"/admin/builds/{claimed.pk}/" in mail.text
