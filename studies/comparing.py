"""What changed in a study between two revisions: field by field, word by word, a protocol by its paths."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from json import dumps

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail.admin.compare import diff_text
from wagtail.fields import RichTextField
from wagtail.models import Page

from studies.protocol import ProtocolField

#: Fields of Wagtail's own that are part of what a study says.
OF_PAGE = ("title", "slug", "seo_title", "search_description")
#: What may be changed on an approved study without a review (Lookit's fields that are not monitored).
UNREVIEWED = frozenset(
    {
        "preview_summary",
        "eligibility",
        *(f"{end}_age_{unit}" for end in ("min", "max") for unit in ("years", "months", "days")),
        "criteria_expression",
        "must_have_participated",
        "must_not_have_participated",
        "priority",
        "discoverable",
        "seo_title",
        "search_description",
    }
)
BLOCK_ENDS = ("</p>", "</li>", "<br/>", "</h3>")


@dataclass(frozen=True)
class Step:
    """A place in a protocol, such as `frames.intro.text`, and what is there before and after."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One field that is not what it was."""

    name: str
    label: str
    #: Pieces of the text, each "equal", "deletion" or "addition"; none for a protocol.
    words: tuple[tuple[str, str], ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether it can be changed without a review."""
        return self.name in UNREVIEWED


def changes(before, after, name=str) -> list[Change]:
    """The fields in which two versions of a study differ; a protocol's layout is no difference. `name` says
    what another study is called to whoever reads this.
    """
    return [
        _change(field, *(_told(value, name) for value in values))
        for field in _fields(type(after))
        if _differ(field, *(values := (_value(field, before), _value(field, after))))
    ]


def _told(value, name):
    return ", ".join(sorted(map(name, value))) if isinstance(value, list) else value


def _differ(field, before, after) -> bool:
    if isinstance(field, ProtocolField):
        return _json(field.tree(before)) != _json(field.tree(after))
    return before != after


def _fields(model) -> Iterator[models.Field]:
    for name in OF_PAGE:
        yield Page._meta.get_field(name)
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if field.editable and not field.primary_key:
            yield field


def _value(field, version):
    if field.many_to_many:
        return sorted(getattr(version, field.name).all(), key=lambda related: related.pk)
    return field.value_from_object(version)


def _change(field, before, after) -> Change:
    named = {"name": field.name, "label": _label(field)}
    if isinstance(field, ProtocolField):
        return Change(**named, steps=tuple(steps(field.tree(before), field.tree(after))))
    words = diff_text(_words(field, before), _words(field, after)).changes
    return Change(**named, words=tuple((kind, text) for kind, text in words))


def _label(field) -> str:
    """The field's name; of an age, which end of the range it is."""
    end = {"min": "From age", "max": "To age"}.get(field.name.partition("_age_")[0])
    return f"{end}: {field.verbose_name}" if end else capfirst(str(field.verbose_name))


def _words(field, value) -> str:
    if isinstance(field, models.ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or "")
    if isinstance(field, models.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, RichTextField):
        for end in BLOCK_ENDS:
            value = value.replace(end, f"{end}\n")
        return strip_tags(value).strip()
    return "" if value is None else str(value)


def steps(before, after, path: str = "") -> Iterator[Step]:
    """Where two protocols differ; of a list, the members that came, went or changed."""
    if _json(before) == _json(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _member(before, after, key, f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _members(before, after, path)
    else:
        yield Step(path or "(all)", _json(before), _json(after))


def _member(before, after, key, path) -> Iterator[Step]:
    if key in before and key in after:
        yield from steps(before[key], after[key], path)
    else:
        yield Step(
            path, _json(before[key]) if key in before else "", _json(after[key]) if key in after else ""
        )


def _members(before, after, path) -> Iterator[Step]:
    matcher = SequenceMatcher(None, [_json(one) for one in before], [_json(one) for one in after], False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for number in range(paired):
            yield from steps(before[i1 + number], after[j1 + number], f"{path}[{j1 + number}]")
        for number in range(i1 + paired, i2):
            yield Step(f"{path}[{number}]", _json(before[number]), "")
        for number in range(j1 + paired, j2):
            yield Step(f"{path}[{number}]", "", _json(after[number]))


def _json(value) -> str:
    return dumps(value, ensure_ascii=False, sort_keys=True)
