"""The demo archive's people and front page."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Site

from home.models import HomePage, StandardPage, User

TAGLINE = "A private archive, an exhibition, and a place for studies."
INTRODUCTION = (
    "<p>Vitrine keeps what people entrusted to research: their photographs, their voices, their stories. "
    "Whoever was invited walks through them here; whoever would like to take part finds the open studies.</p>"
)
ABOUT = (
    "<p>This is a demonstration of Vitrine. The four people whose stories are told here are invented; "
    "their photographs, recordings and words were made for it.</p><h2>Who sees what</h2><p>The exhibition "
    "opens to those who were granted it, for as long as the grant lasts. Every photograph, voice and video "
    "is reached by a link that is made for the moment and expires.</p>"
)


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    what_for: str


PEOPLE = [
    Person("editor", "Edit", "Editor", "describes galleries and stories in the workroom"),
    Person("viewer", "Vera", "Viewer", "was granted the exhibition"),
    Person("researcher", "Robin", "Researcher", "runs the studies of a lab"),
    Person("reviewer", "Ruth", "Reviewer", "approves studies"),
    Person("archivist", "Artur", "Archivist", "sees everything and keeps it"),
]
#: What the editors describe in the workroom, beside the pages.
EDITED = [
    "mediaitem",
    "transcript",
    "recording",
    "theme",
    "chain",
    "connection",
    "connectiontype",
    "keyword",
    "era",
    "analysistype",
    "analysispoint",
    "participationgroup",
]
#: Who may see, give and change access to what they edit (or, seeing everything, to everything).
GOVERN_ACCESS = {
    f"archive.{action}_{page}{holder}objectpermission"
    for action in ("view", "add", "change")
    for page in ("exhibitionpage", "gallerypage", "storypage")
    for holder in ("user", "group")
}
#: Who may read and record what participants allowed.
KEEP_CONSENT = {
    "archive.view_consent",
    "archive.add_consent",
    *(f"archive.{action}_consentlimit" for action in ("add", "change", "delete")),
}
#: The group that tells a site that the demo has filled.
MARK = "Demo archive"
GROUPS: dict[str, set[str]] = {
    MARK: set(),
    "Archive editors": {
        "wagtailadmin.access_admin",
        *(f"archive.{action}_{name}" for name in EDITED for action in ("view", "add", "change", "delete")),
        *GOVERN_ACCESS,
        *KEEP_CONSENT,
    },
    "Study reviewers": {"wagtailadmin.access_admin", "studies.approve_study", "studies.approve_lab"},
    "Archivists": {
        "wagtailadmin.access_admin",
        "archive.view_exhibitionpage",
        "archive.view_inventoryrun",
        "builds.view_worker",
        "archive.view_opening",
        "archive.approve_gallerypage",
        *(f"archive.{action}_withdrawal" for action in ("view", "add", "change", "delete")),
        *GOVERN_ACCESS,
        *KEEP_CONSENT,
    },
}
MEMBERS = {"editor": "Archive editors", "reviewer": "Study reviewers", "archivist": "Archivists"}


def may_load(*, is_empty: bool) -> bool:
    """Whether the demo may load: it made this site, or there is nothing here yet (`is_empty`) and nobody."""
    return Group.objects.filter(name=MARK).exists() or (is_empty and not User.objects.exists())


def load(password: str) -> list[Person]:
    """Makes the people with that password, their groups and the front page; again, it mends them."""
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*[permission(name) for name in permissions])
    for person in PEOPLE:
        user, _ = User.objects.update_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": f"{person.username}@vitrine.example",
            },
        )
        user.set_password(password)
        user.save()
        if person.username in MEMBERS:
            user.groups.add(Group.objects.get(name=MEMBERS[person.username]))
    _front_page()
    return PEOPLE


def permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def may_edit(group_name: str, page) -> None:
    """Lets a group add, edit and publish below a page in Wagtail's admin."""
    group = Group.objects.get(name=group_name)
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.get_or_create(
            group=group, page=page, permission=permission(f"wagtailcore.{action}_page")
        )


def _front_page() -> None:
    front = HomePage.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    if not front.introduction:
        front.tagline, front.introduction = TAGLINE, INTRODUCTION
        front.save_revision().publish()
    if not StandardPage.objects.child_of(front).filter(slug="about").exists():
        about = front.add_child(
            instance=StandardPage(title="About", slug="about", body=ABOUT, show_in_menus=True)
        )
        about.search_description = "What this is, and who sees what."
        about.save_revision().publish()
