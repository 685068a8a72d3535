"""What the tests of stories from a spreadsheet share: people, lists, a published story."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from archive.models import AnalysisPoint, AnalysisType, Era, Keyword, StoryPage
from tests.archive.test_admin_privacy import OF_MODELS

ALL = [*OF_MODELS, "archive.view_analysispoint"]


def make_lists():
    Era.objects.create(name="The sixties", slug="sixties", start_year=1960, end_year=1969)
    for name in ("water", "fear"):
        Keyword.objects.create(name=name)
    place, element = AnalysisType.objects.create(name="Place"), AnalysisType.objects.create(name="Element")
    AnalysisPoint.objects.create(type=place, name="Water")
    AnalysisPoint.objects.create(type=element, name="Water")
    AnalysisPoint.objects.create(type=place, name="Road")


def published(story):
    """A story as an editor has published it."""
    story = StoryPage.objects.get(pk=story.pk)
    story.summary = "Before."
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def may(user, page, *actions):
    group = Group.objects.create(name=f"May {user.pk} {page.pk}")
    user.groups.add(group)
    for action in actions:
        permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return user


def told() -> list:
    """All that an import may touch."""
    stories = StoryPage.objects.order_by("pk").values_list(
        "pk", "path", "title", "draft_title", "summary", "notes", "duration", "translations", "live"
    )
    return [
        *stories,
        *StoryPage.keywords.through.objects.order_by("pk").values_list("storypage", "keyword"),
        *Keyword.objects.values_list("name"),
        *Page.objects.order_by("pk").values_list("pk", "latest_revision", "numchild"),
    ]


def sentences(outcome) -> list[str]:
    return [problem.sentence for problem in outcome.problems]


FULL = (
    "participant,number,title,summary,notes,duration,eras,keywords,analysis_points,title_hu,summary_hu\n"
    "XY,1,After,Short.,Long.,0:04:30,the sixties,Water; fear,Road; place: water,Utána,Rövid.\n"
)
