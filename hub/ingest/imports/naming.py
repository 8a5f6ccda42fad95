"""Words of an export that our own tables know: collections, types, topics."""

import re

from hub.i18n import LANGUAGES
from hub.ingest.imports.columns import folded
from hub.labels import facet_label
from hub.model import Catalogue, ResourceType

#: Words for the types, as sections and columns name them, in the plural too.
_TYPE_WORDS = {
    ResourceType.DOCUMENT: (
        "document dokument dokumente documents leitfaden leitfäden handreichung handreichungen"
        " broschüre broschüren bericht berichte report reports studie studien publikation"
        " publikationen guide guides arbeitshilfe arbeitshilfen"
    ),
    ResourceType.METHOD: "method methode methoden methods werkzeug werkzeuge tools tool toolbox",
    ResourceType.PROJECT: (
        "project projekt projekte projects praxisbeispiel praxisbeispiele beispielprojekte"
    ),
    ResourceType.ARTICLE: "article fachartikel fachbeitrag fachbeiträge aufsatz aufsätze articles",
    ResourceType.NEWS: (
        "news nachricht nachrichten presse pressemitteilung pressemitteilungen medienartikel"
        " medienbericht medienberichte zeitungsartikel medien aktuelles"
    ),
    ResourceType.EVENT: (
        "event veranstaltung veranstaltungen events termin termine tagung tagungen konferenzen"
    ),
    ResourceType.FUNDING: (
        "funding förderung fördermittel förderprogramm förderprogramme förderaufruf"
        " förderaufrufe ausschreibung ausschreibungen"
    ),
}
_TYPE_OF = {word: str(type) for type, words in _TYPE_WORDS.items() for word in words.split()} | {
    folded(facet_label(Catalogue(), "type", type, language)): str(type)
    for type in ResourceType
    for language in LANGUAGES
}

#: What board services and browsers add to the name of a file.
_ADDED = re.compile(r"^(posts?|beiträge|padlet|export)\b|\b(export|padlet|posts?)$|\b\d+$")
_SURE = 8  #: letters: a shorter name inside a longer one proves nothing


def type_named(word: str) -> str | None:
    """The type a word or short heading stands for, or None."""
    return _TYPE_OF.get(folded(word))


def concept_named(word: str, catalogue: Catalogue) -> str | None:
    """The concept with this id, label or old name; None if there is none, or several."""
    wanted = folded(word)
    olds = {now for old, now in catalogue.renamed.of("tag") if folded(old) == wanted}
    found = [
        concept.id
        for concept in catalogue.thesaurus.by_id.values()
        if wanted in (folded(concept.id), *map(folded, concept.label.values()))
    ]
    found = found or [id for id in olds if id in catalogue.thesaurus]
    return found[0] if len(found) == 1 else None


def collection_named(name: str, catalogue: Catalogue) -> str | None:
    """The collection with this id, title or old name, as a board or file gives it, or None.

    A name that holds one title, or stands in one, counts if it does so with one collection alone.
    """
    wanted = _bare(name)
    if not wanted:
        return None
    titles = {
        id: {_bare(id), *map(_bare, collection.title.values())}
        for id, collection in catalogue.collections.items()
    }
    exact = [id for id, known in titles.items() if wanted in known]
    before = {now for old, now in catalogue.renamed.of("collection") if _bare(old) == wanted}
    exact = exact or [id for id in before if id in titles]
    near = exact or [
        id
        for id, known in titles.items()
        if any(min(len(wanted), len(t)) >= _SURE and (t in wanted or wanted in t) for t in known)
    ]
    return near[0] if len(near) == 1 else None


def _bare(name: str) -> str:
    """The name without what was added to it, umlauts as they are written in addresses."""
    text = folded(name)
    for _ in range(3):
        text = _ADDED.sub("", text).strip()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, plain)
    return text
