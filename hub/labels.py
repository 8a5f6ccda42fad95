"""Labels of facets and their values in the reader's language."""

from hub.i18n import translator
from hub.model import Catalogue, label_in

_TITLES = {
    "collection": "Collection",
    "type": "Type",
    "tag": "Topic",
    "language": "Language",
    "year": "Year",
    "place": "Place",
    "target_group": "Target group",
    "evidence": "Evidence",
}

_VALUES = {
    "type": {
        "document": "Document",
        "method": "Method",
        "project": "Project",
        "article": "Specialist article",
        "news": "Media article",
        "event": "Event",
        "funding": "Funding",
    },
    "language": {
        "de": "German",
        "en": "English",
        "fr": "French",
        "nl": "Dutch",
        "it": "Italian",
        "es": "Spanish",
        "pl": "Polish",
        "pt": "Portuguese",
        "cs": "Czech",
        "da": "Danish",
        "sv": "Swedish",
    },
    "evidence": {
        "not-assessed": "Not assessed",
        "theory": "Theoretically well founded",
        "probable": "Effect probable",
        "proven": "Effect proven",
    },
}

#: Target groups stand in the files as the network writes them; the known ones in both languages.
TARGET_GROUPS = {
    "frauen": {"de": "Frauen", "en": "Women"},
    "jugendliche": {"de": "Jugendliche", "en": "Young people"},
    "beschäftigte": {"de": "Beschäftigte", "en": "Employees"},
    "wohnungslose": {"de": "Wohnungslose", "en": "Homeless people"},
    "ehrenamtliche": {"de": "Ehrenamtliche", "en": "Volunteers"},
    "kinder": {"de": "Kinder", "en": "Children"},
    "senioren": {"de": "Seniorinnen und Senioren", "en": "Older people"},
    "suchtkranke": {"de": "Suchtkranke", "en": "People with addictions"},
    "queere menschen": {"de": "Queere Menschen", "en": "LGBTQ people"},
}


#: Values of the facets that are the same in every catalogue.
KNOWN_VALUES = {facet: tuple(labels) for facet, labels in _VALUES.items()}


def language_name(code: str, language: str) -> str:
    """A language's name in the reader's language; an unknown code stays as it is."""
    return translator(language)(_VALUES["language"].get(code, code))


def facet_title(facet: str, language: str) -> str:
    """The heading of a facet, or of a field of a resource."""
    return translator(language)(_TITLES.get(facet, facet))


def facet_label(catalogue: Catalogue, facet: str, value: str, language: str) -> str:
    """A facet value in words. What no table knows is its own label."""
    if facet in _VALUES:
        return translator(language)(_VALUES[facet].get(value, value))
    if facet == "target_group":
        return TARGET_GROUPS.get(value, {}).get(language, value)
    if facet == "collection":
        collection = catalogue.collections.get(value)
        return collection.title.get(language, collection.title["de"]) if collection else value
    entry = {"tag": catalogue.thesaurus.get, "place": catalogue.gazetteer.get}.get(
        facet, lambda _: None
    )(value)
    return label_in(entry, language) if entry else value
