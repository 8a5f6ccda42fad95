"""The values of a kind with how often they are used, and those that may be one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from hub.labels import TARGET_GROUPS, facet_label
from hub.language import analyze
from hub.model import Access, Catalogue, Resource, VocabularyKind, label_in
from hub.model.renaming import name_key

_K = VocabularyKind
_CLOSE = 88  #: similarity of spelling, 0 to 100, from which two names are worth a look
_SHORT = 5  #: names below so many characters are compared by stem and translation only
_MOST = 200  #: pairs


@dataclass(frozen=True)
class Entry:
    """A value of the vocabulary as a list shows it."""

    value: str  #: id, or the word itself
    label: str  #: in the reader's language
    count: int  #: resources that have it, of those this person may see
    names: tuple[tuple[str, str], ...] = ()  #: (language, name); "" where names have none
    above: tuple[str, ...] = ()  #: ids of the next broader or larger ones


@dataclass(frozen=True)
class Near:
    """Two values that may mean the same, and why: ``translation``, ``stem`` or ``spelling``."""

    one: Entry
    other: Entry
    why: str
    names: tuple[str, str]  #: the two names that are alike


def entries(
    catalogue: Catalogue, kind: VocabularyKind, access: Access, language: str
) -> tuple[Entry, ...]:
    """All values of a kind that this person may know of, by label."""
    counts = _counts(catalogue, kind, access)
    found = list(_entries(catalogue, kind, access, language, counts))
    return tuple(sorted(found, key=lambda e: (e.label.casefold(), e.value)))


def _counts(catalogue: Catalogue, kind: VocabularyKind, access: Access) -> Counter[str]:
    seen = (r for r in catalogue.resources.values() if access.sees(r))
    return Counter(value for resource in seen for value in values_of(catalogue, kind, resource))


def values_of(catalogue: Catalogue, kind: VocabularyKind, resource: Resource) -> Sequence[str]:
    """The values of a kind that a resource has itself."""
    if kind is _K.PUBLISHER:
        known = catalogue.publishers.named(resource.publisher) if resource.publisher else None
        word = known.label if known else resource.publisher
        return (word,) if word else ()
    fields: Mapping[VocabularyKind, Sequence[str]] = {
        _K.TAG: resource.tags,
        _K.PLACE: resource.places,
        _K.TARGET_GROUP: resource.target_groups,
        _K.COLLECTION: resource.collections,
    }
    return fields[kind]


def _entries(
    catalogue: Catalogue, kind: VocabularyKind, access: Access, language: str, n: Counter[str]
) -> Iterator[Entry]:
    if kind is _K.TAG:
        for c in catalogue.thesaurus.by_id.values():
            own = ((code, word) for code, words in c.synonyms.items() for word in words)
            names = (*c.label.items(), *own)
            yield Entry(c.id, label_in(c, language), n[c.id], names, c.broader)
    elif kind is _K.PLACE:
        for p in catalogue.gazetteer.by_id.values():
            names = (*p.label.items(), *(("", v) for v in p.variants))
            yield Entry(p.id, label_in(p, language), n[p.id], names, p.broader)
    elif kind is _K.COLLECTION:
        for id in access.visible(catalogue.collections):
            label = facet_label(catalogue, "collection", id, language)
            yield Entry(id, label, n[id], tuple(catalogue.collections[id].title.items()))
    elif kind is _K.TARGET_GROUP:
        for word in n:
            labels = tuple(TARGET_GROUPS.get(word, {}).items())
            label = facet_label(catalogue, kind.value, word, language)
            yield Entry(word, label, n[word], (*labels, ("", word)))
    else:
        yield from _publishers(catalogue, n)


def _publishers(catalogue: Catalogue, counts: Counter[str]) -> Iterator[Entry]:
    known = {p.label: p for p in catalogue.publishers.by_id.values()}
    for word in dict.fromkeys((*known, *counts)):
        variants = known[word].variants if word in known else ()
        yield Entry(word, word, counts[word], (("", word), *(("", v) for v in variants)))


def near(found: Sequence[Entry]) -> tuple[Near, ...]:
    """Pairs that may be one: by stems, by a shared translation, by spelling; the surest first."""
    pairs: dict[tuple[str, str], Near] = {}
    by_value = {entry.value: entry for entry in found}
    for why, one, other, names in (*_same_key(found), *_alike(found)):
        key = (min(one, other), max(one, other))
        above = by_value[one].above + by_value[other].above
        if key not in pairs and one not in above and other not in above:
            pairs[key] = Near(by_value[one], by_value[other], why, names)
    return tuple(list(pairs.values())[:_MOST])


_Pair = tuple[str, str, str, tuple[str, str]]


def _same_key(found: Iterable[Entry]) -> Iterator[_Pair]:
    """Names with the same stems in one language, and labels with the same translation."""
    owners: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for entry in found:
        for language, name in entry.names:
            key = (language, _stems(name, language or "de"))
            if key[1]:
                owners.setdefault(key, {}).setdefault(entry.value, name)
    labels = {entry.value: entry.label for entry in found}
    for same in owners.values():
        for (one, name), (other, its) in combinations(same.items(), 2):
            own = name == labels[one] or its == labels[other]
            yield "stem" if own else "translation", one, other, (name, its)


def _stems(name: str, language: str) -> tuple[str, ...]:
    return tuple(token.word.stems[0] for token in analyze(name, language))


def _alike(found: Sequence[Entry]) -> Iterator[_Pair]:
    """Labels that are written nearly alike."""
    long = [entry for entry in found if len(entry.label) >= _SHORT]
    words = [name_key(entry.label) for entry in long]
    for number, word in enumerate(words):
        rest = words[number + 1 :]
        for match, _, at in process.extract(
            word, rest, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE, limit=5
        ):
            if not _only_digits_differ(word, match):
                one, other = long[number], long[number + 1 + at]
                yield "spelling", one.value, other.value, (one.label, other.label)


def _only_digits_differ(one: str, other: str) -> bool:
    """Such as two numbered districts, which are surely two."""
    bare = ["".join(c for c in word if not c.isdigit()) for word in (one, other)]
    return bare[0] == bare[1]
