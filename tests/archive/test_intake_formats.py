"""A file is what its first bytes say, whatever it is called."""

import pytest

from archive.intake import formats
from archive.intake.formats import HEAD, recognised, sniff
from archive.intake.refusal import Refused
from tests.archive.upload_files import encoded, film, photograph, png_of, sound

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("content", "picture"),
    [
        (photograph("JPEG"), "JPEG"),
        (photograph("PNG"), "PNG"),
        (photograph("WEBP"), "WEBP"),
        (photograph("TIFF"), "TIFF"),
        (png_of(50_000, 50_000), "PNG"),
        (photograph("JPEG") + b"PK\x03\x04<html>", "JPEG"),
    ],
)
def test_photograph_is_known_by_its_bytes(content, picture):
    assert recognised(content[:HEAD]).picture == picture


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (film(seconds=0.3), "mov"),
        (film(seconds=0.3, format="mov"), "mov"),
        (encoded("ipod", "aac", seconds=0.1), "mov"),
        (encoded("mp3", "libmp3lame", seconds=0.1, metadata={"title": "A"}), "mp3"),
        (encoded("mp3", "libmp3lame", seconds=0.1)[45:], "mp3"),
        (encoded("ogg", "libopus", seconds=0.1), "ogg"),
        (sound(0.1), "wav"),
    ],
)
def test_recording_is_known_by_its_bytes(content, container):
    assert recognised(content[:HEAD]).container == container


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Look whether it was copied whole, and upload it again."),
        (EICAR, f"This file is a text. {formats.CAN_BE_FILED}"),
        (
            b"<!DOCTYPE html><html><script>alert(1)</script>",
            f"This file is a web page (HTML). {formats.CAN_BE_FILED}",
        ),
        (b"\xef\xbb\xbf\n <HTML>", f"This file is a web page (HTML). {formats.CAN_BE_FILED}"),
        (b'<?xml version="1.0"?><svg onload="x">', f"This file is an SVG drawing. {formats.CAN_BE_FILED}"),
        (
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
            f"This file is a web page or other markup (HTML, XML). {formats.CAN_BE_FILED}",
        ),
        (b"%PDF-1.7", f"This file is a PDF document. {formats.CAN_BE_FILED}"),
        (b"PK\x03\x04", f"This file is a ZIP archive or an office document. {formats.CAN_BE_FILED}"),
        (b"#EXTM3U\nfile:///etc/passwd", f"This file is a playlist. {formats.CAN_BE_FILED}"),
        (b"GIF89a" + b"PK\x03\x04", "This file is a GIF picture. Save it as JPEG and upload that."),
        (b"\0\0\0\x18ftypheic", "This file is a HEIC picture. Save it as JPEG and upload that."),
        (b"\0\0\0\x18ftypcrx ", "This file is a camera's raw picture. Save it as JPEG and upload that."),
        (b"II*\0\x10\0\0\0CR\x02\0", "This file is a camera's raw picture. Save it as JPEG and upload that."),
        (
            b"\x1aE\xdf\xa3",
            "This file is a WebM or Matroska (MKV) file. Convert to MP4 (H.264 and AAC) and upload that.",
        ),
        (
            b"RIFF\0\0\0\0AVI LIST",
            "This file is an AVI file. Convert to MP4 (H.264 and AAC) and upload that.",
        ),
        (b"MZ\x90\0", f"This file is a program. {formats.CAN_BE_FILED}"),
        (bytes(range(256)), f"This file is of a kind that is not known here. {formats.CAN_BE_FILED}"),
        ("Sötét volt.".encode() + b"\xc3", f"This file is a text. {formats.CAN_BE_FILED}"),
    ],
)
def test_what_can_not_be_filed_is_refused_by_its_name(content, sentence):
    with pytest.raises(Refused) as refusal:
        recognised(content[:HEAD])

    assert str(refusal.value) == sentence


def test_every_name_is_understood_in_a_sentence():
    assert {found.name[:2] for _, _, found in formats.SIGNATURES} == {"a ", "an"}
    assert sniff(b"\xff\xd8\xff").can_be_filed
