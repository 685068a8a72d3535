"""OAI-PMH: what is public can be harvested, what is so no more is deleted, and nothing else is told."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studies import oai
from studies.models import Lab, StudyLifecycle, StudyLog, StudyPage
from tests.factories import LabFactory, StudyPageFactory

pytestmark = pytest.mark.django_db

NAMES = {"oai": oai.OAI, "dc": oai.DC, "oai_dc": oai.OAI_DC}


def public_study(**facts):
    """A study as the workflow leaves one that is active."""
    study = StudyPageFactory(
        lab=Lab.objects.filter(name="The lab").first() or LabFactory(name="The lab"), **facts
    )
    revision = study.save_revision()
    revision.publish()
    StudyLifecycle.objects.update_or_create(
        study=study, defaults={"state": "active", "approved_revision": revision}
    )
    StudyLog.objects.create(study=study, action="active", from_state="approved", to_state="active")
    return StudyPage.objects.get(pk=study.pk)


@pytest.fixture
def ask(client):
    def ask(verb="", method="get", **arguments):
        answer = getattr(client, method)("/oai/", ({"verb": verb} if verb else {}) | arguments)
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
        assert not answer.cookies
        return ElementTree.fromstring(answer.content)

    return ask


def texts(root, path):
    return [found.text for found in root.iterfind(path, NAMES)]


def error_of(root):
    return [error.get("code") for error in root.iterfind("oai:error", NAMES)]


def since(**arguments):
    return {"metadataPrefix": "oai_dc"} | {name.strip("_"): value for name, value in arguments.items()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_repository_says_what_it_is(ask, method, settings):
    root = ask("Identify", method)

    assert texts(root, "oai:Identify/oai:protocolVersion") == ["2.0"]
    assert texts(root, "oai:Identify/oai:baseURL") == [f"{settings.BASE_URL}/oai/"]
    assert texts(root, "oai:Identify/oai:granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert texts(ask("ListMetadataFormats"), ".//oai:metadataPrefix") == ["oai_dc"]


def test_public_study_is_described(ask):
    study = public_study(title="Seen & “before” <b>", description="<p>Sixteen pictures.</p>")

    (record,) = ask("ListRecords", **since()).iterfind(".//oai:record", NAMES)

    assert texts(record, "oai:header/oai:identifier") == [f"oai:localhost:{study.uuid}"]
    assert texts(record, ".//dc:title") == ["Seen & “before” <b>"]
    assert texts(record, ".//dc:description") == ["Sixteen pictures."]
    assert texts(record, ".//dc:creator") == ["The lab"]
    assert texts(record, ".//dc:identifier")[0].endswith(f"/studies/{study.slug}/")
    alone = ask("GetRecord", metadataPrefix="oai_dc", identifier=f"oai:localhost:{study.uuid}")
    assert texts(alone, ".//dc:title") == ["Seen & “before” <b>"]


def test_study_that_was_public_is_deleted_and_tells_nothing(ask, client):
    study = public_study(title="Canary title")
    StudyLifecycle.objects.filter(study=study).update(state="paused")
    StudyLog.objects.create(study=study, action="paused", from_state="active", to_state="paused")

    root = ask("ListRecords", **since())

    header = root.find(".//oai:header", NAMES)
    assert header.get("status") == "deleted"
    assert root.find(".//oai:metadata", NAMES) is None
    assert b"Canary" not in client.get("/oai/?verb=ListRecords&metadataPrefix=oai_dc").content


@pytest.mark.parametrize("hide", ["never public", "not in the list"])
def test_study_that_is_not_in_the_list_does_not_exist(ask, hide):
    study = StudyPageFactory() if hide == "never public" else public_study(discoverable=False)

    assert error_of(ask("ListRecords", **since())) == ["noRecordsMatch"]
    identifier = f"oai:localhost:{study.uuid}"
    assert error_of(ask("GetRecord", metadataPrefix="oai_dc", identifier=identifier)) == ["idDoesNotExist"]
    assert error_of(ask("ListMetadataFormats", identifier=identifier)) == ["idDoesNotExist"]


def test_what_happens_to_a_study_in_private_moves_no_date(ask):
    study = public_study()
    before = texts(ask("ListIdentifiers", **since()), ".//oai:datestamp")
    later = timezone.now() + timedelta(hours=5)
    row = StudyLog.objects.create(study=study, action="previewed")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE studies_studylog SET created_at = %s WHERE id = %s", [later, row.pk])

    assert texts(ask("ListIdentifiers", **since()), ".//oai:datestamp") == before


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=x", "noSetHierarchy"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=nonsense", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=fHwtMQ==", "badResumptionToken"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=nonsense", "idDoesNotExist"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
    ],
)
def test_errors_are_those_of_the_protocol(client, query, code):
    public_study()

    root = ElementTree.fromstring(client.get(f"/oai/?{query}").content)

    assert error_of(root) == [code]
    assert bool(root.find("oai:request", NAMES).attrib) == (code not in ("badVerb", "badArgument"))


def test_days_and_seconds_narrow_a_list_and_count_themselves(ask):
    public_study()
    stamp = texts(ask("ListIdentifiers", **since()), ".//oai:datestamp")[0]

    for arguments in ({"from": stamp, "until": stamp}, {"from": stamp[:10], "until": stamp[:10]}):
        assert (
            len(texts(ask("ListIdentifiers", metadataPrefix="oai_dc", **arguments), ".//oai:identifier")) == 1
        )
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"
    assert error_of(ask("ListIdentifiers", metadataPrefix="oai_dc", **{"from": tomorrow})) == [
        "noRecordsMatch"
    ]


def test_long_list_comes_in_parts_at_a_constant_cost(ask, monkeypatch):
    monkeypatch.setattr(oai, "PER_PAGE", 2)
    studies = [public_study() for _ in range(5)]

    root, seen, costs = ask("ListRecords", **since()), [], []
    while True:
        seen += texts(root, ".//oai:header/oai:identifier")
        token = root.find(".//oai:resumptionToken", NAMES)
        if not token.text:
            break
        with CaptureQueriesContext(connection) as queries:
            root = ask("ListRecords", resumptionToken=token.text)
        costs.append(len(queries))

    assert sorted(seen) == sorted(f"oai:localhost:{study.uuid}" for study in studies)
    assert token.get("cursor") == "4"
    assert len(set(costs)) == 1


def test_harvest_costs_the_same_for_few_and_for_many(ask):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            ask("ListRecords", **since())
        return len(queries)

    public_study()
    cost()
    before = cost()
    for _ in range(4):
        public_study()
    assert cost() == before
