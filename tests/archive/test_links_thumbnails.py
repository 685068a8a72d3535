"""Cloudinary's signed links, against its own library and against its rule written out by hand."""

import subprocess
from shutil import which
from urllib.parse import quote, urlsplit

import cloudinary
import pytest
from cloudinary.utils import cloudinary_url

from archive.links import thumbnails
from archive.links.keys import Cloud
from archive.links.refusal import LinkRefused
from archive.links.thumbnails import SIZES

CLOUD = Cloud("demo", "a-secret")
KEY = "BE/i/BE001.jpg"


def rest(size="card", cloud=CLOUD):
    path = urlsplit(thumbnails.sign(KEY, size, cloud=cloud)).path
    return path.removeprefix("/demo/image/authenticated/")


def by_openssl(text):
    """`printf text | openssl dgst -sha1 -binary | base64 | tr +/ -_ | cut -c1-8`, as Cloudinary says it."""
    script = "printf %s \"$0\" | openssl dgst -sha1 -binary | base64 | tr '+/' '-_' | cut -c1-8"
    return subprocess.run(
        ["sh", "-c", script, text], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("size", SIZES)
def test_sign_writes_the_transformation_as_cloudinary_does_and_verify_reads_it(size):
    assert f"--/{SIZES[size]}/{KEY}" in rest(size)
    assert thumbnails.verify(rest(size), trusted=[CLOUD]) == (SIZES[size], KEY)


@pytest.mark.skipif(which("openssl") is None, reason="needs the openssl command, which is not installed")
@pytest.mark.parametrize("size", SIZES)
def test_signature_is_the_one_that_cloudinary_documents(size):
    transformation = str(SIZES[size])
    assert rest(size).startswith(f"s--{by_openssl(f'{transformation}/{KEY}a-secret')}--/")


def test_signature_of_a_known_answer():
    # Computed once with `openssl dgst` from "c_fill,h_360,w_480/BE/i/BE001.jpg" + "a-secret".
    assert thumbnails.signature("c_fill,h_360,w_480/BE/i/BE001.jpg", "a-secret") == "Z7UyIY1Q"


@pytest.mark.parametrize("key", [KEY, "thumbnails/BE001.jpg", "graphs/Zoë's graph, 1.png", "a/ü?#%.jpg"])
@pytest.mark.parametrize("size", SIZES)
def test_sign_gives_what_cloudinary_s_own_library_gives(key, size):
    to = SIZES[size]
    crop = {"crop": to.crop, "width": to.width, "height": to.height}
    url, _ = cloudinary_url(
        quote(key),
        type="authenticated",
        sign_url=True,
        secure=True,
        cloud_name=CLOUD.name,
        api_secret=CLOUD.secret,
        force_version=False,
        **crop,
    )
    assert thumbnails.sign(key, size, cloud=CLOUD) == url


def test_sign_is_https_of_type_authenticated_without_version_or_query():
    url = thumbnails.sign(KEY, "wide", cloud=CLOUD)
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.query) == ("https", "res.cloudinary.com", "")
    assert parts.path.startswith("/demo/image/authenticated/s--")
    assert "/v1/" not in url


def test_sign_does_not_heed_cloudinary_s_global_configuration(monkeypatch):
    before = rest()
    for name, value in {
        "cloud_name": "other",
        "api_secret": "other",
        "auth_token": {"key": "00", "duration": 1},
    }.items():
        monkeypatch.setattr(cloudinary.config(), name, value, raising=False)
    assert rest() == before


SIGNED = rest()
SIGNATURE = SIGNED[3:11]
OTHER = "A" if SIGNATURE[0] != "A" else "B"
REFUSED = {
    "unsigned": SIGNED.split("/", 1)[1],
    "the raw original": KEY,
    "signed original without a size": f"s--{thumbnails.signature(KEY, 'a-secret')}--/{KEY}",
    "empty": "",
    "signature changed": SIGNED.replace(SIGNATURE, OTHER + SIGNATURE[1:]),
    "signature in other case": SIGNED.replace(SIGNATURE, SIGNATURE.swapcase()),
    "signature cut": SIGNED.replace(SIGNATURE, SIGNATURE[:7]),
    "signature longer": SIGNED.replace(SIGNATURE, SIGNATURE + "A"),
    "signature without its marks": SIGNED.replace("s--", "").replace("--/", "/"),
    "signature of another secret": rest(cloud=Cloud("demo", "another")),
    "signature of another size": SIGNED.replace(SIGNATURE, rest("wide")[3:11]),
    "other height": SIGNED.replace("h_360", "h_361"),
    "other width": SIGNED.replace("w_480", "w_481"),
    "other offered size": SIGNED.replace(str(SIZES["card"]), str(SIZES["wall"])),
    "other crop": SIGNED.replace("c_fill", "c_limit"),
    "crop added": SIGNED.replace("w_480", "w_480,x_1"),
    "attachment": SIGNED.replace("w_480", "w_480,fl_attachment"),
    "chained transformation": SIGNED.replace("w_480/", "w_480/e_blur/"),
    "transformation dropped": SIGNED.replace("c_fill,h_360,w_480/", ""),
    "other order": SIGNED.replace("c_fill,h_360,w_480", "c_fill,w_480,h_360"),
    "guessed public id": SIGNED.replace("BE001", "BE002"),
    "other participant": SIGNED.replace("BE/i/BE", "XY/i/XY"),
    "other folder": SIGNED.replace("/i/", "/v/"),
    "other format": SIGNED.replace(".jpg", ".png"),
    "no format": SIGNED.replace(".jpg", ""),
    "a version": SIGNED.replace("BE/i/", "v1/BE/i/"),
    "a step up": SIGNED.replace("BE/i/", "BE/i/../i/"),
    "a line end": SIGNED + "\n",
    "something not ASCII": SIGNED.replace(SIGNATURE, "é" * 8),
}


@pytest.mark.parametrize("change", REFUSED)
def test_verify_of_a_changed_link_is_refused(change):
    with pytest.raises(LinkRefused):
        thumbnails.verify(REFUSED[change], trusted=[CLOUD])


@pytest.mark.parametrize(
    "transformation", ["c_scale,w_480", "c_fill,h_1,w_99999", "w_480", "c_limit,w_0", "e_blur"]
)
def test_verify_of_a_right_signature_over_a_size_that_is_not_offered_is_refused(transformation):
    signature = thumbnails.signature(f"{transformation}/{KEY}", "a-secret")
    with pytest.raises(LinkRefused, match="size that is not offered"):
        thumbnails.verify(f"s--{signature}--/{transformation}/{KEY}", trusted=[CLOUD])
