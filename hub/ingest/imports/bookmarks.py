"""Bookmarks as browsers export them, all in the format that Netscape once began."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from hub.ingest.extract.cleaning import clean_line
from hub.ingest.imports.model import ExportFile, ImportOptions, decode, source_name
from hub.ingest.model import Item, Rejected
from hub.ingest.records import Statement, web_address

_NO_ADDRESS = "The bookmark leads to no web page: {address}"
#: Folders that every browser makes by itself and that say nothing.
_OWN_FOLDERS = frozenset(
    (
        *("bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "other bookmarks"),
        *("lesezeichen", "lesezeichen-symbolleiste", "lesezeichenleiste", "weitere lesezeichen"),
        *("favorites", "favorites bar", "favoriten", "favoritenleiste"),
    )
)


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The bookmarks in their order; the folders around one and its tags are its words."""
    soup = BeautifulSoup(decode(file.read()), "lxml")
    source = source_name(file)
    folders: list[tuple[Tag, str]] = []
    for tag in soup(["h3", "a"]):
        folders = [(h, name) for h, name in folders if _is_around(h, tag)]
        if tag.name == "h3":
            folders.append((tag, clean_line(tag.get_text())))
        elif tag.get("href"):
            yield _bookmark(tag, [name for _, name in folders], source, options)


def _is_around(heading: Tag, tag: Tag) -> bool:
    """Whether the list that follows the heading holds the tag."""
    listed = heading.find_next("dl")
    return listed is not None and any(parent is listed for parent in tag.parents)


def _bookmark(tag: Tag, folders: list[str], source: str, options: ImportOptions) -> Item | Rejected:
    written = clean_line(str(tag["href"]))
    title = clean_line(tag.get_text())
    address = web_address(written)
    if address != written:
        return Rejected(source, written or "?", _NO_ADDRESS, {"address": written[:80]}, title)
    said = Statement("bookmark")
    said.say("title", title)
    said.say("keywords", *(f for f in folders if f.casefold() not in _OWN_FOLDERS))
    said.say("keywords", *str(tag.get("tags") or "").split(","))
    note = tag.find_next_sibling("dd") or (tag.parent and tag.parent.find_next_sibling())
    if isinstance(note, Tag) and note.name == "dd":
        said.say("notes", next(note.stripped_strings, None))
    return Item(source, address, address, facts=said.facts, collections=options.collections)
