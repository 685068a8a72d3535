"""The block of builds beside a study's editor."""

import pytest
from wagtail import hooks

from builds.panels import build_panel
from studies.actions import give_study_role
from tests.factories import UserFactory


def shown(study, rf, person):
    request = rf.get("/")
    request.user = person
    (block,) = [hook(study, request) for hook in hooks.get_hooks("register_study_panel_blocks")]
    return block.render_html({})


def test_panel_offers_what_this_person_can_do(study, rf, researcher):
    reader = UserFactory()
    give_study_role(study, "preview", to=reader)

    assert "Build preview" in shown(study, rf, researcher)
    assert "A study that is created can&#x27;t be deployed" in shown(study, rf, researcher)
    assert "Build preview" not in shown(study, rf, reader)


def test_panel_lists_the_last_five_builds(study, researcher, make_build):
    builds = [make_build(state="failed") for _ in range(6)]

    assert list(build_panel(study, researcher)["builds"]) == builds[:0:-1]


def test_panel_opens_the_newest_good_preview(study, rf, researcher, run_build, sources, make_build):
    good = run_build(make_build())
    run_build(make_build(), files={})

    assert build_panel(study, researcher)["newest_preview"] == good
    assert f"/builds/{good.pk}/preview/" in shown(study, rf, researcher)


@pytest.mark.parametrize("count", [1, 5])
def test_panel_costs_the_same_for_one_and_for_many(
    study, rf, researcher, make_build, django_assert_num_queries, count
):
    for _ in range(count):
        make_build(state="failed", requested_by=UserFactory())
    shown(study, rf, researcher)

    with django_assert_num_queries(3):
        shown(study, rf, researcher)
