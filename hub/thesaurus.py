"""Care for the thesaurus: check it, change single concepts, exchange it, try a change out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hub.catalogue import CatalogueFolder
from hub.catalogue.checks import UNKNOWN_TAG
from hub.catalogue.reading import Unreadable, read_yaml
from hub.catalogue.tables import LARGEST_TABLE, TABLES, THESAURUS, line_of
from hub.catalogue.vocabulary.checking import hints, plain, shadows
from hub.catalogue.vocabulary.editing import Entry, ThesaurusFile
from hub.catalogue.vocabulary.last_good import stays
from hub.catalogue.vocabulary.merging import Merged, merge
from hub.catalogue.vocabulary.skos import format_of, read_skos, write_skos
from hub.catalogue.writing import replace_file, unwritable
from hub.errors import CatalogueError, NotFound
from hub.index.port import Engine
from hub.index.tables import Tables
from hub.language import analyze
from hub.model import Access, Catalogue, Problem, Query, Results, Thesaurus

_TITLE = {"de": "Thesaurus der urbanen Sicherheit", "en": "Thesaurus of urban security"}


@dataclass(frozen=True)
class Findings:
    """What a check found: what is to be mended, and what is only worth a look."""

    errors: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        """Both, each thing once."""
        return Findings(
            tuple(dict.fromkeys((*self.errors, *other.errors))),
            tuple(dict.fromkeys((*self.hints, *other.hints))),
        )


def check_catalogue(catalogue: Catalogue) -> Findings:
    """What is to be mended in the files of the catalogue."""
    note = stays(THESAURUS)
    return Findings(
        tuple(p for p in catalogue.problems if p != note),
        (note,) if note in catalogue.problems else (),
    )


class ThesaurusCare:
    """What editors do with the thesaurus of a catalogue folder."""

    def __init__(self, folder: CatalogueFolder, fresh: Callable[[], Engine] | None = None) -> None:
        """``fresh`` opens the index once more, to try a change out beside the running search."""
        self._fresh = fresh
        self._folder = folder
        self._file = ThesaurusFile(folder)

    def check(self) -> Findings:
        """What is to be mended in thesaurus and tags, and what is only worth a look."""
        catalogue = self._folder.load()
        own = check_catalogue(catalogue)
        errors = [p for p in own.errors if p.path == THESAURUS or p.message == UNKNOWN_TAG]
        if any(p.fatal for p in errors):  # lines of the file and concepts in force differ
            return Findings(tuple(errors), own.hints)
        found = self._names_and_use(catalogue)
        return Findings(
            (*errors, *(p for p in found if p.fatal)), tuple(p for p in found if not p.fatal)
        )

    # Single concepts

    def entry(self, id: str) -> Entry:
        """A concept as it stands in the file. Raises NotFound, or CatalogueError."""
        found = self._file.entries().get(id)
        if found is None:
            raise NotFound("There is no concept '{id}' in the thesaurus.", id=id)
        return found

    def broken(self) -> tuple[Problem, ...]:
        """What keeps the file from being in force; none when it is in order."""
        problems = self._folder.load().problems
        return tuple(p for p in problems if p.path == THESAURUS and p.fatal)

    def used(self) -> dict[str, int]:
        """How many resources are tagged with each concept itself."""
        resources = self._folder.load().resources.values()
        return dict(Counter(tag for resource in resources for tag in resource.tags))

    def resolve(self, names: Iterable[str]) -> list[str]:
        """The ids of concepts named by id or label. Raises CatalogueError for an unknown one."""
        ids: dict[str, str] = {}
        for id, entry in self._file.entries().items():
            for name in (id, *entry.concept.label.values()):
                ids.setdefault(plain(name), id)
        found: list[str] = []
        for name in names:
            if plain(name) not in ids:
                raise CatalogueError(
                    "There is no concept '{name}' to relate to. Write its label as in the list.",
                    name=name,
                )
            found.append(ids[plain(name)])
        return list(dict.fromkeys(found))

    def save(self, id: str, row: Mapping[str, Any], version: str) -> None:
        """Set a concept. ``version`` is that of the entry it was made from, "" for a new one.

        Raises ConceptChanged where it is another one by now, CatalogueError where it cannot be;
        then nothing has changed.
        """
        self._try(id, row)
        self._file.change({id: row}, {id: version})

    def remove(self, id: str, version: str) -> None:
        """Remove a concept that no resource is tagged with. Raises as ``save``."""
        number = self.used().get(id, 0)
        if number:
            raise CatalogueError(
                "{number} resources are tagged with '{id}'. Give them another tag first.",
                number=number,
                id=id,
            )
        self._file.change({id: None}, {id: version})

    def preview(self, id: str, row: Mapping[str, Any], query: Query, access: Access) -> Results:
        """What a search would find with that concept set. Raises as ``save``."""
        thesaurus = self._try(id, row)
        engine = self._fresh() if self._fresh else None
        if engine is None:
            return Results(query, 0)
        engine.use_tables(Tables(replace(self._folder.load(), thesaurus=thesaurus)))
        return engine.search(query, access)

    def _try(self, id: str, row: Mapping[str, Any]) -> Thesaurus:
        """The thesaurus with that concept set, if it would be in order."""
        tried = Thesaurus(self._file.tried({id: row}).values())
        for found in shadows(THESAURUS, tried, lambda name, part: None, stems):
            if found.fatal and id in (found.values["id"], found.values["other"]):
                raise CatalogueError(found.message, **found.values)
        return tried

    # Exchange

    def export(self, path: Path) -> int:
        """Write the concepts that are in force as SKOS; how many. Raises CatalogueError."""
        format = format_of(path)
        concepts = self._folder.load().thesaurus.by_id.values()
        content = write_skos(concepts, format, _TITLE)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
        except OSError as error:
            raise unwritable(path, error) from error
        return len(concepts)

    def take_over(self, path: Path, *, dry_run: bool = False) -> Merged:
        """Merge the concepts of a SKOS file into the thesaurus; ``dry_run`` only says how.

        Raises CatalogueError where the file cannot be read, or where the thesaurus would be
        broken by it; then nothing has changed.
        """
        entries = self._file.entries()
        known = {id: entry.concept for id, entry in entries.items()}
        merged = merge(path.name, read_skos(path), known)
        if dry_run:
            self._file.tried(merged.rows)
        elif merged.rows:
            seen = {id: entries[id].version if id in entries else "" for id in merged.rows}
            self._file.change(merged.rows, seen)
        return merged

    # Checks

    def _names_and_use(self, catalogue: Catalogue) -> list[Problem]:
        try:
            document, _ = read_yaml(self._folder.folder / THESAURUS, LARGEST_TABLE)
            line = line_of(document, TABLES[THESAURUS][0])
        except (FileNotFoundError, Unreadable):
            return []  # there is none, or it broke at this very moment: the next look says so
        used = {tag for resource in catalogue.resources.values() for tag in resource.tags}
        return [
            *shadows(THESAURUS, catalogue.thesaurus, line, stems),
            *hints(THESAURUS, catalogue.thesaurus, line, used),
        ]


def stems(name: str, language: str) -> tuple[str, ...]:
    """What a name of a concept is found by: names with the same stems meet in a search."""
    return tuple(token.word.stems[0] for token in analyze(name, language))
