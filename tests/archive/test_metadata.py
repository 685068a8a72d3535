"""JSON-LD and Dublin Core of stories and galleries."""

import json
from dataclasses import fields
from xml.etree import ElementTree

import pytest
from rdflib import RDF, Graph, Literal, URIRef, namespace

from archive.metadata import dublin_core
from archive.metadata.description import Description
from archive.metadata.terms import CONDITIONS, REQUIRED, TERMS
from tests.archive.iiif_parts import addresses, place, tell
from tests.factories import UserFactory, grant

#: rdflib's own parser uses what rdflib has put off.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")]

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: The fifteen elements of Dublin Core 1.1.
ELEMENTS = {
    *("contributor", "coverage", "creator", "date", "description", "format", "identifier", "language"),
    *("publisher", "relation", "rights", "source", "subject", "title", "type"),
}


@pytest.fixture
def ask(exhibition, sign_in, settings):
    """Asks as somebody who was granted the exhibition."""
    settings.BASE_URL = "https://vitrine.example"
    viewer = UserFactory()
    grant(viewer, exhibition.page)
    return lambda what: sign_in(viewer).get(addresses(exhibition)[what])


def elements(response) -> list[tuple[str, str, str]]:
    """What a Dublin Core file says: element, language, text."""
    root = ElementTree.fromstring(response.content)
    assert root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    assert {child.tag.rpartition("}")[0] for child in root} == {"{http://purl.org/dc/elements/1.1/"}
    return [(child.tag.rpartition("}")[2], child.get(LANGUAGE, ""), child.text) for child in root]


def graph(response) -> Graph:
    """What a JSON-LD file means; schema.org's own document stays where it is, the network is off."""
    told = json.loads(response.content)
    assert told.pop("@context") == "https://schema.org"
    told["@context"] = {"@vocab": str(namespace.SDO)}
    return Graph().parse(data=json.dumps(told), format="json-ld")


def test_the_table_has_a_term_for_each_field_and_no_other():
    names = {field.name for field in fields(Description)} - {"schema_type"}

    assert {term.name for term in TERMS} == names
    assert REQUIRED.name in names


def test_the_table_speaks_the_words_of_its_standards():
    assert {term.dublin_core for term in TERMS if term.dublin_core} <= ELEMENTS
    assert {term.schema_org for term in TERMS if term.schema_org not in namespace.SDO} == {""}


def test_a_story_in_dublin_core(exhibition, ask):
    told = tell(exhibition)

    response = ask("story as Dublin Core")

    assert response.headers["Content-Type"] == "application/xml"
    assert elements(response) == [
        ("identifier", "", f"urn:uuid:{told.story.uuid}"),
        ("identifier", "", "https://vitrine.example/exhibition/xy/xy001/"),
        ("title", "en", "Canary story"),
        ("title", "hu", "A költözés előtti nap"),
        ("description", "en", "Twelve frames."),
        ("creator", "en", "Erzsi"),
        ("coverage", "en", "Sixties"),
        ("coverage", "", "1960/1969"),
        ("subject", "en", "father"),
        ("subject", "en", "home"),
        ("subject", "hu", "apa"),
        ("subject", "hu", "otthon"),
        ("date", "", "2018-05-14"),
        ("format", "", "P0DT00H04M00S"),
        ("language", "", "en"),
        ("language", "", "hu"),
        ("type", "", "MovingImage"),
        ("type", "", "StillImage"),
        ("type", "", "Sound"),
        ("type", "", "Text"),
        ("format", "", "video/mp4"),
        ("format", "", "image/jpeg"),
        ("format", "", "audio/mp4"),
        ("rights", "en", *CONDITIONS["en"]),
        ("rights", "hu", *CONDITIONS["hu"]),
        ("relation", "", f"urn:uuid:{exhibition.gallery.uuid}"),
        *(("relation", "", f"urn:uuid:{item.uuid}") for item in (told.video, told.photo, told.voice)),
    ]


def test_a_gallery_in_dublin_core(exhibition, ask):
    tell(exhibition)

    said = elements(ask("gallery as Dublin Core"))

    assert said[2:6] == [
        ("title", "en", "Canary gallery"),
        ("description", "en", "A bookkeeper."),
        ("creator", "en", "Erzsi"),
        ("date", "", "2018-05-14"),
    ]
    assert ("type", "", "Collection") in said
    assert [text for name, _, text in said if name == "relation"] == [
        "https://vitrine.example/exhibition/",
        f"urn:uuid:{exhibition.story.uuid}",
        f"urn:uuid:{exhibition.sibling.uuid}",
    ]


