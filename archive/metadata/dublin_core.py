"""A description as Dublin Core, in the XML in which archives exchange it (oai_dc of OAI-PMH 2.0)."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from archive.metadata.description import Description, Thing
from archive.metadata.terms import TERMS
from archive.metadata.words import NO_LANGUAGE, Words

CONTENT_TYPE = "application/xml"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: What no XML may hold, written in whatever way (XML 1.0, "Characters").
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for prefix, namespace in {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}.items():
    ElementTree.register_namespace(prefix, namespace)


def document(described: Description) -> bytes:
    schema = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    root = ElementTree.Element(f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": schema})
    for term in TERMS:
        if term.dublin_core:
            for language, text in texts(getattr(described, term.name)):
                attributes = {} if language == NO_LANGUAGE else {LANGUAGE: language}
                element = ElementTree.SubElement(root, f"{{{DC}}}{term.dublin_core}", attributes)
                element.text = UNWRITABLE.sub("", text)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def texts(said: Words | list[Thing]) -> Iterator[tuple[str, str]]:
    """Each text with its language; something with an identifier is told by that."""
    if isinstance(said, dict):
        for language, found in said.items():
            yield from ((language, text) for text in found)
        return
    for thing in said:
        yield from [(NO_LANGUAGE, thing.identifier)] if thing.identifier else texts(thing.name)
