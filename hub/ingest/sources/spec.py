"""The sources that a ``collection.yaml`` names: checked, frozen, each complaint a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from hub.errors import IngestError
from hub.ingest.rules import Rule, read_rules, read_type
from hub.model import Collection

#: Keys of every source, and those of single kinds.
_COMMON = (*("name", "kind", "publish", "type", "tags", "language", "publisher", "limit", "rules"),)
_KINDS: Mapping[str, tuple[str, ...]] = {
    "page": ("url", "rolling"),
    "feed": ("url",),
    "sitemap": ("url", "include", "exclude"),
    "links": ("url", "selector", "include", "exclude"),
    "oai": ("url", "set", "prefix", "from", "until"),
    "folder": ("folder", "include", "exclude", "recursive"),
}
KINDS = tuple(_KINDS)


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """Where resources of a collection are pulled from, as its ``collection.yaml`` says."""

    name: str  #: in reports and on the command line; unique within the collection
    kind: str  #: one of ``KINDS``
    collection: str  #: id of the collection whose file names it
    address: str = ""  #: of the page, feed, sitemap or repository
    folder: Path | None = None
    publish: bool = False  #: trusted: what it gives is published; else it waits in the inbox
    type: str | None = None  #: where the thing itself states none
    tags: tuple[str, ...] = ()  #: ids of concepts that all its things are about
    language: str | None = None
    publisher: str | None = None
    limit: int | None = None  #: so many things a run at most
    rules: tuple[Rule, ...] = ()
    rolling: bool = False  #: the page changes at one address: each capture is kept
    selector: str = ""  #: CSS selector of the links on the page
    include: tuple[str, ...] = ()  #: address or path fits one of them
    exclude: tuple[str, ...] = ()  #: and none of these
    recursive: bool = True  #: folders within the folder too
    set: str = ""  #: of an OAI-PMH repository
    prefix: str = "oai_dc"  #: metadata format of OAI-PMH
    start: str = ""  #: OAI-PMH: records changed since (YAML: from)
    until: str = ""

    @property
    def where(self) -> str:
        """The file and the source in it, as a sentence names it."""
        return f"{self.collection}/collection.yaml, '{self.name}'"


def source_specs(
    collection: Collection, base: Path | None = None
) -> tuple[tuple[SourceSpec, ...], tuple[IngestError, ...]]:
    """The usable sources of a collection, and what is wrong with the others.

    A folder that is no absolute path lies beside ``base``, the folder of the catalogue.
    """
    specs: dict[str, SourceSpec] = {}
    wrong: list[IngestError] = []
    for number, data in enumerate(collection.sources, 1):
        try:
            spec = _read(data, collection.id, number, base)
            if spec.name in specs:
                raise IngestError(
                    "{where}: the name stands twice. Give one of the two another 'name'.",
                    where=spec.where,
                )
            specs[spec.name] = spec
        except IngestError as error:
            wrong.append(error)
    return tuple(specs.values()), tuple(wrong)


def _read(data: Mapping[str, Any], collection: str, number: int, base: Path | None) -> SourceSpec:
    named = str(data.get("name") or number)
    where = f"{collection}/collection.yaml, '{named}'"
    kind = _kind(data, where)
    _known_keys(data, kind, where)
    address = _address(data, kind, where)
    return SourceSpec(
        name=str(data.get("name") or _name_of(data, kind)).strip(),
        kind=kind,
        collection=collection,
        address=address,
        folder=_folder(data, kind, where, base),
        publish=_flag(data, "publish", False, where),
        type=read_type(data.get("type"), where),
        tags=_texts(data, "tags", where),
        language=_text(data, "language", where) or None,
        publisher=_text(data, "publisher", where) or None,
        limit=_number(data, "limit", where),
        rules=read_rules(data.get("rules"), where),
        rolling=_flag(data, "rolling", False, where),
        selector=_selector(data, kind, where),
        include=_texts(data, "include", where),
        exclude=_texts(data, "exclude", where),
        recursive=_flag(data, "recursive", True, where),
        set=_text(data, "set", where),
        prefix=_text(data, "prefix", where) or "oai_dc",
        start=_text(data, "from", where),
        until=_text(data, "until", where),
    )


def _kind(data: Mapping[str, Any], where: str) -> str:
    kind = data.get("kind")
    if kind not in _KINDS:
        raise IngestError(
            "{where}: 'kind' is '{kind}'. Choose one of {kinds}.",
            where=where,
            kind="" if kind is None else kind,
            kinds=", ".join(KINDS),
        )
    return str(kind)


def _known_keys(data: Mapping[str, Any], kind: str, where: str) -> None:
    known = (*_COMMON, *_KINDS[kind])
    for key in data:
        if key not in known:
            raise IngestError(
                "{where}: '{key}' is no key of a source of kind {kind}. Use one of {known}.",
                where=where,
                key=key,
                kind=kind,
                known=", ".join(known),
            )


def _name_of(data: Mapping[str, Any], kind: str) -> str:
    """A name for a source without one: kind and host, or kind and folder."""
    if kind == "folder":
        return f"{kind} {Path(str(data.get('folder'))).name}"
    return f"{kind} {urlsplit(str(data.get('url'))).hostname}"


def _address(data: Mapping[str, Any], kind: str, where: str) -> str:
    if "url" not in _KINDS[kind]:
        return ""
    address = _text(data, "url", where)
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise IngestError(
            "{where}: 'url' is '{value}', but must be an address that begins with https:// "
            "or http://.",
            where=where,
            value=address,
        )
    return address


def _folder(data: Mapping[str, Any], kind: str, where: str, base: Path | None) -> Path | None:
    if kind != "folder":
        return None
    named = _text(data, "folder", where)
    if not named:
        raise IngestError(
            "{where}: 'folder' is missing. Name the folder of the files.", where=where
        )
    return (base or Path()) / Path(named).expanduser()


def _selector(data: Mapping[str, Any], kind: str, where: str) -> str:
    selector = _text(data, "selector", where)
    if kind == "links":
        try:
            BeautifulSoup("", "lxml").select(selector or "a")
        except Exception as error:  # of a library below BeautifulSoup
            raise IngestError(
                "{where}: 'selector' is '{value}', which is no CSS selector. "
                "Write for instance 'main a' or '.news a'.",
                where=where,
                value=selector,
            ) from error
    return selector


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if isinstance(value, dict | list | bool):
        raise IngestError("{where}: '{key}' must be a text.", where=where, key=key)
    return "" if value is None else str(value).strip()


def _texts(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = data.get(key)
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(entry, dict | list | bool) for entry in entries):
        raise IngestError(
            "{where}: '{key}' must be a text, or a list of texts such as [one, two].",
            where=where,
            key=key,
        )
    return tuple(str(entry).strip() for entry in entries if str(entry).strip())


def _flag(data: Mapping[str, Any], key: str, default: bool, where: str) -> bool:
    value = data.get(key, default)
    if str(value).lower() not in ("true", "false"):
        raise IngestError("{where}: '{key}' must be true or false.", where=where, key=key)
    return str(value).lower() == "true"


def _number(data: Mapping[str, Any], key: str, where: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not str(value).isdigit() or not 0 < int(value) <= 1_000_000:
        raise IngestError(
            "{where}: '{key}' must be a whole number from 1 to 1,000,000.", where=where, key=key
        )
    return int(value)
