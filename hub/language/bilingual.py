"""Words of one language in another, by a dictionary that the machine may or may not have.

No dictionary is part of the hub: good free ones for German and English are under licences that
would bind the hub itself. Where one in the format of Ding is installed (in Debian the package
``trans-de-en``), everyday words cross the languages too.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from hub.language.normalizing import lower

#: Where Debian's package puts it.
USUAL_PLACE = Path("/usr/share/trans/de-en")
#: Notes in a line: genders, fields of use, other spellings, explanations.
_NOTES = re.compile(r"\{[^}]*\}|\[[^\]]*\]|<[^>]*>|\([^)]*\)|/[^/;|]*/")
_WORD = re.compile(r"[^\W\d_]{2,40}(?:-[^\W\d_]{2,40})?")
#: Changes when a file would be read otherwise than before.
_FORMAT = 1
_ENDINGS = ("s", "es", "ed", "d", "ing")
#: So many translations of a word count, the first ones.
_MOST = 6


class Dictionary:
    """German and English words for each other. Read when it is first asked."""

    def __init__(self, path: Path | None = None, cache: Path | None = None) -> None:
        self._path = path
        self._cache = cache

    def translations(self, word: str, language: str) -> tuple[str, ...]:
        """What a word, or one of these spellings of its base, is in the other language."""
        if self._path is None or language not in ("de", "en"):
            return ()
        found = self._words[language].get(lower(word), "")
        return tuple(found.split("\t")[:_MOST]) if found else ()

    def of_form(self, word: str, lemma: str, language: str) -> tuple[str, ...]:
        """What an inflected word is in the other language: by itself, else by its base form."""
        for form in (word, lemma, *(_shorter(word) if language == "en" else ())):
            found = self.translations(form, language)
            if found:
                return found
        return ()

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, str]]:
        """Words by language, with their translations between tabs, the likeliest first."""
        if self._path is None:
            return {"de": {}, "en": {}}
        stamp = f"{_FORMAT} {self._path} {self._path.stat().st_mtime_ns}"
        known = _cached(self._cache, stamp)
        if known is None:
            known = {"stamp": stamp, **_read(self._path)}
            _keep(self._cache, known)
        return known


def _cached(cache: Path | None, stamp: str) -> dict[str, Any] | None:
    """What was read before, when the file is still the same."""
    try:
        known = json.loads(cache.read_bytes()) if cache else None
    except (OSError, ValueError):
        return None  # there is none, or half of one: it is made anew
    return known if isinstance(known, dict) and known.get("stamp") == stamp else None


def _keep(cache: Path | None, words: Mapping[str, Any]) -> None:
    """Reading the dictionary takes seconds, reading this a tenth of one."""
    if cache and cache.parent.is_dir():
        draft = cache.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        draft.replace(cache)


def _read(path: Path) -> Mapping[str, Mapping[str, str]]:
    german: dict[str, str] = {}
    english: dict[str, str] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            for one, other in _pairs(line):
                _note(german, one, other)
                _note(english, other, one)
    return {"de": german, "en": english}


def find_dictionary(setting: str, cache: Path | None = None) -> Dictionary:
    """The dictionary of a setting: a file, ``none``, or where it is usually installed.

    ``cache`` is a file to keep it in once it was read.
    """
    path = Path(setting) if setting else USUAL_PLACE
    return Dictionary(path if setting != "none" and path.is_file() else None, cache)


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Single words of both sides of a line that stand for each other."""
    if line.startswith("#") or "::" not in line:
        return
    left, _, right = line.partition("::")
    for ours, theirs in zip(left.split("|"), right.split("|"), strict=False):
        others = [word for word in _heads(theirs) if word]
        for one in _heads(ours):
            yield from ((one, other) for other in others)


def _heads(segment: str) -> Iterator[str]:
    for entry in _NOTES.sub(" ", segment).split(";"):
        word = entry.strip().removeprefix("to ")
        if _WORD.fullmatch(word):
            yield word


def _note(words: dict[str, str], word: str, other: str) -> None:
    key = lower(word)
    known = words.get(key)
    if known is None:
        words[key] = other
    elif other not in known.split("\t") and known.count("\t") < 2 * _MOST:
        words[key] = f"{known}\t{other}"


def _shorter(word: str) -> Iterator[str]:
    """What an English form may be a form of."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: -len(ending)]
            yield from (base, f"{base}e")
            if len(base) > 3 and base[-1] == base[-2]:
                yield base[:-1]
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
