"""Which states and moves a picture of the workflow shows: all, or those around where a study stands."""

from dataclasses import dataclass

from studies.models.lifecycle import State
from studies.workflow import TRANSITIONS


@dataclass(frozen=True)
class Arrow:
    """One move from one state."""

    trigger: str
    source: str
    target: str


@dataclass(frozen=True)
class Part:
    """States in the order of the definition, the arrows between them, and where the study stands."""

    states: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    here: str = ""

    def label(self, state: str) -> str:
        return State(state).label

    def is_way_on(self, arrow: Arrow) -> bool:
        """Whether the arrow leads on from where the study stands."""
        return arrow.source == self.here


ARROWS = tuple(
    Arrow(trigger, source, target) for trigger, (sources, target) in TRANSITIONS.items() for source in sources
)


def whole(study=None) -> Part:
    """The whole workflow; with a study, and where it stands."""
    return Part(tuple(State.values), ARROWS, str(study.state) if study else "")


def around(study) -> Part:
    """Where the study stands, where it came from, and where it can go."""
    here = str(study.state)
    came = study.logs.exclude(to_state="").exclude(from_state="").first()
    arrows = tuple(
        arrow
        for arrow in ARROWS
        if arrow.source == here or (came and (arrow.source, arrow.target) == (came.from_state, here))
    )
    shown = {here} | {state for arrow in arrows for state in (arrow.source, arrow.target)}
    return Part(tuple(state for state in State.values if state in shown), arrows, here)
