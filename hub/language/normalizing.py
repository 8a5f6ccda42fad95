"""One spelling for each word, whatever keyboard, program or century it comes from."""

import re
import unicodedata

#: Characters that are never seen: soft hyphen, joiners, marks of direction, byte-order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_MARKS = re.compile("[\u0300-\u036f]")
#: Letters that carry their stroke or form within, so that no mark can be taken off.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
)
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\uff07", "'"))


def tidy(text: str) -> str:
    """The text composed, without invisible characters, with one dash and one apostrophe."""
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return text
    composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return composed.translate(_DASHES).translate(_APOSTROPHES)


def lower(word: str) -> str:
    """A tidy word in small letters, ß as ss, umlauts kept."""
    small = tidy(word).casefold()
    if small.isascii():
        return small
    return unicodedata.normalize("NFC", small).replace("æ", "ae").replace("œ", "oe")


def strip_marks(word: str) -> str:
    """A small word without accents and umlauts: ``é`` as e, ``ä`` as a."""
    if word.isascii():
        return word
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word).translate(_PLAIN))
    return unicodedata.normalize("NFC", bare)


_OTHER_MARKS = re.compile("(?<![aou])\u0308|[\u0300-\u0307\u0309-\u036f]")
_ONLY_UMLAUTS = re.compile("[\x00-\x7fäöü]*")


def strip_other_marks(word: str) -> str:
    """A small word without accents, its umlauts kept."""
    if _ONLY_UMLAUTS.fullmatch(word):
        return word
    bare = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return unicodedata.normalize("NFC", _OTHER_MARKS.sub("", bare))


_UMLAUT_SPELLING = re.compile("ae|oe|ue")
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}


def with_umlauts(word: str) -> str:
    """A small word with each ae, oe, ue as umlaut, save after a vowel or q (neue, Frauen)."""
    return re.sub("(?<![aeiouäöüyq])(?:ae|oe|ue)", lambda m: _UMLAUTS[m[0]], word)


def may_hide_umlaut(word: str) -> bool:
    """Whether a small word has a pair of letters that may stand for an umlaut."""
    return _UMLAUT_SPELLING.search(word) is not None


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text written down as one, with spaces between."""
    return tuple(text.split())
