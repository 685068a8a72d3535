#!/usr/bin/env python3
"""Refuses code that asks who somebody is in place of what he may do: `make check` runs it.

Groups stand between people and permissions, so a test of membership, of `is_superuser` or of `is_staff`
decides past the permissions that the site's keepers give. Exits with 1 and names each place.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("archive", "builds", "home", "site", "studies")
STATUS = {"is_superuser", "is_staff"}
#: How code comes from a person to groups, or from a group to people.
MEMBERSHIP = {"groups", "user_set"}
#: Where membership is not asked for permission, and what for.
ALLOWED = {
    "archive/admin/grant_views.py": "shows who is reached by a grant to a group",
    "archive/admin/view_as_view.py": "lists whom a grant to a group reaches",
    "archive/governing.py": "tells whether what a group is given, the giver gets himself",
    "home/demo.py": "puts the demo's people into their groups",
    "studies/actions.py": "gives roles: the one place that does",
    "studies/notices.py": "writes to those in a role",
    "studies/people.py": "shows and changes who has which role",
}


def offences(source: str) -> Iterator[tuple[int, str]]:
    """The lines of some code that ask who somebody is, and by which name; writing a status counts too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in STATUS | MEMBERSHIP and not is_of_a_match(node):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and is_lookup(node.arg):
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.Constant) and is_lookup(node.value):
            yield node.lineno, node.value


def is_of_a_match(node: ast.Attribute) -> bool:
    """`match.groups()` is a regular expression's, or a tag's, and takes no part in permissions."""
    return isinstance(node.value, ast.Name) and node.value.id in ("match", "tag")


def is_lookup(name) -> bool:
    """Whether a name is a field lookup such as groups__name or is_superuser__exact."""
    if not isinstance(name, str) or not name.isidentifier():
        return False
    parts = name.split("__")
    return bool((STATUS | MEMBERSHIP) & set(parts)) and (len(parts) > 1 or name in STATUS)


def found(root: Path = ROOT) -> Iterator[str]:
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "migrations" not in path.parts and name not in ALLOWED:
                for line, what in offences(path.read_text(encoding="utf-8")):
                    yield f"{name}:{line}: {what} says who somebody is; ask for a permission on an object."


if __name__ == "__main__":
    problems = list(found())
    print(*problems, sep="\n", end="\n" if problems else "")  # noqa: T201  what Make shows
    sys.exit(bool(problems))
