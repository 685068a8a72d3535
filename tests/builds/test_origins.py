"""Each study's experiment on a host of its own: that host, that study, nobody signed in, and nothing else."""

import pytest

from builds.capability import run_address

FILES = {"index.html": b"<!doctype html>page", "assets/a.js": b"x" * 5000}


@pytest.fixture
def build(settings, run_build, sources, make_build):
    settings.EXPERIMENTS_ORIGIN = "https://{uuid}.experiments.example"
    settings.ALLOWED_HOSTS = ["testserver", ".experiments.example"]
    settings.BASE_URL = "https://vitrine.example"
    return run_build(make_build(), files=FILES)


@pytest.fixture
def ask(client, build):
    def ask(address=None, host="", **headers):
        origin, path = f"{build.study.uuid}.experiments.example", run_address(build, is_participant=False)
        assert path.startswith(f"https://{origin}/run/")
        return client.get(
            address or path.partition(".example")[2], HTTP_HOST=host or origin, secure=True, **headers
        )

    return ask


def test_page_may_have_its_origin_and_is_framed_by_the_site_alone(ask, build):
    answer = ask()

    policy = answer["Content-Security-Policy"]
    own = f"https://{build.study.uuid}.experiments.example"
    assert answer.getvalue() == FILES["index.html"]
    assert "allow-same-origin" in policy
    assert f"connect-src {own} data: blob:;" in policy
    assert policy.endswith("frame-ancestors https://vitrine.example")
    assert answer["Permissions-Policy"] == "camera=(self), geolocation=(), microphone=(self)"
    assert "X-Frame-Options" not in answer


@pytest.mark.parametrize("host", ["testserver", "00000000-0000-4000-8000-000000000000.experiments.example"])
def test_bundle_is_on_no_other_host(ask, host):
    assert ask(host=host).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/admin/", "/studies/", "/healthz", "/static/home/site.css", "/oai/"]
)
def test_host_of_an_experiment_has_nothing_else(ask, path):
    answer = ask(path)

    assert (answer.status_code, answer.content) == (404, b"There is nothing here.\n")
    assert not answer.cookies


def test_host_that_names_no_study_is_no_host_of_experiments(ask):
    assert ask("/admin/", host="www.experiments.example").status_code == 302


def test_nobody_is_signed_in_there(ask, client, researcher, django_assert_num_queries):
    client.force_login(researcher)

    with django_assert_num_queries(2):
        answer = ask()
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize(
    ("said", "is_packed"),
    [
        ("gzip, deflate, br", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_what_browsers_take_packed_is_sent_packed(ask, build, said, is_packed):
    path = (
        run_address(build, is_participant=False).partition(".example")[2].replace("index.html", "assets/a.js")
    )

    answer = ask(path, HTTP_ACCEPT_ENCODING=said)

    entry = build.manifest["assets/a.js"]
    assert answer.get("Content-Encoding") == ("gzip" if is_packed else None)
    assert int(answer["Content-Length"]) == (entry["packed"]["size"] if is_packed else entry["size"])
    assert answer["Vary"] == "Accept-Encoding"
    assert len(answer.getvalue()) == int(answer["Content-Length"])
