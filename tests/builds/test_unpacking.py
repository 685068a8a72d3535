"""The extractor against archives that mean harm."""

import io
import stat
import struct
import tarfile
import zipfile

import pytest

from builds.tree import Limits, UnsafeArchive
from builds.unpacking import unpack_tar, unpack_zip

SMALL = Limits(archive_bytes=10_000, bytes=2_000, entries=8, depth=4, ratio=20, path_length=200)


def entry(name, mode=0o100644, method=zipfile.ZIP_STORED):
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    info.compress_type = method
    return info


def make_zip(path, *entries):
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in entries:
            archive.writestr(info if isinstance(info, zipfile.ZipInfo) else entry(info), content)
    return path


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


BAD_NAMES = {
    "parent": "top/../evil",
    "parent at the start": "../evil",
    "parent at the end": "top/a/..",
    "absolute": "/etc/evil",
    "two slashes": "top//evil",
    "dot": "top/./evil",
    "backslash": "top\\evil",
    "backslash parent": "top/..\\..\\evil",
    "drive": "C:/evil",
    "new line": "top/a\nb",
    "escape": "top/\x1b[2Jevil",
    "nul": "top/evil\x00.txt",
    "delete": "top/\x7f",
    "turned writing": "top/\u202egpj.exe",
    "too deep": "top/a/b/c/d",
    "long part": f"top/{'a' * 256}",
    "long path": "top/" + "/".join(["b" * 100] * 3),
    "no name": "top/",
}


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_zip_with_a_bad_name_is_refused(tmp_path, name):
    content = b"x"
    archive = make_zip(tmp_path / "a.zip", (entry(name), content))

    with pytest.raises(UnsafeArchive):
        unpack_zip(archive, tmp_path / "out", SMALL)
    assert not (tmp_path / "evil").exists()


