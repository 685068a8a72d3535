"""The path convention of the participants' bucket; nothing else in Vitrine knows it.

It is the old exhibition's (its README): a participant's code of capital letters, three digits for
the number, one folder for each kind, and files of the same name belong together:

    XY/i/XY001.jpg          photographs          XY/graphs/…     graph images of a participant
    XY/r/XY001.mp4          voice recordings     graphs/…        graph images of the whole
    XY/v/XY001.mp4          videos               thumbnails/XY001.jpg, Video/720/XY001.mp4

Beside it lies, for minutes, what was uploaded and not filed yet: incoming/<uuid>.
"""

import re

CODE = r"[A-Z]{2,4}"
FOLDERS = {"photo": ("i", "jpg"), "voice": ("r", "mp4"), "video": ("v", "mp4")}
KEY = re.compile(rf"(?P<code>{CODE})/(?P<folder>[irv])/(?P=code)(?P<number>\d{{3}})\.(?P<extension>jpg|mp4)")
#: Nothing below it is ever served: its names have no ending.
INCOMING = "incoming"
#: What belongs in the bucket beside the media: stills and smaller videos, graph images, uploads, signed forms
#: of consent (archive.models.consent), Wagtail's own files, which have a folder there (STORAGES), and the
#: names of the clouds that Cloudinary may read it for (deploy/cloudformation/media.yaml).
BESIDE = (
    rf"thumbnails/{CODE}\d{{3}}\.jpg|Video/\d+/{CODE}\d{{3}}\.mp4|({CODE}/)?graphs/.+"
    rf"|{INCOMING}/.+|consent/.+|uploads/.+|\.wellknown/cloudinary/.+"
)

#: Whose an object is: all in the folder of a code, and what bears the code's name in the shared folders.
OF_CODE = re.compile(rf"({CODE})/.+|thumbnails/({CODE})\d{{3}}\..+|Video/\d+/({CODE})\d{{3}}\..+")


class BadKey(ValueError):
    """A key that does not follow the convention."""


def name(code: str, number: int) -> str:
    """The name that files of the same thing share, such as XY001."""
    if not re.fullmatch(CODE, code) or not 1 <= number <= 999:
        raise BadKey(f"{code!r} with number {number!r} makes no name such as XY001.")
    return f"{code}{number:03d}"


def media_key(kind: str, code: str, number: int) -> str:
    """Where a photograph, voice recording or video lies, such as XY/i/XY001.jpg."""
    folder, extension = FOLDERS[kind]
    return f"{code}/{folder}/{name(code, number)}.{extension}"


def poster_key(code: str, number: int) -> str:
    """Where a video's still lies, such as thumbnails/XY001.jpg."""
    return f"thumbnails/{name(code, number)}.jpg"


def incoming_key(uuid) -> str:
    """Where an upload waits to be read; nothing of the name that it came with is in it."""
    return f"{INCOMING}/{uuid}"


def parse(key: str) -> tuple[str, str, int]:
    """The kind, code and number of a media key; raises BadKey if it is none."""
    match = KEY.fullmatch(key)
    for kind, (folder, extension) in FOLDERS.items():
        if match and (match["folder"], match["extension"]) == (folder, extension):
            return kind, match["code"], int(match["number"])
    raise BadKey(f"{key!r} is not a media key such as XY/i/XY001.jpg.")


def code_of(key: str) -> str:
    """The code of the participant whose an object is; empty if it is nobody's alone."""
    match = OF_CODE.fullmatch(key)
    return next(filter(None, match.groups())) if match else ""
