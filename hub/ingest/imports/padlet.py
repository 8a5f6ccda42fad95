"""Boards of Padlet: its tables since 2013, its archives, its Markdown."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from hub.errors import IngestError
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.imports.columns import folded
from hub.ingest.imports.model import ExportFile, ImportOptions
from hub.ingest.imports.naming import collection_named, concept_named, type_named
from hub.ingest.imports.rows import Row, csv_rows, xlsx_rows
from hub.ingest.model import Item, Rejected
from hub.ingest.records import Statement, links_in, plain, web_address
from hub.language import normalize

_EMPTY = "The post is empty: it has no title, no text and no attachment."

#: Columns by their names in German and English exports of different years.
_COLUMNS = {
    "subject": ("subject", "title", "betreff", "titel", "überschrift"),
    "body": ("body", "content", "text", "inhalt", "textkörper", "beschreibung", "beitrag"),
    "attachment": (
        *("attachment", "attachments", "attachment url", "link", "anhang", "anhänge", "anlage"),
        *("attachment link", "anhang url"),
    ),
    "author": ("author", "autor", "autor in", "verfasser", "verfasser in", "ersteller"),
    "created": ("created at", "created", "erstellt am", "erstellt", "created at utc", "datum"),
    "updated": ("updated at", "updated", "aktualisiert am", "aktualisiert", "geändert am"),
    "section": ("section", "abschnitt", "bereich", "spalte", "rubrik", "column"),
}
_NAMED = {name: field for field, names in _COLUMNS.items() for name in names}
#: Hosts of Padlet's own storage: addresses there expire.
_STORAGE = ("padlet-uploads", "padletcdn", "u.padletusercontent", "padletuploads", "padlet.net")
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Post:
    """One post of a board, as the export tells it."""

    subject: str = ""
    body: str = ""  #: HTML
    attachments: tuple[str, ...] = ()
    created: str = ""
    section: str = ""


def is_board(header: Row) -> bool:
    """Whether a table's header is that of a board."""
    found = {_NAMED.get(folded(name)) for name in header}
    posts = {"subject", "body"} <= found and bool({"attachment", "section"} & found)
    return posts and "created" in found


