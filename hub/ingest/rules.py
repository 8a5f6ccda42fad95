"""Rules of a source: when title, address or text match, then tag, type, collection or refusal.

Patterns are words as an editor types them, with ``*`` for any letters and ``?`` for one. Regular
expressions are left out on purpose: nobody here writes them daily, and a wrong one can take an
hour over one title. Matching takes time in proportion to the text, whatever the pattern.
"""

import fnmatch
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hub.errors import IngestError
from hub.ingest.model import Fact, Facts
from hub.model import ResourceType

#: What ``when`` may look at, and the facts it stands for.
_LOOKS_AT: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "text": ("title", "description"),
    "author": ("authors",),
    "publisher": ("publisher",),
    "keyword": ("keywords", "tags", "section"),
    "language": ("language",),
    "address": (),
}
_ACTS = ("tag", "type", "collection", "reject")
_LONGEST_TEXT = 20_000  #: characters of a fact that are looked at
_LONGEST_PATTERN = 200
_WORD = re.compile(r"[\w*?]+")


@dataclass(frozen=True)
class Rule:
    """One rule. All fields of ``when`` must match; of several patterns for one field, any."""

    when: Mapping[str, tuple[str, ...]] = field(hash=False)
    tags: tuple[str, ...] = ()
    type: str | None = None
    collections: tuple[str, ...] = ()
    reject: str | None = None  #: the reason, as it stands in the report

    def fits(self, facts: Facts, address: str | None) -> bool:
        """Whether the rule speaks of such a thing."""
        return all(
            _any_fits(name, patterns, facts, address) for name, patterns in self.when.items()
        )


@dataclass(frozen=True)
class Ruling:
    """What all rules together say of one thing. Of types and reasons the first rule's counts."""

    tags: tuple[str, ...] = ()
    type: str | None = None
    collections: tuple[str, ...] = ()
    reject: str | None = None

    def facts(self) -> Iterator[Fact]:
        """The tags and the type as facts of the editors' own rules."""
        yield from (Fact("tags", tag, "rule") for tag in self.tags)
        if self.type:
            yield Fact("type", self.type, "rule")


def judge(rules: Sequence[Rule], facts: Facts, address: str | None = None) -> Ruling:
    """What the rules say about a thing with these facts at this address."""
    fitting = [rule for rule in rules if rule.fits(facts, address)]
    return Ruling(
        tags=tuple(dict.fromkeys(tag for rule in fitting for tag in rule.tags)),
        type=next((rule.type for rule in fitting if rule.type), None),
        collections=tuple(dict.fromkeys(c for rule in fitting for c in rule.collections)),
        reject=next((rule.reject for rule in fitting if rule.reject), None),
    )


def _any_fits(name: str, patterns: Iterable[str], facts: Facts, address: str | None) -> bool:
    if name == "address":
        return any(address_fits(pattern, address or "") for pattern in patterns)
    texts = [fact.value for look in _LOOKS_AT[name] for fact in facts.every(look)]
    words = [_words(text[:_LONGEST_TEXT]) for text in texts]
    return any(_words_fit(_words(pattern), there) for pattern in patterns for there in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _words_fit(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words of the pattern stand in the text one behind the other."""
    tests = [_word_test(word) for word in pattern]
    size = len(tests)
    return any(
        all(test.match(word) for test, word in zip(tests, words[start : start + size], strict=True))
        for start in range(len(words) - size + 1)
    )


@lru_cache(2000)
def _word_test(word: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(word))  # its groups are atomic: no backtracking


def address_fits(pattern: str, address: str) -> bool:
    """Whether the address fits: any part of it does, or the whole where the pattern has a ``*``."""
    pattern, address = pattern.casefold(), address.casefold()
    if "*" not in pattern:
        return pattern in address
    return bool(_word_test(pattern.replace("?", "[?]")).match(address))


def read_rules(data: object, where: str) -> tuple[Rule, ...]:
    """The rules that a file states. Raises IngestError, which says where (``where``) and what."""
    if data is None or data == []:
        return ()
    if not isinstance(data, list):
        raise IngestError(
            "{where}: 'rules' must be a list, each entry with 'when' and what follows from it, "
            "such as {example}.",
            where=where,
            example="{when: {title: Messer*}, tag: [knife-violence]}",
        )
    return tuple(_read_rule(rule, f"{where}, rule {n}") for n, rule in enumerate(data, 1))


def _read_rule(data: object, where: str) -> Rule:
    if not isinstance(data, dict) or "when" not in data or not set(data) & set(_ACTS):
        raise IngestError(
            "{where}: a rule needs 'when' and at least one of {acts}. Add what is missing.",
            where=where,
            acts=", ".join(_ACTS),
        )
    unknown = [str(key) for key in data if key not in ("when", *_ACTS)]
    if unknown:
        raise _unknown_key(where, unknown[0], ("when", *_ACTS))
    return Rule(
        when=_read_when(data["when"], where),
        tags=tuple(_texts(data.get("tag"), "tag", where)),
        type=read_type(data.get("type"), where),
        collections=tuple(_texts(data.get("collection"), "collection", where)),
        reject=next(iter(_texts(data.get("reject"), "reject", where)), None),
    )


def _read_when(data: object, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict) or not data:
        raise IngestError(
            "{where}: 'when' names what is looked at and the words to find there, such as "
            "'title: Messer*'. It may look at {fields}.",
            where=where,
            fields=", ".join(_LOOKS_AT),
        )
    for key in data:
        if key not in _LOOKS_AT:
            raise _unknown_key(where, str(key), tuple(_LOOKS_AT))
    return {str(key): _patterns(value, str(key), where) for key, value in data.items()}


def _patterns(value: object, key: str, where: str) -> tuple[str, ...]:
    patterns = tuple(_texts(value, key, where))
    usable = [p for p in patterns if len(p) <= _LONGEST_PATTERN]
    if key != "address":
        usable = [p for p in usable if re.search(r"\w", p)]
    if not patterns or len(usable) < len(patterns):
        raise IngestError(
            "{where}: '{key}' needs words to look for, at most {longest} characters. "
            "Write for instance 'Messer*'.",
            where=where,
            key=key,
            longest=_LONGEST_PATTERN,
        )
    return patterns


def _texts(value: object, key: str, where: str) -> Iterator[str]:
    """A text, or a list of texts. Raises IngestError for anything else."""
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict | list | bool):
            raise IngestError(
                "{where}: '{key}' must be a text, or a list of texts such as [one, two].",
                where=where,
                key=key,
            )
        if entry is not None and str(entry).strip():
            yield str(entry).strip()


def _unknown_key(where: str, key: str, known: Iterable[str]) -> IngestError:
    return IngestError(
        "{where}: '{key}' is no key the hub knows. Use one of {known}.",
        where=where,
        key=key,
        known=", ".join(known),
    )


def read_type(value: Any, where: str) -> str | None:
    """The type a file states, or None. Raises IngestError if there is no such type."""
    if value in (None, ""):
        return None
    if value not in tuple(ResourceType):
        raise IngestError(
            "{where}: '{value}' is no type. Choose one of {types}.",
            where=where,
            value=value,
            types=", ".join(ResourceType),
        )
    return str(value)
