"""Who can do what with a gallery: everybody whom a grant, a page permission or a role allows something."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from archive import moments
from archive.access.asking import model
from archive.access.grants import SEE_EVERYTHING
from archive.access.opening import way_to
from archive.models.lifecycle import APPROVE
from studies.holders import Holder, Table

BACKEND = "django.contrib.auth.backends.ModelBackend"
GIVE = "archive.add_gallerypageuserobjectpermission"
RECORD = "archive.add_consent"
COLUMNS = ("See", "Edit", "Publish", "Approve and exhibit", "Give access", "Record consent")
SEE, EDIT, PUBLISH, APPROVES, GIVES, RECORDS = range(len(COLUMNS))


def who_can(gallery) -> Table:
    """The table of one gallery, by what counts now. A fixed number of queries."""
    held = defaultdict(set)
    _granted(gallery, held)
    _on_pages(gallery, held)
    everywhere = {name: _everywhere(name) for name in (SEE_EVERYTHING, APPROVE, GIVE, RECORD)}
    for person in everywhere[SEE_EVERYTHING]:
        held[person, SEE].add("everything")
    for person in everywhere[APPROVE]:
        held[person, APPROVES].add("everywhere")
    for name, column in ((GIVE, GIVES), (RECORD, RECORDS)):
        for person in everywhere[name]:
            if held.get((person, EDIT)) or held.get((person, SEE)) == {"everything"}:
                held[person, column].add("by role")
    return _table(held)


def _table(held) -> Table:
    pks = {person for (person, _), whys in held.items() if whys}
    people = get_user_model().objects.filter(pk__in=pks, is_active=True)
    rows = (
        Holder(
            person,
            tuple(", ".join(sorted(held.get((person.pk, column), ()))) for column in range(len(COLUMNS))),
        )
        for person in people.order_by("last_name", "first_name", "pk")
    )
    return Table(COLUMNS, tuple(rows))


def _granted(gallery, held) -> None:
    """By grants on the exhibition and the gallery that count now, and on single stories."""
    at = timezone.now()
    counts = (Q(valid_from=None) | Q(valid_from__lte=at)) & (Q(valid_until=None) | Q(valid_until__gt=at))
    wheres = {page_type: Q(content_object__path=path) for page_type, path in way_to(gallery).items()}
    wheres["storypage"] = Q(content_object__path__startswith=gallery.path)
    for page_type, where in wheres.items():
        for holder, person in (("user", "user"), ("group", "group__user")):
            rows = model(f"{page_type}{holder}objectpermission").objects.filter(where, counts)
            rows = rows.filter(permission__codename=f"view_{page_type}")
            for pk, until in rows.values_list(person, "valid_until"):
                ends = f" until {moments.told_end(until)}" if until else ""
                held[pk, SEE].add(f"grant on the {page_type.removesuffix('page')}{ends}")


def _on_pages(gallery, held) -> None:
    """By what Wagtail lets a group do on the gallery and the pages above it."""
    way = [gallery.path[:end] for end in range(Page.steplen, len(gallery.path) + 1, Page.steplen)]
    columns = {"add_page": EDIT, "change_page": EDIT, "publish_page": PUBLISH}
    rows = GroupPagePermission.objects.filter(page__path__in=way, permission__codename__in=columns)
    for person, codename, name in rows.values_list("group__user", "permission__codename", "group__name"):
        if person is not None:
            held[person, columns[codename]].add(name)
    for person in _everywhere("wagtailcore.change_page"):
        held[person, EDIT].add("everywhere")
        held[person, PUBLISH].add("everywhere")


def _everywhere(permission: str) -> set[int]:
    """Who holds a permission by a role, as site administrators hold every one."""
    people = get_user_model().objects.with_perm(permission, backend=BACKEND)
    return set(people.values_list("pk", flat=True))
