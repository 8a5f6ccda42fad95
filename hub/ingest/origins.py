"""Where a value of a proposal comes from, in words for editors."""

from hub.i18n.words import mark

#: Where a value may stand, as the extractors name it.
_ON_PAGE = (
    *("citation", "dublin-core", "h1", "html", "json-ld", "link", "markup", "meta", "og", "time"),
)
_IN_FILE = ("epub", "front-matter", "pdf", "properties", "xmp")
_ORIGINS = {
    "typed": mark("typed"),
    "similar": mark("our suggestion"),
    "text": mark("our suggestion"),
    "publishers.yaml": mark("by the host"),
    "name": mark("name of the file"),
    "source": mark("stated by the source"),
    "rule": mark("by a rule of the source"),
    "feed": mark("from the feed"),
    **dict.fromkeys(_ON_PAGE, mark("stated on the page")),
    "title": mark("from the title of the page"),
    "htmldate": mark("worked out from the page"),
    "heading": mark("from a heading"),
    **dict.fromkeys(_IN_FILE, mark("stated in the file")),
    "mail": mark("from the mail"),
    "icalendar": mark("from the calendar"),
}
_ELSEWHERE = mark("stated there ({origin})")


def origin_in_words(origin: str) -> str:
    """The words for an origin as extractors name it; ``{origin}`` stays where it is unknown."""
    return _ORIGINS.get(origin.partition(":")[0], _ELSEWHERE)
