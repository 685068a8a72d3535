"""What a study says: who is looked for, its experiment, its picture; the public list; clones; the bench."""

import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Revision

from studies import actions, amending, comparing
from studies.eligibility import Person, Verdict, judge
from studies.models import StudyPage
from studies.permissions import STUDY_ROLES
from tests.factories import LabFactory, StudyPageFactory, UserFactory
from tests.studies.test_study_pages import published

pytestmark = pytest.mark.django_db
PROTOCOL = '{"frames": {"a": {"kind": "exp-a"}},\n "sequence": ["a"]}'


@pytest.fixture
def maker():
    return UserFactory()


@pytest.fixture
def study(maker):
    study = StudyPageFactory(title="Cups", by=maker)
    actions.give_lab_role(study.lab, "member", to=maker)
    study.save_revision(user=maker)
    return study


def wrong(study, **fields) -> dict:
    for name, value in fields.items():
        setattr(study, name, value)
    with pytest.raises(ValidationError) as raised:
        study.full_clean()
    return raised.value.message_dict


# --- fields ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name", "problem"),
    [
        ({"min_age_years": 5, "max_age_years": 4}, "min_age_years", "1825 days, more than the 1460"),
        ({"min_age_days": 31, "max_age_months": 1}, "min_age_years", "31 days, more than the 30"),
        ({"min_age_months": 12}, "min_age_months", "less than or equal to 11"),
        ({"max_age_days": 32}, "max_age_days", "less than or equal to 31"),
        ({"criteria_expression": "deaf AND"}, "criteria_expression", "At character 9"),
        ({"protocol": '{"frames": {},\n}'}, "protocol", "Line 2: This is not JSON"),
        ({"use_generator": True}, "generator", "one named function"),
        ({"generator": "function f() { ["}, "generator", "Line 1: “{” is never closed"),
        ({"experiment_type": "external"}, "external_url", "needs the address"),
        ({"external_url": "http://elsewhere.example/"}, "external_url", "https://"),
        ({"exit_url": "javascript:alert(1)"}, "exit_url", "valid URL"),
        ({"priority": 0}, "priority", "greater than or equal to 1"),
        ({"priority": 100}, "priority", "less than or equal to 99"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(study, fields, name, problem):
    assert any(problem in one for one in wrong(study, **fields)[name])


@pytest.mark.parametrize(
    ("fields", "ages"),
    [
        ({}, ""),
        ({"min_age_years": 3}, "From 3 years"),
        ({"max_age_months": 1, "max_age_days": 15}, "Up to 1 month 15 days"),
        ({"min_age_years": 1, "max_age_years": 4, "max_age_months": 11}, "From 1 year to 4 years 11 months"),
    ],
)
def test_ages_are_told_in_words(fields, ages):
    assert StudyPage(**fields).ages == ages


@pytest.mark.parametrize(
    ("days", "verdicts"),
    [
        (364, [Verdict.TOO_YOUNG]),
        (365, []),
        (365 + 30, []),
        (365 + 31, [Verdict.TOO_OLD]),
    ],
)
def test_ages_count_at_both_ends(study, days, verdicts):
    study.min_age_years = study.max_age_years = study.max_age_months = 1

    assert [reason.verdict for reason in judge(study, Person(days))] == verdicts


def test_somebody_is_told_everything_that_keeps_him_out(study):
    before, never = StudyPageFactory(title="Before"), StudyPageFactory(title="Never")
    study.max_age_years, study.criteria_expression = 1, "speaks_en AND gender = f"
    study.must_have_participated, study.must_not_have_participated = [before], [never]

    reasons = judge(study, Person(900, "m", participated=frozenset({never.uuid})))

    assert [(reason.verdict, reason.why) for reason in reasons] == [
        (Verdict.TOO_OLD, "900 days old; the study is for 365 at most."),
        (Verdict.CRITERIA, "“speaks_en” is not so."),
        (Verdict.CRITERIA, "“gender = f” is not so."),
        (Verdict.PARTICIPATION, "Has not taken part in “Before”."),
        (Verdict.PARTICIPATION, "Has taken part in “Never”."),
    ]
    assert (
        judge(study, Person(300, "f", None, frozenset({"en"}), participated=frozenset({before.uuid}))) == []
    )


def test_who_is_looked_for_needs_no_review_and_the_protocol_does(study):
    before = study.latest_revision.as_object()
    study.min_age_years, study.criteria_expression, study.priority = 3, "deaf", 5
    study.must_have_participated = [StudyPageFactory(title="Before")]
    small = comparing.changes(before, study)
    study.protocol = PROTOCOL
    found = {change.name: change for change in comparing.changes(before, study)}

    assert {change.label for change in small} == {
        "From age: years",
        "Criteria expression",
        "Must have participated",
        "Priority",
    }
    assert all(change.is_small for change in small)
    assert not found["protocol"].is_small
    assert [step.path for step in found["protocol"].steps] == ["frames", "sequence"]


def test_the_layout_of_a_protocol_is_no_change(study):
    study.protocol = PROTOCOL
    before = study.save_revision().as_object()
    study.protocol = json.dumps(json.loads(PROTOCOL), indent=4)

    assert comparing.changes(before, study) == []
    assert amending.can_be_compared(study) is False


# --- the editor -----------------------------------------------------------------------------------


def edit(study, browser, **fields):
    page = browser.get(reverse("wagtailadmin_pages:edit", args=[study.pk]))
    form = page.context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if name in form.formsets or value in (None, False):
            continue
        sent[name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    for set_name, formset in form.formsets.items():
        for field in formset.management_form:
            sent[f"{set_name}-{field.name}"] = field.value()
    sent["description"] = (
        '{"blocks": [{"key": "a", "text": "Look.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'  # noqa: E501
    )
    return browser.post(reverse("wagtailadmin_pages:edit", args=[study.pk]), sent | fields)


def newest(study) -> StudyPage:
    return Revision.objects.filter(object_id=str(study.pk)).latest("pk").as_object()


def test_an_editor_is_told_the_line_and_nothing_is_lost(study, maker, sign_in):
    told = edit(study, sign_in(maker), protocol=PROTOCOL.replace('"a"]', '"b"]')).content.decode()

    assert "Line 2: There is no frame “b”." in told
    assert "&quot;sequence&quot;: [&quot;b&quot;]" in told
    assert newest(study).protocol == ""


def test_a_protocol_is_kept_as_it_was_written(study, maker, sign_in):
    edit(study, sign_in(maker), protocol=PROTOCOL, criteria_expression="speaks_en")

    assert (newest(study).protocol, newest(study).criteria_expression) == (PROTOCOL, "speaks_en")


def test_the_type_of_the_experiment_stays(study, maker, sign_in):
    edit(study, sign_in(maker), experiment_type="external", external_url="https://elsewhere.example/")

    assert newest(study).experiment_type == "jspsych"


def test_studies_that_one_may_not_read_are_not_named(study, maker, sign_in):
    public, hidden = published(title="Seen by all"), StudyPageFactory(title="Hidden from them")
    chosen = StudyPageFactory(title="Chosen by another")
    study.must_have_participated = [chosen]
    study.save_revision()

    shown = sign_in(maker).get(reverse("wagtailadmin_pages:edit", args=[study.pk])).content.decode()
    assert "Seen by all" in shown
    assert "A study that you may not read" in shown
    assert "Hidden from them" not in shown
    assert "Chosen by another" not in shown
    edit(study, sign_in(maker), must_not_have_participated=[public.pk, hidden.pk])
    assert [*newest(study).must_have_participated.all()] == [chosen]
    edit(study, sign_in(maker), must_not_have_participated=[public.pk])
    assert [*newest(study).must_have_participated.all()] == [chosen]
    assert [*newest(study).must_not_have_participated.all()] == [public]


def test_neither_the_bench_nor_the_changes_name_what_one_may_not_read(study, maker, sign_in):
    hidden = StudyPageFactory(title="Hidden from them")
    study.lifecycle.reviewed_revision = study.latest_revision
    study.lifecycle.save()
    study.must_have_participated = [hidden]
    study.save_revision()

    for name in ("bench", "changes"):
        address = reverse(f"studies:{name}", args=[study.pk])
        shown = sign_in(maker).get(address, {"years": 3, "gender": "na"}).content.decode()
        assert "A study that you may not read" in shown
        assert "Hidden from them" not in shown


def test_nobody_can_both_have_taken_part_and_not(study, maker, sign_in):
    other = published(title="Apples")
    both = {"must_have_participated": [other.pk], "must_not_have_participated": [other.pk]}

    assert (
        "Nobody can both have and not have: Apples." in edit(study, sign_in(maker), **both).content.decode()
    )


# --- the public list ------------------------------------------------------------------------------


@pytest.fixture
def listed():
    memory, voice = LabFactory(name="Memory Lab", slug="memory"), LabFactory(name="Voice Lab", slug="voice")
    published(title="Babies", lab=memory, max_age_years=1)
    published(title="Toddlers", lab=memory, min_age_years=1, max_age_years=3, max_age_months=6)
    published(title="Everybody", lab=voice, preview_summary="You listen to a voice.", priority=1)
    published(title="Grown", lab=voice, min_age_years=18)
    published(title="Hidden", lab=voice, discoverable=False)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["Babies", "Grown", "Toddlers", "Everybody"]),
        ("age=0", ["Babies", "Toddlers", "Everybody"]),
        ("age=1", ["Babies", "Toddlers", "Everybody"]),
        ("age=2", ["Toddlers", "Everybody"]),
        ("age=3", ["Toddlers", "Everybody"]),
        ("age=4", ["Everybody"]),
        ("age=40", ["Grown", "Everybody"]),
        ("lab=memory", ["Babies", "Toddlers"]),
        ("lab=elsewhere", []),
        ("q=VOICE", ["Grown", "Everybody"]),
        ("q=voice listen", ["Everybody"]),
        ("q=hidden", []),
        ("q=voice&age=40&lab=voice", ["Grown", "Everybody"]),
        ("page=99", ["Babies", "Grown", "Toddlers", "Everybody"]),
    ],
)
def test_studies_are_found(client, listed, asked, titles):
    response = client.get(f"/studies/?{asked}")

    assert [study.title for study in response.context["studies"]] == titles


