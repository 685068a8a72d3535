"""Builds that nobody works on are taken up or given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from builds import hints
from builds.models import MAX_ATTEMPTS, Build
from builds.tasks import reap_builds
from home.models import Mail

LONG_AGO = timedelta(minutes=5)


@pytest.fixture
def hinted(monkeypatch):
    told = []
    monkeypatch.setattr(hints, "look_at", told.append)
    return told


@pytest.mark.parametrize(
    ("facts", "is_old", "taken_up"),
    [
        ({"state": "queued"}, True, True),
        ({"state": "queued"}, False, False),
        ({"state": "running", "attempts": 1, "lease_until": -LONG_AGO}, False, True),
        ({"state": "running", "attempts": 1, "lease_until": LONG_AGO}, True, False),
        ({"state": "failed", "attempts": 1}, True, False),
    ],
)
def test_what_is_taken_up(make_build, hinted, facts, is_old, taken_up):
    if "lease_until" in facts:
        facts = facts | {"lease_until": timezone.now() + facts["lease_until"]}
    build = make_build(**facts)
    if is_old:
        Build.objects.update(created_at=timezone.now() - LONG_AGO)

    reap_builds()

    assert hinted == ([build.pk] if taken_up else [])


def test_build_that_broke_off_too_often_is_given_up_once(make_build, hinted):
    build = make_build(state="running", attempts=MAX_ATTEMPTS, fence=3, lease_until=timezone.now() - LONG_AGO)

    reap_builds()
    reap_builds()

    build.refresh_from_db()
    assert (build.state, hinted) == ("failed", [])
    assert build.problem.startswith("The build was begun several times")
    assert Mail.objects.count() == 1
    assert build.study.logs.filter(action="build failed").count() == 1
