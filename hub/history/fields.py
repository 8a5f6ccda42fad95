"""What keys of the catalogue's files are called, for people."""

from collections.abc import Mapping

from hub.i18n.words import mark

#: key -> English name; parts of a part behind a dot.
FIELDS: Mapping[str, str] = {
    "": mark("The whole file"),
    "id": mark("Identifier"),
    "title": mark("Title"),
    "url": mark("Address"),
    "also_at": mark("Further addresses"),
    "type": mark("Type"),
    "collections": mark("Collections"),
    "language": mark("Language"),
    "date": mark("Published"),
    "event": mark("Event"),
    "event.start": mark("Event: first day"),
    "event.end": mark("Event: last day"),
    "event.place": mark("Event: venue"),
    "funding": mark("Funding"),
    "funding.deadline": mark("Funding: apply by"),
    "funding.funder": mark("Funding: who pays"),
    "evidence": mark("Evidence of a method"),
    "evidence.step": mark("Evidence of a method"),
    "evidence.source": mark("Evidence: who says so"),
    "publisher": mark("Publisher"),
    "authors": mark("Authors"),
    "places": mark("Places"),
    "tags": mark("Topics"),
    "keywords": mark("Keywords"),
    "target_groups": mark("Target groups"),
    "summary": mark("Summary"),
    "notes": mark("Notes for editors"),
    "status": mark("Status"),
    "superseded_by": mark("Replaced by"),
    "added": mark("Entered"),
    "updated": mark("Last changed"),
    "reviewed": mark("Last reviewed"),
    "text": mark("Full text"),
    "description": mark("Description"),
    "order": mark("Order"),
    "access": mark("Access"),
    "sources": mark("Sources"),
    "label": mark("Label"),
    "synonyms": mark("Synonyms"),
    "broader": mark("Broader topics"),
    "related": mark("Related topics"),
    "note": mark("Note"),
    "kind": mark("Kind"),
    "within": mark("Lies within"),
    "variants": mark("Further spellings"),
    "hosts": mark("Hosts"),
    "mirrors": mark("Mirrors"),
    "old": mark("Old name"),
    "new": mark("New name"),
    "country": mark("Country"),
    "member": mark("Member of the network"),
    "ambiguous": mark("Ambiguous"),
}


def name_of(field: str) -> str:
    """The English name of a key, to be translated; its outermost known part, else itself."""
    if field in FIELDS:
        return FIELDS[field]
    return FIELDS.get(field.partition(".")[0], field)
