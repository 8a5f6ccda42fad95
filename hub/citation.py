"""How to cite a resource: as a sentence, for BibTeX, and as RIS for reference managers."""

import datetime as dt
import re

from hub.model import Resource, ResourceType

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_A_PERIODICAL = frozenset({ResourceType.ARTICLE, ResourceType.NEWS})
_RIS_TYPES = {
    ResourceType.DOCUMENT: "RPRT",
    ResourceType.METHOD: "RPRT",
    ResourceType.PROJECT: "ELEC",
    ResourceType.ARTICLE: "JOUR",
    ResourceType.NEWS: "NEWS",
    ResourceType.EVENT: "CONF",
    ResourceType.FUNDING: "ELEC",
}
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts braces even behind a backslash, so single ones need a name.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
#: What would end or break a BibTeX field stands percent-encoded in an address.
_TEX_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def plain(resource: Resource, seen: dt.date, language: str) -> str:
    """The resource as a sentence for a list of references; ``seen`` is the day of access."""
    who = "; ".join(resource.authors) or resource.publisher or ""
    year = resource.when[:4] if resource.when else {"de": "o. J."}.get(language, "n.d.")
    parts = [f"{who} ({year}): {resource.title}" if who else f"{resource.title} ({year})"]
    if resource.authors and resource.publisher:
        parts.append(resource.publisher)
    if resource.url:
        parts.append(f"{resource.url} ({_seen(seen, language)})")
    return " ".join(_ended(_line(part)) for part in parts)


def bibtex(resource: Resource, seen: dt.date) -> str:
    """The resource as a BibTeX entry, in UTF-8; its key is the resource's id."""
    periodical = resource.type in _IN_A_PERIODICAL
    fields = {
        "author": _bibtex_authors(resource),
        "title": f"{{{_tex(resource.title)}}}",
        "journal" if periodical else "publisher": _tex(resource.publisher or ""),
        "year": resource.when[:4] if resource.when else "",
        "date": resource.when or "",
        "language": resource.language or "",
        "url": "".join(_TEX_URL.get(sign, sign) for sign in resource.url or ""),
        "urldate": seen.isoformat() if resource.url else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if resource.when and len(resource.when) > 4:
        lines.append(f"  month = {_MONTHS[int(resource.when[5:7]) - 1]}")
    kind = "article" if periodical else "misc"
    return f"@{kind}{{{resource.id},\n" + ",\n".join(lines) + "\n}\n"


def ris(resource: Resource, seen: dt.date) -> str:
    """The resource as one RIS record, with the line ends the format asks for."""
    periodical = resource.type in _IN_A_PERIODICAL
    fields = [("TY", _RIS_TYPES[resource.type]), ("ID", resource.id)]
    fields += [("AU", name) for name in resource.authors or (resource.publisher or "",)]
    fields += [
        ("TI", resource.title),
        ("T2" if periodical else "PB", resource.publisher or ""),
        ("PY", resource.when[:4] if resource.when else ""),
        ("DA", _ris_date(resource.when) if resource.when else ""),
        ("LA", resource.language or ""),
        ("UR", resource.url or ""),
        ("Y2", _ris_date(seen.isoformat()) if resource.url else ""),
    ]
    lines = [f"{name}  - {_line(value)}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _seen(day: dt.date, language: str) -> str:
    if language == "de":
        return f"abgerufen am {day.day}.{day.month}.{day.year}"
    return f"accessed {day.isoformat()}"


def _line(text: str) -> str:
    """On one line: a line end would begin a new field, or a field of somebody's choosing."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85]+", " ", text).strip()


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _bibtex_authors(resource: Resource) -> str:
    """Persons as they are; the name of a body in braces of its own, so that it stays whole."""
    if not resource.authors:
        return f"{{{_tex(resource.publisher)}}}" if resource.publisher else ""
    return " and ".join(
        f"{{{_tex(name)}}}" if _is_body(name) else _tex(name) for name in resource.authors
    )


def _is_body(name: str) -> bool:
    return len(name.split()) > 3 or bool(re.search(r"\b(and|und|e\.\s?V\.|GmbH)(\s|$)", name))


def _ris_date(date: str) -> str:
    """``YYYY/MM/DD/``, with what is not known left empty."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"
