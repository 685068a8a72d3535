"""The states of a gallery, the triggers, who may fire them, and the one road that does."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from transitions import Machine
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.access import Asked
from archive.access.consent import consented
from archive.models.lifecycle import APPROVE, GalleryLifecycle, GalleryLog, GalleryState
from archive.models.pages import GalleryPage

#: trigger -> (sources, destination)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (("draft",), "submitted"),
    "retract": (("submitted",), "draft"),
    "approve": (("submitted",), "approved"),
    "reject": (("submitted", "approved", "exhibited"), "draft"),
    "exhibit": (("approved",), "exhibited"),
    "take_down": (("exhibited",), "approved"),
}
LABELS = {
    "submit": "Submit for review",
    "retract": "Take back",
    "approve": "Approve",
    "reject": "Request changes",
    "exhibit": "Exhibit",
    "take_down": "Take out of the exhibition",
}
#: The steps of who edits the gallery; the others are those of who may approve galleries.
OF_EDITORS = ("submit", "retract")
NO_PERMISSION = "You don't have the permission for this step."

machine = Machine(
    model=None,
    states=GalleryState.values,
    transitions=[
        {"trigger": trigger, "source": list(sources), "dest": destination}
        for trigger, (sources, destination) in TRANSITIONS.items()
    ],
    initial="draft",
    auto_transitions=False,
    send_event=True,
    after_state_change="_finalize_state_change",
    queued=False,
)


class Refused(PermissionDenied):
    """A trigger that can't be fired now; the message tells the person why."""


@dataclass(frozen=True)
class Decision:
    """Whether a trigger may be fired now by this person, and if not, why not."""

    trigger: str
    reason: str = ""

    @property
    def allowed(self) -> bool:
        return not self.reason

    @property
    def label(self) -> str:
        return LABELS[self.trigger]


@dataclass
class Move:
    """One gallery on its way through one transition; what `transitions` calls its model."""

    gallery: GalleryPage
    lifecycle: GalleryLifecycle
    by: object
    comment: str = ""
    revision: object = None

    def __post_init__(self):
        self.state = str(self.lifecycle.state)

    def _finalize_state_change(self, event):
        """Saves the state and writes its log row; both within the transaction of `fire`."""
        before = self.lifecycle.state
        self.lifecycle.state = self.state
        if event.event.name == "approve":
            self.lifecycle.approved_revision = self.revision
        self.lifecycle.save(update_fields=["state", "approved_revision", "changed_at"])
        GalleryLog.objects.create(
            gallery=self.gallery,
            action=event.event.name.replace("_", " "),
            from_state=before,
            to_state=self.state,
            user=self.by,
            comment=self.comment,
        )


def may(user, gallery, trigger: str) -> bool:
    """Whether the step is one of this person's, wherever the gallery stands."""
    if trigger in OF_EDITORS:
        # Wagtail's editor itself also opens to who reviews.
        return user.is_active and policy_registry.get_by_type(Page).user_has_permission_for_instance(
            user, "change", gallery
        )
    return user.has_perm(APPROVE)


def decide(user, gallery, trigger: str) -> Decision:
    """The one answer to "may this person fire this trigger now, and why not?"."""
    if trigger not in TRANSITIONS:
        return Decision(trigger, f"There is no step called “{trigger[:40]}”.")
    if not may(user, gallery, trigger):
        return Decision(trigger, NO_PERMISSION)
    return Decision(trigger, _what_is_in_the_way(gallery, trigger))


def decisions(user, gallery) -> list[Decision]:
    """The decision on every trigger that leads on from where the gallery stands and is this person's."""
    triggers = machine.get_triggers(str(gallery.state))
    return [decide(user, gallery, trigger) for trigger in triggers if may(user, gallery, trigger)]


def _what_is_in_the_way(gallery, trigger) -> str:
    sources, _ = TRANSITIONS[trigger]
    if gallery.state not in sources:
        return f"A gallery that is {gallery.state} can't take this step."
    if trigger == "exhibit" and not gallery.live:
        return "The gallery is not published."
    if trigger == "exhibit" and not has_consent(gallery):
        return "No consent of the participant to the exhibition is recorded that counts now."
    return ""


def has_consent(gallery) -> bool:
    """Whether what the participant allows now covers the exhibition."""
    asked = Asked(None, timezone.now())
    return type(gallery)._base_manager.filter(consented(asked), pk=gallery.pk).exists()


@transaction.atomic
def fire(gallery, trigger: str, *, by, comment: str = "", revision=None) -> None:
    """Moves the gallery and logs it; all of it or none.

    Raises Refused with the reason if the person may not, or no longer, fire the trigger: the row is locked
    first, so of two people at once one wins and the other is told.
    """
    lifecycle = lock(gallery)
    decision = decide(by, gallery, trigger)
    if not decision.allowed:
        raise Refused(decision.reason)
    machine.events[trigger].trigger(Move(gallery, lifecycle, by, comment, revision))


def lock(gallery) -> GalleryLifecycle:
    """The gallery's lifecycle row, locked until the transaction ends; the gallery sees it."""
    GalleryLifecycle.objects.get_or_create(gallery=gallery)
    gallery.lifecycle = GalleryLifecycle.objects.select_for_update().get(gallery=gallery)
    gallery.refresh_from_db(fields=["latest_revision", "live", "live_revision"])
    return gallery.lifecycle


def is_anew(gallery, state: GalleryState, *, why: str) -> None:
    """Sets a gallery that comes whole from elsewhere (a demo, an import) where it stands."""
    GalleryLifecycle.objects.update_or_create(gallery=gallery, defaults={"state": state})
    GalleryLog.objects.create(gallery=gallery, action=why, to_state=state)
