"""The demo archive's labs and studies, in different states of their workflow."""

from dataclasses import dataclass, field

from studies import actions, moderation
from studies.models import Lab, StudyIndexPage, StudyPage
from studies.models.pages import ExperimentType

#: The study that the demo's first worker deploys, so that the public list has something to take part in.
DEPLOYED = "seen-before"
REPOSITORY = "https://github.com/vitrine-demo/picture-memory"
PLAYER = "https://github.com/vitrine-demo/frame-player"
#: More kinds of frames, which are laid into the player's folder lib/.
ADDONS = "https://github.com/vitrine-demo/extra-frames"
LABS = [
    ("Memory Lab", "memory-lab", "Institute for Seeing", "We study how people remember photographs."),
    ("Voice Lab", "voice-lab", "Institute for Seeing", "We study how people tell what they remember."),
]
#: What a protocol looks like.
PROTOCOL = """{
  "frames": {
    "welcome": {"kind": "exp-lookit-text", "blocks": [{"text": "You will see sixteen pictures."}]},
    "pictures": {
      "kind": "choice",
      "sampler": "permute",
      "frameOptions": [
        {"kind": "exp-lookit-images-audio", "images": [{"id": "one", "src": "one.png"}]},
        {"kind": "exp-lookit-images-audio", "images": [{"id": "two", "src": "two.png"}]}
      ]
    },
    "thanks": {"kind": "exp-lookit-exit-survey"}
  },
  "sequence": ["welcome", "pictures", "thanks"]
}
"""
#: A protocol that the demo's player plays, with a frame of its add-ons.
FIRST_PHOTOGRAPH = """{
  "frames": {
    "welcome": {
      "kind": "exp-text",
      "heading": "The first photograph",
      "blocks": [{"text": "Think of the earliest photograph in which you remember being."}]
    },
    "told": {"kind": "exp-question", "question": "What happened just before it was taken?"},
    "rated": {
      "kind": "exp-rating",
      "question": "How sure are you that you remember it, and not the photograph?",
      "lowest": "not at all",
      "highest": "completely"
    }
  },
  "sequence": ["welcome", "told", "rated"]
}
"""


@dataclass(frozen=True)
class Demo:
    slug: str
    title: str
    lab: str
    summary: str
    purpose: str
    moves: tuple[str, ...] = ()
    says: dict = field(default_factory=dict)


STUDIES = [
    Demo(
        "picture-memory",
        "Picture memory",
        "memory-lab",
        "You look at a few pictures, and then tell which of them you have seen.",
        "We would like to know how well people recognise pictures that they saw only for a moment.",
        says={"min_age_years": 8, "criteria_expression": "speaks_en OR speaks_hu", "protocol": PROTOCOL},
    ),
    Demo(
        "first-photograph",
        "The first photograph",
        "memory-lab",
        "You tell us about the earliest photograph in which you remember being.",
        "We would like to know what people remember of a moment, and what of its photograph.",
        ("submit",),
        {
            "min_age_years": 18,
            "experiment_type": ExperimentType.FRAME_PLAYER,
            "repository": PLAYER,
            "addons_repository": ADDONS,
            "protocol": FIRST_PHOTOGRAPH,
        },
    ),
    Demo(
        "the-unseen-picture",
        "The unseen picture",
        "voice-lab",
        "You listen to somebody who describes a photograph, and draw what you hear.",
        "We would like to know what a description keeps of a picture.",
        ("submit", "reject"),
    ),
    Demo(
        DEPLOYED,
        "Seen before",
        "memory-lab",
        "Sixteen pictures, half of which you have just seen. Which half?",
        "We would like to know what makes a picture easy to recognise.",
        ("submit", "approve"),
        {"min_age_years": 5, "max_age_years": 90},
    ),
]
COMMENTS = {
    "submit": "Ready for review.",
    "approve": "Clear and harmless. Good luck with it.",
    "reject": "Please say how long the recording is kept, and who listens to it.",
}


def load(*, researcher, reviewer) -> None:
    """Makes two labs and four studies of the researcher; what is there already stays as it is."""
    section = StudyIndexPage.objects.get()
    if not section.introduction:
        section.introduction = "<p>These studies look for participants now. Each runs in your browser.</p>"
        section.search_description = "Take part in what is being studied now."
        section.save_revision().publish()
    for name, slug, institution, description in LABS:
        lab, _ = Lab.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "institution": institution,
                "description": description,
                "contact_email": f"{slug}@vitrine.example",
                "ethics_statement": "Approved by the institute's board of ethics.",
                "approved_to_test": True,
            },
        )
        actions.prepare_lab(lab)
        actions.give_lab_role(lab, "admin", to=researcher)
    for described in STUDIES:
        if not StudyPage.objects.child_of(section).filter(slug=described.slug).exists():
            _make(described, section, researcher, reviewer)


def _make(described: Demo, section, researcher, reviewer) -> None:
    study = section.add_child(
        instance=StudyPage(
            title=described.title,
            slug=described.slug,
            live=False,
            owner=researcher,
            lab=Lab.objects.get(slug=described.lab),
            preview_summary=described.summary,
            description=f"<p>{described.summary} It runs in your browser, on a computer or a phone.</p>",
            purpose=described.purpose,
            duration="About 3 minutes",
            eligibility="Anybody who can see pictures on a screen.",
            contact="Robin Researcher, Memory Lab",
            **{"repository": REPOSITORY} | described.says,
        )
    )
    actions.prepare_study(study, by=researcher)
    study.save_revision(user=researcher)
    for trigger in described.moves:
        by = reviewer if trigger in ("approve", "reject") else researcher
        study = StudyPage.objects.get(pk=study.pk)
        moderation.perform(study, trigger, by=by, comment=COMMENTS[trigger])
