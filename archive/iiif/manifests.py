"""A story as a IIIF manifest."""

from datetime import datetime

from archive.iiif import properties
from archive.iiif.canvases import FRAME, canvas, text
from archive.metadata import addresses, description
from archive.metadata.sources import Story
from archive.metadata.words import Words, said_of

WITHOUT_MEDIA = {"en": ["Told without a picture"], "hu": ["Kép nélkül elmesélve"]}


def of_story(story: Story, not_after: datetime | None) -> dict:
    """No link in it to a file lives longer than `not_after`."""
    page = story.page
    described = description.of_story(story)
    address = addresses.named("iiif:story", page.uuid)
    manifest = {"id": address, "type": "Manifest"} | properties.of(described)
    manifest |= properties.thumbnail(story.items)
    manifest["homepage"] = properties.homepage(page, described.title)
    manifest["seeAlso"] = properties.see_also("story", page.uuid)
    manifest["partOf"] = [
        {
            "id": addresses.named("iiif:gallery", story.gallery.uuid),
            "type": "Collection",
            "label": said_of(story.gallery, "title"),
        }
    ]
    base = address.removesuffix("/manifest.json")
    canvases = [
        canvas(f"{base}/canvas/{item.uuid}", item, story.transcripts, not_after) for item in story.items
    ]
    canvases = [made for made in canvases if made] or [empty_canvas(f"{base}/canvas/none")]
    if story.transcripts and not any("annotations" in made for made in canvases):
        # Nothing here runs in time, so that the words can't be captions.
        manifest["rendering"] = [
            text(transcript) | {"language": [transcript.language]} for transcript in story.transcripts
        ]
    return manifest | {"items": canvases}


def empty_canvas(address: str, label: Words = WITHOUT_MEDIA) -> dict:
    """A manifest has one canvas at least: room for what is not there."""
    return {"id": address, "type": "Canvas", "label": label} | FRAME | {"items": []}
