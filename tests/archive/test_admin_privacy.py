"""Who may not know of the archive's content is told nothing of it by any address of Wagtail's admin."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.snippets.models import get_snippet_models

from archive.admin.group import EDITED
from archive.models import (
    AnalysisPoint,
    AnalysisType,
    Chain,
    ChainTheme,
    Connection,
    ConnectionType,
    Era,
    Keyword,
    ParticipationGroup,
    Recording,
    Theme,
    ThemeStory,
)
from tests.factories import CueFactory, MediaItemFactory, StoryMediaFactory, TranscriptFactory, UserFactory

pytestmark = pytest.mark.django_db
ACTIONS = ("view", "add", "change", "delete")
OF_MODELS = [f"archive.{action}_{model._meta.model_name}" for model in EDITED for action in ACTIONS]


def may_edit(user, *pages):
    """Lets the user edit what is below the pages."""
    group = Group.objects.create(name=f"Editors {user.pk}")
    user.groups.add(group)
    for page in pages:
        for action in ("add", "change", "publish"):
            permission = Permission.objects.get(
                codename=f"{action}_page", content_type__app_label="wagtailcore"
            )
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return user


@pytest.fixture
def content(exhibition) -> dict:
    """One of everything, with a canary for a name; what has stories is of the gallery ZZ."""
    story = exhibition.other_story
    item = MediaItemFactory(gallery=exhibition.other_gallery, title="Canary item", number=7)
    StoryMediaFactory(story=story, item=item)
    transcript = TranscriptFactory(story=story)
    CueFactory(transcript=transcript, start=0, end=900, text="Canary words")
    theme = Theme.objects.create(title="Canary theme", reach="intra")
    ThemeStory.objects.create(theme=theme, story=story)
    chain = Chain.objects.create(title="Canary chain", reach="intra")
    ChainTheme.objects.create(chain=chain, theme=theme)
    echo = ConnectionType.objects.create(name="Canary echo")
    analysis = AnalysisType.objects.create(name="Canary analysis")
    AnalysisPoint.objects.create(type=analysis, name="Canary point")
    return {
        "mediaitem": item,
        "transcript": transcript,
        "recording": Recording.objects.create(gallery=exhibition.other_gallery, date=date(2020, 1, 1)),
        "theme": theme,
        "chain": chain,
        "connection": Connection.objects.create(
            from_story=exhibition.story, to_story=story, type=echo, reach="inter", description="Canary tie"
        ),
        "connectiontype": echo,
        "keyword": Keyword.objects.create(name="Canary keyword"),
        "participationgroup": ParticipationGroup.objects.create(name="Canary group"),
        "era": Era.objects.create(name="Canary era", slug="canary", start_year=1960, end_year=1969),
        "analysistype": analysis,
    }


def addresses(thing) -> list[str]:
    """Every address that tells, or might, of the thing."""
    assert type(thing) in get_snippet_models()
    viewset, pk = type(thing).snippet_viewset, thing.pk
    chooser = viewset.chooser_viewset
    found = []
    for names in (viewset, chooser):
        for pattern in names.get_urlpatterns():
            arguments = [pk] if "<" in str(pattern.pattern) else []
            found.append(reverse(names.get_url_name(pattern.name), args=arguments))
    listed, chosen = viewset.get_url_name("list"), chooser.get_url_name
    bulk = reverse("wagtail_bulk_action", args=["archive", thing._meta.model_name, "delete"])
    return [
        *found,
        *(f"{reverse(listed)}?{query}" for query in ("q=Canary", "export=csv", "export=xlsx")),
        reverse(viewset.get_url_name("list_results")) + "?q=Canary",
        reverse(viewset.get_url_name("usage"), args=[pk]) + "?describe_on_delete=1",
        reverse(chosen("choose")) + "?q=Canary",
        reverse(chosen("choose_results")) + "?q=Canary&multiple=1",
        reverse(chosen("chosen_multiple")) + f"?id={pk}&multiple=1",
        f"{bulk}?id={pk}",
        f"{bulk}?id=all",
    ]


def text(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(
        errors="replace"
    )


ELSEWHERE = [
    "wagtailsnippets:index",
    "wagtailadmin_home",
    "wagtailadmin_reports:site_history",
]


def test_whoever_lacks_the_permission_gets_no_address_to_answer(content, researcher, sign_in):
    browser = sign_in(researcher)
    asked = [address for thing in content.values() for address in addresses(thing)]
    assert len(asked) > 150

    for method in (browser.get, browser.post):
        answered = {address: method(address) for address in asked}
        assert {address for address, answer in answered.items() if answer.status_code == 200} == set()
        assert {address for address, answer in answered.items() if "Canary" in text(answer)} == set()
    assert all("Canary" not in text(browser.get(reverse(name))) for name in ELSEWHERE)
    assert "/admin/snippets/archive/" not in text(browser.get(reverse("wagtailadmin_home")))


@pytest.mark.parametrize("name", ["mediaitem", "transcript", "recording", "theme", "chain", "connection"])
def test_an_editor_of_one_gallery_is_told_nothing_of_another(content, exhibition, sign_in, name):
    editor = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    browser = sign_in(may_edit(editor, exhibition.gallery))
    thing = content[name]

    for address in addresses(thing):
        answer = browser.get(address)
        told = re.sub(r"Canary (gallery|echo)|q=Canary|value=.?.Canary|>Canary<", "", text(answer))
        at = told.find("Canary")
        assert at == -1, (address, told[max(0, at - 300) : at + 100])
        assert not (answer.status_code == 200 and f"/{thing.pk}/" in address), address


@pytest.mark.parametrize("model", EDITED)
def test_an_editor_of_all_galleries_finds_and_chooses(content, exhibition, sign_in, model):
    editor = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    browser = sign_in(may_edit(editor, exhibition.page))
    assert model in get_snippet_models()
    thing, viewset = content[model._meta.model_name], model.snippet_viewset
    chooser = viewset.chooser_viewset

    for address in [
        reverse(viewset.get_url_name("list")),
        reverse(viewset.get_url_name("list")) + "?q=Canary",
        reverse(viewset.get_url_name("list_results")),
        reverse(viewset.get_url_name("list")) + "?export=csv",
        reverse(viewset.get_url_name("edit"), args=[thing.pk]),
        reverse(viewset.get_url_name("delete"), args=[thing.pk]),
        reverse(viewset.get_url_name("usage"), args=[thing.pk]),
        reverse(viewset.get_url_name("history"), args=[thing.pk]),
        reverse(chooser.get_url_name("choose")),
        reverse(chooser.get_url_name("choose_results")) + "?q=canary",
        reverse(chooser.get_url_name("chosen"), args=[thing.pk]),
        reverse(chooser.get_url_name("chosen_multiple")) + f"?id={thing.pk}",
    ]:
        answer = browser.get(address)
        assert (answer.status_code, "Canary" in text(answer)) == (200, True), address
    assert browser.get(reverse(viewset.get_url_name("add"))).status_code == 200


def test_a_form_takes_nothing_that_its_editor_may_not_know_of(content, exhibition, sign_in):
    editor = UserFactory(permissions=["wagtailadmin.access_admin", *OF_MODELS])
    browser = sign_in(may_edit(editor, exhibition.gallery))
    form = {"gallery": exhibition.other_gallery.pk, "kind": "photo", "number": 9, "title": "Mine"}

    answer = browser.post(reverse("wagtailsnippets_archive_mediaitem:add"), form)

    assert answer.status_code == 200
    assert exhibition.other_gallery.media_items.filter(title="Mine").count() == 0
    form["gallery"] = exhibition.gallery.pk
    assert browser.post(reverse("wagtailsnippets_archive_mediaitem:add"), form).status_code == 302
    assert exhibition.gallery.media_items.get().title == "Mine"
