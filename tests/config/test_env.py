"""A setting that can't be used stops the start with the variable's name and never with its value."""

import base64
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SECRET_KEY": "of-this-test-only-" + "0" * 40,
    "ALLOWED_HOSTS": "vitrine.example",
    "BASE_URL": "https://vitrine.example",
}
S3 = {
    "AWS_STORAGE_BUCKET_NAME": "a-bucket",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIAABCDEFGHIJKLMNOP",
    "AWS_SECRET_ACCESS_KEY": "s3cr3t/" * 6,
}
CLOUDINARY = {"CLOUDINARY_CLOUD_NAME": "a-cloud", "CLOUDINARY_API_KEY": "123", "CLOUDINARY_API_SECRET": "abc"}
GS = {"GS_BUCKET_NAME": "a-bucket", "GS_PRIVATE_BUCKET_NAME": "another", "GS_PROJECT_ID": "a-project"}


def pem(key) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


RSA_2048 = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
CLOUDFRONT = {
    "CLOUDFRONT_DOMAIN": "d1.cloudfront.net",
    "CLOUDFRONT_KEY_ID": "KABCDEF123",
    "CLOUDFRONT_KEY": RSA_2048.replace("\n", "\\n").removesuffix("\\n"),
}


def start(variables: dict[str, str]) -> dict:
    """Reads Vitrine's settings as a fresh process with these variables would."""
    with patch.dict(os.environ, {"DATABASE_URL": "sqlite://:memory:"} | variables, clear=True):
        return runpy.run_path(str(ROOT / "site" / "config" / "settings" / "base.py"))


def problems_of(reader: str, value: str | None, *arguments) -> list[str]:
    env = Environment({} if value is None else {"NAME": value})
    getattr(env, reader)("NAME", *arguments)
    return env.problems


# --- the readers ---------------------------------------------------------------------------------

READERS = {
    "text": (),
    "flag": (),
    "port": (8000,),
    "names_list": (),
    "origin": (),
    "database": ("sqlite:////x",),
    "broker": (),
    "private_key": (),
    "json_file": (),
    "mail": (),
}
GOOD = {
    "flag": ["1", "0", "true", "False", "yes", "no", "on", "off"],
    "port": ["1", "80", "8000", "65535"],
    "names_list": ["a", "a.example,b.example", "a.example , .b.example", "127.0.0.1,[::1]", "*"],
    "origin": ["http://localhost", "http://localhost:8000", "https://vitrine.example"],
    "database": [
        "postgres://postgres:postgres@db:5432/postgres",
        "postgresql://user@host/name?sslmode=require",
        "postgres:///name",
        "postgres://user:p%40ss%2Fword@host/name",
        "postgres://%2Frun%2Fpostgresql/name",
        "sqlite:////a/file",
        "sqlite://:memory:",
    ],
    "broker": ["amqp://host", "amqps://user:password@host:5671/name", "amqp://guest:guest@127.0.0.1:5672//"],
    "mail": ["smtp://host", "smtp+tls://user:password@host:587", "smtps://us%40er:password@host/"],
    "private_key": [
        RSA_2048.strip().replace("\n", "\\n"),
        RSA_2048.strip().replace("\n", "\\r\\n"),
        base64.b64encode(RSA_2048.encode()).decode(),
        pem(ec.generate_private_key(ec.SECP256R1())).strip(),
    ],
}
GARBLED = {
    "flag": ["2", "ja", "tru", "enabled"],
    "port": ["0", "65536", "99999", "08000", "-1", "eight", "80 00", "8000.0", "٨٠٠٠"],
    "names_list": ["https://a", "a/b", "a:8000", "a b", "a,", ",a", "a,,b", "a;b", "*.a", "a@b"],
    "origin": [
        "vitrine.example",
        "https://vitrine.example/",
        "https://vitrine.example/path",
        "https://user:secret@vitrine.example",
        "https://vitrine.example:0",
        "https://vitrine.example:65536",
        "https://",
        "ftp://vitrine.example",
        "https://vitrine.example,https://b.example",
    ],
    "database": [
        "secret",
        "postgres://",
        "postgres://user:secret@host",
        "postgres://user:secret@host/",
        "postgres://user:secret@host:port/name",
        "postgres://user:secret@host:99999/name",
        "postgres://user:sec[ret@host/name",
        "postgres://user:sec/ret@host/name",
        "postgres://user:sec@ret@host/name",
        "postgres://user:secret@host/name more",
        "postgres://<name>:<user>@<url>:5432/<secret>",
        "mysql://user:secret@host/name",
        "sqlite://",
        "sqlite:name",
    ],
    "broker": [
        "secret",
        "amqp://",
        "amqp://user@host",
        "amqp://user:secret@",
        "amqp://user:secret@host:port",
        "amqp://user:sec/ret@host",
        "redis://:secret@host",
        "memory://",
    ],
    "mail": [
        "secret",
        "smtp://",
        "smtp://user:secret@",
        "smtp://user@host",
        "smtp://user:@host",
        "smtp://:secret@host",
        "smtp://user:secret@host:port",
        "smtp://user:secret@host:70000",
        "smtp://user:sec[ret@host",
        "http://user:secret@host",
    ],
    "json_file": ["/nowhere/secret.json", "/", __file__],
    "private_key": [
        "secret",
        RSA_2048[:200].strip(),
        RSA_2048.strip().replace("PRIVATE", "PUBLIC"),
        base64.b64encode(b"secret").decode(),
        "ключ",
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)).strip(),
        pem(ec.generate_private_key(ec.SECP384R1())).strip(),
        pem(ed25519.Ed25519PrivateKey.generate()).strip(),
    ],
}


