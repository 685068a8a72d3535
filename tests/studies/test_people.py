"""Roles in labs and on studies: who gives them, what they open, and that an admin stays."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.models import Mail
from studies import holders, people
from studies.actions import give_lab_role, give_study_role
from studies.models import Lab, LabRequest
from studies.permissions import LabPermission, StudyPermission, can, can_in_lab
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db
ENTER = "wagtailadmin.access_admin"


def known(person):
    """The person as the next request knows her, with no permission asked yet."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def lab():
    return LabFactory(name="Memory Lab")


@pytest.fixture
def admin(lab):
    person = UserFactory(first_name="Ada", last_name="Admin")
    give_lab_role(lab, "admin", to=person)
    return person


@pytest.fixture
def member(lab):
    person = UserFactory(first_name="Mo", last_name="Member")
    give_lab_role(lab, "member", to=person)
    return person


@pytest.fixture
def study(lab, member):
    return StudyPageFactory(title="Cups", lab=lab, by=member)


def act(sign_in, who, name, pk, /, **data):
    return sign_in(who).post(reverse(f"studies:{name}", args=[pk]), data, follow=True)


# --- rules ----------------------------------------------------------------------------------------


def test_a_role_replaces_the_one_before(lab, admin, member):
    people.change_role(lab, "admin", of=member, by=admin)

    assert people.role_of(member, lab) == "admin"
    assert can_in_lab(known(member), LabPermission.MANAGE_RESEARCHERS, lab)
    people.change_role(lab, "guest", of=member, by=admin)
    assert [person.role for person in people.people_of(lab) if person == member] == ["guest"]
    assert not can_in_lab(known(member), LabPermission.READ_STUDIES, lab)


@pytest.mark.parametrize("role", ["read-only", "owner", "", "ADMIN"])
def test_only_roles_that_there_are_can_be_given(lab, admin, member, role):
    with pytest.raises(people.RoleRefused, match="There is no role"):
        people.change_role(lab, role, of=member, by=admin)

    assert people.role_of(member, lab) == "member"


def test_only_who_manages_people_gives_roles(lab, admin, member, study):
    stranger = UserFactory()
    for person, thing in ((member, lab), (stranger, lab), (stranger, study)):
        with pytest.raises(people.RoleRefused, match="can't manage the people"):
            people.change_role(thing, "admin", of=person, by=person)
        with pytest.raises(people.RoleRefused, match="can't manage the people"):
            people.remove(thing, who=admin, by=person)


def test_an_admin_of_the_lab_gives_roles_on_its_studies(admin, study, lab):
    colleague = UserFactory()
    give_lab_role(lab, "guest", to=colleague)

    people.change_role(study, "design", of=colleague, by=admin)

    assert can(known(colleague), StudyPermission.WRITE, study)
    assert study.logs.first().comment == f"{colleague.display_name}: no role → design"


def test_nobody_outside_the_lab_gets_a_role_on_its_studies(member, study):
    with pytest.raises(people.RoleRefused, match="is not in the study's lab"):
        people.change_role(study, "preview", of=UserFactory(), by=member)


def test_a_closed_account_gets_no_role(lab, admin):
    with pytest.raises(people.RoleRefused, match="is closed"):
        people.change_role(lab, "member", of=UserFactory(is_active=False), by=admin)


@pytest.mark.parametrize("way", ["demoted", "removed", "leaving"])
def test_an_admin_stays_in_the_lab(lab, admin, way):
    other = UserFactory(permissions=["studies.manage_lab_researchers"])
    with pytest.raises(people.RoleRefused, match="is the last admin"):
        if way == "demoted":
            people.change_role(lab, "member", of=admin, by=other)
        else:
            people.remove(lab, who=admin, by=other if way == "removed" else admin)

    assert people.role_of(admin, lab) == "admin"


def test_an_admin_whose_account_is_closed_does_not_count(lab, admin):
    give_lab_role(lab, "admin", to=UserFactory(is_active=False))

    with pytest.raises(people.RoleRefused, match="is the last admin"):
        people.remove(lab, who=admin, by=admin)


