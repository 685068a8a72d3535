"""OAI-PMH 2.0 for what everybody may see: the studies of the public list (https://www.openarchives.org/OAI/2.0/).

Galleries are never among them: they are shown to those who were granted them. A study that was public and is
so no more is told as deleted, and nothing else of it; one that never was does not exist.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from studies.models import StudyLog, StudyPage
from studies.models.lifecycle import PUBLIC_STATES

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIX = "oai_dc"
PER_PAGE = 100
#: The arguments of each verb: those that it must have, and those that it may.
VERBS = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set"}),
}
LISTS = ("ListIdentifiers", "ListRecords")
#: What XML has no way to say (https://www.w3.org/TR/xml/#charsets).
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
for prefix, address in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI)):
    register_namespace(prefix, address)


class Problem(Exception):
    """An error of the protocol: its code, and a sentence."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to, and where in it one is."""

    since: datetime | None
    until: datetime | None
    offset: int = 0


@csrf_exempt
@require_http_methods(["GET", "POST"])
def oai(request):
    """Answers each verb, or with an error of the protocol; always as XML, never with a cookie."""
    root = Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    SubElement(root, f"{{{OAI}}}responseDate").text = stamp(timezone.now())
    asked = SubElement(root, f"{{{OAI}}}request")
    asked.text = f"{settings.BASE_URL}/oai/"
    try:
        arguments = arguments_of(request.GET if request.method == "GET" else request.POST)
        for name, value in arguments.items():
            asked.set(name, value)
        if arguments.get("metadataPrefix", PREFIX) != PREFIX:
            raise Problem("cannotDisseminateFormat", f"There is {PREFIX} alone.")
        answers = {
            "Identify": identify,
            "ListMetadataFormats": formats,
            "ListSets": sets,
            "GetRecord": record,
        }
        part = answers.get(arguments["verb"], listed)(arguments)
        root.append(part)
    except Problem as problem:
        if problem.code in ("badVerb", "badArgument"):
            asked.attrib.clear()
        SubElement(root, f"{{{OAI}}}error", code=problem.code).text = str(problem)
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    answer = HttpResponse(content, content_type="text/xml; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def arguments_of(query) -> dict[str, str]:
    """The arguments, if they are those of their verb, each once. Raises Problem."""
    verb = query.get("verb", "")
    if verb not in VERBS or len(query.getlist("verb")) > 1:
        raise Problem("badVerb", f"The verb is one of {', '.join(VERBS)}.")
    must, may = VERBS[verb]
    names = set(query) - {"verb"}
    if verb in LISTS and "resumptionToken" in names:
        must, may = {"resumptionToken"}, set()
    repeated = [name for name in query if len(query.getlist(name)) > 1]
    if names - must - may or must - names or repeated:
        raise Problem("badArgument", f"{verb} needs {', '.join(sorted(must)) or 'nothing'}, each once.")
    if any(NOT_XML.search(value) for value in query.values()):
        raise Problem("badArgument", "An argument has characters that XML does not.")
    return {name: query[name] for name in query}


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# --- what there is -----------------------------------------------------------------------------


def studies():
    """Those that are in the public list or once were, with the moment at which that changed last."""
    was = StudyLog.objects.filter(study=OuterRef("pk"), to_state__in=PUBLIC_STATES)
    is_public = StudyPage.objects.public().filter(pk=OuterRef("pk"))
    turns = Q(logs__to_state__in=PUBLIC_STATES) | Q(logs__from_state__in=PUBLIC_STATES)
    found = StudyPage.objects.filter(Exists(was), discoverable=True)
    changed = Max("logs__created_at", filter=turns)
    return found.annotate(is_open=Exists(is_public), changed=changed).order_by("changed", "pk")


def identifier_of(study) -> str:
    """https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm"""
    return f"oai:{urlsplit(settings.BASE_URL).hostname}:{study.uuid}"


def study_of(identifier: str):
    try:
        uuid = UUID(identifier.rpartition(":")[2])
    except ValueError:
        uuid = None
    study = uuid and studies().select_related("lab").filter(uuid=uuid).first()
    if not study or identifier_of(study) != identifier:
        raise Problem("idDoesNotExist", f"There is no {identifier}.")
    return study


# --- the verbs -----------------------------------------------------------------------------------


def identify(arguments) -> Element:
    part = Element(f"{{{OAI}}}Identify")
    earliest = studies().values_list("changed", flat=True).first()
    for name, text in {
        "repositoryName": "Vitrine",
        "baseURL": f"{settings.BASE_URL}/oai/",
        "protocolVersion": "2.0",
        "adminEmail": settings.DEFAULT_FROM_EMAIL,
        "earliestDatestamp": stamp(earliest or datetime(2026, 1, 1, tzinfo=UTC)),
        "deletedRecord": "transient",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }.items():
        SubElement(part, f"{{{OAI}}}{name}").text = text
    return part


def formats(arguments) -> Element:
    if "identifier" in arguments:
        study_of(arguments["identifier"])
    part = Element(f"{{{OAI}}}ListMetadataFormats")
    only = SubElement(part, f"{{{OAI}}}metadataFormat")
    SubElement(only, f"{{{OAI}}}metadataPrefix").text = PREFIX
    SubElement(only, f"{{{OAI}}}schema").text = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    SubElement(only, f"{{{OAI}}}metadataNamespace").text = OAI_DC
    return part


def sets(arguments) -> Element:
    raise Problem("noSetHierarchy", "There are no sets.")


def record(arguments) -> Element:
    part = Element(f"{{{OAI}}}GetRecord")
    part.append(as_record(study_of(arguments["identifier"])))
    return part


def listed(arguments) -> Element:
    wanted = wanted_by(arguments)
    rows = studies().select_related("lab")
    if wanted.since:
        rows = rows.filter(changed__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(changed__lte=wanted.until)
    found = list(rows[wanted.offset : wanted.offset + PER_PAGE + 1])
    if not found:
        raise Problem("noRecordsMatch", "Nothing is like that.")
    part = Element(f"{{{OAI}}}{arguments['verb']}")
    for study in found[:PER_PAGE]:
        part.append(head_of(study) if arguments["verb"] == "ListIdentifiers" else as_record(study))
    if len(found) > PER_PAGE or wanted.offset:
        token = SubElement(part, f"{{{OAI}}}resumptionToken", cursor=str(wanted.offset))
        token.text = token_of(wanted) if len(found) > PER_PAGE else ""
    return part


def head_of(study) -> Element:
    head = Element(f"{{{OAI}}}header", {} if study.is_open else {"status": "deleted"})
    SubElement(head, f"{{{OAI}}}identifier").text = identifier_of(study)
    SubElement(head, f"{{{OAI}}}datestamp").text = stamp(study.changed)
    return head


def as_record(study) -> Element:
    row = Element(f"{{{OAI}}}record")
    row.append(head_of(study))
    if study.is_open:
        metadata = SubElement(row, f"{{{OAI}}}metadata")
        words = SubElement(metadata, f"{{{OAI_DC}}}dc")
        words.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
        for name, text in {
            "title": study.title,
            "creator": study.lab.name if study.lab else "",
            "description": strip_tags(study.description) or study.preview_summary,
            "publisher": study.lab.institution if study.lab else "",
            "type": "InteractiveResource",
            "identifier": f"{settings.BASE_URL}{study.get_url()}",
        }.items():
            if text:
                SubElement(words, f"{{{DC}}}{name}").text = NOT_XML.sub("", text)
    return row


# --- where one is in a list -----------------------------------------------------------------------


def wanted_by(arguments) -> Wanted:
    if "resumptionToken" in arguments:
        return read_token(arguments["resumptionToken"])
    if "set" in arguments:
        raise Problem("noSetHierarchy", "There are no sets.")
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and (len(since) != len(until) or since > until):
        raise Problem("badArgument", "“from” and “until” are written alike, and in this order.")
    return Wanted(moment(since, time.min), moment(until, time.max))


def moment(text: str | None, at: time) -> datetime | None:
    """A day (its beginning or end), or a second. Raises Problem."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), at, UTC)
        second = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Problem("badArgument", "A date is written 2026-11-27 or 2026-11-27T12:00:00Z.") from None
    return second.replace(microsecond=999_999) if at == time.max else second


def token_of(wanted: Wanted) -> str:
    """The rest of the list, said in full: nothing of it is kept here."""
    parts = [
        wanted.since.isoformat() if wanted.since else "",
        wanted.until.isoformat() if wanted.until else "",
    ]
    return urlsafe_b64encode("|".join([*parts, str(wanted.offset + PER_PAGE)]).encode()).decode()


def read_token(token: str) -> Wanted:
    try:
        since, until, offset = urlsafe_b64decode(token.encode()).decode().split("|")
        dates = [datetime.fromisoformat(text) if text else None for text in (since, until)]
        if any(day is not None and day.tzinfo is None for day in dates) or not 0 < int(offset) < 10**7:
            raise ValueError(token)
        return Wanted(*dates, int(offset))
    except (ValueError, Base64Error):
        raise Problem("badResumptionToken", "This is no token of ours.") from None
