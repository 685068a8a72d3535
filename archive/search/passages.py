"""The passages of stories in which something is found, from the words as they are now."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.safestring import SafeString

from archive.languages import everywhere
from archive.models import Cue
from archive.search.finding import Hits, Source
from archive.search.folding import fold
from archive.search.marking import excerpt, ranges
from archive.search.query import Query

MOST = 3
#: What is rather shown than other kinds.
KINDS = ("Title", "Summary", "Transcript", "Notes")
LABELS = {"era": "Era", "keyword": "Keyword", "analysis": "Analysis", "theme": "Theme", "chain": "Chain"}


@dataclass(frozen=True)
class Passage:
    """A place where something is found. One of a transcript has a moment, in milliseconds."""

    kind: str
    language: str
    text: str
    terms: frozenset
    start: int | None = None
    speaker: str = ""
    marked: SafeString = ""
    address: str = ""

    @property
    def seconds(self) -> str:
        """As an address has it, such as 14 or 14.4: the player goes to the very cue."""
        return f"{self.start / 1000:.3f}".rstrip("0").rstrip(".")

    @property
    def clock(self) -> str:
        minutes, seconds = divmod(self.start // 1000, 60)
        return f"{minutes}:{seconds:02d}"


def of_description(story, title_in: str, labels, items, query: Query) -> list[Passage]:
    """What describes a story, in each language, without the title in the language that stands above."""
    titles = everywhere(story, "title")
    titles.pop(title_in, None)
    texts = [
        ("Title", titles),
        ("Summary", everywhere(story, "summary")),
        ("Notes", everywhere(story, "notes")),
    ]
    texts += [(LABELS[label.kind], label.words) for label in labels]
    for item in items:
        kind = item.get_kind_display().capitalize()
        texts.append((kind, everywhere(item, "title")))
        if not item.is_decorative:
            texts.append((kind, everywhere(item, "alt_text")))
    return _of_texts(texts, query)


def of_gallery(gallery, query: Query) -> list[Passage]:
    group = gallery.participation_group
    texts = [(field.capitalize(), everywhere(gallery, field)) for field in ("profile", "gender", "pseudonym")]
    texts.append(("Group", everywhere(group, "name") if group else {}))
    return _of_texts(texts, query)


def _of_texts(texts: list[tuple[str, dict[str, str]]], query: Query) -> list[Passage]:
    """Those of the texts, each in its languages, in which something is found."""
    found = [
        Passage(kind, language, text, _terms_in(fold(text), query))
        for kind, wording in texts
        for language, text in wording.items()
    ]
    return [passage for passage in found if passage.terms]


def _terms_in(folded: str, query: Query) -> frozenset:
    return frozenset(term for term in query.wanted if term.pattern.search(folded))


def cues_to_read(stories: Iterable[int], hits: Hits):
    """The cues of the transcripts in which something may be found, told by the index. One query."""
    wanted = Q(pk__in=[])
    anywhere = []
    for story in stories:
        places = hits.places.get(story, [])
        languages = [place.language for place in places if place.source == Source.TRANSCRIPT]
        if languages:
            wanted |= Q(transcript__story=story, transcript__language__in=languages)
        elif not places:
            anywhere.append(story)
    cues = Cue.objects.filter(wanted | Q(transcript__story__in=anywhere)).order_by("transcript", "start")
    return cues.values_list("transcript__story", "transcript__language", "start", "speaker", "text")


def of_transcripts(cues, query: Query) -> dict[int, list[Passage]]:
    """By story; a phrase that several cues share is found, and stands where it begins."""
    transcripts: dict[tuple[int, str], list[tuple]] = {}
    for story, language, *cue in cues:
        transcripts.setdefault((story, language), []).append(cue)
    found: dict[int, list[Passage]] = {}
    for (story, language), said in transcripts.items():
        found.setdefault(story, []).extend(_of_transcript(said, language, query))
    return found


def _of_transcript(said: list[tuple], language: str, query: Query) -> list[Passage]:
    begins, folded, length = [], [], 0
    for _, _, text in said:
        words = fold(text)
        begins.append(length)
        folded.append(words)
        length += len(words) + bool(words)
    joined = " ".join(filter(None, folded))
    terms: dict[int, set] = {}
    ends: dict[int, int] = {}
    for term in query.wanted:
        for match in term.pattern.finditer(joined):
            cue = bisect_right(begins, match.start()) - 1
            terms.setdefault(cue, set()).add(term)
            ends[cue] = max(ends.get(cue, 0), bisect_right(begins, match.end() - 1) - 1)
    return [
        Passage(
            "Transcript",
            language,
            " ".join(" ".join(text.split()) for _, _, text in said[cue : ends[cue] + 1]),
            frozenset(found),
            start=said[cue][0],
            speaker=said[cue][1],
        )
        for cue, found in sorted(terms.items())
    ]


def best(passages: list[Passage], query: Query, language: str) -> list[Passage]:
    """At most three, that together show most of what was looked for, of different kinds if they can be."""
    chosen: list[Passage] = []
    rest = list(passages)
    while rest and len(chosen) < MOST:
        seen = {term for passage in chosen for term in passage.terms}
        kinds = {passage.kind for passage in chosen}
        most = max(
            rest,
            key=lambda passage: (
                len(passage.terms - seen),
                passage.kind not in kinds,
                -KINDS.index(passage.kind) if passage.kind in KINDS else -len(KINDS),
                passage.language == language,
                len(passage.terms),
            ),
        )
        rest.remove(most)
        chosen.append(most)
    return [_shown(passage, query) for passage in sorted(chosen, key=_place)]


def _place(passage: Passage) -> tuple:
    return (
        passage.start is not None,
        passage.language if passage.start is not None else "",
        passage.start or 0,
    )


def _shown(passage: Passage, query: Query) -> Passage:
    return replace(passage, marked=excerpt(passage.text, ranges(passage.text, query)))