def test_who_leaves_the_lab_leaves_its_studies(lab, admin, member, study):
    give_study_role(study, "admin", to=admin)
    elsewhere = StudyPageFactory(by=member)

    people.remove(lab, who=member, by=member)

    assert not can(known(member), StudyPermission.READ, study)
    assert can(known(member), StudyPermission.READ, elsewhere)
    assert study.logs.first().comment == "Mo Member: admin → no role"


def test_who_is_the_last_admin_of_a_study_does_not_leave_the_lab(lab, member, study):
    with pytest.raises(people.RoleRefused, match="last admin of “Cups”"):
        people.remove(lab, who=member, by=member)

    assert (people.role_of(member, lab), people.role_of(member, study)) == ("member", "admin")


def test_a_change_is_mailed_and_recorded(lab, admin, member):
    people.change_role(lab, "guest", of=member, by=admin)

    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (member.email, "You are now guest in “Memory Lab”")
    assert reverse("studies:lab", args=[lab.pk]) in mail.text
    assert ModelLogEntry.objects.get(action=people.LOGGED).data == {"what": "Mo Member: member → guest"}
    people.remove(lab, who=member, by=admin)
    assert Mail.objects.filter(subject="You have no role any more in “Memory Lab”", to=member.email).exists()


# --- joining --------------------------------------------------------------------------------------


def test_somebody_joins_a_lab(lab, admin, sign_in):
    guest = UserFactory(first_name="Gil", last_name="Guest", permissions=[ENTER])

    for _ in range(2):
        act(sign_in, guest, "lab_join", lab.pk, message="I would like to help.")

    asked = LabRequest.objects.get()
    assert (asked.user, asked.message) == (guest, "I would like to help.")
    assert [mail.to for mail in Mail.objects.all()] == [admin.email]
    shown = sign_in(admin).get(reverse("studies:lab", args=[lab.pk])).content.decode()
    assert "I would like to help." in shown
    act(sign_in, admin, "lab_answer", asked.pk, role="member")
    assert people.role_of(guest, lab) == "member"
    asked.refresh_from_db()
    assert (asked.role, asked.answered_by) == ("member", admin)
    again = act(sign_in, admin, "lab_answer", asked.pk, role="admin")
    assert "has been answered meanwhile" in again.content.decode()
    assert people.role_of(guest, lab) == "member"


def test_a_request_is_declined(lab, admin, sign_in):
    guest = UserFactory(permissions=[ENTER])
    asked = people.ask_to_join(lab, by=guest)

    act(sign_in, admin, "lab_answer", asked.pk)

    assert people.role_of(guest, lab) == ""
    assert Mail.objects.get(to=guest.email).subject == "Your request to join “Memory Lab”"
    assert people.ask_to_join(lab, by=guest) != asked


def test_nobody_else_answers_a_request(lab, member, sign_in):
    asked = people.ask_to_join(lab, by=UserFactory())

    act(sign_in, member, "lab_answer", asked.pk, role="admin")

    asked.refresh_from_db()
    assert asked.answered_at is None


# --- labs in the workroom -------------------------------------------------------------------------

FACTS = {"name": "Voice Lab", "slug": "voice-lab", "contact_email": "voice@vitrine.example"}


def test_a_new_lab_has_its_maker_as_admin_and_waits_for_approval(sign_in):
    maker = UserFactory(permissions=[ENTER, "studies.add_lab"])
    approver = UserFactory(permissions=[ENTER, "studies.approve_lab"])

    sign_in(maker).post(reverse("studies:lab_new"), FACTS)

    lab = Lab.objects.get()
    assert (people.role_of(maker, lab), lab.approved_to_test) == ("admin", False)
    assert Mail.objects.get().to == approver.email
    act(sign_in, maker, "lab_approve", lab.pk, approved="yes")
    assert not Lab.objects.get().approved_to_test
    act(sign_in, approver, "lab_approve", lab.pk, approved="yes")
    assert Lab.objects.get().approved_to_test
    assert Mail.objects.get(to=maker.email).subject == "“Voice Lab” is approved to test"


