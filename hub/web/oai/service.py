"""The provider at /oai: all six verbs of OAI-PMH 2.0, for everybody, where it is switched on.

Everybody gets the same answer, logged in or not. While no collection is public the address is as
if there were none.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lxml import etree
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.errors import HubError
from hub.model import Catalogue, Collection
from hub.settings import Settings
from hub.web.addresses import client_address, proxy_networks
from hub.web.headers import BARE_POLICY
from hub.web.oai.asking import FORMAT, MOMENT, OaiError, Span, read, span, token
from hub.web.oai.records import (
    BEGINNING,
    Record,
    clean,
    dublin_core,
    identifier,
    prefix,
    public_access,
    records,
)
from hub.web.slowing import Slowing

PATH = "/oai"
PAGE = 100  #: records of one answer
MOST = 1_000  #: requests an hour from one network address; a harvest of 50,000 needs half of it
_BODY = 10_000  #: bytes of a form

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

_log = logging.getLogger(__name__)


class Parts(Protocol):
    """What the provider needs of the hub."""

    @property
    def settings(self) -> Settings:
        """How the hub is set up."""

    def catalogue(self) -> Catalogue:
        """The catalogue as its files stand."""


def oai_routes(hub: Parts) -> list[Route]:
    """The one address of the provider."""
    return [Route(PATH, Provider(hub).answer, methods=["GET", "POST"])]


@dataclass(frozen=True)
class Asked:
    """One request: its arguments, what there is, and the address of the hub."""

    arguments: Mapping[str, str]
    catalogue: Catalogue
    home: str
    contact: str

    @property
    def public(self) -> list[Collection]:
        """The public collections."""
        ids = public_access(self.catalogue).visible(self.catalogue.collections)
        return [self.catalogue.collections[id] for id in ids]


class Provider:
    """Answers harvesters."""

    def __init__(self, hub: Parts) -> None:
        self._hub = hub
        self._slowing = Slowing(MOST)
        self._proxies = proxy_networks(hub.settings.trusted_proxies)

    async def answer(self, request: Request) -> Response:
        """The answer to one request, by address or by form."""
        query = request.scope["query_string"]
        if request.method == "POST":
            query = b""
            async for chunk in request.stream():
                query = (query + chunk)[:_BODY]
        try:
            self._slowing.count(client_address(request, self._proxies))
            return await run_in_threadpool(self._answer, request, query)
        except HubError as error:  # too often, or the hub is out of order
            _log.warning("%s", error)
            return PlainTextResponse("", 503, headers={"Retry-After": "600"})

    def _answer(self, request: Request, query: bytes) -> Response:
        catalogue, settings = self._hub.catalogue(), self._hub.settings
        home = (settings.public_url or str(request.base_url)).rstrip("/")
        contact = settings.contact if "@" in settings.contact else settings.admin_email
        if not public_access(catalogue).collections:
            return PlainTextResponse("", 404)
        root, about = _envelope(home)
        try:
            arguments = read(query)
            for name, value in arguments.items():
                about.set(name, clean(value))
            root.extend(ANSWERS[arguments["verb"]](Asked(arguments, catalogue, home, contact)))
        except OaiError as error:
            if error.code in ("badVerb", "badArgument"):  # what makes no sense is not repeated
                about.attrib.clear()
            etree.SubElement(root, _o("error"), code=error.code).text = error.sentence
        content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        headers = {"Content-Security-Policy": BARE_POLICY}
        return Response(content, 200, headers, media_type="text/xml; charset=utf-8")


def _envelope(home: str) -> tuple[etree._Element, etree._Element]:
    """The root of every answer, and its part that repeats the request."""
    place = {f"{{{XSI}}}schemaLocation": f"{OAI} {OAI_SCHEMA}"}
    root = etree.Element(_o("OAI-PMH"), place, nsmap={None: OAI, "xsi": XSI})
    etree.SubElement(root, _o("responseDate")).text = dt.datetime.now(dt.UTC).strftime(MOMENT)
    about = etree.SubElement(root, _o("request"))
    about.text = home + PATH
    return root, about


# The verbs: each gives the elements below the envelope


def _identify(asked: Asked) -> list[etree._Element]:
    earliest = min((r.changed for r in records(asked.catalogue)), default=BEGINNING)
    part = etree.Element(_o("Identify"))
    for name, text in (
        ("repositoryName", "Knowledge hub"),
        ("baseURL", asked.home + PATH),
        ("protocolVersion", "2.0"),
        ("adminEmail", asked.contact),
        ("earliestDatestamp", earliest.strftime(MOMENT)),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        etree.SubElement(part, _o(name)).text = text
    return [part]


def _formats(asked: Asked) -> list[etree._Element]:
    if "identifier" in asked.arguments:
        _one(asked)
    part = etree.Element(_o("ListMetadataFormats"))
    format = etree.SubElement(part, _o("metadataFormat"))
    for name, text in (
        ("metadataPrefix", FORMAT),
        ("schema", DC_SCHEMA),
        ("metadataNamespace", OAI_DC),
    ):
        etree.SubElement(format, _o(name)).text = text
    return [part]


def _sets(asked: Asked) -> list[etree._Element]:
    if "resumptionToken" in asked.arguments:
        raise OaiError("badResumptionToken", "The sets are never cut. Ask without a token.")
    part = etree.Element(_o("ListSets"))
    for collection in asked.public:
        own = etree.SubElement(part, _o("set"))
        etree.SubElement(own, _o("setSpec")).text = collection.id
        etree.SubElement(own, _o("setName")).text = clean(collection.title["de"])
    return [part]


def _list(asked: Asked) -> list[etree._Element]:
    verb, wanted = asked.arguments["verb"], span(asked.arguments)
    if wanted.set and wanted.set not in [collection.id for collection in asked.public]:
        raise OaiError("noRecordsMatch", "There is no such set.")
    whole = _within(records(asked.catalogue), wanted)
    rest = [record for record in whole if _place(record) > wanted.after]
    if not rest:
        raise OaiError("noRecordsMatch", "There is nothing new.")
    part = etree.Element(_o(verb))
    for record in rest[:PAGE]:
        whole_record = _record(record, asked)
        part.append(whole_record if verb == "ListRecords" else whole_record[0])
    _go_on(part, wanted, rest, wanted.sent + len(rest))
    return [part]


def _within(found: list[Record], wanted: Span) -> list[Record]:
    first, last = wanted.moments()
    return [
        record
        for record in found
        if first <= record.changed <= last and (not wanted.set or wanted.set in record.sets)
    ]


def _place(record: Record) -> tuple[str, str]:
    return record.changed.strftime(MOMENT), record.resource.id


def _go_on(part: etree._Element, wanted: Span, rest: list[Record], whole: int) -> None:
    """The token behind a list that was cut; an empty one behind the last piece."""
    if len(rest) <= PAGE and not wanted.sent:
        return
    said = {"completeListSize": str(whole), "cursor": str(wanted.sent)}
    resume = etree.SubElement(part, _o("resumptionToken"), said)
    if len(rest) > PAGE:
        resume.text = token(wanted, _place(rest[PAGE - 1]), wanted.sent + PAGE)


def _get(asked: Asked) -> list[etree._Element]:
    record = _one(asked)
    if asked.arguments["metadataPrefix"] != FORMAT:
        raise OaiError("cannotDisseminateFormat", f"There is only {FORMAT}.")
    part = etree.Element(_o("GetRecord"))
    part.append(_record(record, asked))
    return [part]


def _one(asked: Asked) -> Record:
    """The record that is named; one that is not public is none."""
    id = asked.arguments["identifier"]
    begin = prefix(asked.home)
    for record in records(asked.catalogue):
        if id == begin + record.resource.id:
            return record
    raise OaiError("idDoesNotExist", "There is no such record.")


def _record(record: Record, asked: Asked) -> etree._Element:
    whole = etree.Element(_o("record"))
    header = etree.SubElement(whole, _o("header"))
    etree.SubElement(header, _o("identifier")).text = identifier(asked.home, record.resource.id)
    etree.SubElement(header, _o("datestamp")).text = record.changed.strftime(MOMENT)
    for name in record.sets:
        etree.SubElement(header, _o("setSpec")).text = name
    metadata = etree.SubElement(whole, _o("metadata"))
    place = {f"{{{XSI}}}schemaLocation": f"{OAI_DC} {DC_SCHEMA}"}
    names = {"oai_dc": OAI_DC, "dc": DC}
    core = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", place, nsmap=names)
    for name, text, language in dublin_core(record, asked.catalogue, asked.home):
        element = etree.SubElement(core, f"{{{DC}}}{name}", {LANG: language} if language else {})
        element.text = clean(text)
    return whole


def _o(name: str) -> str:
    return f"{{{OAI}}}{name}"


ANSWERS: Mapping[str, Callable[[Asked], list[etree._Element]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _get,
}
