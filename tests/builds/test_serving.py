"""Bundles are served by a capability, in a sandbox, and not otherwise."""

import json
import time

import pytest
from django.core import signing

from builds import capability
from builds.capability import run_address
from builds.models import Build

HTML = "text/html; charset=utf-8"
FILES = {
    "index.html": b"<!doctype html>page",
    "assets/App.js": b"1",
    "assets/page.html": b"<p>",
    "x.odd": b"?",
}
ABSENT = (
    "assets/app.js",
    "assets",
    "assets/",
    "../index.html",
    "manifest.json",
    "",
    "index.html/",
    "INDEX.HTML",
)


@pytest.fixture
def build(run_build, sources, make_build):
    return run_build(make_build(), files=FILES)


@pytest.fixture
def address(build):
    return run_address(build, is_participant=False)


def beside(address, name):
    return address.replace("index.html", name)


def expected_policy(host):
    return (
        "sandbox allow-scripts allow-forms allow-modals allow-downloads; default-src 'none'; "
        f"script-src {host} 'unsafe-inline' 'unsafe-eval'; style-src {host} 'unsafe-inline'; "
        f"img-src {host} data: blob:; media-src {host} data: blob:; font-src {host} data: blob:; "
        f"connect-src 'none'; form-action 'none'; base-uri {host}; frame-ancestors {host}"
    )


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_page_is_served_in_a_sandbox(client, address, host):
    answer = client.get(address, HTTP_HOST=host)

    assert answer.getvalue() == FILES["index.html"]
    assert answer["Content-Security-Policy"] == expected_policy(f"http://{host}")
    assert answer["Content-Type"] == HTML
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_asset_is_served_for_the_sandbox_and_kept_by_the_browser(client, address):
    answer = client.get(beside(address, "assets/App.js"))

    private, _, age = answer["Cache-Control"].partition(", max-age=")
    assert (answer.getvalue(), answer["Content-Length"]) == (b"1", "1")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert private == "private"
    assert 6 * 3600 - 5 <= int(age) <= 7 * 3600
    assert answer["Content-Security-Policy"].startswith("sandbox ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x.odd", "application/octet-stream"), ("assets/page.html", HTML)],
)
def test_type_is_ours_and_pages_beside_the_page_are_in_the_sandbox_too(client, address, name, kind):
    answer = client.get(beside(address, name))

    assert answer["Content-Type"] == kind
    assert answer["Content-Security-Policy"] == expected_policy("http://testserver")


@pytest.mark.parametrize("name", ABSENT)
def test_only_names_of_the_manifest_are_served(client, address, name):
    assert client.get(beside(address, name)).status_code == 404


def test_file_that_the_storage_has_lost_is_not_found(client, address, build, tmp_path):
    (tmp_path / "bundles" / build.prefix / "assets" / "App.js").unlink()

    assert client.get(beside(address, "assets/App.js")).status_code == 404


def test_changes_are_not_taken(client, address):
    assert {client.post(address).status_code, client.put(address).status_code} == {405}


def sign(salt="builds.run", **value):
    return signing.Signer(salt=salt).sign_object(value, compress=True)


def bad_tokens(uuid):
    later = int(time.time()) + 600
    good = sign(b=uuid, p=0, e=later)
    return {
        "expired": sign(b=uuid, p=0, e=int(time.time()) - 1),
        "another purpose": sign("other", b=uuid, p=0, e=later),
        "changed": ("A" if good[0] != "A" else "B") + good[1:],
        "cut": good[:-1],
        "unsigned": good.partition(":")[0],
        "no token": "x",
        "colons": ":::",
        "another build": sign(b="0" * 32, p=0, e=later),
    }


@pytest.mark.parametrize("which", bad_tokens("0" * 32))
def test_bad_token_opens_nothing(client, build, which):
    token = bad_tokens(build.uuid.hex)[which]

    for name in FILES:
        assert client.get(f"/run/{token}/{name}").status_code == 404


def test_token_is_the_same_within_the_hour(build, monkeypatch):
    monkeypatch.setattr(capability.time, "time", lambda: 1_800_000_000)
    first = run_address(build, is_participant=False)
    monkeypatch.setattr(capability.time, "time", lambda: 1_800_000_000 + 3599)

    assert run_address(build, is_participant=False) == first


@pytest.mark.parametrize("state", ["failed", "superseded", "cancelled", "running"])
def test_page_of_a_build_that_is_not_good_is_closed(client, address, state):
    Build.objects.update(state=state)

    assert client.get(address).status_code == 404


def test_participants_page_closes_with_the_study_but_not_the_researchers(client, build, approved_study):
    for_participants = run_address(build, is_participant=True)

    assert client.get(for_participants).status_code == 404
    approved_study.lifecycle.approved_revision.publish()
    approved_study.lifecycle.state = "active"
    approved_study.lifecycle.save()
    assert client.get(for_participants).status_code == 200
    approved_study.lifecycle.state = "paused"
    approved_study.lifecycle.save()
    assert client.get(for_participants).status_code == 404
    assert client.get(run_address(build, is_participant=False)).status_code == 200


def test_asset_costs_one_query(client, address, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(beside(address, "assets/App.js"))


# --- what is particular to a study ----------------------------------------------------------------

PROTOCOL = '{"frames": {"a": {"kind": "exp-a", "text": "</script>"}}, "sequence": ["a"]}'


def particulars(client, address):
    answer = client.get(beside(address, "vitrine/study.js"))
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    return json.loads(answer.content.decode().removeprefix("window.vitrine = ").removesuffix(";\n"))


def test_the_experiment_reads_the_protocol_of_the_revision_that_was_built(
    client, run_build, sources, make_build
):
    build = make_build()
    study = build.study
    study.protocol = PROTOCOL
    build.revision = study.save_revision()
    build.save()
    run_build(build, files=FILES)
    study.protocol = ""
    study.save_revision()

    told = particulars(client, run_address(build, is_participant=False))

    assert told == {
        "study": str(study.uuid),
        "title": study.title,
        "protocol": json.loads(PROTOCOL),
        "generator": None,
        "isPreview": True,
    }


def test_a_generator_is_told_where_it_is_used(client, build, address):
    assert particulars(client, address)["generator"] is None
    build.study.generator = "function generate(child) { return null; }"
    build.study.use_generator = True
    build.revision = build.study.save_revision()
    build.save()

    assert particulars(client, address)["generator"] == build.study.generator


def test_what_is_particular_needs_the_capability_too(client, build, address):
    assert client.get(beside(address, "vitrine/other.js")).status_code == 404
    assert client.get("/run/nonsense/vitrine/study.js").status_code == 404
    Build.objects.filter(pk=build.pk).update(state=Build.State.FAILED)
    assert client.get(beside(address, "vitrine/study.js")).status_code == 404
