"""XML of libraries and reference managers: EndNote, MODS and MARC."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.etree import _Element as Element

from hub.ingest.imports.model import ExportFile, ImportOptions, source_name
from hub.ingest.imports.references import Reference, as_items, page_range
from hub.ingest.model import Item, Rejected
from hub.ingest.safe_xml import attribute, child, children, parse_xml, text_of, within

_RELATED = ("relatedItem",)


def read_endnote(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The XML of EndNote."""
    root = parse_xml(file.read(), file.name)
    records = (_endnote(record) for record in within(root, "record"))
    return as_items(records, source_name(file), "endnote", options)


def _endnote(record: Element) -> Reference:
    def every(*names: str) -> tuple[str, ...]:
        return tuple(filter(None, (text_of(found) for found in within(record, *names))))

    titles = child(record, "titles")
    title = _below(titles, "title")
    kind = child(record, "ref-type")
    return Reference(
        title=title,
        authors=tuple(n.rstrip(",") for n in every("author")),
        dates=(
            _below(_path(record, "dates", "pub-dates"), "date"),
            _below(child(record, "dates"), "year"),
        ),
        addresses=every("url"),
        doi=every("electronic-resource-num"),
        abstract=next(iter(every("abstract")), None),
        container=_below(titles, "secondary-title") or next(iter(every("full-title")), None),
        publisher=next(iter(every("publisher")), None),
        language=every("language"),
        keywords=every("keyword"),
        pages=next(iter(every("pages")), None),
        kind="" if kind is None else attribute(kind, "name").replace(" ", ""),
        key=None,
    )  # fmt: skip


