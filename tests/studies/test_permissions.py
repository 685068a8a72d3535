import pytest
from django.contrib.auth.models import AnonymousUser
from guardian.shortcuts import assign_perm

from home.models import User
from studies.actions import give_lab_role, give_study_role
from studies.models import StudyPage
from studies.permissions import LAB_ROLES, STUDY_ROLES, LabPermission, StudyPermission, can
from studies.views import readable_study
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

OF_A_LAB = {
    "guest": set(),
    "read-only": {StudyPermission.READ},
    "member": {StudyPermission.READ},
    "admin": set(StudyPermission) - {StudyPermission.APPROVE, StudyPermission.READ_RESPONSES},
}


@pytest.fixture
def study():
    return StudyPageFactory()


def held(user, study):
    """What the user may do with the study, asked anew."""
    user = User.objects.get(pk=user.pk)
    return {permission for permission in StudyPermission if can(user, permission, study)}


def read_by(user):
    return list(StudyPage.objects.readable_by(User.objects.get(pk=user.pk)).order_by("pk"))


def person_with(role, study):
    """Somebody who is related to the study in that way."""
    if role == "reviewer":
        return UserFactory(permissions=["studies.approve_study"])
    if role == "reader of everything":
        return UserFactory(permissions=["studies.read_study_details"])
    person = UserFactory()
    kind, _, name = role.partition(": ")
    if kind == "study":
        give_study_role(study, name, to=person)
    elif kind == "lab":
        give_lab_role(study.lab, name, to=person)
    return person


@pytest.mark.parametrize("role", STUDY_ROLES)
def test_a_role_on_the_study_has_its_permissions_on_this_study_alone(study, role):
    person = person_with(f"study: {role}", study)
    sibling = StudyPageFactory(lab=study.lab)

    assert held(person, study) == set(STUDY_ROLES[role])
    assert held(person, sibling) == set()


@pytest.mark.parametrize("role", LAB_ROLES)
def test_a_role_in_the_lab_covers_all_studies_of_that_lab(study, role):
    person = person_with(f"lab: {role}", study)
    sibling, foreign = StudyPageFactory(lab=study.lab), StudyPageFactory()

    assert held(person, study) == held(person, sibling) == OF_A_LAB[role]
    assert held(person, foreign) == set()


def test_a_permission_given_to_the_person_counts_as_one_of_a_role(study):
    on_study, on_lab = UserFactory(), UserFactory()
    assign_perm(StudyPermission.WRITE.codename, on_study, study)
    assign_perm(LabPermission.WRITE_STUDIES.codename, on_lab, study.lab)

    assert held(on_study, study) == held(on_lab, study) == {StudyPermission.WRITE}


@pytest.mark.parametrize("permission", StudyPermission)
def test_a_global_permission_holds_on_every_study(study, permission):
    person = UserFactory(permissions=[permission])

    assert held(person, study) == held(person, StudyPageFactory()) == {permission}


def test_a_superuser_may_do_everything(study):
    assert held(UserFactory(is_superuser=True), study) == set(StudyPermission)


def test_nobody_approves_through_a_study_or_a_lab(study):
    person = person_with("study: admin", study)
    give_lab_role(study.lab, "admin", to=person)

    assert not can(person, StudyPermission.APPROVE, study)


def test_a_study_without_a_lab_is_open_to_its_own_roles():
    study = StudyPageFactory(lab=None)
    person = person_with("study: preview", study)

    assert held(person, study) == {StudyPermission.READ}


@pytest.mark.parametrize("role", ["study: admin", "lab: admin", "reviewer"])
def test_an_inactive_person_may_do_nothing(study, role):
    person = person_with(role, study)
    person.is_active = False
    person.save()

    assert (held(person, study), read_by(person)) == (set(), [])


def test_a_stranger_may_do_nothing(study):
    stranger = AnonymousUser()

    assert not any(can(stranger, permission, study) for permission in StudyPermission)
    assert list(StudyPage.objects.readable_by(stranger)) == []


def test_permissions_are_asked_once_for_a_person_and_a_study(study, django_assert_num_queries):
    person = person_with("study: admin", study)
    can(person, StudyPermission.READ, study)

    with django_assert_num_queries(0):
        assert [can(person, permission, study) for permission in StudyPermission] == [True] * 5 + [False]


def test_permissions_of_one_study_are_not_anothers(study):
    person = person_with("study: admin", study)
    can(person, StudyPermission.READ, study)

    assert not can(person, StudyPermission.READ, StudyPageFactory())


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("study: preview", True),
        ("study: admin", True),
        ("lab: read-only", True),
        ("lab: member", True),
        ("lab: admin", True),
        ("lab: guest", False),
        ("reviewer", True),
        ("reader of everything", True),
        ("stranger", False),
    ],
)
def test_readable_by_finds_what_the_person_may_read(study, role, may):
    person = person_with(role, study)

    assert read_by(person) == ([study] if may else [])


@pytest.mark.parametrize(
    ("role", "count"), [("study: admin", 1), ("lab: member", 2), ("reviewer", 3), ("stranger", 0)]
)
def test_readable_by_finds_no_more_than_what_the_person_may_read(study, role, count):
    StudyPageFactory(lab=study.lab)
    StudyPageFactory()

    assert len(read_by(person_with(role, study))) == count


def test_readable_by_finds_a_study_once_for_all_ways_to_it(study):
    person = person_with("study: admin", study)
    give_lab_role(study.lab, "admin", to=person)
    assign_perm(StudyPermission.READ.codename, person, study)

    assert read_by(person) == [study]


@pytest.mark.parametrize("role", ["study: design", "lab: member"])
def test_readable_by_agrees_with_can(study, role):
    person = person_with(role, study)
    studies = [study, StudyPageFactory(lab=study.lab), StudyPageFactory()]

    assert read_by(person) == [one for one in studies if StudyPermission.READ in held(person, one)]


def test_readable_study_carries_what_a_permission_asks(study, django_assert_num_queries):
    person = person_with("lab: member", study)
    found = readable_study(person, study.pk)

    with django_assert_num_queries(0):
        assert (found.lab, found.state) == (study.lab, "created")


@pytest.mark.parametrize("count", [1, 10])
def test_readable_by_costs_the_same_queries_for_one_and_many(count, django_assert_num_queries):
    lab, person = LabFactory(), UserFactory()
    give_lab_role(lab, "member", to=person)
    for _ in range(count):
        give_study_role(StudyPageFactory(lab=lab), "design", to=person)
    list(StudyPage.objects.readable_by(person))

    with django_assert_num_queries(1):
        assert len(StudyPage.objects.readable_by(person)) == count
