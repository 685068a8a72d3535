"""What manifests and collections say of themselves, from the same table as the other standards."""

from archive.iiif.canvases import has_still, still
from archive.metadata import addresses, dublin_core, json_ld
from archive.metadata.description import Description
from archive.metadata.terms import CONDITIONS, REQUIRED, TERMS
from archive.metadata.words import Words, plain


def of(described: Description) -> dict:
    """The description as a IIIF viewer shows it: a name, a summary, a list of facts, the conditions."""
    facts = [(term.label, words(getattr(described, term.name))) for term in TERMS if term.label]
    told = {
        "label": described.title,
        "summary": described.summary or described.text,
        "metadata": [{"label": label, "value": value} for label, value in facts if value],
    }
    return {name: value for name, value in told.items() if value} | required_statement()


def required_statement() -> dict:
    return {"requiredStatement": {"label": REQUIRED.label, "value": CONDITIONS}}


def words(said) -> Words:
    """Things go by their names."""
    if isinstance(said, dict):
        return said
    joined: Words = {}
    for thing in said:
        for language, names in thing.name.items():
            joined[language] = joined.get(language, []) + names
    return joined


def homepage(page, label: Words) -> list[dict]:
    return [{"id": addresses.page(page), "type": "Text", "label": label, "format": "text/html"}]


def see_also(noun: str, uuid) -> list[dict]:
    """Where the same is told in other standards."""
    return [
        {
            "id": addresses.named(f"iiif:{noun}-json-ld", uuid),
            "type": "Dataset",
            "label": plain("JSON-LD, schema.org"),
            "format": json_ld.CONTENT_TYPE,
            "profile": json_ld.PROFILE,
        },
        {
            "id": addresses.named(f"iiif:{noun}-dublin-core", uuid),
            "type": "Dataset",
            "label": plain("Dublin Core"),
            "format": dublin_core.CONTENT_TYPE,
            "profile": dublin_core.OAI_DC,
        },
    ]


def thumbnail(items) -> dict:
    """The first picture that is there, as the property; none, and there is no property."""
    first = next((item for item in items if item and has_still(item)), None)
    return {"thumbnail": [still(first, "small")]} if first else {}
