"""Writes a gallery into a bag: what it is made of, its media, and the same in the words of standards."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.storage import Storage, storages
from django.utils import timezone

from archive import exchange, webvtt
from archive.exchange.describing import describe
from archive.exchange.reading import Refused
from archive.models import GalleryPage, Transcript, Withdrawal
from archive.preservation import signing
from archive.preservation.bags import Writer

#: The words of schema.org (https://schema.org/ArchiveComponent).
CONTEXT = "https://schema.org/"


@dataclass
class Exported:
    media: int = 0
    missing: list[str] = field(default_factory=list)


def export(code: str, target: Storage, *, only: str = "") -> Exported:
    """Writes the gallery of a code, or only the story of a slug in it, into an empty storage.

    Raises Refused.
    """
    gallery = GalleryPage.objects.filter(code=code).select_related("participation_group", "portrait").first()
    if gallery is None or Withdrawal.objects.filter(gallery_uuid=gallery.uuid).exists():
        raise Refused(f"There is no gallery {code}.")
    if target.exists("bagit.txt") or target.exists("data"):
        raise Refused("There is something already where the bag shall be; name another place.")
    told = describe(gallery, only=only)
    if only and not told["stories"]:
        raise Refused(f"There is no story {only} in {code}.")
    bag, done = Writer(target), Exported()
    for item in told["media"]:
        _medium(bag, item, done)
    for name, text in _captions(told):
        bag.add_text(name, text)
    whole = {"format": exchange.FORMAT, "gallery": told}
    bag.add_text(exchange.FILE, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    bag.add_text(
        "gallery.jsonld", json.dumps(_linked(told), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    bag.finish(
        {
            "Bag-Software-Agent": "Vitrine",
            "Bagging-Date": f"{timezone.now():%Y-%m-%d}",
            "External-Identifier": told["uuid"],
            "External-Description": f"Gallery {code}: {len(told['stories'])} stories, {done.media} media",
        },
        signing.sign,
    )
    return done


def _medium(bag, item, done):
    try:
        with storages["participants"].open(item["key"]) as file:
            bag.add(exchange.MEDIA + item["key"], file)
    except FileNotFoundError:
        done.missing.append(item["key"])
        return
    done.media += 1


def _captions(told) -> Iterator[tuple[str, str]]:
    for story in told["stories"]:
        for text in story["transcripts"]:
            cues = Transcript.objects.get(uuid=text["uuid"]).cues.all()
            yield f"{exchange.CAPTIONS}{story['slug']}.{text['language']}.vtt", webvtt.write(cues)


def _linked(told) -> dict:
    """What others can read of it: names, words and files."""
    return {
        "@context": CONTEXT,
        "@type": "ArchiveComponent",
        "identifier": told["uuid"],
        "name": told["title"],
        "description": told["profile"],
        "hasPart": [
            {
                "@type": "CreativeWork",
                "identifier": story["uuid"],
                "name": story["title"],
                "abstract": story["summary"],
                "keywords": [word["name"] for word in story["keywords"]],
                "temporalCoverage": [f"{era['start_year']}/{era['end_year']}" for era in story["eras"]],
                "associatedMedia": [exchange.MEDIA + key for key in story["media"]],
            }
            for story in told["stories"]
        ],
    }
