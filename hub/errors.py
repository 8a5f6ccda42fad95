"""Every error the hub raises on purpose: one tree, each message a sentence with a way out.

HubError
├── CatalogueError      a file of the catalogue or of an import cannot be used
│   ├── NotFound        no such resource or collection, or none that this person may see
│   ├── ConceptChanged  somebody else changed a concept meanwhile
│   └── HistoryConflict what a change is to do, or to undo, was changed otherwise since
├── IndexProblem        the search index cannot be used as asked
│   └── IndexBusy       somebody else is writing the index
├── IngestError         something to be taken in cannot be fetched, read or saved
├── AccountError        an account, access code or password cannot be used as asked
├── DatabaseError       the database is damaged, locked or of another version
├── TransferError       an export, import, backup or restore cannot be done as asked
├── SettingsError       a setting has a value the hub cannot work with
└── ServerError         the server cannot start

A message is an English text with named gaps. It is also the key of its translation,
so pages and the command line can say it in the reader's language.
"""

from collections.abc import Callable


class HubError(Exception):
    """An expected failure: ``message`` is a sentence with gaps, ``values`` fill them."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def text(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that ``translate`` speaks."""
        return translate(self.message).format(**self.values)

    def __str__(self) -> str:
        return self.text(str)


class CatalogueError(HubError):
    """A file of the catalogue, or a file or folder to import, cannot be used."""


class NotFound(CatalogueError):
    """There is no such thing, or none this person may see: the answer is the same for both."""


class ConceptChanged(CatalogueError):
    """Somebody else changed a concept of the thesaurus meanwhile; ``now`` is it, None if gone."""

    def __init__(self, id: str, now: object = None) -> None:
        super().__init__(
            "Somebody else has changed the concept '{id}' meanwhile. Nothing was saved: compare "
            "both versions and save again.",
            id=id,
        )
        self.now = now


class HistoryConflict(CatalogueError):
    """A file, or a value in it, is no longer as a change or an undo takes it to be."""


class IndexProblem(HubError):
    """The search index cannot be used as asked."""


class IndexBusy(IndexProblem):
    """Somebody else is writing the index at this moment."""


class IngestError(HubError):
    """Something to be taken in cannot be fetched, read or saved."""


class AccountError(HubError):
    """An account, an access code or a password cannot be used as asked."""


class DatabaseError(HubError):
    """The database is damaged, locked or of another version."""


class TransferError(HubError):
    """A whole hub cannot be exported, imported, backed up or restored as asked."""


class SettingsError(HubError):
    """A setting has a value that the hub cannot work with."""


class ServerError(HubError):
    """The server cannot start: the port is taken, or another server has this data directory."""