def each(cases):
    return [
        pytest.param(reader, value, id=f"{reader}-{n}")
        for reader in cases
        for n, value in enumerate(cases[reader])
    ]


def test_every_reader_is_tested():
    others = {"note", "stop_if_wrong", "has", "all_or_none"}
    readers = {name for name in vars(Environment) if not name.startswith("_")} - others
    assert readers == READERS.keys()


@pytest.mark.parametrize("reader", READERS)
def test_reader_without_the_variable_is_content(reader):
    assert problems_of(reader, None, *READERS[reader]) == []


@pytest.mark.parametrize("value", ["", " ", "\n", "\t "])
@pytest.mark.parametrize("reader", READERS)
def test_reader_refuses_an_empty_variable(reader, value):
    problems = problems_of(reader, value, *READERS[reader])
    assert problems == ["NAME is empty; give it a value or remove it."]


@pytest.mark.parametrize("around", [" {}", "{} ", "{}\n"])
@pytest.mark.parametrize("reader", GOOD)
def test_reader_refuses_white_space_around_a_value(reader, around):
    problems = problems_of(reader, around.format(GOOD[reader][0]), *READERS[reader])
    assert problems == ["NAME begins or ends with white space; remove it."]


@pytest.mark.parametrize(("reader", "value"), each(GOOD))
def test_reader_accepts(reader, value):
    assert problems_of(reader, value, *READERS[reader]) == []


@pytest.mark.parametrize(("reader", "value"), each(GARBLED))
def test_reader_refuses_garbled_values_without_showing_them(reader, value):
    [problem] = problems_of(reader, value, *READERS[reader])
    assert problem.startswith("NAME should be ")
    assert "secret" not in problem


def test_database_without_the_variable_is_the_embedded_file():
    database = Environment({}).database("NAME", "sqlite:////a/file")
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", "/a/file")


def test_database_decodes_the_password():
    database = Environment({"NAME": "postgres://us%40er:p%2Fw@host:5433/name"}).database(
        "NAME", "sqlite:////x"
    )
    assert [database[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er", "p/w", "host", 5433, "name"
    ]  # fmt: skip


def test_private_key_in_each_form_is_the_same_pem():
    forms = [RSA_2048.strip(), *GOOD["private_key"][:3]]
    read = {Environment({"NAME": form}).private_key("NAME").strip() for form in forms}
    assert read == {RSA_2048.strip()}


def test_mail_takes_the_port_from_its_scheme():
    ports = {
        scheme: Environment({"NAME": f"{scheme}://host"}).mail("NAME")["EMAIL_PORT"]
        for scheme in ("smtp", "smtp+tls", "smtps")
    }
    assert ports == {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def test_all_or_none_names_what_is_missing():
    env = Environment({"A": "1", "C": "3"})
    assert env.all_or_none("A", "B", "C") is False
    assert env.problems == ["B must be set too, because A, C is set."]


def test_every_problem_is_told_at_once():
    env = Environment({"A": "", "B": "secret"})
    env.text("A")
    env.port("B", 1)
    with pytest.raises(ImproperlyConfigured) as stopped:
        env.stop_if_wrong()
    assert "A is empty" in str(stopped.value)
    assert "B should be a number" in str(stopped.value)
    assert "secret" not in str(stopped.value)


# --- the settings --------------------------------------------------------------------------------

WHOLE = PRODUCTION | S3 | CLOUDFRONT | CLOUDINARY | GS
#: What is read as it stands, whatever it is.
FREE_TEXTS = {"DEMO_PASSWORD"}
READ = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def assert_stopped(variables, *names):
    with pytest.raises(ImproperlyConfigured) as stopped:
        start(variables)
    message = str(stopped.value)
    assert [name for name in names if not re.search(rf"\b{name}\b", message)] == []
    assert "s3cr3t" not in message


def test_production_starts_without_debug():
    assert start(PRODUCTION)["DEBUG"] is False


def test_local_needs_nothing_and_has_debug():
    assert start({"LOCAL": "1"})["DEBUG"] is True


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        (PRODUCTION | {"BASE_URL": "http://vitrine.example"}, "BASE_URL"),
        (PRODUCTION | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"LOCAL": "1", "BASE_URL": "https://vitrine.example"}, "BASE_URL"),
    ],
)
def test_what_would_serve_strangers_without_care_stops_the_start(variables, name):
    assert_stopped(variables, name)