def read_mods(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """MODS, single records and collections of them (https://www.loc.gov/standards/mods/)."""
    root = parse_xml(file.read(), file.name)
    records = (_mods(record) for record in within(root, "mods"))
    return as_items(records, source_name(file), "mods", options)


def _mods(record: Element) -> Reference:
    host = next((r for r in children(record, *_RELATED) if attribute(r, "type") == "host"), None)
    series = next(
        (r for r in children(record, *_RELATED) if attribute(r, "type") == "series"), None
    )
    origins = [
        *children(record, "originInfo"),
        *(children(host, "originInfo") if host is not None else ()),
    ]
    dates = _mods_dates(origins) + _mods_dates(children(host, "part") if host is not None else ())
    locations = [text_of(u) for loc in children(record, "location") for u in children(loc, "url")]
    identifiers = [(attribute(i, "type"), text_of(i)) for i in children(record, "identifier")]
    publishers = [_below(origin, "publisher") for origin in origins]
    return Reference(
        title=_mods_title(record),
        authors=tuple(filter(None, (_mods_name(name) for name in children(record, "name")))),
        dates=dates,
        addresses=(*locations, *(v for t, v in identifiers if t in ("uri", "url"))),
        doi=tuple(v for t, v in identifiers if t == "doi"),
        abstract=_below(record, "abstract"),
        container=_mods_title(host if host is not None else series),
        publisher=next(filter(None, publishers), None),
        language=tuple(text_of(t) for lang in children(record, "language") for t in lang) or (
            *(text_of(lang) for lang in children(record, "language")),),
        keywords=tuple(_mods_subjects(record)),
        pages=_mods_pages(record, host),
        kind=_mods_kind(record, host),
    )  # fmt: skip


def _mods_title(record: Element | None) -> str | None:
    if record is None:
        return None
    infos = sorted(children(record, "titleInfo"), key=lambda info: bool(attribute(info, "type")))
    for info in infos:
        main = " ".join(filter(None, (_below(info, "nonSort"), _below(info, "title"))))
        return ": ".join(filter(None, (main, _below(info, "subTitle")))) or None
    return None


def _mods_name(name: Element) -> str:
    parts = [(attribute(part, "type"), text_of(part)) for part in children(name, "namePart")]
    typed = dict(reversed(parts))
    if typed.get("family"):
        return f"{typed['family']}, {typed.get('given', '')}".strip(", ")
    return " ".join(text for kind, text in parts if kind in ("", "given"))


def _mods_dates(origins: Iterable[Element]) -> tuple[str, ...]:
    wanted = ("copyrightDate", "dateIssued", "dateCreated", "date")
    found = [(d, text_of(d)) for origin in origins for d in within(origin, *wanted)]
    exact = [text for d, text in found if attribute(d, "encoding")]
    return (*exact, *(text for _, text in found))


def _mods_subjects(record: Element) -> Iterator[str]:
    for subject in children(record, "subject"):
        for topic in children(subject, "topic", "geographic", "temporal", "genre"):
            yield text_of(topic)


def _mods_pages(record: Element, host: Element | None) -> str | None:
    for place in (host, record):
        for extent in within(place, "extent") if place is not None else ():
            if attribute(extent, "unit") in ("page", "pages"):
                pages = page_range(_below(extent, "start"), _below(extent, "end"))
                return pages or _below(extent, "list")
    return None


def _mods_kind(record: Element, host: Element | None) -> str:
    genres = [text_of(genre).casefold() for genre in children(record, "genre")]
    host_genres = [text_of(g).casefold() for g in within(host, "genre")] if host is not None else []
    words = " ".join([*genres, *host_genres])
    if "newspaper" in words:
        return "newspaper"
    if "article" in words or "journal" in host_genres:
        return "article"
    return next((g for g in genres if g in ("book", "report", "thesis")), "")


def read_marc(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """MARC 21 as XML, as library catalogues give it (https://www.loc.gov/standards/marcxml/)."""
    root = parse_xml(file.read(), file.name)
    found = within(root, "record")
    return as_items(map(_marc, found), source_name(file), "marc", options)


_MARC_END = re.compile(r"(?<=[^\s.][^\s.][^\s.])[\s.]+$|[\s/:;,=]+$")


def _marc(record: Element) -> Reference:
    def every(tags: str, codes: str) -> list[str]:
        return [
            text
            for field in children(record, "datafield")
            if attribute(field, "tag") in tags.split()
            for part in children(field, "subfield")
            if attribute(part, "code") in codes and (text := _marc_text(part))
        ]

    title = [_marc_text(p) for f in children(record, "datafield") if attribute(f, "tag") == "245"
             for p in children(f, "subfield") if attribute(p, "code") in "abnp"]  # fmt: skip
    fixed = next((text_of(f) for f in children(record, "controlfield")
                  if attribute(f, "tag") == "008"), "")  # fmt: skip
    number = [t for t in every("024", "a") if t.startswith("10.")]
    return Reference(
        title=": ".join(filter(None, title)),
        authors=tuple(every("100 700", "a") or every("110 111 710 711", "a")),
        dates=(*_years(every("260 264", "c")), *_years([fixed[7:11]])),
        addresses=tuple(every("856", "u")),
        doi=tuple(number),
        abstract=next(iter(every("520", "a")), None),
        container=next(iter(every("773", "t")), None),
        publisher=next(iter(every("260 264", "b")), None),
        language=(*every("041", "a"), fixed[35:38] if len(fixed) >= 38 else None),
        keywords=tuple(every("600 610 630 650 651 653 689", "a")),
        kind="" if every("773", "t") else "book",
        key=next((f"{text_of(f)}" for f in children(record, "controlfield")
                  if attribute(f, "tag") == "001"), None),
    )  # fmt: skip


def _marc_text(part: Element) -> str:
    return _MARC_END.sub("", text_of(part).strip("\x98\x9c ")).strip()


def _years(texts: Sequence[str]) -> list[str]:
    """The texts and, behind them, the years that stand in them."""
    return [*texts, *(y for text in texts for y in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", text))]


def _path(node: Element | None, *names: str) -> Element | None:
    for name in names:
        node = child(node, name) if node is not None else None
    return node


def _below(node: Element | None, name: str) -> str | None:
    """The text of the first child of that name."""
    return (text_of(child(node, name)) or None) if node is not None else None
