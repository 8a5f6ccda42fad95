"""How a resource is cited: one answer, which every format of references then writes its own way."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.exporting.cleaning import block, line
from hub.exporting.dates import figures, span
from hub.exporting.model import Edition
from hub.exporting.persons import Name, name_of
from hub.model import Resource, ResourceType


@dataclass(frozen=True)
class Kind:
    """What a type is called in the formats of references."""

    ris: str
    bibtex: str
    csl: str
    zotero: str
    periodical: bool = False  #: it stands in a journal or newspaper, which is its publisher


_REPORT = Kind("RPRT", "techreport", "report", "report")
_PAGE = Kind("ELEC", "misc", "webpage", "webpage")
KINDS = {
    ResourceType.DOCUMENT: _REPORT,
    ResourceType.METHOD: _REPORT,
    ResourceType.PROJECT: _PAGE,
    ResourceType.ARTICLE: Kind("JOUR", "article", "article-journal", "journalArticle", True),
    ResourceType.NEWS: Kind("NEWS", "article", "article-newspaper", "newspaperArticle", True),
    ResourceType.EVENT: Kind("CONF", "misc", "event", "presentation"),
    ResourceType.FUNDING: _PAGE,
}


@dataclass(frozen=True)
class Reference:
    """A resource as something to cite. All texts are clean; those but ``note`` are one line."""

    id: str
    kind: Kind
    type: str  #: in the reader's words
    title: str
    names: tuple[Name, ...]  #: who is named first: authors, else the publisher of no periodical
    authors: tuple[str, ...]  #: as written
    publisher: str
    date: str  #: partial, or empty
    language: str
    url: str
    keywords: tuple[str, ...]
    note: str  #: our own words
    place: str  #: of an event
    remarks: tuple[str, ...]  #: dates of an event or a call, in words


def reference(resource: Resource, edition: Edition) -> Reference:
    """The resource as something to cite."""
    kind = KINDS[resource.type]
    publisher = line(resource.publisher or "")
    names = tuple(name_of(a, body=edition.body(a)) for a in resource.authors if line(a))
    if not names and publisher and not kind.periodical:
        names = (name_of(publisher, body=True),)
    labels = [edition.label("tag", tag) for tag in resource.tags]
    return Reference(
        id=resource.id,
        kind=kind,
        type=edition.label("type", resource.type.value),
        title=line(resource.title) or resource.id,
        names=names,
        authors=tuple(filter(None, map(line, resource.authors))),
        publisher=publisher,
        date=resource.when or "",
        language=resource.language or "",
        url=line(resource.url or "").replace(" ", "%20"),
        keywords=tuple(filter(None, map(line, dict.fromkeys((*labels, *resource.keywords))))),
        note=block(resource.summary or ""),
        place=line((resource.event and resource.event.place) or ""),
        remarks=tuple(remarks(resource, edition)),
    )


def remarks(resource: Resource, edition: Edition) -> Iterator[str]:
    """When an event takes place, or until when one can apply, and for whose money."""
    words, event, funding = edition.words, resource.event, resource.funding
    if event and event.start:
        when = span(event.start, event.end, edition.language)
        yield f"{words.t('Date of the event')}: {when}"
    if funding and funding.deadline:
        yield f"{words.t('Apply by')}: {figures(funding.deadline, edition.language)}"
    if funding and funding.funder:
        yield f"{words.t('Funder')}: {line(funding.funder)}"
