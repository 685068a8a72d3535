"""A study as a bag: what it says and which experiment it runs; what participants gave is no part of it."""

import json

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from archive import exchange
from archive.exchange.reading import Refused, read
from archive.preservation import signing
from archive.preservation.bags import Bag, Writer
from studies import actions
from studies.models import Lab, StudyIndexPage, StudyPage

FILE = "study.json"
FIELDS = (
    "title",
    "slug",
    "preview_summary",
    "description",
    "purpose",
    "duration",
    "compensation",
    "eligibility",
    *(f"{end}_age_{unit}" for end in ("min", "max") for unit in ("years", "months", "days")),
    "criteria_expression",
    "contact",
    "discoverable",
    "priority",
    "experiment_type",
    "external_url",
    "exit_url",
    "protocol",
    "use_generator",
    "generator",
    "repository",
    "sha",
    "addons_repository",
    "addons_sha",
)


def export(slug: str, target: Storage) -> None:
    """Writes the newest draft of the study of a slug into an empty storage. Raises Refused."""
    study = StudyPage.objects.filter(slug=slug).first()
    if study is None:
        raise Refused(f"There is no study {slug}.")
    if target.exists("bagit.txt") or target.exists("data"):
        raise Refused("There is something already where the bag shall be; name another place.")
    newest = study.get_latest_revision_as_object()
    told = {name: getattr(newest, name) for name in FIELDS} | {"uuid": str(study.uuid)}
    bag = Writer(target)
    whole = {"format": exchange.FORMAT, "study": told}
    bag.add_text(FILE, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    bag.finish(
        {
            "Bag-Software-Agent": "Vitrine",
            "Bagging-Date": f"{timezone.now():%Y-%m-%d}",
            "External-Identifier": str(study.uuid),
            "External-Description": f"Study {slug}",
        },
        signing.sign,
    )


def take_in(storage: Storage, lab: Lab) -> StudyPage:
    """Makes the bag's study in a lab, as one that was just created.

    Raises Refused, and then nothing has changed.
    """
    told = read(Bag(storage), FILE, "study")
    section = StudyIndexPage.objects.first()
    if section is None:
        raise Refused("There is no list of studies yet.")
    try:
        values = {name: told[name] for name in FIELDS}
        study = StudyPage(**values, uuid=told["uuid"], lab=lab, live=False)
        if StudyPage.objects.filter(uuid=study.uuid).exists() or section.get_children().filter(
            slug=study.slug
        ):
            raise Refused(f"There is a study {study.slug} already; nothing of it is overwritten.")
        with transaction.atomic():
            section.add_child(instance=study)
            study.full_clean(exclude=["content_type", "latest_revision"])
            actions.prepare_study(study)
            study.save_revision()
    except (KeyError, TypeError, ValidationError) as error:
        raise Refused(f"data/{FILE} is not one of Vitrine's ({type(error).__name__}).") from error
    return study
