"""A video or voice recording is filed as an MP4 that browsers play, with nothing written about it."""

import io
from functools import partial

import av
import pytest
from av.stream import Disposition
from PIL import Image, ImageStat

from archive.intake import limits
from archive.intake.formats import AS_MP4, HEAD, recognised
from archive.intake.refusal import Refused
from archive.intake.workshop import recordings
from tests.archive.upload_files import CANARY, box, drawing, encoded, film, sound, written

WRITTEN = {"title": CANARY, "artist": CANARY, "location": "+47.4979+019.0402/"}


@pytest.fixture
def clean(tmp_path):
    """Cleans the bytes; gives the kind, what was made of them, and what is told."""

    def run(content: bytes):
        source, made, poster = (tmp_path / name for name in ("source", "made", "poster"))
        source.write_bytes(content)
        poster.unlink(missing_ok=True)
        kind, notes = recordings.clean(source, made, poster, recognised(content[:HEAD]))
        run.poster = Image.open(poster) if poster.exists() else None
        return kind, made.read_bytes(), notes

    return run


def refusal(clean, content) -> str:
    with pytest.raises(Refused) as refused:
        clean(content)
    return str(refused.value)


def streams(content: bytes) -> list[str]:
    with av.open(io.BytesIO(content), format="mov") as container:
        return [stream.codec_context.codec.canonical_name for stream in container.streams]


def packets(content: bytes) -> list[bytes]:
    with av.open(io.BytesIO(content)) as container:
        return sorted(bytes(packet) for packet in container.demux() if packet.size)


def seconds(content: bytes) -> float:
    with av.open(io.BytesIO(content), format="mov") as container:
        return container.duration / av.time_base


@pytest.mark.parametrize("format", ["mp4", "mov"])
def test_video_is_filed_without_what_was_written_about_it(clean, format):
    content = film(format=format, metadata=WRITTEN, movflags="use_metadata_tags")
    assert content.count(CANARY.encode()) == 2

    kind, made, notes = clean(content)

    assert (kind, streams(made), notes) == ("video", ["h264", "aac"], [recordings.PLACE_TAKEN_OUT])
    assert [word for word in (CANARY, "47.4979", "Lavf") if word.encode() in made] == []
    assert packets(made) == packets(content)


def test_video_plays_before_it_is_loaded(clean):
    content = film()
    assert content.index(b"mdat") < content.index(b"moov")

    made = clean(content)[1]

    assert made.index(b"moov") < made.index(b"mdat")


@pytest.mark.parametrize(
    ("codec", "sound_codec", "names"),
    [
        ("libx264", "libmp3lame", ["h264", "mp3"]),
        ("libvpx-vp9", "libopus", ["vp9", "opus"]),
        ("libsvtav1", "aac", ["av1", "aac"]),
        ("libx264", None, ["h264"]),
    ],
)
def test_what_browsers_play_is_copied(clean, codec, sound_codec, names):
    content = film(codec=codec, sound_codec=sound_codec, seconds=1)

    kind, made, _ = clean(content)

    assert (kind, streams(made)) == ("video", names)
    assert packets(made) == packets(content)


def test_sound_without_loss_beside_a_video_is_made_aac(clean):
    kind, made, _ = clean(film(format="mov", sound_codec="pcm_s16le"))

    assert (kind, streams(made)) == ("video", ["h264", "aac"])


def test_only_the_first_streams_are_filed(clean):
    def twice(container):
        with av.open(io.BytesIO(film(seconds=1))) as source:
            places = {
                stream: [container.add_stream_from_template(stream, opaque=True) for _ in range(2)]
                for stream in source.streams
            }
            for packet in source.demux():
                for place in places[packet.stream] if packet.size else []:
                    container.mux(again(packet, place))

    content = written("mp4", twice)
    assert streams(content) == ["h264", "h264", "aac", "aac"]

    assert streams(clean(content)[1]) == ["h264", "aac"]


def again(packet, place):
    copy = av.Packet(bytes(packet))
    copy.pts, copy.dts, copy.time_base = packet.pts, packet.dts, packet.time_base
    copy.duration, copy.is_keyframe, copy.stream = packet.duration, packet.is_keyframe, place
    return copy


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (partial(encoded, "ipod", "aac", metadata=WRITTEN), "aac"),
        (partial(encoded, "mp3", "libmp3lame", metadata=WRITTEN), "aac"),
        (partial(encoded, "ogg", "libopus", metadata=WRITTEN), "aac"),
        (partial(encoded, "ogg", "flac"), "aac"),
        (partial(encoded, "ipod", "alac"), "aac"),
        (partial(sound), "aac"),
        (partial(sound, rate=8_000), "aac"),
        (partial(sound, rate=192_000, channels=2), "aac"),
        (partial(sound, channels=6), "aac"),
    ],
)
def test_voice_is_filed_in_an_mp4(clean, record, name):
    kind, made, _ = clean(record())

    assert (kind, streams(made), clean.poster) == ("voice", [name], None)
    assert CANARY.encode() not in made
    assert abs(seconds(made) - 1) < 0.1


