"""From the words of a source to the ids of our tables, and from titles to ids of our own."""

import hashlib
import unicodedata
from collections.abc import Container, Iterable

from slugify import slugify

from hub.catalogue.addresses import same_page_key
from hub.model import Concept, Place, Renames, Resource

_LONGEST_ID = 100  #: leaves room for a number behind
_GERMAN = [
    (letter, plain)
    for small, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
    for letter in {small, small.upper()}
    if len(letter) == 1
] + [("ẞ", "ss")]


class NameTable:
    """Entries of a table by their names in any language and their variants."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._ids: dict[str, list[str]] = {}
        self._known: set[str] = set()
        for id, spellings in names:
            self._known.add(id)
            for spelling in spellings:
                ids = self._ids.setdefault(_folded(spelling), [])
                if id not in ids:
                    ids.append(id)

    def also(self, olds: Iterable[tuple[str, str]]) -> "NameTable":
        """Know old names too, where they are not the name of anything today."""
        known = frozenset(self._ids)
        for old, id in olds:
            if id in self._known and _folded(old) not in known:
                self._ids.setdefault(_folded(old), [id])
        return self

    def find(self, name: str) -> tuple[str, ...]:
        """The ids a word may stand for: one if it is an id itself, several if it is ambiguous."""
        return (name,) if name in self._known else tuple(self._ids.get(_folded(name), ()))


def place_names(places: Iterable[Place], renamed: Renames | None = None) -> NameTable:
    """Places by label and variant, and by old names."""
    table = NameTable((place.id, (*place.label.values(), *place.variants)) for place in places)
    return table.also(renamed.of("place") if renamed else ())


def concept_names(concepts: Iterable[Concept], renamed: Renames | None = None) -> NameTable:
    """Concepts by label, and by old names.

    Synonyms do not count: they may be wider or narrower than a tag.
    """
    table = NameTable((concept.id, concept.label.values()) for concept in concepts)
    return table.also(renamed.of("tag") if renamed else ())


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def slug(text: str) -> str:
    """The text as an id, with ä, ö, ü, ß as ae, oe, ue, ss; empty if it has no letters."""
    text = unicodedata.normalize("NFC", text)
    return slugify(
        text,
        replacements=_GERMAN,
        max_length=_LONGEST_ID,
        word_boundary=True,
        backend="text-unidecode",  # on every machine the same, whatever else is installed
    )


def new_id(title: str, address: str | None, taken: Container[str]) -> str:
    """An id for a resource without one: from its title, with a number where it is taken."""
    base = slug(title) or "resource-" + _digest(f"{title} {address or ''}")
    return base if base not in taken else f"{base}-{_free_number(base, taken)}"


def _free_number(base: str, taken: Container[str]) -> int:
    """A number that is free behind a base, the one before it taken: 2, or the end of a row.

    Of a thousand news with one title each would else be asked for all before it.
    """
    last, free = 1, 2
    while f"{base}-{free}" in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        last, free = (middle, free) if f"{base}-{middle}" in taken else (last, middle)
    return free


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def by_address(resources: Iterable[Resource]) -> dict[str, str]:
    """Ids by the key of an address, for pages that a single resource has.

    What a resource is reached by today counts more than where it was before.
    """
    resources = tuple(resources)
    now = _single((r.url, r.id) for r in resources if r.url)
    before = _single((address, r.id) for r in resources for address in r.also_at)
    return {page: id for page, id in (before | now).items() if id}


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The id of each page; empty where several have it."""
    found: dict[str, str] = {}
    for address, id in pairs:
        page = same_page_key(address)
        found[page] = id if found.setdefault(page, id) == id else ""
    return found
