"""A story's media as canvases: a photograph, a video with its poster, a voice, with what is said in them."""

from datetime import datetime

from archive.links import media_link, thumbnail_link
from archive.links.thumbnails import SIZES
from archive.metadata import addresses
from archive.metadata.terms import KINDS
from archive.metadata.words import plain, said_of

#: For a video whose own size is not known: where it is shown, not what it is made of.
FRAME = {"width": 1280, "height": 720}


def canvas(address: str, item, transcripts, not_after: datetime | None) -> dict | None:
    """The item's canvas, or None if it is missing or too little is known of it to make room for it."""
    extent = canvas_extent(item)
    if item.is_missing or not extent:
        return None
    kind = KINDS[item.kind]
    link = addresses.absolute(media_link(item, not_after=not_after))
    body = {"id": link, "type": kind.iiif, "format": kind.format} | known_extent(item)
    made = {"id": address, "type": "Canvas", "label": said_of(item, "title")} | extent
    seen = said_of(item, "alt_text")
    if seen and not item.is_decorative:
        made["summary"] = seen
    if has_still(item):
        made["thumbnail"] = [still(item, "small")]
    if has_still(item) and item.kind == item.Kind.VIDEO:
        made["placeholderCanvas"] = poster(f"{address}/poster", item)
    made["items"] = [painting(address, body)]
    if transcripts and item.kind != item.Kind.PHOTO:
        made["annotations"] = [captions(address, transcripts)]
    return made


def canvas_extent(item) -> dict:
    """How much room the item needs in width, height and time; nothing if that is not known."""
    known = known_extent(item)
    if item.kind == item.Kind.VIDEO and "duration" in known:
        return FRAME | known
    needed = "duration" if item.kind != item.Kind.PHOTO else "width"
    return known if needed in known else {}


def known_extent(item) -> dict:
    extent = {}
    if item.kind != item.Kind.VOICE and item.width and item.height:
        extent |= {"width": item.width, "height": item.height}
    if item.kind != item.Kind.PHOTO and item.duration:
        extent["duration"] = item.duration.total_seconds()
    return extent


def has_still(item) -> bool:
    """Whether there is a picture of the item: its size was read from that."""
    return not item.is_missing and "width" in known_extent(item)


def still(item, size: str) -> dict:
    """The item's picture, whole, not wider than the size says; nothing is enlarged."""
    width = min(item.width, SIZES[size].width)
    height = max(round(item.height * width / item.width), 1)
    link = addresses.absolute(thumbnail_link(item, size))
    return {"id": link, "type": "Image", "format": "image/jpeg", "width": width, "height": height}


def poster(address: str, item) -> dict:
    """What a viewer shows before the video is played."""
    picture = still(item, "poster")
    extent = {name: picture[name] for name in ("width", "height")}
    return {"id": address, "type": "Canvas"} | extent | {"items": [painting(address, picture)]}


def painting(canvas_id: str, body: dict) -> dict:
    return page(f"{canvas_id}/painting", [("content", "painting", body)], canvas_id)


def captions(canvas_id: str, transcripts) -> dict:
    """What is said, in each language as its captions."""
    said = [(transcript.uuid, "supplementing", text(transcript)) for transcript in transcripts]
    return page(f"{canvas_id}/captions", said, canvas_id)


def text(transcript) -> dict:
    """A transcript's file."""
    return {
        "id": addresses.named("archive:captions", transcript.uuid),
        "type": "Text",
        "format": "text/vtt",
        "label": plain(transcript.language_name),
        "language": transcript.language,
    }


def page(address: str, annotations, canvas_id: str) -> dict:
    """An annotation page; each annotation is given as its name, its motivation and its body."""
    items = [
        {
            "id": f"{address}/{name}",
            "type": "Annotation",
            "motivation": motivation,
            "body": body,
            "target": canvas_id,
        }
        for name, motivation, body in annotations
    ]
    return {"id": address, "type": "AnnotationPage", "items": items}