KINDS = {
    "link": stat.S_IFLNK,
    "device": stat.S_IFCHR,
    "block device": stat.S_IFBLK,
    "pipe": stat.S_IFIFO,
    "socket": stat.S_IFSOCK,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_zip_with_a_link_or_device_is_refused(tmp_path, kind):
    archive = make_zip(tmp_path / "a.zip", (entry("top/x", kind | 0o777), b"/etc/passwd"))

    with pytest.raises(UnsafeArchive, match="link or a device"):
        unpack_zip(archive, tmp_path / "out", SMALL)


CLASHES = {
    "case": ("top/a", "top/A"),
    "sharp s": ("top/straße", "top/STRASSE"),
    "accents": ("top/\u00e9", "top/e\u0301"),
    "the same twice": ("top/a", "top/a"),
    "file and folder": ("top/a", "top/a/b"),
    "folder and file": ("top/a/b", "top/a"),
    "folders of two cases": ("top/a/x", "top/A/y"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", CLASHES.values(), ids=CLASHES)
def test_zip_with_two_equal_names_is_refused(tmp_path, names):
    (tmp_path / "out").mkdir()
    archive = make_zip(tmp_path / "a.zip", *[(name, b"x") for name in names])

    with pytest.raises(UnsafeArchive, match="same name"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_with_too_many_entries_is_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", *[(f"top/{n}", b"") for n in range(9)])

    with pytest.raises(UnsafeArchive, match="more than 8 entries"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_with_too_many_bytes_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    archive = make_zip(tmp_path / "a.zip", ("top/a", b"x" * 1500), ("top/b", b"x" * 1500))

    with pytest.raises(UnsafeArchive, match="more than 2000 bytes"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = entry("top/bomb", method=zipfile.ZIP_DEFLATED)
    archive = make_zip(tmp_path / "a.zip", (bomb, b"\0" * 1_000_000))

    with pytest.raises(UnsafeArchive, match="packed more than 20 times"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_that_is_too_large_is_not_even_opened(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"x" * 10_001)

    with pytest.raises(UnsafeArchive, match="larger than 10000"):
        unpack_zip(tmp_path / "a.zip", tmp_path / "out", SMALL)


def test_zip_with_two_top_folders_is_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("one/a", b""), ("two/a", b""))

    with pytest.raises(UnsafeArchive, match="more than one top folder"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_with_a_file_at_its_top_is_refused(tmp_path):
    with pytest.raises(UnsafeArchive, match="where its top folder should be"):
        unpack_zip(make_zip(tmp_path / "a.zip", ("a", b"x")), tmp_path / "out", SMALL)


def test_zip_with_a_filled_folder_is_refused(tmp_path):
    with pytest.raises(UnsafeArchive, match="folder with content"):
        unpack_zip(make_zip(tmp_path / "a.zip", ("top/a/", b"x")), tmp_path / "out", SMALL)


def test_zip_packed_in_an_unusual_way_is_refused(tmp_path):
    odd = entry("top/a", method=zipfile.ZIP_BZIP2)

    with pytest.raises(UnsafeArchive, match="unusual way"):
        unpack_zip(make_zip(tmp_path / "a.zip", (odd, b"x")), tmp_path / "out", SMALL)


def damage(path, find, replace, offset=0):
    content = bytearray(path.read_bytes())
    at = content.rindex(find) + offset
    content[at : at + len(replace)] = replace
    path.write_bytes(content)


def test_encrypted_zip_is_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("top/a", b"x"))
    damage(archive, b"PK\x01\x02", struct.pack("<H", 1), offset=8)

    with pytest.raises(UnsafeArchive, match="encrypted"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_whose_entries_share_bytes_is_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("top/a", b"x" * 100), ("top/b", b"x" * 100))
    damage(archive, b"PK\x01\x02", struct.pack("<I", 10), offset=42)

    with pytest.raises(UnsafeArchive, match="overlap"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_that_lies_about_its_content_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    archive = make_zip(tmp_path / "a.zip", ("top/a", b"honest content"))
    damage(archive, b"honest", b"forged")

    with pytest.raises(UnsafeArchive, match="damaged"):
        unpack_zip(archive, tmp_path / "out", SMALL)


def test_zip_with_another_name_inside_is_refused(tmp_path):
    archive = make_zip(tmp_path / "a.zip", ("top/a", b"x"))
    damage(archive, b"top/a", b"top/b")

    with pytest.raises(UnsafeArchive, match="damaged"):
        unpack_zip(archive, tmp_path / "out", SMALL)


@pytest.mark.parametrize("content", [b"", b"<!doctype html>404", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 50])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(UnsafeArchive, match="damaged or not a plain zip"):
        unpack_zip(tmp_path / "a.zip", tmp_path / "out", SMALL)


def test_good_zip_is_unpacked_without_its_top_folder(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    folder, program = entry("top/", 0o040755), entry("top/run", 0o100755)
    archive = make_zip(tmp_path / "a.zip", (folder, b""), ("top/a", b"1"), ("top/f/É", b"2"), (program, b"3"))

    assert unpack_zip(archive, out, SMALL) == 3
    assert files_of(out) == {"a": b"1", "f/É": b"2", "run": b"3"}
    assert [(out / name).stat().st_mode & 0o777 for name in ("a", "run")] == [0o644, 0o755]


def tar_with(*members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, content, facts in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            for fact, value in facts.items():
                setattr(member, fact, value)
            tar.addfile(member, io.BytesIO(content))
    file.seek(0)
    return file


TARS = {
    "symbolic link": ("dist/x", b"", {"type": tarfile.SYMTYPE, "linkname": "/proc/self/environ"}),
    "hard link": ("dist/x", b"", {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"}),
    "device": ("dist/x", b"", {"type": tarfile.CHRTYPE}),
    "block device": ("dist/x", b"", {"type": tarfile.BLKTYPE}),
    "pipe": ("dist/x", b"", {"type": tarfile.FIFOTYPE}),
    "dist is a link": ("dist", b"", {"type": tarfile.SYMTYPE, "linkname": "/etc"}),
    "unknown type": ("dist/x", b"", {"type": b"Z"}),
    "parent": ("dist/../evil", b"x", {}),
    "absolute": ("/dist/evil", b"x", {}),
    "other folder": ("elsewhere/evil", b"x", {}),
    "almost the folder": ("distant/evil", b"x", {}),
    "dist is a file": ("dist", b"x", {}),
    "control character": ("dist/a\tb", b"x", {}),
    "too large": ("dist/a", b"x" * 2001, {}),
    "undecodable": ("dist/\udcff", b"x", {}),
}


@pytest.mark.parametrize("member", TARS.values(), ids=TARS)
def test_hostile_tar_is_refused(tmp_path, member):
    (tmp_path / "out").mkdir()

    with pytest.raises(UnsafeArchive):
        unpack_tar(tar_with(member), tmp_path / "out", top="dist", limits=SMALL)
    assert not (tmp_path / "evil").exists()


def test_tar_that_promises_too_much_is_refused(tmp_path):
    member = tarfile.TarInfo("dist/a")
    member.size = 8 * 1024**3

    with pytest.raises(UnsafeArchive):
        unpack_tar(io.BytesIO(member.tobuf() + b"x" * 100_000), tmp_path, top="dist", limits=SMALL)


@pytest.mark.parametrize("content", [b"", b"no tar at all" * 100, b"\x1f\x8b\x08" + b"\0" * 600])
def test_what_is_no_tar_is_refused(tmp_path, content):
    with pytest.raises(UnsafeArchive, match="not a plain tar"):
        unpack_tar(io.BytesIO(content), tmp_path, top="dist", limits=SMALL)


def test_good_tar_is_unpacked(tmp_path):
    folder = ("dist", b"", {"type": tarfile.DIRTYPE})
    members = folder, ("dist/index.html", b"1", {}), ("dist/assets/App-Ä.js", b"2", {})

    assert unpack_tar(tar_with(*members), tmp_path, top="dist", limits=SMALL) == 2
    assert files_of(tmp_path) == {"index.html": b"1", "assets/App-Ä.js": b"2"}
