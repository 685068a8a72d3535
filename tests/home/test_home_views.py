import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.views import defaults

from home.middleware import content_security_policy
from tests.factories import UserFactory

PASSWORD = "a-door-key-of-brass"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.fixture
def vera(db):
    vera = UserFactory(username="vera", first_name="Vera", last_name="Viewer")
    vera.set_password(PASSWORD)
    vera.save()
    return vera


def post(client, password=PASSWORD, **fields):
    return client.post(reverse("sign-in"), {"username": "vera", "password": password, **fields})


def who_is_signed_in(client):
    return client.session.get("_auth_user_id")


def test_sign_in_opens_the_landing_page(client, vera):
    response = post(client)

    assert (response.status_code, response.url, who_is_signed_in(client)) == (302, "/", str(vera.pk))


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_name(client, vera):
    response = post(client, password="wrong")

    content = response.content.decode()
    assert "Please enter a correct username and password." in content
    assert 'value="vera"' in content
    assert (response.status_code, who_is_signed_in(client)) == (200, None)


def test_sign_in_refuses_an_inactive_user_with_the_same_words(client, vera):
    wrong = post(client, password="wrong").context["form"].non_field_errors()
    vera.is_active = False
    vera.save()

    response = post(client)

    assert response.context["form"].non_field_errors() == wrong
    assert who_is_signed_in(client) is None


def test_sign_in_with_empty_fields_asks_for_both(client, vera):
    response = client.post(reverse("sign-in"), {"username": "", "password": ""})

    assert "<li>Enter your user name and your password.</li>" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ("/exhibition/xy/?a=1", "/exhibition/xy/?a=1"),
        ("http://testserver/studies/", "http://testserver/studies/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_sign_in_leads_on_within_its_own_host_only(client, vera, asked, opened):
    assert post(client, next=asked).url == opened


def test_sign_in_carries_next_through_its_form(client, db):
    content = client.get(reverse("sign-in"), {"next": "/exhibition/?a=1&b=2"}).content.decode()

    assert '<input type="hidden" name="next" value="/exhibition/?a=1&amp;b=2">' in content


def test_sign_in_tells_the_signed_in_whom_the_page_is_closed_to(sign_in, vera):
    content = sign_in(vera).get(reverse("sign-in")).content.decode()

    assert "You are signed in as Vera Viewer, but that page is not open to you." in content


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_sign_in_pages_lead_to_the_one(client, db, path):
    response = client.get(path, {"next": "/admin/"})

    assert (response.status_code, response.url) == (301, "/sign-in/?next=%2Fadmin%2F")


def test_landing_page_welcomes_strangers_and_the_signed_in(client, sign_in, vera):
    stranger, signed_in = client.get("/").content.decode(), sign_in(vera).get("/").content.decode()

    assert '<a class="button" href="/sign-in/">Sign in</a>' in stranger
    assert '<a class="button" href="/sign-in/">Sign in</a>' not in signed_in
    assert "Signed in as Vera Viewer." in signed_in


def test_sign_out_is_a_post(sign_in, vera):
    browser = sign_in(vera)

    assert browser.get(reverse("sign-out")).status_code == 405
    assert browser.post(reverse("sign-out")).url == "/"
    assert who_is_signed_in(browser) is None


def test_health_asks_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse("health"))

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_robots_may_read_the_front_and_the_studies(client):
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\nAllow: /$\nAllow: /studies/\nDisallow: /\n"
    )


@pytest.mark.parametrize("name", ["health", "robots"])
def test_health_and_robots_are_only_read(client, name):
    assert client.post(reverse(name)).status_code == 405


def directives(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/studies/", "/no/such/", "/healthz"])
def test_public_pages_run_no_inline_script_or_style(client, db, path):
    policy = directives(client.get(path))

    assert (policy["script-src"], policy["style-src"]) == (["'self'"], ["'self'"])
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == (
        ["'none'"],
        ["'self'"],
        ["'self'"],
    )


def test_admin_pages_may_run_what_wagtail_writes_inline(sign_in, reviewer):
    policy = directives(sign_in(reviewer).get("/admin/"))

    assert (policy["script-src"], policy["style-src"]) == (["'self'", "'unsafe-inline'"],) * 2


def test_policy_names_the_hosts_that_links_lead_to(settings, rf):
    settings.CLOUDFRONT = {"domain": "media.vitrine.example"}
    settings.CLOUDINARY = {"cloud_name": "vitrine"}
    settings.EXPERIMENTS_ORIGIN = "https://{uuid}.experiments.vitrine.example:8443"

    policy = directives(content_security_policy(lambda request: HttpResponse())(rf.get("/")))

    hosts = ["https://media.vitrine.example", "https://res.cloudinary.com"]
    assert policy["img-src"] == ["'self'", "data:", "blob:", *hosts]
    assert policy["media-src"] == ["'self'", "blob:", *hosts]
    assert policy["connect-src"] == ["'self'", *hosts]
    assert policy["frame-src"] == ["'self'", "https://*.experiments.vitrine.example:8443"]


def test_policy_of_a_view_stays_as_it_is(rf):
    own = {"Content-Security-Policy": "sandbox"}

    response = content_security_policy(lambda request: HttpResponse(headers=own))(rf.get("/"))

    assert response.headers["Content-Security-Policy"] == "sandbox"


def test_answers_carry_the_other_security_headers(client, db):
    headers = client.get("/").headers

    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("path", ["/", "/studies/", "/no/such/", "/robots.txt"])
def test_what_the_signed_in_see_is_kept_nowhere(sign_in, path):
    response = sign_in(UserFactory()).get(path)

    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("path", ["/", "/studies/"])
def test_what_strangers_see_may_be_kept(client, db, path):
    assert "Cache-Control" not in client.get(path).headers


def test_page_that_is_not_there_is_said_to_be_so(client, db):
    response = client.get("/no/such/")

    assert "<h1>There is nothing here</h1>" in response.content.decode()
    assert response.status_code == 404


def test_form_without_its_token_is_refused_without_a_query(vera, django_assert_num_queries):
    client = Client(enforce_csrf_checks=True)

    with django_assert_num_queries(0):
        response = post(client)

    assert "<h1>That form has gone stale</h1>" in response.content.decode()
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (defaults.bad_request, 400, "That request could not be read"),
        (defaults.permission_denied, 403, "This is not open to you"),
        (defaults.page_not_found, 404, "There is nothing here"),
    ],
)
def test_error_page_asks_nothing_of_the_database(rf, vera, django_assert_num_queries, view, status, heading):
    request = rf.get("/no/such/")
    request.user = vera

    with django_assert_num_queries(0):
        response = view(request, Exception())

    assert (response.status_code, f"<h1>{heading}</h1>" in response.content.decode()) == (status, True)


def test_server_error_page_asks_nothing_of_the_database(rf, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = defaults.server_error(rf.get("/"))

    assert (response.status_code, "<h1>" in response.content.decode()) == (500, True)
