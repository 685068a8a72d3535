"""The one mapping table: what is told of a story or gallery, and how each standard calls it."""

from dataclasses import dataclass

from archive.metadata.words import Words


@dataclass(frozen=True)
class Term:
    """A field of a Description; a standard that has no word for it leaves it out."""

    name: str
    dublin_core: str = ""
    schema_org: str = ""
    #: What a IIIF viewer writes before it in its list of facts; without it, it stands nowhere there.
    label: Words | None = None


TERMS = (
    Term("identifier", "identifier", "identifier"),
    Term("address", "identifier", "url"),
    Term("title", "title", "name"),
    Term("summary", "description", "abstract"),
    Term("text", "description", "description"),
    Term("participant", "creator", "creator", {"en": ["Participant"], "hu": ["Résztvevő"]}),
    Term("eras", "coverage", "temporalCoverage", {"en": ["Era"], "hu": ["Korszak"]}),
    Term("years", "coverage", "temporalCoverage"),
    Term("keywords", "subject", "keywords", {"en": ["Keywords"], "hu": ["Kulcsszavak"]}),
    Term("recorded", "date", "dateCreated", {"en": ["Recorded"], "hu": ["A felvétel napja"]}),
    Term("length", "format", "timeRequired"),
    Term("languages", "language", "inLanguage"),
    Term("types", "type"),
    Term("formats", "format"),
    Term("conditions", "rights", "conditionsOfAccess"),
    Term("part_of", "relation", "isPartOf"),
    Term("parts", "relation", "hasPart"),
    Term("media", "relation", "associatedMedia"),
)

#: What IIIF asks to be shown with a work, whatever else is.
REQUIRED = Term("conditions", label={"en": ["Conditions"], "hu": ["Feltételek"]})
CONDITIONS = {
    "en": ["Somebody entrusted this to the archive. It is shown to you in confidence; don't pass it on."],
    "hu": ["Valaki rábízta ezt az archívumra. Bizalommal mutatjuk meg Önnek; kérjük, ne adja tovább."],
}


@dataclass(frozen=True)
class Kind:
    """What the standards call a kind of media."""

    format: str
    iiif: str
    dublin_core: str
    schema_org: tuple[str, ...]


KINDS = {
    "photo": Kind("image/jpeg", "Image", "StillImage", ("Photograph", "ImageObject")),
    "video": Kind("video/mp4", "Video", "MovingImage", ("VideoObject",)),
    "voice": Kind("audio/mp4", "Sound", "Sound", ("AudioObject",)),
}