def read_csv(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """A board as CSV: its columns may stand in any order."""
    return board_items(_posts(csv_rows(file)), board_name(file), file, options)


def read_xlsx(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """A board as a spreadsheet."""
    return board_items(_posts(xlsx_rows(file)), board_name(file), file, options)


def _posts(rows: Iterator[Row]) -> Iterator[Post]:
    header = next((row for row in rows if any(row)), [])
    fields: dict[str, int] = {}
    for position, name in enumerate(header):
        if field := _NAMED.get(folded(name)):
            fields.setdefault(field, position)
    for row in rows:
        if row:
            cells = {field: row[at].strip() for field, at in fields.items() if at < len(row)}
            yield Post(
                subject=cells.get("subject", ""),
                body=cells.get("body", ""),
                attachments=links_in(cells.get("attachment", "")),
                created=cells.get("created", ""),
                section=clean_line(cells.get("section", "")),
            )


def board_name(file: ExportFile) -> str:
    """The name of the board: that of the file without what the export put before it."""
    stem = clean_line(file.stem.replace("_", " "))
    first, dash, rest = stem.partition(" - ")
    return rest if dash and folded(first) in ("posts", "beiträge", "post") else stem


def board_items(
    posts: Iterator[Post], board: str, file: ExportFile, options: ImportOptions
) -> Iterator[Item | Rejected]:
    """An item, or a refusal with its reason, for each post: none is lost."""
    collections = options.collections or _collection(board, file, options)
    keys: dict[str, int] = {}
    for post in posts:
        key = _key(post)
        keys[key] = keys.get(key, 0) + 1
        unique = key if keys[key] == 1 else f"{key} {keys[key]}"
        yield _item(post, unique, board, file, collections, options)


def _collection(board: str, file: ExportFile, options: ImportOptions) -> tuple[str, ...]:
    """By the name of the board, else of its file or archive."""
    names = (board, file.stem, file.archive)
    found = next(filter(None, (collection_named(n, options.catalogue) for n in names)), None)
    if not found:
        options.tell(
            IngestError(
                "No collection bears the name of the board '{board}'. "
                "Name the collection with --collection, or the file as the collection.",
                board=board,
            )
        )
    return (found,) if found else ()


def _key(post: Post) -> str:
    """What stays of a post in each kind of export: its minute and its title."""
    moment = _moment(post.created)
    return f"{moment} {normalize(clean_line(post.subject) or plain(post.body)[:80])}".strip()


def _moment(written: str) -> str:
    """'2024-03-05T08:15', also from 'Mar 05, 2024 08:15am'."""
    for shape in ("%b %d, %Y %I:%M%p", "%Y-%m-%d %H:%M:%S UTC", "%d.%m.%Y %H:%M"):
        try:
            return f"{dt.datetime.strptime(clean_line(written), shape):%Y-%m-%dT%H:%M}"
        except ValueError:
            continue
    return written[:16].replace(" ", "T")


def _item(
    post: Post,
    key: str,
    board: str,
    file: ExportFile,
    collections: tuple[str, ...],
    options: ImportOptions,
) -> Item | Rejected:
    body = plain(post.body)
    if not (clean_line(post.subject) or body or post.attachments):
        return Rejected(board, key or "?", _EMPTY)
    expiring = tuple(a for a in post.attachments if expires(a))
    lasting = [a for a in (*post.attachments, *links_in(post.body)) if a not in expiring]
    address = web_address(*lasting)
    said = Statement("padlet")
    said.say("title", _title(post, body), origin="padlet:Subject" if post.subject else None)
    said.say("summary", body or None, origin="padlet:Body")
    said.say("notes", "\n".join(a for a in lasting if a != address))
    homes = _say_section(post.section, said, options)
    content, name = _stored(expiring, file)
    return Item(
        source=board,
        key=key,
        address=address,
        content=content,
        name=name,
        facts=said.facts,
        collections=tuple(dict.fromkeys((*collections, *homes))),
        complete=said.has("title") and not (options.fetch and address),
        attachments=() if content else expiring,
    )


def _title(post: Post, body: str) -> str | None:
    """The subject, else the beginning of the text, else None: then the page's own counts."""
    if subject := clean_line(post.subject):
        return subject
    first = body.split("\n", 1)[0]
    if not first and post.attachments and all(map(expires, post.attachments)):
        return _file_name(post.attachments[0])
    if len(first) <= _LONGEST_TITLE:
        return first or None
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def expires(address: str) -> bool:
    """Whether the address leads to Padlet's own storage, where it soon ends."""
    host = (urlsplit(address).hostname or "") if "[" not in address else ""
    path = urlsplit(address).path if host == "storage.googleapis.com" else ""
    return any(part in host or part in path for part in _STORAGE)


def _file_name(address: str) -> str:
    return clean_line(unquote(urlsplit(address).path.rpartition("/")[2])) or address


def _stored(expiring: tuple[str, ...], file: ExportFile) -> tuple[bytes | None, str | None]:
    """The first attachment that lies beside the table in the archive."""
    for address in expiring:
        name = _file_name(address)
        content = file.beside(name)
        if content:
            return content, name
    return None, None


def _say_section(section: str, said: Statement, options: ImportOptions) -> tuple[str, ...]:
    """A section as topic, type or collection; what no table knows stays as a keyword."""
    if not section:
        return ()
    said.say("section", section)
    wanted = options.section_as
    tag = concept_named(section, options.catalogue) if wanted in (None, "tag") else None
    type = type_named(section) if wanted == "type" or (wanted is None and not tag) else None
    home = None
    if wanted == "collection" or (wanted is None and not tag and not type):
        home = collection_named(section, options.catalogue)
    said.say("tags", tag)
    said.say("type", type)
    if not (tag or type or home):
        said.say("keywords", section)
    return (home,) if home else ()
