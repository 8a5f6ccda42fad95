"""One resource to cite: as a sentence, and in the formats of reference managers."""

import json

from hub.exporting import bibtex, csl, ris
from hub.exporting.model import Edition
from hub.exporting.notes import leaving
from hub.exporting.reference import Reference, reference
from hub.model import Resource


def cited(resource: Resource, edition: Edition) -> Reference:
    """The resource as something to cite, with what of it may leave the hub."""
    return reference(leaving(resource), edition)


def plain(found: Reference, edition: Edition) -> str:
    """The resource as a sentence for a list of references."""
    who = "; ".join(found.authors) or found.publisher
    year = found.date[:4] or {"de": "o. J."}.get(edition.language, "n.d.")
    parts = [f"{who} ({year}): {found.title}" if who else f"{found.title} ({year})"]
    if found.authors and found.publisher:
        parts.append(found.publisher)
    if found.url:
        parts.append(f"{found.url} ({_seen(edition)})")
    return " ".join(map(_ended, parts))


def as_bibtex(found: Reference, edition: Edition) -> str:
    """The resource as a BibTeX entry."""
    return bibtex.entry(found, edition)


def as_ris(found: Reference, edition: Edition) -> str:
    """The resource as a RIS record."""
    return ris.record(found, edition)


def as_csl(found: Reference, edition: Edition) -> str:
    """The resource as CSL-JSON."""
    return json.dumps([csl.item(found, edition.day)], ensure_ascii=False, indent=2) + "\n"


def _seen(edition: Edition) -> str:
    day = edition.day
    if edition.language == "de":
        return f"abgerufen am {day.day}.{day.month}.{day.year}"
    return f"accessed {day.isoformat()}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