def test_only_who_may_makes_and_edits_labs(lab, member, admin, sign_in):
    assert sign_in(member).post(reverse("studies:lab_new"), FACTS).status_code != 200
    assert sign_in(member).post(reverse("studies:lab_edit", args=[lab.pk]), FACTS).status_code != 200
    assert Lab.objects.get().name == "Memory Lab"

    act(sign_in, admin, "lab_edit", lab.pk, **FACTS)
    assert Lab.objects.get().name == "Voice Lab"
    wrong = sign_in(admin).post(
        reverse("studies:lab_edit", args=[lab.pk]), FACTS | {"contact_email": "voice"}
    )
    assert "Enter a valid email address." in wrong.content.decode()


def test_who_is_outside_sees_no_people(lab, admin, sign_in):
    outside = sign_in(UserFactory(permissions=[ENTER])).get(reverse("studies:lab", args=[lab.pk]))

    assert "Memory Lab" in outside.content.decode()
    assert "Ada Admin" not in outside.content.decode()
    assert "Ada Admin" in sign_in(admin).get(reverse("studies:lab", args=[lab.pk])).content.decode()


def test_the_people_of_a_study_are_managed_in_the_workroom(admin, member, study, sign_in):
    act(sign_in, member, "role", study.pk, person=admin.pk, role="researcher")
    assert people.role_of(admin, study) == "researcher"

    refused = act(sign_in, member, "role", study.pk, person=member.pk, role="design")
    assert "is the last admin" in refused.content.decode()
    wrong = act(sign_in, member, "role", study.pk, person=UserFactory().pk, role="design")
    assert "Choose a person and a role." in wrong.content.decode()
    act(sign_in, admin, "role", study.pk, person=admin.pk, role="")
    assert people.role_of(admin, study) == ""


def test_who_has_a_small_role_can_only_leave(lab, member, study, sign_in):
    colleague = UserFactory()
    give_lab_role(lab, "guest", to=colleague)
    give_study_role(study, "preview", to=colleague)

    act(sign_in, colleague, "role", study.pk, person=member.pk, role="preview")
    act(sign_in, colleague, "role", study.pk, person=colleague.pk, role="admin")
    assert (people.role_of(member, study), people.role_of(colleague, study)) == ("admin", "preview")

    left = act(sign_in, colleague, "role", study.pk, person=colleague.pk)
    assert left.redirect_chain[-1][0] == reverse("studies:index")
    assert people.role_of(colleague, study) == ""


# --- who can do what ------------------------------------------------------------------------------


def cells(table, person):
    row = next(row for row in table.rows if row.person == person)
    return {column: by for column, by in zip(table.columns, row.by, strict=True) if by}


def test_the_table_says_by_what_each_may(lab, admin, member, study):
    reviewer = UserFactory(permissions=["studies.approve_study"])

    table = holders.who_can(study)

    assert cells(table, member)["Edit and build"] == "admin of the study"
    assert cells(table, member)["Read"] == "admin of the study, member of the lab"
    assert cells(table, admin)["Submit, start, pause, end"] == "admin of the lab"
    assert cells(table, reviewer) == {"Approve and reject": "everywhere"}
    assert cells(holders.who_can(lab), member) == {
        "Create studies": "member of the lab",
        "Read all studies": "member of the lab",
    }


def test_the_table_agrees_with_what_is_decided(admin, member, study):
    everybody = [admin, member, UserFactory(), UserFactory(permissions=["studies.read_study_details"])]
    table = {row.person: row.by for row in holders.who_can(study).rows}

    for person in everybody:
        said = [bool(by) for by in table.get(person, [""] * len(StudyPermission))]
        assert said == [can(known(person), permission, study) for permission in StudyPermission]


def test_the_table_costs_the_same_for_few_and_many(lab, study, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        holders.who_can(study)
    for _ in range(20):
        person = UserFactory()
        give_lab_role(lab, "member", to=person)
        give_study_role(study, "preview", to=person)

    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(holders.who_can(study).rows) >= 20
