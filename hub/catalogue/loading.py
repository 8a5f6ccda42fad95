"""From the files of the catalogue folder to one Catalogue."""

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hub.catalogue import tables
from hub.catalogue.cache import Entries, Entry
from hub.catalogue.checks import Tables, check, choose
from hub.catalogue.entries import KEYS, read_collection, read_resource, unknown_keys
from hub.catalogue.problems import explain, notice, problem, unreadable
from hub.catalogue.reading import Document, Unreadable, decode, parse, read_bytes, read_yaml
from hub.catalogue.renamed import (
    RENAMED,
    bearing_old_names,
    in_force,
    read_renamed,
    with_todays_names,
)
from hub.catalogue.scan import COLLECTION_FILE, Listing, Signature
from hub.catalogue.tables import LARGEST_TABLE, THESAURUS, Table, read_table
from hub.catalogue.vocabulary.last_good import LastGood, stays
from hub.model import Catalogue, Collection, Problem, Renamed, Resource
from hub.model.resource import Id

LARGEST_RESOURCE = 1_000_000  #: bytes
_ID = TypeAdapter(Id)


@dataclass(frozen=True)
class _Collections:
    by_id: dict[str, Collection]
    problems: tuple[Problem, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True)
class _OldNames:
    entries: tuple[Renamed, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def is_id(text: str) -> bool:
    """Whether the text can be the id of a resource or collection."""
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True


def read_entry(root: Path, path: str, signature: Signature) -> Entry:
    """What one resource file holds. FileNotFoundError passes: it may just have been moved."""
    digest = ""
    try:
        content = read_bytes(root / path, LARGEST_RESOURCE)
        digest = hashlib.sha256(content).hexdigest()
        document = parse(decode(content))
        resource, problems = _read_resource(path, document)
    except Unreadable as error:
        return Entry(signature, digest, None, (unreadable(path, error),))
    return Entry(signature, digest, resource, problems)


def _read_resource(path: str, document: Document) -> tuple[Resource | None, tuple[Problem, ...]]:
    if not isinstance(document.data, dict):
        message = "The file must hold keys such as 'title: …', each at the beginning of a line."
        return None, (problem(path, message, document.line()),)
    try:
        resource = read_resource(document.data)
    except ValidationError as error:
        return None, (explain(path, error, document),)
    name = Path(path).stem
    if resource.id != name:
        message = "The id is '{id}', but the file is named '{name}.yaml'. Make them the same."
        line = document.line(("id",))
        return None, (problem(path, message, line, id=resource.id, name=name),)
    return resource, tuple(_unknown(path, document, resource))


def _unknown(path: str, document: Document, resource: Resource) -> list[Problem]:
    problems = []
    for place in unknown_keys(resource):
        key = place[-1]
        near = get_close_matches(key, KEYS, 1) if len(place) == 1 else []
        if near:
            message = "The key '{key}' is not known; it is kept. Did you mean '{near}'?"
            problems.append(notice(path, message, document.line(place), key=key, near=near[0]))
        else:
            message = "The key '{key}' is not known; it is kept."
            problems.append(notice(path, message, document.line(place), key=key))
    return problems


def build_catalogue(
    root: Path, listing: Listing, entries: Entries, last_good: LastGood
) -> Catalogue:
    """The catalogue of these files. ``entries`` holds what the resource files say.

    Where the thesaurus is broken, the last good one takes its place.
    """
    found = {path: _read_table(root, path, listing, last_good) for path in tables.TABLES}
    old_names = _read_old_names(root, listing)
    collections = _read_collections(root, listing)
    concepts, places, publishers = (table for table, _ in found.values())
    renamed = in_force(
        old_names.entries, tables.thesaurus(concepts), tables.gazetteer(places), collections.by_id
    )
    chosen, doubles = choose(
        (path, with_todays_names(entry.resource, renamed))
        for path, entry in entries.items()
        if entry.resource
    )
    sound = Tables(
        collections.by_id,
        tables.thesaurus(concepts) if _is_sound(concepts) else None,
        tables.gazetteer(places) if _is_sound(places) else None,
    )
    resources, loose = check(chosen, sound)
    problems = [*listing.problems, *collections.problems, *doubles, *loose, *old_names.problems]
    problems += bearing_old_names(old_names.entries, collections.by_id)
    problems += [p for table, _ in found.values() for p in table.problems]
    problems += [p for entry in entries.values() for p in entry.problems]
    digests = [d for _, d in found.values()] + [*collections.digests, old_names.digest]
    return Catalogue(
        resources=resources,
        collections=collections.by_id,
        thesaurus=tables.thesaurus(concepts),
        gazetteer=tables.gazetteer(places),
        publishers=tables.publishers(publishers),
        renamed=renamed,
        problems=tuple(sorted(problems, key=lambda p: (p.path, p.line or 0, p.reason))),
        version=_version(listing, entries, digests),
    )


def _is_sound(table: Table) -> bool:
    return bool(table.entries) or not table.problems


def _read_table(root: Path, path: str, listing: Listing, last_good: LastGood) -> tuple[Table, str]:
    if path not in listing.files:
        return Table(), ""
    try:
        document, content = read_yaml(root / path, LARGEST_TABLE)
    except Unreadable as error:
        table, digest = Table(problems=(unreadable(path, error),)), "broken"
    else:
        table, digest = read_table(path, document), hashlib.sha256(content).hexdigest()
        if path == THESAURUS and not any(p.fatal for p in table.problems):
            last_good.keep(content)
    if path == THESAURUS and any(p.fatal for p in table.problems):
        table = _before(path, table, last_good)
    return table, digest


def _before(path: str, broken: Table, last_good: LastGood) -> Table:
    """The last good table with the problems of the broken one; that one where there is none."""
    content = last_good.read()
    try:
        kept = read_table(path, parse(decode(content))) if content else None
    except Unreadable:
        kept = None
    if kept is None or any(p.fatal for p in kept.problems):
        return broken
    return Table(kept.entries, problems=(*broken.problems, stays(path)))


def _read_old_names(root: Path, listing: Listing) -> _OldNames:
    if RENAMED not in listing.files:
        return _OldNames()
    try:
        document, content = read_yaml(root / RENAMED, LARGEST_TABLE)
    except Unreadable as error:
        return _OldNames(problems=(unreadable(RENAMED, error),), digest="broken")
    entries, problems = read_renamed(document)
    return _OldNames(entries, tuple(problems), hashlib.sha256(content).hexdigest())


def _read_collections(root: Path, listing: Listing) -> _Collections:
    collections: list[Collection] = []
    problems: list[Problem] = []
    digests: list[str] = []
    for path in listing.files:
        if path.endswith("/" + COLLECTION_FILE):
            try:
                document, content = read_yaml(root / path, LARGEST_RESOURCE)
            except Unreadable as error:
                problems.append(unreadable(path, error))
                continue
            digests.append(hashlib.sha256(content).hexdigest())
            collection = collection_of(path, path.split("/", 1)[0], document)
            if isinstance(collection, Problem):
                problems.append(collection)
            else:
                collections.append(collection)
                problems += _unknown_in_collection(path, document, collection)
                problems += _never_public(path, document, collection)
    collections.sort(key=lambda c: (c.order, c.id))
    return _Collections({c.id: c for c in collections}, tuple(problems), tuple(digests))


def _unknown_in_collection(path: str, document: Document, collection: Collection) -> list[Problem]:
    message = "The key '{key}' is not known; it is kept."
    return [notice(path, message, document.line((k,)), key=k) for k in collection.unknown]


def _never_public(path: str, document: Document, collection: Collection) -> list[Problem]:
    if collection.public_metadata == collection.public:
        return []
    message = (
        "The collection is restricted, so its metadata are not made public. Remove "
        "'public_metadata', or set 'access' to members."
    )
    return [notice(path, message, document.line(("public_metadata",)))]


def collection_of(
    path: str, id: str, document: Document, place: tuple[str | int, ...] = ()
) -> Collection | Problem:
    """The collection that the part of a document at ``place`` describes, or what is wrong."""
    data: Any = document.data
    for step in place:
        data = data[step]
    if not isinstance(data, dict):
        message = "A collection must have keys such as 'title' and 'description'."
        return problem(path, message, document.line(place))
    try:
        collection = read_collection(id, data)
    except ValidationError as error:
        return explain(path, error, document, place)
    if not collection.title.get("de"):
        message = "The collection '{id}' needs a German title: 'de: …' under 'title'."
        return problem(path, message, document.line((*place, "title")), id=id)
    for key in ("id", "slug"):
        if data.get(key, id) != id:
            message = "The {key} is '{id}', but the folder is named '{name}'. Make them the same."
            line = document.line((*place, key))
            return problem(path, message, line, key=key, id=str(data[key]), name=id)
    return collection


def _version(listing: Listing, entries: Entries, digests: list[str]) -> str:
    total = hashlib.sha256("\n".join(listing.files).encode("utf-8", "surrogateescape"))
    for digest in digests:
        total.update(digest.encode())
    for path in sorted(entries):
        total.update(entries[path].digest.encode())
    return total.hexdigest()
