"""S1: a link that was changed in any way after it was signed is refused, by the rules of CloudFront."""

import base64
import json

import pytest

from archive.links import cloudfront
from tests.archive.link_parts import FORMS, STRANGERS, URL, Link, decoded, encoded, made, opens


def other(character):
    return "A" if character != "A" else "B"


ANY = {
    "path: another number": lambda link: link.moved("BE001", "BE002"),
    "path: another participant": lambda link: link.moved("BE/i/BE", "XY/i/XY"),
    "path: another extension": lambda link: link.moved(".jpg", ".mp4"),
    "path: lower case": lambda link: link.moved("/BE/", "/be/"),
    "path: slash doubled": lambda link: link.moved("/i/", "//i/"),
    "path: slash at the end": lambda link: link.moved(".jpg", ".jpg/"),
    "path: a step up": lambda link: link.moved("/i/", "/i/../i/"),
    "path: an encoded step up": lambda link: link.moved("/i/", "/i/%2e%2e/i/"),
    "path: a letter encoded": lambda link: link.moved("BE001", "B%45001"),
    "path: NUL at the end": lambda link: link.moved(".jpg", ".jpg%00"),
    "path: dropped": lambda link: link.moved("BE/i/BE001.jpg", ""),
    "host: another": lambda link: link.moved("media.example", "media.evil"),
    "host: upper case": lambda link: link.moved("media.example", "MEDIA.example"),
    "host: a port": lambda link: link.moved("media.example", "media.example:443"),
    "host: a user": lambda link: link.moved("media.example", "me@media.example"),
    "scheme: http": lambda link: link.moved("https:", "http:"),
    "Signature: first character": lambda link: link.with_value(
        "Signature", other(link["Signature"][0]) + link["Signature"][1:]
    ),
    "Signature: in the middle": lambda link: link.with_value(
        "Signature", link["Signature"][:40] + other(link["Signature"][40]) + link["Signature"][41:]
    ),
    "Signature: cut": lambda link: link.with_value("Signature", link["Signature"][:-4]),
    "Signature: longer": lambda link: link.with_value(
        "Signature", encoded(decoded(link["Signature"]) + b"\0")
    ),
    "Signature: a line end within": lambda link: link.with_value("Signature", link["Signature"] + "\n"),
    "Signature: a character of no alphabet": lambda link: link.with_value(
        "Signature", link["Signature"] + "!"
    ),
    "Signature: not ASCII": lambda link: link.with_value("Signature", "é" * 8),
    "Signature: empty": lambda link: link.with_value("Signature", ""),
    "Signature: dropped": lambda link: link.without("Signature"),
    "Signature: doubled": lambda link: link.doubled("Signature"),
    "Signature: lower case name": lambda link: link.renamed("Signature", "signature"),
    "Key-Pair-Id: changed": lambda link: link.with_value("Key-Pair-Id", "KOTHER"),
    "Key-Pair-Id: lower case": lambda link: link.with_value("Key-Pair-Id", link["Key-Pair-Id"].lower()),
    "Key-Pair-Id: empty": lambda link: link.with_value("Key-Pair-Id", ""),
    "Key-Pair-Id: dropped": lambda link: link.without("Key-Pair-Id"),
    "Key-Pair-Id: doubled": lambda link: link.doubled("Key-Pair-Id"),
    "Key-Pair-Id: the other trusted key": lambda link: link.with_value(
        "Key-Pair-Id", "KECKEY" if link["Key-Pair-Id"] == "KRSAKEY" else "KRSAKEY"
    ),
    "Hash-Algorithm: none that is known": lambda link: Link(link.without("Hash-Algorithm")).plus(
        "Hash-Algorithm", "SHA512"
    ),
    "Hash-Algorithm: empty": lambda link: Link(link.without("Hash-Algorithm")).plus("Hash-Algorithm", ""),
    "Hash-Algorithm: the other one": lambda link: (
        link.without("Hash-Algorithm")
        if "Hash-Algorithm" in dict(link.parts)
        else link.plus("Hash-Algorithm", "SHA256")
    ),
    "Hash-Algorithm: twice": lambda link: Link(link.without("Hash-Algorithm")).url(
        parts=[*link.parts, ("Hash-Algorithm", "SHA256"), ("Hash-Algorithm", "SHA256")]
    ),
    "added: unknown at the end": lambda link: link.plus("download", "1"),
    "added: unknown at the beginning": lambda link: link.url(parts=[("download", "1"), *link.parts]),
    "added: a reserved name in other case": lambda link: link.plus("EXPIRES", "4102444800"),
    "added: a reserved name encoded": lambda link: link.plus("Expire%73", "4102444800"),
    "added: nothing, but a separator": lambda link: link.url() + "&",
    "added: a fragment": lambda link: link.url() + "#t=1",
    "added: white space": lambda link: link.url() + " ",
    "all parameters dropped": lambda link: link.address,
    "an empty query": lambda link: link.address + "?",
}
CANNED = {
    "Expires: later": lambda link: link.with_value("Expires", str(int(link["Expires"]) + 1)),
    "Expires: sooner": lambda link: link.with_value("Expires", str(int(link["Expires"]) - 1)),
    "Expires: dropped": lambda link: link.without("Expires"),
    "Expires: doubled": lambda link: link.doubled("Expires"),
    "Expires: a later one added": lambda link: link.plus("Expires", "4102444800"),
    "Expires: empty": lambda link: link.with_value("Expires", ""),
    "Expires: a zero before": lambda link: link.with_value("Expires", "0" + link["Expires"]),
    "Expires: a sign before": lambda link: link.with_value("Expires", "+" + link["Expires"]),
    "Expires: below zero": lambda link: link.with_value("Expires", "-" + link["Expires"]),
    "Expires: a space before": lambda link: link.with_value("Expires", " " + link["Expires"]),
    "Expires: a line end after": lambda link: link.with_value("Expires", link["Expires"] + "\n"),
    "Expires: a fraction": lambda link: link.with_value("Expires", link["Expires"] + ".0"),
    "Expires: with underscores": lambda link: link.with_value(
        "Expires", link["Expires"][:1] + "_" + link["Expires"][1:]
    ),
    "Expires: other digits": lambda link: link.with_value(
        "Expires", link["Expires"].translate({ord("0") + n: chr(0x0660 + n) for n in range(10)})
    ),
    "Expires: endless": lambda link: link.with_value("Expires", "9" * 5000),
    "Policy: added": lambda link: link.plus("Policy", encoded(b"{}")),
    "Policy: in place of Expires": lambda link: Link(link.without("Expires")).plus("Policy", encoded(b"{}")),
}
CUSTOM = {
    "Policy: expires later": lambda link: link.with_policy(
        lambda s: s["Condition"].update(DateLessThan={"AWS:EpochTime": 4102444800})
    ),
    "Policy: for everything": lambda link: link.with_policy(lambda s: s.update(Resource="*")),
    "Policy: without a start": lambda link: link.with_policy(lambda s: s["Condition"].pop("DateGreaterThan")),
    "Policy: without conditions": lambda link: link.with_policy(lambda s: s.update(Condition={})),
    "Policy: the same with spaces": lambda link: link.with_value(
        "Policy", encoded(json.dumps(json.loads(decoded(link["Policy"]))).encode())
    ),
    "Policy: cut": lambda link: link.with_value("Policy", link["Policy"][:-4]),
    "Policy: empty": lambda link: link.with_value("Policy", ""),
    "Policy: dropped": lambda link: link.without("Policy"),
    "Policy: doubled": lambda link: link.doubled("Policy"),
    "Policy: encoded twice": lambda link: link.with_value("Policy", encoded(link["Policy"].encode())),
    "Policy: lower case name": lambda link: link.renamed("Policy", "policy"),
    "Expires: added": lambda link: link.plus("Expires", "4102444800"),
    "Expires: in place of Policy": lambda link: Link(link.without("Policy")).plus("Expires", "4102444800"),
}
CHANGES = {"canned": ANY | CANNED, "custom": ANY | CUSTOM}
CASES = [(kind, form, change) for kind, form in FORMS for change in CHANGES[form]]


