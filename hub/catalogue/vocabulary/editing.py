"""Change concepts of the thesaurus file: checked first, then written in one step, or not at all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.catalogue.folder import CatalogueFolder
from hub.catalogue.problems import unreadable
from hub.catalogue.reading import Unreadable, decode, parse
from hub.catalogue.tables import TABLES, THESAURUS, read_table
from hub.catalogue.vocabulary.lines import Row, with_rows
from hub.errors import CatalogueError, ConceptChanged
from hub.model import Concept, Problem

_KEY = TABLES[THESAURUS][0]
_EMPTY = f"{_KEY}: []\n".encode()


@dataclass(frozen=True)
class Entry:
    """A concept as it stands in the file; ``version`` changes whenever it does."""

    concept: Concept
    version: str


class ThesaurusFile:
    """The file ``thesaurus.yaml`` of a catalogue folder."""

    def __init__(self, folder: CatalogueFolder) -> None:
        self._folder = folder

    def entries(self) -> dict[str, Entry]:
        """The concepts by id, in the order of the file. Raises CatalogueError when it is broken."""
        path = self._folder.folder / THESAURUS
        return _entries(path.read_bytes() if path.is_file() else _EMPTY)

    def change(self, rows: Mapping[str, Row | None], seen: Mapping[str, str]) -> None:
        """Set these entries, by id; None removes one, and what names it forgets it.

        ``seen`` holds the version of each entry that the change was made from, "" for one that is
        new. Raises ConceptChanged where an entry is another one by now, and CatalogueError where
        the file is broken or would be; then nothing has changed.
        """
        self._folder.change_table(THESAURUS, lambda content: _changed(content, rows, seen))

    def tried(self, rows: Mapping[str, Row | None]) -> dict[str, Concept]:
        """The concepts as they would be after that change. Raises CatalogueError as it would."""
        path = self._folder.folder / THESAURUS
        content = path.read_bytes() if path.is_file() else _EMPTY
        after = _changed(content, rows, None)
        return {id: entry.concept for id, entry in _entries(after).items()}


def row_of(concept: Concept) -> dict[str, Any]:
    """The entry of a concept as plain data, without what is empty."""
    data = concept.model_dump(mode="json")
    return {key: value for key, value in data.items() if value or key == "id"}


def _changed(
    content: bytes, rows: Mapping[str, Row | None], seen: Mapping[str, str] | None
) -> bytes:
    before = _entries(content or _EMPTY)
    for id, version in (seen or {}).items():
        now = before.get(id)
        if (now.version if now else "") != version:
            raise ConceptChanged(id, now.concept if now else None)
    text = with_rows(decode(content or _EMPTY), _KEY, {**rows, **_without(before, rows)})
    _entries(text.encode())
    return text.encode()


def _without(before: Mapping[str, Entry], rows: Mapping[str, Row | None]) -> dict[str, Row]:
    """The entries that name one which goes, without its name."""
    gone = {id for id, row in rows.items() if row is None}
    found: dict[str, Row] = {}
    for id, entry in before.items():
        row = rows.get(id, row_of(entry.concept))
        if row is not None and gone & {*row.get("broader", ()), *row.get("related", ())}:
            kept = {k: [i for i in row.get(k, ()) if i not in gone] for k in ("broader", "related")}
            found[id] = {k: v for k, v in {**row, **kept}.items() if v}
    return found


def _entries(content: bytes) -> dict[str, Entry]:
    try:
        table = read_table(THESAURUS, parse(decode(content)))
    except Unreadable as error:
        raise _broken(unreadable(THESAURUS, error)) from error
    for problem in table.problems:
        if problem.fatal:
            raise _broken(problem)
    return {e.id: Entry(e, _version(e)) for e in table.entries if isinstance(e, Concept)}


def _broken(problem: Problem) -> CatalogueError:
    return CatalogueError(problem.message, **problem.values)


def _version(concept: Concept) -> str:
    content = json.dumps(row_of(concept), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
