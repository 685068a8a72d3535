"""The workflow of a study: the states, the triggers, who may fire them, and the one road that does.

The definition is data (Lookit's workflow; docs/workflow.md); `transitions` runs it on the study's
lifecycle row. `previewing` and `deploying` are not states: they are what `study.status` reads while
a build of that kind is active, and no trigger fires meanwhile.
"""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from transitions import Machine

from studies.models.lifecycle import APPROVED_STATES, State, StudyLifecycle, StudyLog
from studies.notices import tell
from studies.permissions import StudyPermission, can

#: trigger -> (sources, destination)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (("created",), "submitted"),
    "resubmit": (("rejected", "retracted"), "submitted"),
    "retract": (("submitted",), "retracted"),
    "approve": (("submitted",), "approved"),
    "reject": (("submitted", "approved", "active", "paused", "deactivated"), "rejected"),
    "activate": (("approved", "paused"), "active"),
    "pause": (("active",), "paused"),
    "deactivate": (("active", "paused"), "deactivated"),
    "archive": (tuple(state for state in State.values if state != "archived"), "archived"),
}
PERMISSIONS: dict[str, StudyPermission] = {
    trigger: StudyPermission.APPROVE if trigger in ("approve", "reject") else StudyPermission.CHANGE_STATUS
    for trigger in TRANSITIONS
}
LABELS = {
    "submit": "Submit for review",
    "resubmit": "Submit again",
    "retract": "Retract",
    "approve": "Approve",
    "reject": "Request changes",
    "activate": "Activate",
    "pause": "Pause",
    "deactivate": "Deactivate",
    "archive": "Archive",
}

machine = Machine(
    model=None,
    states=State.values,
    transitions=[
        {"trigger": trigger, "source": list(sources), "dest": destination}
        for trigger, (sources, destination) in TRANSITIONS.items()
    ],
    initial="created",
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
    """One study on its way through one transition; what `transitions` calls its model."""

    study: object
    lifecycle: StudyLifecycle
    by: object
    comment: str = ""
    extra: dict = field(default_factory=dict)
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
        StudyLog.objects.create(
            study=self.study,
            action=self.state,
            from_state=before,
            to_state=self.state,
            user=self.by,
            comment=self.comment,
            extra=self.extra,
        )


def decide(user, study, trigger: str) -> Decision:
    """The one answer to "may this person fire this trigger now, and why not?"."""
    if trigger not in TRANSITIONS:
        return Decision(trigger, f"There is no step called “{trigger[:40]}”.")
    return Decision(trigger, _objection(user, study, trigger))


def _objection(user, study, trigger) -> str:
    sources, _ = TRANSITIONS[trigger]
    if not can(user, PERMISSIONS[trigger], study):
        return "You don't have the permission for this step."
    if study.state not in sources:
        return f"A study that is {study.state} can't take this step."
    if study.status != study.state:
        return f"The study is {study.status}; wait until the build has ended."
    if trigger in ("submit", "resubmit", "approve", "activate") and not (
        study.lab and study.lab.approved_to_test
    ):
        return "The study's lab is not approved to test yet."
    if trigger == "activate" and not _has_deployed_what_was_approved(study):
        return "Deploy the study first: what was approved is not built."
    return ""


def _has_deployed_what_was_approved(study) -> bool:
    """An earlier deployment does not count: it may be the very one that was rejected."""
    return study.builds.deployed().filter(revision=study.lifecycle.approved_revision_id).exists()


def decisions(user, study) -> list[Decision]:
    """The decision on every trigger that leads on from the study's state and is this person's to fire."""
    triggers = machine.get_triggers(str(study.state))
    return [decide(user, study, trigger) for trigger in triggers if can(user, PERMISSIONS[trigger], study)]


@transaction.atomic
def fire(study, trigger: str, *, by, comment: str = "", extra: dict | None = None, revision=None) -> None:
    """Moves the study, logs it and queues the mails; all of it or none.

    Raises Refused with the reason if the person may not, or no longer, fire the trigger: the row is
    locked first, so of two people at once one wins and the other is told.
    """
    lifecycle = lock(study)
    decision = decide(by, study, trigger)
    if not decision.allowed:
        raise Refused(decision.reason)
    if trigger == "approve" and revision is None:
        raise Refused("An approval must name the revision that was reviewed.")
    move = Move(study, lifecycle, by, comment, extra or {}, revision)
    machine.events[trigger].trigger(move)
    tell(study, trigger, by=by, comment=comment)


@transaction.atomic
def approve_amendment(study, *, revision, by, comment: str = "") -> None:
    """Approves a new revision of a study that is approved already; its state stays as it is."""
    lifecycle = lock(study)
    if not can(by, StudyPermission.APPROVE, study):
        raise Refused("You don't have the permission for this step.")
    if study.state not in APPROVED_STATES:
        raise Refused(f"A study that is {study.state} can't take this step.")
    lifecycle.approved_revision = revision
    lifecycle.save(update_fields=["approved_revision", "changed_at"])
    StudyLog.objects.create(study=study, action="amendment approved", user=by, comment=comment)


def lock(study) -> StudyLifecycle:
    """The study's lifecycle row, locked until the transaction ends; the study sees it too."""
    StudyLifecycle.objects.get_or_create(study=study)
    study.lifecycle = StudyLifecycle.objects.select_for_update().get(study=study)
    return study.lifecycle
