import pytest
from django.urls import reverse

from studies import moderation
from studies.actions import give_lab_role, give_study_role
from studies.models import StudyPage
from studies.models.lifecycle import State
from tests.factories import LabFactory, StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db

NO_PERMISSION = "You don't have the permission for this step."


@pytest.fixture
def study(researcher):
    study = StudyPageFactory(title="Cups", by=researcher)
    study.save_revision(user=researcher)
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def someone(study, role, **fields):
    """Somebody who may enter the admin, and has that role on the study, or none."""
    person = UserFactory(permissions=["wagtailadmin.access_admin"], **fields)
    if role == "member of the lab":
        give_lab_role(study.lab, "member", to=person)
    elif role == "guest of the lab":
        give_lab_role(study.lab, "guest", to=person)
    elif role:
        give_study_role(study, role, to=person)
    return person


def desk(study):
    return reverse("studies:desk", args=[study.pk])


def move(client, study, trigger, comment=""):
    url = reverse("studies:move", args=[study.pk])
    return client.post(
        url, {"trigger": trigger, "comment": comment, "revision": study.latest_revision_id or ""}
    )


def messages_of(response):
    return [str(message) for message in response.wsgi_request._messages]


READERS = ["preview", "analysis", "researcher", "admin", "member of the lab"]
NON_READERS = ["guest of the lab", ""]


@pytest.mark.parametrize("role", READERS)
def test_list_and_desk_are_there_for_who_may_read_the_study(study, sign_in, role):
    browser = sign_in(someone(study, role))

    assert list(browser.get(reverse("studies:index")).context["studies"]) == [study]
    assert browser.get(desk(study)).context["study"] == study


@pytest.mark.parametrize("role", NON_READERS)
def test_list_is_empty_and_desk_not_there_for_others(study, sign_in, role):
    browser = sign_in(someone(study, role))

    content = browser.get(reverse("studies:index")).content.decode()
    assert "No study is open to you yet. A lab’s admin can make you a member." in content
    assert "Cups" not in content
    assert browser.get(desk(study)).status_code == 404


def test_list_and_desk_show_reviewers_every_study(study, reviewer, sign_in):
    browser = sign_in(reviewer)

    assert list(browser.get(reverse("studies:index")).context["studies"]) == [study]
    assert browser.get(desk(study)).context["study"] == study


@pytest.mark.parametrize("name", ["index", "desk"])
def test_list_and_desk_ask_a_stranger_to_sign_in(study, sign_in, name):
    url = reverse(f"studies:{name}", args=[study.pk] if name == "desk" else [])

    assert sign_in().get(url).url == f"/sign-in/?next={url}"


@pytest.mark.parametrize("name", ["index", "desk"])
def test_list_and_desk_are_only_read(study, researcher, sign_in, name):
    url = reverse(f"studies:{name}", args=[study.pk] if name == "desk" else [])

    assert sign_in(researcher).post(url).status_code == 405


def test_list_begins_with_what_was_changed_last(study, researcher, sign_in):
    newer = StudyPageFactory(by=researcher)
    newer.save_revision()

    assert list(sign_in(researcher).get(reverse("studies:index")).context["studies"]) == [newer, study]


@pytest.mark.parametrize("count", [1, 10])
def test_list_costs_the_same_queries_for_one_and_many(sign_in, django_assert_num_queries, count):
    lab = LabFactory()
    for _ in range(count):
        study = StudyPageFactory(lab=lab)
    browser = sign_in(someone(study, "member of the lab"))
    browser.get(reverse("studies:index"))

    with django_assert_num_queries(18):
        assert len(browser.get(reverse("studies:index")).context["studies"]) == count


@pytest.mark.parametrize("count", [1, 12])
def test_desk_costs_the_same_queries_for_little_and_much_history(
    study, researcher, sign_in, django_assert_num_queries, count
):
    for _ in range(count):
        person = UserFactory()
        study.logs.create(action="looked at", user=person)
        study.builds.create(kind="preview", state="failed", requested_by=person)
    browser = sign_in(researcher)
    browser.get(desk(study))

    with django_assert_num_queries(29):
        assert browser.get(desk(study)).context["logs"].count() == count + 1


