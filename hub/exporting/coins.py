"""What Zotero's button in the browser reads of a page: COinS, and names and values for its head.

COinS are OpenURL context objects in the title of an empty span (Z39.88-2004). The Dublin Core
format is the one whose ``rft.type`` Zotero takes for its own kinds.
"""

from collections.abc import Iterator
from urllib.parse import quote

from hub.exporting.reference import Reference


def coins(cited: Reference) -> str:
    """The title of the span with the class ``Z3988``."""
    fixed = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in (*fixed, *_pairs(cited)))


def _pairs(cited: Reference) -> Iterator[tuple[str, str]]:
    said = [
        ("rft.type", cited.kind.zotero),
        ("rft.title", cited.title),
        ("rft.source" if cited.kind.periodical else "rft.publisher", cited.publisher),
        ("rft.date", cited.date),
        ("rft.identifier", cited.url),
        ("rft.language", cited.language),
        ("rft.description", " ".join(cited.note.split())),
    ]
    yield from ((name, value) for name, value in said if value)
    for name in cited.names:
        if name.given:
            yield "rft.creator", name.turned
        else:
            yield "rft.aucorp", name.family


def head(cited: Reference) -> list[tuple[str, str]]:
    """Names and values of meta elements: Highwire's ``citation_…`` and Dublin Core."""
    date = cited.date.replace("-", "/")
    institution = cited.kind.zotero == "report"
    said = [
        ("citation_title", cited.title),
        *(("citation_author", name.turned) for name in cited.names),
        ("citation_publication_date", date),
        ("citation_journal_title" if cited.kind.periodical else "", cited.publisher),
        ("citation_technical_report_institution" if institution else "", cited.publisher),
        ("citation_publisher" if not cited.kind.periodical else "", cited.publisher),
        ("citation_public_url", cited.url),
        ("citation_language", cited.language),
        ("citation_keywords", "; ".join(cited.keywords)),
        ("citation_abstract", cited.note),
        ("DC.title", cited.title),
        *(("DC.creator", name.turned) for name in cited.names),
        ("DC.type", cited.kind.zotero),
        ("DC.date", cited.date),
        ("DC.publisher", cited.publisher),
        ("DC.identifier", cited.url),
        ("DC.language", cited.language),
        ("DC.description", cited.note),
    ]
    return [(name, value) for name, value in said if name and value]
