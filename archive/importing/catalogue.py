"""The archive's own lists (eras, keywords, points of analysis) by the names that people write."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from archive.importing.cells import listed, names_in
from archive.importing.columns import Column, Wrong
from archive.models import AnalysisPoint, Era, Keyword


class Catalogue:
    """The rows of a model by their names, whatever the case; one query, when it is first asked."""

    model: type

    def __init__(self):
        #: Names that are to be made, by how they are compared.
        self.missing: dict[str, str] = {}

    @cached_property
    def names(self) -> dict[int, str]:
        return dict(self.model.objects.values_list("pk", "name"))

    def words(self):
        """What may be written, and which name it means."""
        return ((name, name) for name in self.names.values())

    @cached_property
    def written(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word, name in self.words():
            found.setdefault(word.casefold(), []).append(name)
        return found

    def named(self, word: str) -> str:
        """The name that is meant; raises Wrong if there is none, or more than one."""
        meant = self.written.get(word.casefold(), [])
        if word in meant:
            return word
        if len(meant) > 1:
            raise Wrong(f"“{word}” may be {' or '.join(f'“{name}”' for name in sorted(meant))}; write which.")
        return meant[0] if meant else self.unknown(word)

    def unknown(self, word: str) -> str:
        kind = self.model._meta.verbose_name
        raise Wrong(f"There is no {kind} “{word}”. Correct it, or add it in “Archive” first.")

    def ids(self, names) -> list[int]:
        ids = {name: pk for pk, name in self.names.items()}
        return sorted(ids[name] for name in names)


class Eras(Catalogue):
    model = Era


class Keywords(Catalogue):
    """Keywords, of which those that are missing can be made."""

    model = Keyword

    def __init__(self, make_missing: bool):
        super().__init__()
        self.make_missing = make_missing

    def unknown(self, word: str) -> str:
        if not self.make_missing:
            return super().unknown(word)
        longest = Keyword._meta.get_field("name").max_length
        if len(word) > longest:
            raise Wrong(f"“{word[:30]}…” has {len(word)} characters; a keyword has at most {longest}.")
        return self.missing.setdefault(word.casefold(), word)

    def make(self) -> None:
        for name in self.missing.values():
            self.names[Keyword.objects.create(name=name).pk] = name


class Points(Catalogue):
    """Points of analysis; where two types have one of the same name, the type stands before it."""

    model = AnalysisPoint

    @cached_property
    def points(self) -> list[tuple[int, str, str]]:
        return list(AnalysisPoint.objects.values_list("pk", "name", "type__name"))

    @cached_property
    def names(self) -> dict[int, str]:
        often = Counter(name.casefold() for _, name, _ in self.points)
        return {
            pk: name if often[name.casefold()] == 1 else f"{kind}: {name}" for pk, name, kind in self.points
        }

    def words(self):
        for pk, name, kind in self.points:
            yield name, self.names[pk]
            yield f"{kind}: {name}", self.names[pk]


@dataclass(frozen=True)
class Names(Column):
    """Things of one of the lists, several in one cell; their order means nothing."""

    catalogue: Catalogue

    def emptied(self) -> frozenset:
        return frozenset()

    def said(self, text: str) -> frozenset:
        return frozenset(self.catalogue.named(word) for word in names_in(text))

    def told(self, value: frozenset) -> str:
        return listed(sorted(value, key=str.casefold))
