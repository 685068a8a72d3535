"""A description as JSON-LD in the words of schema.org."""

from archive.metadata.description import Description, Thing
from archive.metadata.terms import TERMS
from archive.metadata.words import NO_LANGUAGE, Words

CONTENT_TYPE = "application/ld+json"
PROFILE = "https://schema.org/"


def document(described: Description) -> dict:
    (identifier,) = described.identifier[NO_LANGUAGE]
    told = {}
    for term in TERMS:
        if term.schema_org:
            told.setdefault(term.schema_org, []).extend(values(getattr(described, term.name)))
    about = {"@context": "https://schema.org", "@type": described.schema_type, "@id": identifier}
    return about | {name: alone_or_all(found) for name, found in told.items() if found}


def values(said: Words | list[Thing]) -> list:
    if isinstance(said, list):
        return [node(thing) for thing in said]
    return [
        text if language == NO_LANGUAGE else {"@language": language, "@value": text}
        for language, texts in said.items()
        for text in texts
    ]


def node(thing: Thing) -> dict:
    told = {"@type": alone_or_all(list(thing.types))}
    if thing.identifier:
        told["@id"] = thing.identifier
    told["name"] = alone_or_all(values(thing.name))
    if thing.text:
        told["description"] = alone_or_all(values(thing.text))
    return told | thing.facts


def alone_or_all(found: list):
    return found[0] if len(found) == 1 else found
