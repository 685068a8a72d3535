"""What a file is by its first bytes, whatever it is called and whatever a browser says of it."""

from dataclasses import dataclass

from archive.intake.refusal import Refused

#: Enough for every signature below, and to tell text from other bytes.
HEAD = 1024
CAN_BE_FILED = (
    "What can be filed are photographs (JPEG, PNG, WebP, TIFF), videos (MP4) and voice recordings "
    "(MP4, WAV, MP3, Ogg)."
)
AS_JPEG = "Save it as JPEG and upload that."
AS_MP4 = "Convert to MP4 (H.264 and AAC) and upload that."


@dataclass(frozen=True)
class Format:
    #: As it is called in a sentence, with its article.
    name: str
    #: What Pillow calls it, if it is a photograph that can be filed.
    picture: str = ""
    #: What FFmpeg calls it, if it is a recording that can be filed.
    container: str = ""
    #: What to do with it, if it can't be filed.
    instead: str = CAN_BE_FILED

    @property
    def can_be_filed(self) -> bool:
        return bool(self.picture or self.container)


EMPTY = Format("empty", instead="Look whether it was copied whole, and upload it again.")
TEXT = Format("a text")
UNKNOWN = Format("of a kind that is not known here")
RAW = Format("a camera's raw picture", instead=AS_JPEG)
ISO = Format("an MP4 or MOV file", container="mov")

#: In this order: where it is written, what is written there, what it is then.
SIGNATURES = [
    (0, b"\xff\xd8\xff", Format("a JPEG picture", picture="JPEG")),
    (0, b"\x89PNG\r\n\x1a\n", Format("a PNG picture", picture="PNG")),
    (8, b"WEBPVP8", Format("a WebP picture", picture="WEBP")),
    (8, b"CR\x02", RAW),
    (0, b"II*\0", Format("a TIFF picture", picture="TIFF")),
    (0, b"MM\0*", Format("a TIFF picture", picture="TIFF")),
    (0, b"II+\0", Format("a TIFF picture", picture="TIFF")),
    (0, b"MM\0+", Format("a TIFF picture", picture="TIFF")),
    (4, b"ftyphei", Format("a HEIC picture", instead=AS_JPEG)),
    (4, b"ftyphev", Format("a HEIC picture", instead=AS_JPEG)),
    (4, b"ftypmif1", Format("a HEIC or AVIF picture", instead=AS_JPEG)),
    (4, b"ftypmsf1", Format("a HEIC or AVIF picture", instead=AS_JPEG)),
    (4, b"ftypavi", Format("an AVIF picture", instead=AS_JPEG)),
    (4, b"ftypcrx", RAW),
    *((4, box, ISO) for box in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")),
    (8, b"WAVE", Format("a WAV file", container="wav")),
    (0, b"OggS", Format("an Ogg file", container="ogg")),
    (0, b"ID3", Format("an MP3 file", container="mp3")),
    *(
        (0, b"\xff" + bytes([second]), Format("an MP3 file", container="mp3"))
        for second in b"\xfa\xfb\xf2\xf3"
    ),
    (0, b"\x1aE\xdf\xa3", Format("a WebM or Matroska (MKV) file", instead=AS_MP4)),
    (8, b"AVI ", Format("an AVI file", instead=AS_MP4)),
    (0, b"0&\xb2u\x8ef\xcf\x11", Format("a Windows Media file (WMV, WMA)", instead=AS_MP4)),
    (0, b"FLV\x01", Format("a Flash video", instead=AS_MP4)),
    (0, b"\0\0\x01\xba", Format("an MPEG file", instead=AS_MP4)),
    (0, b"\0\0\x01\xb3", Format("an MPEG file", instead=AS_MP4)),
    (0, b"fLaC", Format("a FLAC file", instead=AS_MP4)),
    (0, b"FORM", Format("an AIFF file", instead=AS_MP4)),
    (0, b"caff", Format("a Core Audio file (CAF)", instead=AS_MP4)),
    (0, b"#!AMR", Format("an AMR file", instead=AS_MP4)),
    (0, b"\xff\xf1", Format("an AAC file without a container", instead=AS_MP4)),
    (0, b"\xff\xf9", Format("an AAC file without a container", instead=AS_MP4)),
    (0, b"#EXTM3U", Format("a playlist", instead=CAN_BE_FILED)),
    (0, b"GIF8", Format("a GIF picture", instead=AS_JPEG)),
    (0, b"BM", Format("a BMP picture", instead=AS_JPEG)),
    (0, b"\0\0\0\x0cJXL ", Format("a JPEG XL picture", instead=AS_JPEG)),
    (0, b"\0\0\0\x0cjP  ", Format("a JPEG 2000 picture", instead=AS_JPEG)),
    (0, b"8BPS", Format("a Photoshop file", instead=AS_JPEG)),
    (0, b"%PDF", Format("a PDF document")),
    (0, b"PK", Format("a ZIP archive or an office document")),
    (0, b"\x1f\x8b", Format("a GZIP archive")),
    (0, b"Rar!", Format("a RAR archive")),
    (0, b"7z\xbc\xaf", Format("a 7-Zip archive")),
    (0, b"MZ", Format("a program")),
    (0, b"\x7fELF", Format("a program")),
]
MARKUP = {"<svg": "an SVG drawing", "<!doctype html": "a web page (HTML)", "<html": "a web page (HTML)"}


def sniff(head: bytes) -> Format:
    if not head:
        return EMPTY
    for place, signature, found in SIGNATURES:
        if head.startswith(signature, place):
            return found
    return sniffed_text(head) or UNKNOWN


def sniffed_text(head: bytes) -> Format | None:
    # A character of several bytes may be cut at the end.
    text = head.decode("utf-8-sig", "replace").rstrip("\ufffd").strip().lower()
    if "\ufffd" in text or not text.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable():
        return None
    if not text.startswith("<"):
        return TEXT
    places = {text.find(mark): name for mark, name in MARKUP.items() if mark in text}
    return Format(places[min(places)]) if places else Format("a web page or other markup (HTML, XML)")


def recognised(head: bytes) -> Format:
    """The format, if files of it can be filed; else it is refused by its name."""
    found = sniff(head)
    if not found.can_be_filed:
        raise Refused(f"This file is {found.name}. {found.instead}")
    return found