def test_a_story_means_a_creative_work_with_its_media(exhibition, ask):
    told = tell(exhibition)

    means = graph(ask("story as JSON-LD"))

    story = URIRef(told.story.uuid.urn)
    sdo = namespace.SDO
    types = {
        item.kind: set(means.objects(URIRef(item.uuid.urn), RDF.type)) for item in (told.video, told.photo)
    }
    assert set(means.objects(story, RDF.type)) == {sdo.CreativeWork}
    assert set(means.objects(story, sdo.name)) == {
        Literal("Canary story", lang="en"),
        Literal("A költözés előtti nap", lang="hu"),
    }
    assert set(means.objects(story, sdo.temporalCoverage)) == {
        Literal("Sixties", lang="en"),
        Literal("1960/1969"),
    }
    assert set(means.objects(story, sdo.isPartOf)) == {URIRef(exhibition.gallery.uuid.urn)}
    assert set(means.objects(story, sdo.associatedMedia)) == {
        URIRef(item.uuid.urn) for item in (told.video, told.photo, told.voice)
    }
    assert types == {"video": {sdo.VideoObject}, "photo": {sdo.Photograph, sdo.ImageObject}}


def test_a_person_is_nothing_but_a_pseudonym(exhibition, ask):
    told = tell(exhibition)

    means = graph(ask("story as JSON-LD"))

    person = means.value(URIRef(told.story.uuid.urn), namespace.SDO.creator)
    assert dict(means.predicate_objects(person)) == {
        RDF.type: namespace.SDO.Person,
        namespace.SDO.name: Literal("Erzsi", lang="en"),
    }


def test_a_photograph_says_what_is_known_of_its_file_but_not_where_it_is(exhibition, ask):
    told = tell(exhibition)

    response = ask("story as JSON-LD")

    (photo,) = [item for item in response.json()["associatedMedia"] if "Photograph" in item["@type"]]
    assert photo == {
        "@type": ["Photograph", "ImageObject"],
        "@id": told.photo.uuid.urn,
        "name": {"@language": "en", "@value": "The chair"},
        "description": {"@language": "en", "@value": "A chair."},
        "encodingFormat": "image/jpeg",
        "contentSize": "5 B",
        "width": {"@type": "QuantitativeValue", "value": 600, "unitCode": "E37"},
        "height": {"@type": "QuantitativeValue", "value": 900, "unitCode": "E37"},
    }
    assert "/edge/" not in response.content.decode()


def test_a_gallery_means_a_collection_of_its_stories(exhibition, ask):
    means = graph(ask("gallery as JSON-LD"))

    gallery = URIRef(exhibition.gallery.uuid.urn)
    assert set(means.objects(gallery, RDF.type)) == {namespace.SDO.Collection}
    assert set(means.objects(gallery, namespace.SDO.hasPart)) == {
        URIRef(story.uuid.urn) for story in (exhibition.story, exhibition.sibling)
    }


@pytest.mark.parametrize("what", ["story as JSON-LD", "gallery as JSON-LD"])
def test_json_ld_has_only_words_of_schema_org(exhibition, ask, what):
    tell(exhibition)
    means = graph(ask(what))

    names = {*means.predicates(), *means.objects(None, RDF.type)} - {RDF.type}

    assert [name for name in names if name not in namespace.SDO] == []


def test_missing_media_is_not_told_of(exhibition, ask):
    item = place(exhibition.story, exhibition.gallery, title="Lost", is_missing=True)

    for what in ("story as JSON-LD", "story as Dublin Core"):
        content = ask(what).content.decode()
        assert [canary for canary in ("Lost", str(item.uuid)) if canary in content] == []


def test_signs_that_xml_can_not_hold_are_left_out(exhibition, ask):
    exhibition.story.title = "A\x0bB\x1f <C> & “D” \U0001f475\ufffe"
    exhibition.story.save()

    titles = [text for name, _, text in elements(ask("story as Dublin Core")) if name == "title"]

    assert titles == ["AB <C> & “D” \U0001f475"]


def test_dublin_core_names_the_schema_it_follows(ask):
    root = ElementTree.fromstring(ask("story as Dublin Core").content)

    location = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
    assert root.get(location).split() == [
        dublin_core.OAI_DC,
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    ]
