"""Care for the thesaurus: check it, change single concepts, exchange it, try a change out."""

from dataclasses import dataclass
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.catalogue.checks import UNKNOWN_TAG
from hub.catalogue.reading import Unreadable, read_yaml
from hub.catalogue.tables import LARGEST_TABLE, TABLES, THESAURUS, line_of
from hub.catalogue.vocabulary.checking import hints, shadows
from hub.catalogue.vocabulary.editing import ThesaurusFile
from hub.catalogue.vocabulary.last_good import stays
from hub.catalogue.vocabulary.merging import Merged, merge
from hub.catalogue.vocabulary.skos import format_of, read_skos, write_skos
from hub.catalogue.writing import replace_file, unwritable
from hub.language import analyze
from hub.model import Catalogue, Problem

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

    def __init__(self, folder: CatalogueFolder) -> None:
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
