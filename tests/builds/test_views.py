"""The builds in the admin, and the pages around experiments: what they show, and to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from builds import hints
from builds.models import Build, BuildStage
from studies.actions import give_study_role
from tests.factories import StudyPageFactory, UserFactory

FILES = {"index.html": b"<!doctype html>", "assets/a.js": b"1"}
#: Who asks, in the order of the expectations below.
PEOPLE = ("anonymous", "stranger", "preview", "researcher", "design", "admin", "reviewer")


@pytest.fixture(autouse=True)
def _no_hints(monkeypatch):
    monkeypatch.setattr(hints, "look_at", lambda pk: None)


@pytest.fixture
def sign_in(client, study):
    """Signs in one of PEOPLE."""

    def as_(who):
        if who == "anonymous":
            return None
        permissions = ["wagtailadmin.access_admin"] + (["studies.approve_study"] if who == "reviewer" else [])
        person = UserFactory(permissions=permissions)
        if who in ("preview", "researcher", "design", "admin"):
            give_study_role(study, who, to=person)
        client.force_login(person)
        return person

    return as_


@pytest.fixture
def good_build(run_build, sources, make_build):
    return run_build(make_build(), files=FILES)


def expected(*codes):
    return pytest.mark.parametrize(("who", "code"), list(zip(PEOPLE, codes, strict=True)))


@expected(302, 404, 200, 200, 200, 200, 200)
def test_who_sees_a_build(client, sign_in, make_build, who, code):
    build = make_build()
    sign_in(who)

    for name in ("detail", "progress"):
        assert client.get(reverse(f"builds_admin:{name}", args=[build.pk])).status_code == code


@expected(302, 404, 200, 200, 200, 200, 200)
def test_who_opens_a_preview(client, sign_in, good_build, who, code):
    sign_in(who)

    assert client.get(reverse("builds:preview", args=[good_build.pk])).status_code == code


@expected(302, 404, 403, 403, 302, 302, 403)
def test_who_starts_a_build(client, sign_in, study, who, code):
    sign_in(who)

    answer = client.post(reverse("builds_admin:start"), {"study": study.pk, "kind": "preview"})

    assert answer.status_code == code
    assert Build.objects.exists() == (who in ("design", "admin"))


@expected(302, 404, 403, 403, 302, 302, 403)
def test_who_cancels_a_build(client, sign_in, make_build, who, code):
    build = make_build()
    sign_in(who)

    assert client.post(reverse("builds_admin:cancel", args=[build.pk])).status_code == code
    build.refresh_from_db()
    assert (build.state == "cancelled") == (who in ("design", "admin"))


@expected(302, 200, 200, 200, 200, 200, 200)
def test_list_shows_the_builds_of_readable_studies(client, sign_in, make_build, who, code):
    build = make_build()
    sign_in(who)

    answer = client.get(reverse("builds_admin:index"))

    assert answer.status_code == code
    assert (build.get_absolute_url() in answer.content.decode()) == (who not in ("anonymous", "stranger"))


@pytest.mark.parametrize("name", ["start", "cancel"])
def test_changes_come_only_by_post(client, sign_in, make_build, name):
    build = make_build()
    sign_in("admin")
    address = reverse(f"builds_admin:{name}", args=[build.pk] if name == "cancel" else [])

    assert client.get(address).status_code == 405
    build.refresh_from_db()
    assert build.state == "queued"


@pytest.mark.parametrize("data", [{}, {"study": "x", "kind": "preview"}, {"study": 1, "kind": "weekly"}])
def test_senseless_request_is_not_found(client, sign_in, study, data):
    sign_in("admin")

    assert client.post(reverse("builds_admin:start"), data).status_code == 404


def test_started_build_is_shown(client, sign_in, study):
    sign_in("admin")

    answer = client.post(reverse("builds_admin:start"), {"study": study.pk, "kind": "preview"})

    assert answer["Location"] == Build.objects.get().get_absolute_url()


def test_refused_start_says_why(client, sign_in, study, make_build):
    sign_in("admin")
    make_build()

    answer = client.post(
        reverse("builds_admin:start"), {"study": study.pk, "kind": "preview"}, HTTP_REFERER="/", follow=True
    )

    assert "already being built" in answer.content.decode()


def test_running_build_is_followed_and_a_finished_one_is_not(client, sign_in, claimed):
    sign_in("admin")
    BuildStage.objects.create(build=claimed, fence=1, name="compile", log="<b>made by esbuild</b>")
    address = reverse("builds_admin:progress", args=[claimed.pk])

    shown = client.get(address).content.decode()
    assert "data-active" in shown
    assert "&lt;b&gt;made by esbuild&lt;/b&gt;" in shown

    Build.objects.update(state="succeeded")
    assert "data-active" not in client.get(address).content.decode()


def test_stages_of_the_newest_attempt_are_shown(client, sign_in, claimed):
    sign_in("admin")
    BuildStage.objects.create(build=claimed, fence=1, name="fetch", log="first attempt")
    BuildStage.objects.create(build=claimed, fence=2, name="fetch", log="second attempt")

    shown = client.get(claimed.get_absolute_url()).content.decode()

    assert ("first attempt" in shown, "second attempt" in shown) == (False, True)


def test_list_costs_the_same_for_one_and_for_many(client, sign_in, make_build, study):
    person = sign_in("preview")
    make_build(state="failed")
    address = reverse("builds_admin:index")
    client.get(address)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few = queries()
    for _ in range(4):
        other = StudyPageFactory(lab=study.lab)
        give_study_role(other, "preview", to=person)
        make_build(study=other, state="failed", requested_by=UserFactory())
    assert queries() == few


def test_preview_frames_the_bundle_and_passes_its_query_on(client, sign_in, good_build, study):
    sign_in("preview")

    answer = client.get(reverse("builds:preview", args=[good_build.pk]) + "?quick=1&a=%22%3E")

    frame = answer.context["frame"]
    assert frame.endswith("/index.html?quick=1&a=%22%3E")
    assert client.get(frame).getvalue() == FILES["index.html"]
    shown = answer.content.decode()
    assert frame.replace("&", "&amp;") in shown
    assert study.title in shown
    assert 'sandbox="allow-scripts allow-forms allow-modals allow-downloads"' in shown


def test_build_without_a_bundle_has_no_preview(client, sign_in, make_build):
    sign_in("admin")

    assert client.get(reverse("builds:preview", args=[make_build(state="failed").pk])).status_code == 404


def publish(study):
    study.lifecycle.approved_revision.publish()
    study.lifecycle.state = "active"
    study.lifecycle.save()


def take_part(client, study):
    return client.get(reverse("builds:take_part", args=[study.uuid]))


@pytest.fixture
def deployed_study(approved_study, run_build, sources, make_build):
    run_build(make_build("deployment", revision=approved_study.lifecycle.approved_revision), files=FILES)
    approved_study.lifecycle.refresh_from_db()
    publish(approved_study)
    return approved_study


def test_everybody_takes_part_in_a_public_study(client, deployed_study):
    answer = take_part(client, deployed_study)

    assert answer.status_code == 200
    assert client.get(answer.context["frame"]).getvalue() == FILES["index.html"]


@pytest.mark.parametrize(
    "state", ["created", "submitted", "rejected", "approved", "paused", "deactivated", "archived"]
)
def test_nobody_takes_part_in_a_study_that_is_not_public(client, deployed_study, state):
    deployed_study.lifecycle.state = state
    deployed_study.lifecycle.save()

    assert take_part(client, deployed_study).status_code == 404


def test_nobody_takes_part_in_what_is_only_previewed(client, approved_study, good_build):
    publish(approved_study)

    assert take_part(client, approved_study).status_code == 404


def test_newest_good_deployment_is_served(client, deployed_study, run_build, make_build):
    revision = deployed_study.lifecycle.approved_revision
    second = run_build(make_build("deployment", revision=revision), files=FILES | {"index.html": b"second"})
    run_build(make_build("deployment", revision=revision), files={})

    answer = take_part(client, deployed_study)

    assert answer.context["build"] == second
    assert client.get(answer.context["frame"]).getvalue() == b"second"
