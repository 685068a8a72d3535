"""CloudFront's signatures: what is made is right by openssl, and what is verified is CloudFront's rule."""

import subprocess
from datetime import timedelta
from shutil import which

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive.links.cloudfront import Signer, sign, verify
from archive.links.keys import SigningKey
from archive.links.refusal import LinkRefused
from tests.archive.link_parts import END, FORMS, KEYS, START, TRUSTED, URL, Link, decoded, made, opens


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_verify_of_an_untouched_link_opens_it(kind, form):
    assert opens(made(kind, form))
    assert opens(made(kind, form, url=URL + "?v=1&w=2"))


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_verify_opens_until_the_second_of_the_expiry(kind, form):
    url = made(kind, form)
    assert opens(url, END - timedelta(microseconds=1))
    assert not opens(url, END)
    assert not opens(url, END + timedelta(days=365))


def test_verify_before_the_start_is_refused():
    assert opens(made("EC", "custom"), START)
    assert not opens(made("EC", "custom"), START - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("network", "viewer", "answer"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.0/24", "192.0.2.8", True),
        ("192.0.2.0/24", "198.51.100.1", False),
        ("0.0.0.0/0", "198.51.100.1", True),
        ("0.0.0.0/0", "2001:db8::1", False),
        ("192.0.2.7", "", False),
    ],
)
def test_verify_with_a_network_opens_for_it_alone(network, viewer, answer):
    url = sign(URL, END, key=KEYS["EC"], viewer_ip=network)
    assert opens(url, viewer_ip=viewer) is answer


def with_policy(policy, url=URL):
    return Signer(KEYS["EC"]).generate_presigned_url(url, policy=policy)


@pytest.mark.parametrize(
    ("resource", "answer"),
    [
        ("https://media.example/BE/*", True),
        ("https://media.example/BE/i/BE00?.jpg", True),
        ("http*://media.example/*", True),
        ("*", True),
        ("https://media.example/XY/*", False),
        ("https://media.example/BE", False),
        ("https://media.example/BE/i/BE00.?jpg", False),
        ("https://media.example/BE/i/BE001.jpg?", False),
    ],
)
def test_verify_of_a_wildcard_policy_follows_cloudfront_s_rule(resource, answer):
    policy = Signer(KEYS["EC"]).build_policy(resource, END)
    assert opens(with_policy(policy)) is answer


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"Statement":[]}',
        '{"Statement":{"Resource":"*"}}',
        '{"Statement":[{"Resource":"*"}]}',
        '{"Statement":[{"Resource":"*","Condition":{}}]}',
        '{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{}}}]}',
        '{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":"soon"}}}]}',
        '{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":4102444800},"Moon":{}}}]}',
        '{"Statement":[{"Condition":{"DateLessThan":{"AWS:EpochTime":4102444800}}}]}',
        '{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":4102444800}}},{}]}',
    ],
)
def test_verify_of_a_signed_policy_without_sense_is_refused(policy):
    assert not opens(with_policy(policy))


def test_refusal_says_why_in_one_sentence_and_nothing_of_the_key():
    with pytest.raises(LinkRefused) as refusal:
        verify(made("EC", "canned"), END, trusted=TRUSTED)
    assert str(refusal.value) == "The link has expired; open the page again for a new one."


def test_rotation_keeps_old_links_until_the_old_key_leaves_the_group():
    new = SigningKey("KNEWKEY", ec.generate_private_key(ec.SECP256R1()))
    both = TRUSTED | {"KNEWKEY": new.private.public_key()}
    old_link, new_link = made("RSA", "canned"), sign(URL, END, key=new)
    assert (opens(old_link, trusted=both), opens(new_link, trusted=both)) == (True, True)
    both.pop("KRSAKEY")
    assert (opens(old_link, trusted=both), opens(new_link, trusted=both)) == (False, True)


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_sign_twice_gives_the_same_link(kind, form):
    assert made(kind, form) == made(kind, form)


@pytest.mark.parametrize(("kind", "longest"), [("RSA", 500), ("EC", 260)])
def test_sign_gives_links_that_are_not_long(kind, longest):
    assert len(made(kind, "canned")) < longest


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_sign_names_the_hash_only_where_it_is_not_sha1(kind, form):
    assert dict(Link(made(kind, form)).parts).get("Hash-Algorithm") == {"RSA": None, "EC": "SHA256"}[kind]


@pytest.mark.parametrize(
    "times", [{"expires": END.replace(tzinfo=None)}, {"start": START.replace(tzinfo=None)}]
)
def test_sign_with_a_time_without_zone_is_refused(times):
    with pytest.raises(ValueError, match="time zone"):
        sign(URL, **({"expires": END} | times), key=KEYS["EC"])


@pytest.mark.skipif(which("openssl") is None, reason="needs the openssl command, which is not installed")
@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_signature_is_right_by_openssl(kind, form, tmp_path):
    link = Link(made(kind, form))
    # AWS writes the canned policy down literally; so does this test.
    condition = f'{{"DateLessThan":{{"AWS:EpochTime":{int(END.timestamp())}}}}}'
    canned = f'{{"Statement":[{{"Resource":"{URL}","Condition":{condition}}}]}}'
    (tmp_path / "policy").write_bytes(decoded(link["Policy"]) if form == "custom" else canned.encode())
    (tmp_path / "signature").write_bytes(decoded(link["Signature"]))
    public = KEYS[kind].private.public_key()
    (tmp_path / "key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    digest = {"RSA": "-sha1", "EC": "-sha256"}[kind]
    command = ["openssl", "dgst", digest, "-verify", "key.pem", "-signature", "signature", "policy"]
    assert (
        "Verified OK"
        in subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    )
