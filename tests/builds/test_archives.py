"""Packing sources into the folder of archives."""

import os
import zipfile

from builds import archives, sources
from builds.sources import folder


def write(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def test_same_files_give_the_same_sha_and_bytes(tmp_path):
    one = write(tmp_path / "one", b="2", a="1", c__d="3")
    two = write(tmp_path / "two", c__d="3", a="1", b="2")
    os.utime(two / "a", (1, 1))

    first, second = archives.pack(one, tmp_path / "x" / "name"), archives.pack(two, tmp_path / "y" / "name")

    assert first == second
    assert sources.is_sha(first)
    assert (tmp_path / f"x/name/{first}.zip").read_bytes() == (tmp_path / f"y/name/{second}.zip").read_bytes()


def test_other_content_gives_another_sha(tmp_path):
    shas = {
        archives.pack(write(tmp_path / "1", a="1"), tmp_path / "name"),
        archives.pack(write(tmp_path / "2", a="2"), tmp_path / "name"),
        archives.pack(write(tmp_path / "3", b="1"), tmp_path / "name"),
    }

    assert len(shas) == 3


def test_archive_has_one_top_folder_and_no_products(tmp_path):
    folder = write(tmp_path / "s", a="1", node_modules__x="2", dist__y="3", src__node_modules__z="4")
    (folder / "link").symlink_to("/etc/passwd")

    sha = archives.pack(folder, tmp_path / "name")

    assert zipfile.ZipFile(tmp_path / f"name/{sha}.zip").namelist() == [f"name-{sha}/a"]


def test_installed_sources_are_the_newest_commit(tmp_path):
    archives.install(write(tmp_path / "1", a="1"), "owner", "name")
    sha = archives.install(write(tmp_path / "2", a="2"), "owner", "name")
    repository = sources.Repository("owner", "name")

    assert folder.head(repository) == sha
    assert (folder.has(repository, sha), folder.has(repository, "0" * 40)) == (True, False)
