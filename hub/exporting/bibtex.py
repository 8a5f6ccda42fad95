"""BibTeX and BibLaTeX in UTF-8. What TeX would take for its own is escaped."""

from collections.abc import Iterable, Iterator

from hub.exporting.cleaning import line
from hub.exporting.model import Edition
from hub.exporting.persons import Name
from hub.exporting.reference import Reference, reference
from hub.model import Resource

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        # BibTeX counts braces even behind a backslash, so single ones need a name.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)
#: What would end or break a field stands percent-encoded in an address.
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """One entry after the other."""
    for resource in resources:
        yield (entry(reference(resource, edition), edition) + "\n").encode()


def entry(cited: Reference, edition: Edition) -> str:
    """One entry; its key is the resource's id, which no other resource has."""
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(cited, edition) if value]
    if len(cited.date) > 4:
        lines.append(f"  month = {_MONTHS[int(cited.date[5:7]) - 1]}")
    return f"@{cited.kind.bibtex}{{{cited.id},\n" + ",\n".join(lines) + "\n}\n"


def _fields(cited: Reference, edition: Edition) -> Iterator[tuple[str, str]]:
    if cited.kind.csl == "article-newspaper":
        yield "entrysubtype", "newspaper"  # BibLaTeX: BibTeX has no kind of its own for it
    yield "author", " and ".join(map(_name, cited.names))
    yield "title", f"{{{_tex(cited.title)}}}"
    yield _publisher_field(cited), _tex(cited.publisher)
    yield "year", cited.date[:4]
    yield "date", cited.date
    yield "language", cited.language
    yield "url", cited.url.translate(_URL)
    yield "urldate", edition.day.isoformat() if cited.url else ""
    yield "address", _tex(cited.place)
    yield "abstract", _tex(line(cited.note))
    yield "keywords", ", ".join(map(_tex, cited.keywords))
    yield "note", _tex("; ".join(cited.remarks))


def _publisher_field(cited: Reference) -> str:
    if cited.kind.periodical:
        return "journal"
    return "institution" if cited.kind.bibtex == "techreport" else "publisher"


def _name(name: Name) -> str:
    """'Muster, Anna'; the name of a body in braces of its own, so that it stays whole."""
    return _tex(name.turned) if name.given else f"{{{_tex(name.family)}}}"


def _tex(text: str) -> str:
    return text.translate(_TEX)
