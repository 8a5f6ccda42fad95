"""What an import or export did."""

from dataclasses import dataclass
from pathlib import Path

from hub.model import Problem


@dataclass(frozen=True)
class ImportReport:
    """What became of each resource of an import, and what an editor should look at.

    Every resource handed in is in exactly one of ``added``, ``changed``, ``unchanged`` (ids)
    and ``rejected``. Paths and lines of problems are those of the imported files.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    rejected: tuple[Problem, ...] = ()
    cleaned: tuple[tuple[str, str, str], ...] = ()  #: id, address before, address after
    notices: tuple[Problem, ...] = ()  #: the editors' work list; fatal: a row was left out

    @property
    def total(self) -> int:
        """How many resources were handed in."""
        return len(self.added) + len(self.changed) + len(self.unchanged) + len(self.rejected)

    @property
    def arithmetic(self) -> str:
        """The sum that shows that none was lost."""
        parts = (self.added, self.changed, self.unchanged, self.rejected)
        return f"{self.total} = " + " + ".join(str(len(part)) for part in parts)


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote."""

    folder: Path
    resources: int
    collections: int
    set_aside: tuple[Problem, ...] = ()  #: files that could not be read; copied as they are
