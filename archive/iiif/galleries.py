"""A gallery as a IIIF collection of its stories, an exhibition as one of its galleries."""

from archive.iiif import properties
from archive.metadata import addresses, description
from archive.metadata.sources import Exhibition, Gallery
from archive.metadata.words import said_of


def of_gallery(gallery: Gallery) -> dict:
    page = gallery.page
    described = description.of_gallery(gallery)
    exhibition = {
        "id": addresses.named("iiif:exhibition", gallery.exhibition.slug),
        "type": "Collection",
        "label": said_of(gallery.exhibition, "title"),
    }
    return (
        {"id": addresses.named("iiif:gallery", page.uuid), "type": "Collection"}
        | properties.of(described)
        | properties.thumbnail([page.lead, *(story.lead for story in gallery.stories)])
        | {
            "homepage": properties.homepage(page, described.title),
            "seeAlso": properties.see_also("gallery", page.uuid),
            "partOf": [exhibition],
            "items": [
                member("Manifest", addresses.named("iiif:story", story.uuid), story)
                for story in gallery.stories
            ],
        }
    )


def of_exhibition(exhibition: Exhibition) -> dict:
    page = exhibition.page
    label, summary = said_of(page, "title"), said_of(page, "introduction")
    return (
        {"id": addresses.named("iiif:exhibition", page.slug), "type": "Collection", "label": label}
        | ({"summary": summary} if summary else {})
        | properties.required_statement()
        | {
            "homepage": properties.homepage(page, label),
            "items": [
                member("Collection", addresses.named("iiif:gallery", gallery.uuid), gallery)
                for gallery in exhibition.galleries
            ],
        }
    )


def member(kind: str, address: str, page) -> dict:
    return {"id": address, "type": kind, "label": said_of(page, "title")} | properties.thumbnail([page.lead])
