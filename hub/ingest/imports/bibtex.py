"""BibTeX and BibLaTeX."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware

from hub.ingest.imports.model import ExportFile, ImportOptions, decode, source_name
from hub.ingest.imports.references import Reference, as_items
from hub.ingest.model import Item, Rejected

_FONTS = re.compile(r"\\(?:text(?:rm|it|bf|sc|tt|sf|up|sl)|emph|mathrm|mbox)\b\s*")
_VERBATIM = frozenset({"url", "ee", "doi"})  #: fields that hold no TeX
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """All entries; what is damaged is left out by itself, not with the rest of the file."""
    text = _FONTS.sub("", decode(file.read()))
    library = parse_string(text, append_middleware=[MonthIntMiddleware(), _Decoding()])
    source = source_name(file)
    entries = [_reference(e.key, e.entry_type, {f.key.lower(): f.value for f in e.fields})
               for e in library.entries]  # fmt: skip
    yield from as_items(entries, source, "bibtex", options)
    for number, block in enumerate(library.failed_blocks, 1):
        raw = " ".join((block.raw or "").split())
        yield Rejected(source, f"damaged entry {number}", _DAMAGED, title=raw[:80])


class _Decoding(LatexDecodingMiddleware):
    """Reads TeX, but not in addresses: a bare & or ~ is part of them."""

    def transform_entry(self, entry: Any, library: Any) -> Any:
        """The entry, its addresses as they were."""
        kept = {f.key: f.value for f in entry.fields if f.key.lower() in _VERBATIM}
        decoded = super().transform_entry(entry, library)
        for field in getattr(decoded, "fields", ()):
            field.value = kept.get(field.key, field.value)
        return decoded


_DAMAGED = "The entry cannot be read. Check its braces, commas and quotation marks."


def _reference(key: str, kind: str, fields: Mapping[str, object]) -> Reference:
    def field(*names: str) -> str | None:
        tidy = _address if names[0] in _VERBATIM else _tidy
        return next((tidy(fields[name]) for name in names if fields.get(name)), None)

    people = [person for name in ("author", "editor", "translator") if (person := field(name))]
    return Reference(
        title=": ".join(filter(None, (field("title"), field("subtitle")))),
        authors=tuple(_person(n) for text in people for n in _AND.split(text)),
        dates=(_date(field("date"), field("year"), field("month"), field("day")),),
        addresses=(field("url"), field("howpublished"), field("ee")),
        doi=(field("doi"), field("url")),
        abstract=field("abstract"),
        container=field("journal", "journaltitle", "booktitle", "maintitle"),
        publisher=field("publisher", "institution", "school", "organization"),
        language=(field("langid", "language", "hyphenation"),),
        keywords=tuple(re.split(r"\s*[,;]\s*", field("keywords", "keyword") or "")),
        pages=(field("pages") or "").replace("--", "-").replace("–", "-"),
        kind="newspaper" if field("entrysubtype") == "newspaper" else kind,
        key=key,
    )


def _tidy(value: object) -> str:
    text = re.sub(r"(?<!\\)[{}]", "", str(value))
    return " ".join(text.replace("\\&", "&").replace("~", " ").split())


def _address(value: object) -> str:
    """An address, also from programs that escape what TeX would not take."""
    tilde = re.sub(r"\\textasciitilde\s*(\{\})?|\\~(\{\})?", "~", str(value))
    return re.sub(r"[{}]", "", re.sub(r"\\([&%$#_])", r"\1", tilde)).strip()


def _person(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    return f"{parts[0]}, {parts[2]} {parts[1]}" if len(parts) == 3 else name


def _date(date: str | None, year: str | None, month: str | None, day: str | None) -> str | None:
    if date:
        return date
    if year and month and month.isdigit():
        return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day and day.isdigit() else "")
    return f"{month} {year}" if year and month else year
