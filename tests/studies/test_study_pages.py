import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from studies.models import StudyIndexPage, StudyPage
from studies.models.lifecycle import State
from tests.factories import StudyPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def published(state=State.ACTIVE, **fields):
    """A live study in that state, showing the revision that was approved."""
    study = StudyPageFactory(**fields)
    study.save_revision().publish()
    study.refresh_from_db()
    study.lifecycle.state = state
    study.lifecycle.approved_revision = study.live_revision
    study.lifecycle.save()
    return study


def again(study):
    return StudyPage.objects.get(pk=study.pk)


def copy_of(study, browser, **fields):
    """What Wagtail's copy view makes of the study."""
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": study.get_parent().pk}
    browser.post(reverse("wagtailadmin_pages:copy", args=[study.pk]), data | fields)
    return StudyPage.objects.get(slug="copy")


@pytest.fixture
def root(django_user_model):
    return django_user_model.objects.create_superuser("root", "root@vitrine.example")


def test_index_shows_active_studies_by_title(client):
    studies = [published(title=title) for title in ("Cups", "Apples")]

    response = client.get("/studies/")

    assert list(response.context["studies"]) == studies[::-1]
    assert f'<a href="{studies[0].get_url()}">Cups</a>' in response.content.decode()


@pytest.mark.parametrize("state", [state for state in State if state != State.ACTIVE])
def test_index_shows_no_study_in_another_state(client, state):
    published(state)

    response = client.get("/studies/")

    assert list(response.context["studies"]) == []
    assert "No study looks for participants at the moment." in response.content.decode()


def test_index_leaves_out_a_study_that_is_not_discoverable(client):
    study = published(discoverable=False)

    assert list(client.get("/studies/").context["studies"]) == []
    assert client.get(study.get_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 10])
def test_index_costs_the_same_queries_for_one_and_many(client, django_assert_num_queries, count):
    for _ in range(count):
        published()
    client.get("/studies/")

    with django_assert_num_queries(10):
        assert len(client.get("/studies/").context["studies"]) == count


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", ["stranger", "researcher", "reviewer", "root"])
def test_study_is_served_while_it_is_active_and_to_nobody_else_otherwise(
    researcher, reviewer, root, sign_in, state, who
):
    study = published(state, by=researcher)
    people = {"stranger": None, "researcher": researcher, "reviewer": reviewer, "root": root}

    response = sign_in(people[who]).get(study.get_url())

    assert response.status_code == (200 if state == State.ACTIVE else 404)


def test_study_shows_participants_what_they_should_know(client):
    study = published(title="Cups", eligibility="Anybody.", compensation="")

    content = client.get(study.get_url()).content.decode()

    assert "<h1>Cups</h1>" in content
    assert "<dt>Who</dt><dd>Anybody.</dd>" in content
    assert "Compensation" not in content
    assert f'href="{reverse("builds:take_part", args=[study.uuid])}"' in content


def test_study_that_shows_another_revision_than_the_approved_is_not_there(client):
    study = published()
    study.save_revision().publish()

    assert client.get(study.get_url()).status_code == 404


def test_study_that_was_unpublished_is_not_there(client):
    study = published()
    study.unpublish()

    assert client.get(study.get_url()).status_code == 404


@pytest.mark.parametrize("published_too", [{}, {"publish_copies": "on"}])
def test_copy_of_an_active_study_begins_anew(root, sign_in, published_too):
    study = published()

    copy = copy_of(study, sign_in(root), **published_too)

    assert (copy.state, copy.lifecycle.approved_revision, copy.is_public()) == (State.CREATED, None, False)
    assert copy.uuid != study.uuid
    assert [log.action for log in copy.logs.all()] == ["created"]
    assert again(study).is_public()


def test_copy_of_a_study_has_roles_of_its_own(researcher, root, sign_in):
    study = published(by=researcher)

    copy = copy_of(study, sign_in(root))

    assert list(copy.roles.get(role="admin").group.user_set.all()) == [root]
    assert not set(copy.roles.values_list("group")) & set(study.roles.values_list("group"))


def test_copy_of_an_active_study_in_code_is_not_public_either():
    study = published()

    copy = study.copy(update_attrs={"slug": "copy"})

    assert (copy.state, copy.is_public(), copy.uuid != study.uuid) == (State.CREATED, False, True)


def test_study_has_its_place_in_the_section_alone():
    assert StudyPage.allowed_parent_page_models() == [StudyIndexPage]
    assert StudyIndexPage.allowed_subpage_models() == [StudyPage]
    assert StudyPage.allowed_subpage_models() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("repository", "http://github.com/owner/name"),
        ("repository", "https://github.com/owner/name/../../other"),
        ("repository", "https://elsewhere.example/owner/name"),
        ("sha", "main"),
        ("sha", "A" * 40),
    ],
)
def test_study_refuses_what_can_not_be_built(field, value):
    study = StudyPageFactory()
    setattr(study, field, value)

    with pytest.raises(ValidationError) as refused:
        study.full_clean()

    assert list(refused.value.message_dict) == [field]


def test_person_who_takes_part_needs_no_account(sign_in):
    study = published()

    assert sign_in().get(study.get_url()).content != b""
    assert sign_in(UserFactory()).get(study.get_url()).status_code == 200
