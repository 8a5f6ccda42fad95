"""Repositories that speak OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html)."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlencode

from lxml import etree

from hub.errors import IngestError
from hub.ingest.model import Facts, Fetched, Item, Rejected
from hub.ingest.records import Statement, doi, names, web_address
from hub.ingest.safe_xml import attribute, child, children, local, parse_xml, text_of, within
from hub.ingest.sources.spec import SourceSpec

_MOST_ANSWERS = 20_000  #: a repository gives a hundred records or so in one
_DELETED = "The repository has withdrawn this record."
_NAMELESS = "The record has no identifier. Tell the operator of the repository."
_UNTITLED = "The record has neither a title nor an address. Look it up in the repository."

#: What the error codes of the protocol mean for whoever wrote the source.
_MEANING: Mapping[str, str] = {
    "badArgument": (
        "{where}: the repository does not accept the request ({said}). "
        "Check 'set', 'prefix', 'from' and 'until'."
    ),
    "badResumptionToken": (
        "{where}: the repository has forgotten how far it was ({said}). Run it again."
    ),
    "badVerb": "{where}: {address} does not understand OAI-PMH ({said}). Check 'url'.",
    "cannotDisseminateFormat": (
        "{where}: the repository does not offer the format '{prefix}' ({said}). Correct 'prefix'."
    ),
    "idDoesNotExist": "{where}: the repository does not know this record ({said}).",
    "noMetadataFormats": "{where}: the repository has no metadata for this record ({said}).",
    "noSetHierarchy": "{where}: the repository has no sets ({said}). Remove 'set'.",
}
_UNKNOWN = "{where}: the repository answers with an error ({said}). Try again later."


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item | Rejected]:
    """All records, answer by answer; withdrawn ones as such. Raises IngestError.

    After the first run only what changed since is asked for: from the day before, because the
    clock of the repository may be another.
    """
    address: str | None = _first_request(spec, since)
    asked = set[str]()
    while address:
        if address in asked or len(asked) >= _MOST_ANSWERS:
            raise IngestError(
                "{where}: the repository repeats itself without end. Tell its operator.",
                where=spec.where,
            )
        asked.add(address)
        root = _answer(fetch(address), spec)
        for record in within(root, "record"):
            yield _named(record, spec.name)
        address = _next_request(root, spec)


def _first_request(spec: SourceSpec, since: dt.datetime | None) -> str:
    day_before = (since - dt.timedelta(days=1)).date().isoformat() if since else ""
    arguments = {
        "verb": "ListRecords",
        "metadataPrefix": spec.prefix,
        "set": spec.set,
        "from": max(spec.start[:10], day_before),  # days are understood everywhere
        "until": spec.until[:10],
    }
    return _request(spec.address, {key: value for key, value in arguments.items() if value})


def _next_request(root: etree._Element, spec: SourceSpec) -> str | None:
    token = next((text_of(found) for found in within(root, "resumptionToken")), "")
    if not token:
        return None
    return _request(spec.address, {"verb": "ListRecords", "resumptionToken": token})


def _request(address: str, arguments: Mapping[str, str]) -> str:
    joint = "&" if "?" in address else "?"
    return address + joint + urlencode(arguments, quote_via=quote)


def _answer(fetched: Fetched, spec: SourceSpec) -> etree._Element:
    root = parse_xml(fetched.content, fetched.address)
    if local(root) != "OAI-PMH":
        raise IngestError(
            "{where}: {address} does not answer as an OAI-PMH repository. Check 'url'.",
            where=spec.where,
            address=fetched.address,
        )
    for error in children(root, "error"):
        code = attribute(error, "code")
        if code != "noRecordsMatch":  # nothing new is no failure
            raise IngestError(
                _MEANING.get(code, _UNKNOWN),
                where=spec.where,
                address=spec.address,
                prefix=spec.prefix,
                said=f"{code}: {text_of(error)}".rstrip(": "),
            )
    return root


def _named(record: etree._Element, source: str) -> Item | Rejected:
    header = child(record, "header")
    key = text_of(child(header, "identifier")) if header is not None else ""
    if header is not None and attribute(header, "status") == "deleted" and key:
        return Rejected(source, key, _DELETED, withdrawn=True)
    if not key:
        return Rejected(source, "?", _NAMELESS)
    address, facts = dublin_core(record, "oai")
    if not address and not facts.first("title"):
        return Rejected(source, key, _UNTITLED)
    return Item(source, key, address, facts=facts, complete=address is None)


def dublin_core(record: etree._Element, origin: str) -> tuple[str | None, Facts]:
    """Address and facts of the Dublin Core elements below, simple or qualified."""

    def every(*wanted: str) -> list[str]:
        return [text_of(found) for found in within(metadata, *wanted)]

    found = child(record, "metadata")
    metadata = record if found is None else found
    said = Statement(origin)
    said.say("title", next(filter(None, every("title")), None))
    said.say("authors", *names(every("creator") or every("contributor")))
    said.say_date("date", *every("issued"), *every("date"), *every("created"))
    said.say("publisher", next(filter(None, every("publisher")), None))
    said.say_language(*every("language"))
    said.say("keywords", *every("subject"))
    said.say("description", next(filter(None, every("abstract", "description")), None))
    said.say("container", *every("source", "bibliographicCitation"))
    said.say("licence", *every("rights", "license"))
    identifiers = every("identifier")
    number = doi(*identifiers, *every("relation"))
    said.say("doi", number)
    address = web_address(*identifiers) or (f"https://doi.org/{number}" if number else None)
    return address, said.facts
