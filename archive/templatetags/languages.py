"""The archive's words in templates, in the reader's language or, visibly, in another."""

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from archive.languages import Said, language_name, reading_language, said

register = template.Library()
#: The language of the pages' own words (templates/base.html).
PAGE_LANGUAGE = "en"


def heard(context, thing, field) -> Said:
    return said(thing, field, reading_language(context["request"]))


@register.simple_tag(takes_context=True)
def words(context, thing, field):
    """{% words page "title" %}: only the words, for a title or an attribute."""
    return heard(context, thing, field).text


@register.simple_tag(takes_context=True, name="said")
def said_inline(context, thing, field):
    """{% said page "title" %}: the words, with their language where it is not the page's."""
    return marked(heard(context, thing, field))


@register.simple_tag(takes_context=True)
def said_paragraphs(context, thing, field):
    """{% said_paragraphs page "profile" %}: the same for several paragraphs."""
    spoken = heard(context, thing, field)
    if not spoken.text:
        return ""
    paragraphs = mark_safe(linebreaks(spoken.text, autoescape=True))  # noqa: S308  escaped by linebreaks
    mark = format_html("<p>{}</p>", stand_in(spoken)) if spoken.stands_in else ""
    return format_html('<div lang="{}">{}</div>{}', spoken.language, paragraphs, mark)


@register.simple_tag(takes_context=True)
def alt_text(context, item):
    """{% alt_text item %}: what is to be seen, nothing if the picture is decorative."""
    if item.is_decorative:
        return ""
    return heard(context, item, "alt_text").text or heard(context, item, "title").text


@register.simple_tag(takes_context=True)
def reading(context):
    """{% reading as language %}: the language in which the person reads."""
    return reading_language(context["request"])


@register.simple_tag
def content_languages():
    """{% content_languages as languages %}: (tag, name) of each language of the archive."""
    return [(language, language_name(language)) for language in settings.CONTENT_LANGUAGES]


@register.filter
def marked(spoken: Said):
    if spoken.language == PAGE_LANGUAGE and not spoken.stands_in:
        return spoken.text
    mark = format_html(" {}", stand_in(spoken)) if spoken.stands_in else ""
    return format_html('<span lang="{}">{}</span>{}', spoken.language, spoken.text, mark)


def stand_in(spoken: Said):
    """Which language stands in for the one that was asked for."""
    return format_html('<small class="stands-in">in {}</small>', language_in_english(spoken.language))


def language_in_english(language: str) -> str:
    return LANG_INFO.get(language, {}).get("name", language)


@register.filter
def spoken(duration) -> str:
    """A length of time in words, such as 1 h 5 min or 4 min 30 s."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"
