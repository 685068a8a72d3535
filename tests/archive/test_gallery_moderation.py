"""A gallery's way into the exhibition: each state, each step, each person; and Wagtail's side of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import GroupPagePermission, WorkflowPage

from archive.access.why import why
from archive.models import GalleryLog, GalleryPage, StoryPage
from archive.models.lifecycle import GalleryState
from archive.moderation import holders, machine, steps
from archive.withdrawal.actions import undo, withdraw
from tests.factories import ExhibitionPageFactory, GalleryPageFactory, StoryPageFactory, UserFactory, grant

pytestmark = pytest.mark.django_db
#: What moves, by the state and the trigger (docs/access.md).
TABLE = {
    "draft": {"submit": "submitted"},
    "submitted": {"retract": "draft", "approve": "approved", "reject": "draft"},
    "approved": {"exhibit": "exhibited", "reject": "draft"},
    "exhibited": {"take_down": "approved", "reject": "draft"},
    "withdrawn": {},
}
EDITORS = {"submit", "retract"}


def editor_of(page, *actions):
    person, group = (
        UserFactory(permissions=["wagtailadmin.access_admin"]),
        Group.objects.create(name="Editors of XY"),
    )
    person.groups.add(group)
    for action in actions or ("add", "change"):
        permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return person


@pytest.fixture
def gallery():
    gallery = GalleryPageFactory(code="XY", state="draft")
    StoryPageFactory(parent=gallery, number=1)
    gallery.save_revision()
    return gallery


@pytest.fixture
def editor(gallery):
    return editor_of(gallery)


@pytest.fixture
def approver():
    return UserFactory(permissions=["wagtailadmin.access_admin", "archive.approve_gallerypage"])


@pytest.fixture
def viewer(gallery):
    viewer = UserFactory()
    grant(viewer, gallery)
    return viewer


def again(gallery):
    return GalleryPage.objects.get(pk=gallery.pk)


def put(gallery, state) -> GalleryPage:
    gallery = again(gallery)
    if state == "withdrawn":
        withdraw(gallery, by=None)
        return again(gallery)
    lifecycle = machine.lock(gallery)
    lifecycle.state = state
    lifecycle.save()
    return again(gallery)


def facts(gallery):
    return again(gallery).state, GalleryLog.objects.count()


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(GalleryState))
@pytest.mark.parametrize("who", ["editor", "approver", "superuser", "stranger"])
def test_exactly_the_tables_cells_move(gallery, editor, approver, state, who):
    people = {"editor": editor, "approver": approver, "superuser": UserFactory(is_superuser=True)}
    person = people.get(who) or UserFactory()
    for trigger in [*machine.TRANSITIONS, "withdraw", "to_exhibited", "delete", "save", "__init__", ""]:
        one = put(gallery, state) if facts(gallery)[0] != state else again(gallery)
        logs, target = facts(one)[1], TABLE[state].get(trigger)
        may = who == "superuser" or who == ("editor" if trigger in EDITORS else "approver")
        if target and may:
            steps.perform(one, trigger, by=person)
            assert facts(one) == (target, logs + 1), trigger
        else:
            with pytest.raises(machine.Refused) as refused:
                steps.perform(one, trigger, by=person)
            assert str(refused.value)
            assert facts(one) == (state, logs), trigger


def test_nothing_is_exhibited_without_consent(approver):
    gallery = put(GalleryPageFactory(consent=False), "approved")

    with pytest.raises(machine.Refused, match="No consent of the participant"):
        steps.perform(gallery, "exhibit", by=approver)


def test_nothing_is_exhibited_that_is_not_published(approver):
    gallery = put(GalleryPageFactory(live=False), "approved")

    with pytest.raises(machine.Refused, match="is not published"):
        steps.perform(gallery, "exhibit", by=approver)


def test_the_record_is_only_added_to(gallery, editor):
    steps.perform(gallery, "submit", by=editor, comment="Ready.")
    log = GalleryLog.objects.get()

    assert (log.action, log.from_state, log.to_state, log.user, log.comment) == (
        "submit",
        "draft",
        "submitted",
        editor,
        "Ready.",
    )
    for change in (log.save, log.delete, GalleryLog.objects.all().delete):
        with pytest.raises(PermissionDenied):
            change()


# --- the gate -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(GalleryState))
def test_only_an_exhibited_gallery_is_seen(gallery, viewer, state):
    gallery = put(gallery, state)
    seen = state == "exhibited"

    assert GalleryPage.objects.visible_to(viewer).filter(pk=gallery.pk).exists() == seen
    assert StoryPage.objects.visible_to(viewer).exists() == seen
    if state not in ("exhibited", "withdrawn"):
        assert f"The gallery is {state}; it is shown once it is exhibited." in [
            reason.sentence for reason in why(viewer, gallery).reasons
        ]


def test_who_takes_a_withdrawal_back_finds_the_gallery_where_it_stood(gallery, viewer):
    gallery = put(gallery, "exhibited")
    tombstone = withdraw(gallery, by=None)
    assert again(gallery).state == "withdrawn"

    undo(tombstone, by=None)

    assert again(gallery).state == "exhibited"
    assert GalleryPage.objects.visible_to(viewer).exists()


def test_a_copy_begins_as_a_draft(gallery):
    copy = put(gallery, "exhibited").copy(update_attrs={"slug": "zz", "code": "ZZ"}, keep_live=True)

    assert copy.state == "draft"
    assert not GalleryPage.objects.visible_to(UserFactory(is_superuser=True)).filter(pk=copy.pk).exists()


def test_publishing_an_old_revision_or_reverting_exhibits_nothing(gallery, viewer):
    revision = put(gallery, "exhibited").save_revision()
    put(gallery, "draft")

    revision.publish()

    assert again(gallery).state == "draft"
    assert not GalleryPage.objects.visible_to(viewer).exists()


# --- Wagtail's side -------------------------------------------------------------------------------


def review_of(gallery):
    return again(gallery).current_workflow_task_state


def test_each_exhibition_has_the_moderation_of_galleries():
    first, second = ExhibitionPageFactory(), ExhibitionPageFactory()

    given = {row.page_id: row.workflow.name for row in WorkflowPage.objects.filter(page__in=[first, second])}
    assert given == {first.pk: steps.NAME, second.pk: steps.NAME}


def test_a_step_moves_wagtails_moderation(gallery, editor, approver):
    steps.perform(again(gallery), "submit", by=editor)
    assert review_of(gallery).status == "in_progress"
    steps.perform(again(gallery), "retract", by=editor)
    assert not again(gallery).workflow_in_progress
    steps.perform(again(gallery), "submit", by=editor)
    steps.perform(again(gallery), "reject", by=approver, comment="Say more.")
    assert again(gallery).state == "draft"
    assert again(gallery).current_workflow_state.status == "needs_changes"
    steps.perform(again(gallery), "submit", by=editor)
    steps.perform(again(gallery), "approve", by=approver)
    assert again(gallery).state == "approved"
    assert not again(gallery).workflow_in_progress


def test_wagtails_editor_moves_the_gallery(gallery, editor, approver, sign_in):
    workflow = again(gallery).get_workflow()
    state = workflow.start(again(gallery), editor)
    assert again(gallery).state == "submitted"
    state.cancel(user=editor)
    assert again(gallery).state == "draft"
    workflow.start(again(gallery), editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[gallery.pk, "reject", review_of(gallery).pk]
    )
    sign_in(approver).post(address, {"comment": "Say more."})
    assert (again(gallery).state, GalleryLog.objects.first().comment) == ("draft", "Say more.")
    again(gallery).current_workflow_state.resume(user=editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[gallery.pk, "approve", review_of(gallery).pk]
    )
    sign_in(approver).post(address, {"comment": ""})
    assert again(gallery).state == "approved"
    assert again(gallery).lifecycle.approved_revision == again(gallery).latest_revision


def test_who_may_not_approve_does_not_by_wagtails_buttons(gallery, editor, sign_in):
    again(gallery).get_workflow().start(again(gallery), editor)
    for action in ("approve", "reject"):
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[gallery.pk, action, review_of(gallery).pk]
        )
        sign_in(editor).post(address, {"comment": ""})

    assert again(gallery).state == "submitted"


def test_what_was_not_shown_is_not_approved(gallery, editor, approver):
    steps.perform(again(gallery), "submit", by=editor)
    shown = again(gallery).latest_revision_id
    again(gallery).save_revision(user=editor)

    with pytest.raises(machine.Refused, match="was changed since you opened it"):
        steps.perform(again(gallery), "approve", by=approver, shown_revision=shown)
    assert again(gallery).state == "submitted"


def test_a_story_is_moderated_by_wagtail_alone(gallery, editor, approver):
    story = StoryPage.objects.get()
    story.save_revision()
    story.get_workflow().start(story, editor)
    task_state = StoryPage.objects.get().current_workflow_task_state
    with pytest.raises(machine.Refused):
        task_state.task.specific.on_action(task_state, editor, "approve")

    task_state.task.specific.on_action(task_state, approver, "approve")

    assert not StoryPage.objects.get().workflow_in_progress
    assert facts(gallery) == ("draft", 0)


# --- the workroom ---------------------------------------------------------------------------------


def test_a_gallery_goes_into_the_exhibition_in_the_workroom(gallery, editor, approver, viewer, sign_in):
    address = reverse("archive_moderation:gallery", args=[gallery.pk])
    assert sign_in(approver).get(address).status_code == 404
    assert "Submit for review" in sign_in(editor).get(address).content.decode()

    sign_in(editor).post(address, {"trigger": "submit", "state": "draft", "comment": "Ready."})
    shown = sign_in(approver).get(address).content.decode()
    assert "Ready." in shown
    assert 'value="retract"' not in shown
    revision = again(gallery).latest_revision_id
    for sent in ({"trigger": "approve", "state": "submitted", "revision": revision}, {"trigger": "exhibit"}):
        told = sign_in(approver).post(address, sent, follow=True)
        assert "XY is now" in told.content.decode()
    assert GalleryPage.objects.visible_to(viewer).exists()
    late = sign_in(approver).post(address, {"trigger": "reject", "state": "submitted"}, follow=True)
    assert "The gallery is exhibited by now, and was submitted when you opened it." in late.content.decode()


def test_who_approves_knows_no_draft(gallery, editor, approver, sign_in):
    listed = sign_in(approver).get(reverse("archive_moderation:list")).content.decode()
    assert "XY" not in listed
    editing = reverse("wagtailadmin_pages:edit", args=[gallery.pk])
    assert sign_in(approver).get(editing).status_code == 404

    steps.perform(again(gallery), "submit", by=editor)

    assert "XY" in sign_in(approver).get(reverse("archive_moderation:list")).content.decode()
    assert sign_in(approver).get(editing).status_code == 200


def test_the_table_says_who_can_do_what(gallery, editor, approver, viewer, sign_in):
    archivist = UserFactory(
        permissions=["archive.view_exhibitionpage", "archive.add_consent", "wagtailadmin.access_admin"]
    )
    grant(UserFactory(), StoryPage.objects.get())

    rows = {
        row.person: dict(zip(holders.COLUMNS, row.by, strict=True)) for row in holders.who_can(gallery).rows
    }

    assert rows[viewer]["See"] == "grant on the gallery"
    assert rows[editor]["Edit"] == "Editors of XY"
    assert rows[approver]["Approve and exhibit"] == "everywhere"
    assert (rows[archivist]["See"], rows[archivist]["Record consent"]) == ("everything", "by role")
    assert [by["See"] for by in rows.values()].count("grant on the story") == 1
    assert (
        "Who can do what here"
        not in sign_in(editor).get(reverse("archive_moderation:gallery", args=[gallery.pk])).content.decode()
    )


def test_the_table_costs_the_same_for_few_and_many(gallery, viewer, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        holders.who_can(gallery)
    for _ in range(20):
        grant(UserFactory(), gallery)

    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(holders.who_can(gallery).rows) >= 20
