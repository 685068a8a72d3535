"""The workflow of a study: the states, the triggers, who may fire them, and the one road that does.

The definition is data (Lookit's workflow; docs/workflow.md); `transitions` runs it on the study's
lifecycle row. `previewing` and `deploying` are not states: they are what `study.status` reads while
a build of that kind is active, and no trigger fires meanwhile.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from django.core.exceptions import PermissionDenied
from django.db import transaction
from transitions import Machine

from studies.models.lifecycle import State, StudyLifecycle, StudyLog
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
    "reject": "Reject and ask for changes",
    "activate": "Activate",
    "pause": "Pause",
    "deactivate": "Deactivate",
    "archive": "Archive",
}

#: What an approval writes down.
REVISIONS = ("approved_revision", "reviewed_revision")
NO_PERMISSION = "You don't have the permission for this step."

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


class Objection(Enum):
    """Of what kind the reason is for which a trigger can't be fired."""

    UNKNOWN = auto()
    PERMISSION = auto()
    #: The study is not where it should be, is being built, or lacks what the step asks for.
    STANDING = auto()


class Refused(PermissionDenied):
    """A trigger that can't be fired now; the message tells the person why."""

    def __init__(self, reason: str, objection: Objection = Objection.STANDING):
        super().__init__(reason)
        self.objection = objection


@dataclass(frozen=True)
class Decision:
    """Whether a trigger may be fired now by this person, and if not, why not."""

    trigger: str
    reason: str = ""
    objection: Objection = Objection.STANDING

    @property
    def allowed(self) -> bool:
        return not self.reason

    @property
    def label(self) -> str:
        return LABELS[self.trigger]

    @property
    def destination(self) -> str:
        return TRANSITIONS[self.trigger][1]


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
            self.lifecycle.approved_revision = self.lifecycle.reviewed_revision = self.revision
        self.lifecycle.save(update_fields=["state", *REVISIONS, "changed_at"])
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
        return Decision(trigger, f"There is no step called “{trigger[:40]}”.", Objection.UNKNOWN)
    if not can(user, PERMISSIONS[trigger], study):
        return Decision(trigger, NO_PERMISSION, Objection.PERMISSION)
    return Decision(trigger, _what_is_in_the_way(study, trigger))


def _what_is_in_the_way(study, trigger) -> str:
    sources, _ = TRANSITIONS[trigger]
    if study.state not in sources:
        return f"A study that is {study.state} can't take this step."
    if study.status != study.state:
        return is_busy(study)
    if trigger in ("submit", "resubmit", "approve", "activate") and not (
        study.lab and study.lab.approved_to_test
    ):
        return "The study's lab is not approved to test yet."
    if trigger == "activate" and not study.is_external and not _has_deployed_what_was_approved(study):
        return "Deploy the study first: what was approved is not built."
    return ""


def is_busy(study) -> str:
    return f"The study is {study.status}; wait until the build has ended."


def _has_deployed_what_was_approved(study) -> bool:
    """A deployment from before the last review does not count: it may be the very one that was rejected.

    What was changed since without need of a review is no part of the experiment.
    """
    approved = study.lifecycle.approved_revision_id
    reviewed = study.lifecycle.reviewed_revision_id or approved
    if approved is None:
        return False
    return study.builds.deployed().filter(revision__gte=reviewed, revision__lte=approved).exists()


def decisions(user, study) -> list[Decision]:
    """The decision on every trigger that leads on from the study's state and is this person's to fire."""
    triggers = machine.get_triggers(str(study.state))
    return [decide(user, study, trigger) for trigger in triggers if can(user, PERMISSIONS[trigger], study)]


def all_decisions(user, study) -> list[Decision]:
    """The decision on every trigger that there is."""
    return [decide(user, study, trigger) for trigger in TRANSITIONS]


@transaction.atomic
def fire(study, trigger: str, *, by, comment: str = "", extra: dict | None = None, revision=None) -> None:
    """Moves the study, logs it and queues the mails; all of it or none.

    Raises Refused with the reason if the person may not, or no longer, fire the trigger: the row is
    locked first, so of two people at once one wins and the other is told.
    """
    lifecycle = lock(study)
    refuse_unless_allowed(study, trigger, by=by)
    if trigger == "approve" and revision is None:
        raise Refused("An approval must name the revision that was reviewed.")
    move = Move(study, lifecycle, by, comment, extra or {}, revision)
    machine.events[trigger].trigger(move)
    tell(study, trigger, by=by, comment=comment)


def force(study, state: State) -> None:
    """Puts a locked study that stands where it can't be into a state in which nobody sees it."""
    study.lifecycle.state = state
    study.lifecycle.save(update_fields=["state", "changed_at"])


def refuse_unless_allowed(study, trigger: str, *, by) -> None:
    decision = decide(by, study, trigger)
    if not decision.allowed:
        raise Refused(decision.reason, decision.objection)


def lock(study) -> StudyLifecycle:
    """The study's lifecycle row, locked until the transaction ends.

    The study sees it, and the revision that is the newest by now.
    """
    StudyLifecycle.objects.get_or_create(study=study)
    study.lifecycle = StudyLifecycle.objects.select_for_update().get(study=study)
    study.refresh_from_db(fields=["latest_revision", "live_revision"])
    return study.lifecycle
