"""Ways through an exhibition: by theme, chain, era, keyword, analysis and connection."""

from django.shortcuts import get_object_or_404, render

from archive import browsing
from archive.models import AnalysisPoint, AnalysisType, Chain, ConnectionType, Era, Keyword, StoryPage, Theme


def stories_in(exhibition, user):
    """The exhibition's stories that the person may see."""
    return StoryPage.objects.descendant_of(exhibition).visible_to(user)


def show(request, exhibition, template, **context):
    return render(request, f"archive/{template}.html", {"exhibition": exhibition} | context)


def themes(request, exhibition):
    stories = stories_in(exhibition, request.user)
    return show(request, exhibition, "theme_list", told=browsing.told_themes(stories))


def theme(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    theme = get_object_or_404(Theme.objects.filter(stories__in=stories.values("pk")).distinct(), slug=slug)
    context = {
        "theme": theme,
        "stories": browsing.stories_of_theme(theme, stories),
        "chains": Chain.objects.filter(themes=theme),
    }
    return show(request, exhibition, "theme_detail", **context)


def chains(request, exhibition):
    stories = stories_in(exhibition, request.user)
    return show(request, exhibition, "chain_list", chains=browsing.chains_among(stories))


def chain(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    found = Chain.objects.filter(themes__stories__in=stories.values("pk")).distinct()
    chain = get_object_or_404(found, slug=slug)
    told = browsing.themes_of_chain(chain, stories)
    return show(request, exhibition, "chain_detail", chain=chain, told=told)


def keywords(request, exhibition):
    stories = stories_in(exhibition, request.user)
    return show(request, exhibition, "keyword_list", keywords=browsing.counted_keywords(stories))


def analysis(request, exhibition):
    stories = stories_in(exhibition, request.user)
    return show(request, exhibition, "analysis_list", types=browsing.counted_analysis(stories))


def analysis_type(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    found = AnalysisType.objects.filter(points__stories__in=stories.values("pk")).distinct()
    kind = get_object_or_404(found, slug=slug)
    types = browsing.counted_analysis(stories, type=kind)
    return show(request, exhibition, "analysis_list", types=types, kind=kind)


def described(request, exhibition, stories, thing, label, **context):
    """A list of the stories that a keyword, era or point of analysis describes."""
    page = browsing.page_of_stories(stories, request.GET.get("page"))
    return show(request, exhibition, "described_list", thing=thing, label=label, stories=page, **context)


def era(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    era = get_object_or_404(Era.objects.filter(stories__in=stories.values("pk")).distinct(), slug=slug)
    return described(request, exhibition, stories.filter(eras=era), era, "Era")


def keyword(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    found = Keyword.objects.filter(stories__in=stories.values("pk")).distinct()
    keyword = get_object_or_404(found, slug=slug)
    return described(request, exhibition, stories.filter(keywords=keyword), keyword, "Keyword")


def analysis_point(request, exhibition, type_slug, slug):
    stories = stories_in(exhibition, request.user)
    found = AnalysisPoint.objects.filter(stories__in=stories.values("pk")).select_related("type").distinct()
    point = get_object_or_404(found, slug=slug, type__slug=type_slug)
    stories = stories.filter(analysis_points=point)
    return described(request, exhibition, stories, point, "Analysis", kind=point.type)


def connections(request, exhibition):
    stories = stories_in(exhibition, request.user)
    return _connections(request, exhibition, stories, None)


def connection_type(request, exhibition, slug):
    stories = stories_in(exhibition, request.user)
    found = browsing.connections_among(stories).order_by().values("type")
    kind = get_object_or_404(ConnectionType.objects.filter(pk__in=found), slug=slug)
    return _connections(request, exhibition, stories, kind)


def _connections(request, exhibition, stories, kind):
    found = browsing.connections_among(stories)
    found = found.filter(type=kind) if kind else found
    context = {
        "kind": kind,
        "types": browsing.counted_connection_types(stories),
        "connections": browsing.page_of_connections(found, stories, request.GET.get("page")),
    }
    return show(request, exhibition, "connection_list", **context)
