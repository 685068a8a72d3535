""".env.example and docs/settings.md name every variable that Vitrine reads, and no other."""

import re
from pathlib import Path

from config.env import Environment
from config.settings import base

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = dict(re.findall(r"^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_example_names_every_variable():
    assert EXAMPLES.keys() == base.env.names


def test_documentation_names_every_variable():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    assert set(table) == base.env.names
    assert len(table) == len(set(table))


def test_examples_have_the_form_that_is_accepted():
    env = Environment(EXAMPLES)
    env.names_list("ALLOWED_HOSTS")
    env.origin("BASE_URL")
    env.database("DATABASE_URL", "sqlite:////x")
    env.flag("LOCAL")
    env.flag("LOCAL_RESTORE")
    env.port("PORT", 8000)
    env.broker("CELERY_BROKER_URL")
    env.mail("EMAIL_URL")
    assert env.problems == []
