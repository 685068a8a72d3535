"""The builds in the admin, and the pages around experiments: what they show, and to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from builds import hints
from builds.models import Build, BuildStage, Worker
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


@expected(302, 404, 200, 200, 200, 200, 200)
def test_who_keeps_a_log(client, sign_in, make_build, who, code):
    sign_in(who)

    assert client.get(reverse("builds_admin:log", args=[make_build().pk])).status_code == code


@expected(302, 404, 403, 403, 302, 302, 403)
def test_who_goes_back_to_a_bundle(client, sign_in, good_build, run_build, make_build, who, code):
    run_build(make_build(), files=FILES)
    sign_in(who)

    answer = client.post(reverse("builds_admin:roll_back", args=[good_build.pk]))

    assert answer.status_code == code
    is_back = good_build.study.builds.serving("preview").first() == good_build
    assert is_back == (who in ("design", "admin"))


@expected(302, 404, 403, 200, 403, 200, 403)
def test_who_sees_what_participants_gave(client, sign_in, study, who, code):
    sign_in(who)

    assert client.get(reverse("builds_admin:videos", args=[study.pk])).status_code == code


@expected(302, 404, 403, 302, 403, 302, 403)
def test_who_asks_for_a_zip_of_videos(client, sign_in, study, who, code):
    sign_in(who)

    answer = client.post(reverse("builds_admin:request_zip", args=[study.pk]), {"which": "consent"})

    assert answer.status_code == code
    assert study.video_zips.filter(is_of_consent=True).count() == (who in ("researcher", "admin"))


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


@pytest.mark.parametrize("name", ["start", "cancel", "roll_back"])
def test_changes_come_only_by_post(client, sign_in, make_build, name):
    build = make_build()
    sign_in("admin")
    address = reverse(f"builds_admin:{name}", args=[] if name == "start" else [build.pk])

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


def test_page_says_which_bundle_is_served_and_offers_the_others(
    client, sign_in, good_build, run_build, make_build
):
    newer = run_build(make_build(), files=FILES)
    sign_in("admin")

    pages = [client.get(build.get_absolute_url()).content.decode() for build in (good_build, newer)]

    assert ["Go back to this bundle" in page for page in pages] == [True, False]
    assert ["This bundle is served." in page for page in pages] == [False, True]
    assert all("Build again" in page for page in pages)


def test_rolled_back_bundle_is_served_and_recorded(client, deployed_study, run_build, make_build, sign_in):
    first = deployed_study.builds.serving("deployment").get()
    second = run_build(make_build("deployment", revision=first.revision), files=FILES)
    running = client.get(reverse("builds:take_part", args=[deployed_study.uuid])).context["frame"]

    sign_in("admin")
    client.post(reverse("builds_admin:roll_back", args=[first.pk]))

    page = client.get(reverse("builds:take_part", args=[deployed_study.uuid]))
    assert page.context["build"] == first
    assert client.get(running).getvalue() == FILES["index.html"]
    record = deployed_study.logs.first()
    assert (record.action, record.extra["instead of"]) == ("deployment rolled back", str(second.uuid))


@pytest.mark.parametrize("state", ["failed", "superseded", "cancelled", "succeeded"])
def test_bundle_that_is_not_kept_can_not_be_gone_back_to(client, sign_in, make_build, state):
    build = make_build(state=state)
    sign_in("admin")

    answer = client.post(reverse("builds_admin:roll_back", args=[build.pk]), follow=True)

    assert "This bundle is no longer kept; build it again." in answer.content.decode()


def test_commit_that_was_not_found_is_told_on_the_page(client, sign_in, run_build, sources, make_build):
    build = run_build(make_build(wanted_sha="b" * 40))
    sign_in("admin")

    assert "Not the one that the study names" in client.get(build.get_absolute_url()).content.decode()


def test_log_is_kept_as_a_text(client, sign_in, good_build):
    sign_in("preview")

    answer = client.get(reverse("builds_admin:log", args=[good_build.pk]))

    assert answer["Content-Disposition"] == f'attachment; filename="build-{good_build.pk}.log"'
    assert "== compile: Succeeded, " in answer.content.decode()
    assert "compile: done" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("kind=deployment", 1),
        ("state=failed", 1),
        ("state=nonsense&kind=preview", 3),
        ("q=study", 3),
        ("q=aaaaaaa", 1),
        ("q=zzz", 0),
        ("q=99999999999999999999", 0),
        ("p=9", 3),
    ],
)
def test_list_is_narrowed(client, sign_in, make_build, query, found):
    make_build(state="failed", sha="a" * 40)
    make_build(state="succeeded")
    make_build("deployment")
    sign_in("preview")

    assert len(client.get(reverse("builds_admin:index") + f"?{query}").context["builds"]) == found


def test_status_needs_its_permission_and_costs_the_same_for_many(client, make_build, study):
    address = reverse("builds_admin:status")
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "builds.view_worker"]))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    cost()
    before = cost()
    make_build()
    now = timezone.now()
    for number in range(5):
        Worker.objects.create(name=f"w{number}", queues=["builds"], started_at=now, seen_at=now)
    assert cost() == before


def test_status_tells_of_queues_that_nobody_works_on_and_names_no_study(client, make_build, study):
    make_build()
    Build.objects.update(created_at=timezone.now() - timedelta(hours=1))
    now = timezone.now()
    Worker.objects.create(name="a@here", queues=["builds", "cleanup"], started_at=now, seen_at=now)
    Worker.objects.create(name="b@gone", queues=["email"], started_at=now, seen_at=now - timedelta(minutes=5))
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "builds.view_worker"]))

    answer = client.get(reverse("builds_admin:status"))

    assert answer.context["unattended"] == ["email", "default"]
    page = answer.content.decode()
    assert "The oldest build has been waiting since" in page
    assert "(silent)" in page
    assert study.title not in page