def test_desk_shows_where_the_study_stands_and_what_can_be_done(study, researcher, sign_in):
    content = sign_in(researcher).get(desk(study)).content.decode()

    assert '<li class="here" aria-current="step">Created</li>' in content
    assert 'name="trigger" value="submit">Submit for review</button>' in content
    assert 'name="trigger" value="archive">Archive</button>' in content
    assert 'value="approve"' not in content


def test_desk_says_why_something_can_not_be_done(study, researcher, sign_in):
    study.lab.approved_to_test = False
    study.lab.save()

    content = sign_in(researcher).get(desk(study)).content.decode()

    assert 'value="submit" disabled>Submit for review</button>' in content
    assert "The study&#x27;s lab is not approved to test yet." in content


def test_desk_offers_nothing_that_is_not_the_persons_to_do(study, sign_in):
    response = sign_in(someone(study, "preview")).get(desk(study))

    assert response.context["decisions"] == []
    assert 'name="trigger"' not in response.content.decode()


def test_desk_escapes_what_people_wrote(study, researcher, sign_in):
    moderation.perform(study, "submit", by=researcher, comment="<script>alert(1)</script>")

    content = sign_in(researcher).get(desk(study)).content.decode()

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in content
    assert "<script>alert(1)" not in content


@pytest.mark.parametrize("role", ["submission processor", "researcher", "manager", "admin"])
def test_move_by_who_may_change_the_status(study, sign_in, role):
    person = someone(study, role)

    response = move(sign_in(person), study, "submit", comment="  Ready.  ")

    log = study.logs.first()
    assert (again(study).state, log.user, log.comment) == (State.SUBMITTED, person, "Ready.")
    assert (response.url, messages_of(response)) == (desk(study), ["“Cups” is now submitted."])


@pytest.mark.parametrize("role", ["preview", "design", "analysis", "member of the lab"])
def test_move_by_a_reader_without_the_right_is_refused(study, sign_in, role):
    response = move(sign_in(someone(study, role)), study, "submit")

    assert (response.url, messages_of(response)) == (desk(study), [NO_PERMISSION])
    assert (again(study).state, study.logs.count()) == (State.CREATED, 1)


@pytest.mark.parametrize("role", NON_READERS)
def test_move_by_who_can_not_read_the_study_is_a_404(study, sign_in, role):
    assert move(sign_in(someone(study, role)), study, "submit").status_code == 404
    assert again(study).state == State.CREATED


def test_move_by_a_stranger_leads_to_signing_in(study, sign_in):
    response = move(sign_in(), study, "submit")

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/sign-in/")
    assert again(study).state == State.CREATED


@pytest.mark.parametrize(
    ("trigger", "state"), [("approve", State.APPROVED), ("reject", State.REJECTED), ("retract", None)]
)
def test_move_by_a_reviewer_is_approving_and_rejecting_alone(
    study, researcher, reviewer, sign_in, trigger, state
):
    moderation.perform(study, "submit", by=researcher)

    response = move(sign_in(reviewer), study, trigger)

    assert again(study).state == (state or State.SUBMITTED)
    assert messages_of(response) == [f"“Cups” is now {state}." if state else NO_PERMISSION]


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        ("retract", "A study that is created can't take this step."),
        ("", "There is no step called “”."),
        ("to_active", "There is no step called “to_active”."),
        ("__class__", "There is no step called “__class__”."),
    ],
)
def test_move_that_is_refused_leaves_the_state_and_says_why(study, researcher, sign_in, trigger, reason):
    response = move(sign_in(researcher), study, trigger)

    assert messages_of(response) == [reason]
    assert (again(study).state, study.logs.count()) == (State.CREATED, 1)


def test_move_shows_the_reason_on_the_desk(study, researcher, sign_in):
    study.lab.approved_to_test = False
    study.lab.save()
    browser = sign_in(researcher)

    move(browser, study, "submit")

    assert "The study&#x27;s lab is not approved to test yet." in browser.get(desk(study)).content.decode()


def test_move_is_a_post(study, researcher, sign_in):
    response = sign_in(researcher).get(reverse("studies:move", args=[study.pk]), {"trigger": "submit"})

    assert (response.status_code, again(study).state) == (405, State.CREATED)


def test_move_to_the_archive_ends_a_review(study, researcher, sign_in):
    moderation.perform(study, "submit", by=researcher)

    move(sign_in(researcher), study, "archive")

    assert (again(study).state, again(study).current_workflow_state) == (State.ARCHIVED, None)