@pytest.mark.parametrize(("kind", "form", "change"), CASES)
def test_verify_of_a_changed_link_is_refused(kind, form, change):
    url = made(kind, form)
    changed = CHANGES[form][change](Link(url))
    assert changed != url
    assert not opens(changed)


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_verify_of_a_stranger_s_signature_under_our_key_id_is_refused(kind, form):
    assert not opens(made(kind, form, keys=STRANGERS))


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_verify_of_a_signature_from_another_link_is_refused(kind, form):
    foreign = Link(made(kind, form, url=URL.replace("001", "002")))["Signature"]
    assert not opens(Link(made(kind, form)).with_value("Signature", foreign))


def test_verify_takes_only_one_spelling_of_a_signature():
    # The last digit before "==" carries four bits that decoding throws away.
    link = Link(made("RSA", "canned"))
    twin = link["Signature"][:-3] + chr(ord(link["Signature"][-3]) + 1) + "__"
    assert decoded(twin) == decoded(link["Signature"])
    assert not opens(link.with_value("Signature", twin))


@pytest.mark.parametrize("alphabet", ["standard base64", "percent encoded"])
def test_verify_of_a_signature_in_another_alphabet_is_refused(alphabet):
    link = Link(made("RSA", "canned"))
    plain = base64.b64encode(decoded(link["Signature"])).decode()
    spelled = plain if alphabet == "standard base64" else link["Signature"].replace("_", "%5F")
    assert not opens(link.with_value("Signature", spelled))


def test_there_are_at_least_forty_kinds_of_tampering_for_each_form():
    assert min(len(changes) for changes in CHANGES.values()) >= 40


@pytest.mark.parametrize("name", sorted(cloudfront.RESERVED))
def test_each_reserved_parameter_is_tampered_with(name):
    assert any(change.startswith(name) for change in ANY | CANNED | CUSTOM)