def test_a_restored_site_publishes_nothing_in_the_bucket_it_came_from():
    settings = start(PRODUCTION | GS | {"LOCAL_RESTORE": "1"})

    assert settings["STORAGES"]["experiments"]["BACKEND"].endswith("FileSystemStorage")


def test_a_key_that_is_its_own_predecessor_stops_the_start():
    variables = PRODUCTION | {"DJANGO_PREVIOUS_SECRET_KEY": PRODUCTION["DJANGO_SECRET_KEY"]}

    assert_stopped(variables, "DJANGO_PREVIOUS_SECRET_KEY")


def test_every_service_configured_starts():
    settings = start(WHOLE | {"CELERY_BROKER_URL": "amqp://host", "EMAIL_URL": "smtp://host"})
    assert settings["CLOUDFRONT"]["key_id"] == "KABCDEF123"
    assert settings["STORAGES"]["experiments"]["OPTIONS"]["bucket_name"] == "a-bucket"


def test_start_of_a_process_ends_with_the_sentences_alone():
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://user:s3cr3t@host"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "DATABASE_URL should be postgres://" in run.stderr
    assert "s3cr3t" not in run.stderr + run.stdout


def test_nothing_set_stops_the_start_and_names_what_must_be():
    assert_stopped({}, "DJANGO_SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL")


@pytest.mark.parametrize("name", PRODUCTION)
def test_one_required_variable_missing_stops_the_start(name):
    assert_stopped({key: value for key, value in PRODUCTION.items() if key != name}, name)


@pytest.mark.parametrize("name", sorted(READ - FREE_TEXTS))
def test_garbled_variable_stops_the_start(name):
    assert_stopped(WHOLE | {name: "s3cr3t {!}"}, name)


@pytest.mark.parametrize("name", sorted(READ))
def test_empty_variable_stops_the_start(name):
    assert_stopped(WHOLE | {name: " "}, name)


@pytest.mark.parametrize("name", [*S3, *CLOUDFRONT, *CLOUDINARY, *GS])
def test_half_a_service_stops_the_start(name):
    assert_stopped({key: value for key, value in WHOLE.items() if key != name}, name)


def test_half_configured_pairs_name_the_other_half():
    assert_stopped(PRODUCTION | CLOUDFRONT, "AWS_STORAGE_BUCKET_NAME")
    both = {"EMAIL_URL": "smtp://user:s3cr3t@host", "SENDGRID_API_KEY": "SG." + "s3cr3t" * 6}
    assert_stopped(PRODUCTION | both, "EMAIL_URL", "SENDGRID_API_KEY")
    credentials = {"GOOGLE_APPLICATION_CREDENTIALS": str(ROOT / "demo" / "archive.json")}
    assert_stopped(PRODUCTION | credentials, "GS_BUCKET_NAME")


@pytest.mark.parametrize(
    ("site", "experiments", "is_refused"),
    [
        ("vitrine.example", "vitrine-experiments.example", False),
        ("vitrine.example", "experiments.vitrine.example", True),
        ("vitrine.uni.edu", "experiments.uni.edu", True),
        ("vitrine.co.uk", "experiments.co.uk", False),
        ("vitrine.uni.ac.uk", "experiments.uni.ac.uk", True),
    ],
)
def test_experiments_are_on_another_site_than_the_site(site, experiments, is_refused):
    variables = PRODUCTION | {
        "BASE_URL": f"https://{site}",
        "EXPERIMENTS_ORIGIN": f"https://{{uuid}}.{experiments}",
    }
    if is_refused:
        assert_stopped(variables, "EXPERIMENTS_ORIGIN")
    else:
        assert f".{experiments}" in start(variables)["ALLOWED_HOSTS"]
