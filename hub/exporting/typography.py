"""German typography for printed pages: quotation marks, dashes, and spaces that do not break."""

import re
from collections.abc import Callable

_NARROW, _FIXED = "\u202f", "\u00a0"
_QUOTED = re.compile(r'(?<!\w)"(?=\S)([^"\n]*?\S)"(?!\w)|(?<!\w)“([^“”„"\n]+)”(?!\w)')


def _abbreviated(found: re.Match[str]) -> str:
    """'z. B.' with a narrow space that does not break."""
    return _NARROW.join(filter(None, found.groups()))


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\.{3}"), "…"),
    (re.compile(r" - (?=\S)"), f"{_FIXED}– "),
    (re.compile(r"\b((?:19|20)\d\d) ?- ?((?:19|20)\d\d)\b(?![-.])"), r"\1–\2"),
    (re.compile(r"\b(z\.) ?(B\.)|\b(d\.) ?(h\.)|\b(u\.) ?(a\.)|\b(e\.) ?(V\.)"), _abbreviated),
    (re.compile(r"(?<=\d) (?=(?:%|€|EUR|Euro|km|m²|Uhr|Mio\.|Mrd\.|Prozent)(?!\w))"), _FIXED),
    (re.compile(r"(?<=§) ?(?=\d)"), _FIXED),
    (re.compile(r"\b(Nr\.|S\.|Abs\.|Art\.|Dr\.|Prof\.|St\.|ca\.|Bd\.) (?=\w)"), rf"\1{_FIXED}"),
    (
        re.compile(
            r"\b(\d{1,2}\.) (?=Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|"
            r"November|Dezember|Jahrhundert)"
        ),
        rf"\1{_FIXED}",
    ),
)


def german(text: str) -> str:
    """The text as a German typesetter writes it; nothing but quotes, dashes and spaces changes."""
    set_ = _QUOTED.sub(lambda found: f"„{found[1] or found[2]}“", text)
    for pattern, replacement in _RULES:
        set_ = pattern.sub(replacement, set_)
    return set_


def typeset(text: str, language: str | None) -> str:
    """German text in German typography, any other as it is."""
    return german(text) if language == "de" else text
