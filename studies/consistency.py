"""What can't be: a study of whose state, page and review one says otherwise than the others.

No road leads there but a hand in the database or a publication past the review. The reader sees the
safe answer anyway (StudyQuerySet.public). A repair only ever makes less of a study visible.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import WorkflowState

from studies import workflow
from studies.models import StudyLog, StudyPage
from studies.models.lifecycle import APPROVED_STATES, State

#: The states in which Wagtail may have a review going on: of the study, or of a change of it.
REVIEWED_STATES = (State.SUBMITTED, *APPROVED_STATES)


@dataclass(frozen=True)
class Finding:
    """One thing that can't be, in words, and what makes it good."""

    study: StudyPage
    problem: str
    repair: Callable[[StudyPage], None]


def findings() -> Iterator[Finding]:
    """Everything that is wrong, study by study."""
    for study in StudyPage.objects.select_related("lifecycle").order_by("pk"):
        yield from findings_of(study)


def findings_of(study: StudyPage) -> Iterator[Finding]:
    approved = study.lifecycle.approved_revision_id if hasattr(study, "lifecycle") else None
    if study.state in APPROVED_STATES and approved is None:
        yield Finding(study, f"is {study.state}, but nothing of it was approved", _reject)
    if study.state == State.SUBMITTED and not study.workflow_in_progress:
        yield Finding(study, "is submitted, but is under no review", _retract)
    if study.workflow_in_progress and study.state not in REVIEWED_STATES:
        yield Finding(study, f"is under review, but is {study.state}", _cancel_review)
    if study.live and (approved is None or study.live_revision_id != approved):
        yield Finding(study, "is published in another version than the approved one", _unpublish)


@transaction.atomic
def repair(finding: Finding) -> None:
    """Makes one thing good, and records it."""
    study = finding.study
    workflow.lock(study)
    before = study.state
    finding.repair(study)
    after = study.lifecycle.state
    StudyLog.objects.create(
        study=study,
        action="repaired",
        from_state=before if after != before else "",
        to_state=after if after != before else "",
        comment=f"It {finding.problem}.",
    )


def _reject(study):
    workflow.force(study, State.REJECTED)
    _cancel_review(study)


def _retract(study):
    workflow.force(study, State.RETRACTED)


def _cancel_review(study):
    for review in WorkflowState.objects.for_instance(study).active():
        review.cancel()


def _unpublish(study):
    study.unpublish(log_action=True)
