"""Which addresses name a repository."""

import pytest

from builds import sources
from builds.errors import BuildUserError
from builds.sources import folder

GOOD = {
    "https://github.com/owner/name": ("owner", "name"),
    "https://github.com/owner/name/": ("owner", "name"),
    "https://github.com/owner/name.git": ("owner", "name"),
    "https://github.com/o-w-n/na.me_-1": ("o-w-n", "na.me_-1"),
    "https://github.com/Vitrine-Demo/Picture-Memory": ("Vitrine-Demo", "Picture-Memory"),
}
BAD = [
    "",
    "owner/name",
    "http://github.com/owner/name",
    "git://github.com/owner/name",
    "ssh://git@github.com/owner/name",
    "git@github.com:owner/name",
    "https://github.com",
    "https://github.com/owner",
    "https://github.com/owner/name/tree/main",
    "https://github.com/owner/name?x=1",
    "https://github.com/owner/name#x",
    "https://github.com//name",
    "https://github.com/owner/..",
    "https://github.com/owner/.git",
    "https://github.com/../name",
    "https://github.com/-owner/name",
    "https://github.com/owner-/name",
    "https://github.com/owner/na me",
    "https://github.com/owner/name\n",
    "https://github.com/owner/n\u0430me",
    "https://github.com/owner/%2e%2e",
    "https://github.com:443/owner/name",
    "https://user@github.com/owner/name",
    "https://github.com@evil.example/owner/name",
    "https://github.com.evil.example/owner/name",
    "https://evil.example/github.com/owner/name",
    "https://169.254.169.254/owner/name",
    "https://localhost/owner/name",
    "file:///etc/passwd",
    "HTTPS://github.com/owner/name",
    "https://github.com/owner\\name/x",
    f"https://github.com/{'o' * 80}/name",
    f"https://github.com/owner/{'n' * 101}",
]


@pytest.mark.parametrize(("address", "parts"), GOOD.items())
def test_good_address_is_parsed(address, parts):
    assert sources.parse(address) == parts


@pytest.mark.parametrize("address", BAD)
def test_bad_address_is_refused(address):
    with pytest.raises(BuildUserError, match="is not a repository's address"):
        sources.parse(address)


NO_SHAS = ["", "a" * 39, "a" * 41, "A" * 40, "g" * 40, "a" * 40 + "\n", "../" + "a" * 37, "main"]


@pytest.mark.parametrize("text", NO_SHAS)
def test_what_is_no_whole_sha(text):
    assert not sources.is_sha(text)


def test_head_that_is_no_sha_is_refused(tmp_path, settings):
    place = tmp_path / "repositories" / "owner" / "name"
    place.mkdir(parents=True)
    (place / "HEAD").write_text("ref: refs/heads/main")

    with pytest.raises(BuildUserError, match="does not say which commit"):
        folder.head(sources.Repository("owner", "name"))