def test_cover_of_a_voice_recording_is_no_video(clean):
    def covered(container):
        with av.open(io.BytesIO(encoded("mp3", "libmp3lame"))) as source:
            place = container.add_stream_from_template(source.streams.audio[0], opaque=True)
            cover = container.add_stream("mjpeg", rate=1)
            cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
            cover.disposition = Disposition.attached_pic
            for packet in source.demux(audio=0):
                if packet.size:
                    container.mux(again(packet, place))
        container.mux(cover.encode(av.VideoFrame.from_image(drawing(64, 64))))

    kind, filed, _ = clean(written("mp3", covered))

    assert (kind, streams(filed)) == ("voice", ["aac"])


def test_poster_is_a_picture_that_is_not_black(clean):
    clean(film(dark=0.3, seconds=3))

    assert clean.poster.size == (160, 120)
    assert ImageStat.Stat(clean.poster.convert("L")).mean[0] > 80


def test_poster_of_a_video_that_is_all_black_is_black(clean):
    clean(film(dark=1))

    assert ImageStat.Stat(clean.poster.convert("L")).mean[0] < 5


@pytest.mark.parametrize(
    ("rotation", "size", "bright"),
    [(90, (120, 160), (30, 120)), (180, (160, 120), (120, 90)), (-90, (120, 160), (90, 40))],
)
def test_poster_and_video_stand_upright(clean, rotation, size, bright):
    made = clean(film(rotation=rotation))[1]

    assert clean.poster.size == size
    assert clean.poster.convert("L").getpixel(bright) > 180
    with av.open(io.BytesIO(made)) as container:
        assert next(container.decode(video=0)).rotation % 360 == rotation % 360


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"codec": "libx265"},
            "Its picture is coded as HEVC, which many browsers don't play. Set the phone's",
        ),
        ({"codec": "mpeg4"}, f"Its picture is coded as MPEG4, which browsers don't play. {AS_MP4}"),
        (
            {"pixels": "yuv422p"},
            f"Its picture is H.264 with colours that browsers don't play (yuv422p). {AS_MP4}",
        ),
        ({"sound_codec": "ac3"}, f"Its sound is coded as AC3, which browsers don't play. {AS_MP4}"),
        (
            {"format": "ogg", "codec": "libvpx", "sound_codec": None},
            f"This file is an Ogg file with a picture. {AS_MP4}",
        ),
    ],
)
def test_what_browsers_do_not_play_is_refused(clean, options, sentence):
    assert sentence in refusal(clean, film(seconds=0.5, **options))


def test_video_with_too_many_pixels_is_refused_with_its_numbers(clean, monkeypatch):
    monkeypatch.setattr(limits, "MOST_PIXELS", 10_000)

    assert refusal(clean, film()).startswith("This video has 160 × 120 pixels; 10,000 in all can be filed.")


@pytest.mark.parametrize(("record", "kind"), [(film, "VIDEO"), (sound, "VOICE")])
def test_recording_that_is_too_large_is_refused_with_its_size(clean, monkeypatch, record, kind):
    monkeypatch.setattr(limits, f"{kind}_BYTES", 1024)

    assert refusal(clean, record()).startswith("This file has ")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(
    "record",
    [
        partial(film, seconds=6),
        partial(film, seconds=6, movflags="+faststart"),
        partial(encoded, "ipod", "aac", seconds=6),
        partial(sound, 6),
    ],
    ids=["index last", "index first", "voice", "wav"],
)
def test_recording_that_is_cut_off_is_refused(clean, record, part):
    content = record()

    said = refusal(clean, content[: int(len(content) * part)])

    assert "cut off" in said or "ends after" in said


def test_recording_that_says_it_lasts_for_ever_is_refused(clean):
    content = bytearray(encoded("ipod", "aac", use_editlist="0"))
    # After version, times and units: how long it is in all; after version and count: how long each sample is.
    for name, place, most in ((b"mdhd", 16, 2**32 - 2), (b"stts", 12, 2**26)):
        place += box(content, name)
        content[place : place + 4] = most.to_bytes(4, "big")

    said = refusal(clean, bytes(content))

    assert said.startswith("This file says that it lasts 18.6 hours; 12 can be filed.")


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x18ftypmp42" + bytes(500),
        b"\0\0\0\x08free" * 100,
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x08moov",
        b"OggS" + bytes(500),
        b"ID3\x04\0\0\0\0\x10\0" + bytes(3000),
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + bytes(300),
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data\0\0\0\0",
    ],
)
def test_container_with_nothing_to_hear_or_see_is_refused(clean, content):
    assert "upload that" in refusal(clean, content) or "Look whether it plays" in refusal(clean, content)


def test_playlist_in_the_clothes_of_a_video_opens_nothing(clean, tmp_path):
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"secret")

    for start in (b"\0\0\0\x08free", b"OggS", b"ID3"):
        said = refusal(clean, start + f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n".encode())
        assert "broken or cut off" in said


def test_what_follows_a_recording_is_left_out(clean):
    for content in (film(), sound(), encoded("mp3", "libmp3lame")):
        made = clean(content + b"PK\x03\x04" + CANARY.encode() * 9)[1]
        assert CANARY.encode() not in made
