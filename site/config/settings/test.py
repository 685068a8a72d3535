"""The settings of the tests: the embedded default, without its files or what the machine has set."""

import os
import re
import tempfile
from pathlib import Path

#: What a test run may take from outside: which database it runs on.
TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")

EVERY_VARIABLE = (Path(__file__).resolve().parents[3] / ".env.example").read_text()
for name in re.findall(r"^#([A-Z_]+)=", EVERY_VARIABLE, re.MULTILINE):
    os.environ.pop(name, None)
os.environ |= {"LOCAL": "1", "DJANGO_SECRET_KEY": "only-for-tests-" + "0" * 32}
if TEST_DATABASE_URL:
    os.environ["DATABASE_URL"] = TEST_DATABASE_URL

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES, STORAGES, folder  # noqa: E402

DEBUG = False
#: Gone when the test run ends.
temporary = tempfile.TemporaryDirectory(prefix="vitrine-tests-", ignore_cleanup_errors=True)
VAR_DIR = Path(temporary.name)
MEDIA_ROOT = VAR_DIR / "uploads"
REPOSITORIES_ROOT = VAR_DIR / "repositories"
CHECKOUTS_ROOT = VAR_DIR / "checkouts"
COMPILED_ROOT = VAR_DIR / "compiled"
for alias in ("participants", "experiments", "videos", "private"):
    STORAGES[alias] = folder(VAR_DIR / alias)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