@pytest.mark.parametrize("age", ["old", "-1", "1000"])
def test_what_is_wrong_in_a_search_is_told(client, listed, age):
    response = client.get("/studies/", {"age": age, "lab": "memory"})

    assert 'role="alert"' in response.content.decode()
    assert [study.title for study in response.context["studies"]] == ["Babies", "Toddlers"]


def test_a_picture_is_for_everybody_while_the_study_is_public(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = io.BytesIO()
    Picture.new("RGB", (1200, 900), "teal").save(file, "JPEG")
    image = Image.objects.create(title="Cups", file=ContentFile(file.getvalue(), "cups.jpg"))
    study = published(image=image)

    address = reverse("studies_public:picture", args=[study.uuid])
    assert address in client.get("/studies/").content.decode()
    answer = client.get(address)
    with Picture.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
        assert (shown.format, shown.size) == ("WEBP", (960, 600))
    study.lifecycle.state = "paused"
    study.lifecycle.save()
    assert client.get(address).status_code == 404
    assert client.get(reverse("studies_public:picture", args=[published().uuid])).status_code == 404


# --- external experiments -------------------------------------------------------------------------


def test_an_external_experiment_is_led_to(client):
    study = published(experiment_type="external", external_url="https://elsewhere.example/cups")

    assert "You are led to another site: elsewhere.example." in client.get(study.get_url()).content.decode()
    answer = client.get(reverse("builds:take_part", args=[study.uuid]))
    assert answer["Location"] == "https://elsewhere.example/cups"


# --- clones ---------------------------------------------------------------------------------------


def test_a_clone_is_a_study_of_its_own_with_the_newest_draft(study, maker, sign_in):
    study.must_have_participated = [StudyPageFactory()]
    study.protocol = PROTOCOL
    study.save_revision(user=maker)
    sign_in(maker).post(reverse("studies:clone", args=[study.pk]))

    clone = newest(StudyPage.objects.latest("pk"))
    assert (clone.title, clone.slug, clone.protocol) == ("Copy of Cups", f"copy-of-{study.slug}", PROTOCOL)
    assert (clone.lab, clone.discoverable, clone.live, clone.owner) == (study.lab, False, False, maker)
    assert clone.uuid != study.uuid
    assert not clone.must_have_participated.exists()
    stored = StudyPage.objects.get(pk=clone.pk)
    assert (stored.state, stored.roles.count()) == ("created", len(STUDY_ROLES))
    assert [log.user for log in stored.logs.all()] == [maker]


def test_a_clone_is_in_the_first_lab_where_one_may_create(study):
    reader = UserFactory()
    actions.give_study_role(study, "preview", to=reader)
    with pytest.raises(PermissionDenied):
        actions.clone(study, by=reader)

    lab = LabFactory(name="Another lab")
    actions.give_lab_role(lab, "member", to=reader)
    assert actions.clone(study, by=UserFactory._meta.model.objects.get(pk=reader.pk)).lab == lab


def test_who_may_not_read_a_study_does_not_clone_it(study, sign_in):
    stranger = UserFactory()
    actions.give_lab_role(LabFactory(), "member", to=stranger)

    assert sign_in(stranger).post(reverse("studies:clone", args=[study.pk])).status_code == 404
    assert StudyPage.objects.count() == 1


# --- the bench ------------------------------------------------------------------------------------


def test_the_bench_says_who_would_be_asked_and_why_not(study, maker, sign_in):
    before = published(title="Before")
    study.min_age_years, study.criteria_expression = 3, "speaks_en"
    study.must_have_participated = [before]
    study.save_revision()
    address = reverse("studies:bench", args=[study.pk])

    refused = sign_in(maker).get(address, {"years": 2, "gender": "na"}).content.decode()
    assert "Ineligible_TooYoung" in refused
    assert "“speaks_en” is not so." in refused
    assert "Has not taken part in “Before”." in refused
    person = {"years": 4, "gender": "f", "languages": ["en", "hu"], "participated": [str(before.uuid)]}
    asked = sign_in(maker).get(address, person).content.decode()
    assert "This person would be asked to take part." in asked
    wrong = sign_in(maker).get(address, {"years": "x", "gender": "f"}).content.decode()
    assert "Enter a whole number." in wrong
    assert "Eligible" not in wrong


def test_the_bench_is_for_who_may_read_the_study(study, sign_in):
    stranger = UserFactory(permissions=["wagtailadmin.access_admin"])

    assert sign_in(stranger).get(reverse("studies:bench", args=[study.pk])).status_code == 404
