import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from studies import actions
from studies.models import LabRole, StudyIndexPage, StudyLifecycle, StudyRole
from studies.models.pages import StudyGroupObjectPermission
from studies.permissions import LAB_ROLES, STUDY_ROLES, LabPermission, StudyPermission
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(researcher):
    return StudyPageFactory(by=researcher)


def counts(study):
    """How much of everything that preparing makes is there."""
    return (
        Group.objects.count(),
        StudyRole.objects.filter(study=study).count(),
        LabRole.objects.filter(lab=study.lab).count(),
        StudyGroupObjectPermission.objects.count(),
        GroupPagePermission.objects.count(),
        StudyLifecycle.objects.count(),
        study.logs.count(),
    )


def roles_that_may(action, page):
    """The groups with that permission of Wagtail's on the page, as (kind, role)."""
    found = GroupPagePermission.objects.filter(page=page, permission__codename=f"{action}_page")
    kinds = {
        "study": found.values_list("group__study_role__role", flat=True),
        "lab": found.values_list("group__lab_role__role", flat=True),
    }
    return {(kind, role) for kind, roles in kinds.items() for role in roles if role}


def test_prepare_study_makes_a_group_for_each_role(study):
    assert {role.role for role in study.roles.all()} == set(STUDY_ROLES)
    for role in study.roles.all():
        held = StudyGroupObjectPermission.objects.filter(group=role.group, content_object=study)
        assert {row.permission.codename for row in held} == {one.codename for one in STUDY_ROLES[role.role]}


def test_prepare_study_names_groups_as_lookit_does(study):
    names = {role.role: role.group.name for role in study.roles.all()}

    assert names["admin"] == f"admin :: Study :: {study.title} ({str(study.uuid)[:8]})"


def test_prepare_study_makes_its_maker_the_admin_and_logs_it(study, researcher):
    assert list(researcher.groups.all()) == [study.roles.get(role="admin").group]
    assert [(log.action, log.to_state, log.user) for log in study.logs.all()] == [
        ("created", "created", researcher)
    ]


def test_prepare_study_again_changes_nothing(study, researcher):
    before = counts(study)

    actions.prepare_study(study, by=UserFactory())
    actions.prepare_lab(study.lab)

    assert counts(study) == before
    assert list(study.roles.get(role="admin").group.user_set.all()) == [researcher]


def test_prepare_study_mends_what_is_missing(study):
    before = counts(study)
    study.roles.get(role="design").delete()
    GroupPagePermission.objects.filter(page=study).delete()

    actions.prepare_study(study)

    assert counts(study) == before


def test_renaming_a_study_or_a_lab_makes_no_second_group(study):
    before = counts(study)
    study.title = "Another title"
    study.save()
    study.lab.name = "Another lab"
    study.lab.save()

    actions.prepare_study(study)
    actions.prepare_lab(study.lab)

    assert counts(study) == before


def test_studies_of_the_same_long_title_have_groups_of_their_own():
    one, other = (StudyPageFactory(title="A" * 200, slug=slug) for slug in ("one", "other"))

    assert one.roles.get(role="admin").group != other.roles.get(role="admin").group


def test_groups_go_with_the_study(study):
    lab_groups = Group.objects.filter(lab_role__lab=study.lab).count()
    others = Group.objects.exclude(study_role__study=study).count()

    study.delete()

    assert Group.objects.count() == others
    assert Group.objects.filter(lab_role__isnull=False).count() == lab_groups


def test_groups_go_with_the_lab():
    others = Group.objects.count()
    lab = LabFactory()

    lab.delete()

    assert Group.objects.count() == others


def test_wagtail_lets_exactly_those_edit_a_study_who_may_write_it(study):
    expected = {("study", role) for role, held in STUDY_ROLES.items() if StudyPermission.WRITE in held}
    expected |= {("lab", role) for role, held in LAB_ROLES.items() if LabPermission.WRITE_STUDIES in held}

    assert roles_that_may("change", study) == expected
    assert GroupPagePermission.objects.filter(page=study).count() == len(expected)


def test_wagtail_lets_exactly_those_add_studies_who_may_create_them(study):
    section = StudyIndexPage.objects.get()

    assert roles_that_may("add", section) == {
        ("lab", role) for role, held in LAB_ROLES.items() if LabPermission.CREATE_STUDY in held
    }
    assert roles_that_may("change", section) == roles_that_may("publish", section) == set()


@pytest.mark.parametrize("role", STUDY_ROLES)
def test_every_role_enters_the_admin(study, role):
    person = UserFactory()
    actions.give_study_role(study, role, to=person)

    assert person.has_perm("wagtailadmin.access_admin")


def test_give_study_role_replaces_the_former_role_on_this_study_alone(study, researcher):
    other = StudyPageFactory(by=researcher, lab=study.lab)
    actions.give_lab_role(study.lab, "member", to=researcher)

    actions.give_study_role(study, "analysis", to=researcher)

    assert set(researcher.groups.all()) == {
        study.roles.get(role="analysis").group,
        other.roles.get(role="admin").group,
        study.lab.roles.get(role="member").group,
    }


def test_give_lab_role_replaces_the_former_role_in_this_lab_alone(study):
    person, other = UserFactory(), LabFactory()
    actions.give_lab_role(study.lab, "guest", to=person)
    actions.give_lab_role(other, "guest", to=person)

    actions.give_lab_role(study.lab, "admin", to=person)

    assert set(person.groups.all()) == {
        study.lab.roles.get(role="admin").group,
        other.roles.get(role="guest").group,
    }
