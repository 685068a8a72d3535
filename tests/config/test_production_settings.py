"""What a site in production runs with, when nothing but the required variables is set."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from config.embedded import secret_key

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SECRET_KEY": "K7f-of-this-test-only-" * 3,
    "ALLOWED_HOSTS": "vitrine.example",
    "BASE_URL": "https://vitrine.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def production(**variables) -> dict:
    with patch.dict(os.environ, PRODUCTION | variables, clear=True):
        return runpy.run_path(str(ROOT / "site" / "config" / "settings" / "base.py"))


def test_deployment_check_has_nothing_to_say():
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | PRODUCTION,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "no issues" in run.stdout


def test_https_site_has_secure_cookies_and_redirects():
    settings = production()
    assert settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"] and settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_http_site_on_one_s_own_machine_can_be_signed_in_to():
    settings = production(BASE_URL="http://localhost:8000", ALLOWED_HOSTS="localhost")
    assert not settings["SESSION_COOKIE_SECURE"] and not settings["SECURE_SSL_REDIRECT"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["http://localhost:8000"]
    assert settings["DEBUG"] is False


def test_restored_site_knows_its_own_address():
    values = {name: value for name, value in PRODUCTION.items() if name != "BASE_URL"} | {
        "LOCAL_RESTORE": "1"
    }
    with patch.dict(os.environ, values, clear=True):
        settings = runpy.run_path(str(ROOT / "site" / "config" / "settings" / "base.py"))
    assert settings["BASE_URL"] == "http://localhost:8000"
    assert settings["DEBUG"] is False


def test_embedded_database_is_safe_for_several_processes():
    options = production(DATABASE_URL="sqlite:////nowhere/vitrine.sqlite3")["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_rabbitmq_takes_the_place_of_the_message_folders():
    settings = production(CELERY_BROKER_URL="amqp://guest:guest@host:5672//")
    assert settings["CELERY_BROKER_URL"] == "amqp://guest:guest@host:5672//"
    assert "CELERY_BROKER_TRANSPORT_OPTIONS" not in settings


def test_every_queue_has_a_consumer_in_every_way_to_run():
    queues = {queue.name for queue in production()["CELERY_TASK_QUEUES"]}
    for place in ("deploy/Procfile.local", "docker-compose.yml"):
        consumed = set()
        for word in (ROOT / place).read_text().replace('"', " ").split():
            if set(word.split(",")) <= queues:
                consumed |= set(word.split(","))
        assert consumed == queues, place


def test_embedded_secret_key_is_made_once_for_its_owner_only(tmp_path):
    first = secret_key(tmp_path / "var")
    assert secret_key(tmp_path / "var") == first
    assert len(first) >= 50
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0
