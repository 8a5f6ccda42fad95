"""What can be done to a value of the vocabulary, and what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.catalogue.recording import FileChange
from hub.errors import CatalogueError
from hub.model import VocabularyKind

LONGEST = 200  #: characters of a name


@dataclass(frozen=True, kw_only=True)
class Rename:
    """Give another name. Its id, where it has one, stays unless ``id`` says otherwise."""

    kind: VocabularyKind
    value: str  #: an id, or the word of a target group or publisher
    name: str = ""  #: the new name; "" keeps it
    language: str = "de"  #: of the name, where names have one
    id: str = ""  #: a new id; "" keeps it


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Make one of two: the first goes, everything of it becomes the other's."""

    kind: VocabularyKind
    value: str
    into: str


@dataclass(frozen=True, kw_only=True)
class Nest:
    """Put a tag below another one, or a place within a larger one; "" takes it out again."""

    kind: VocabularyKind
    value: str
    under: str


@dataclass(frozen=True, kw_only=True)
class Delete:
    """Let it go; its resources get ``instead``, or nothing where that is ""."""

    kind: VocabularyKind
    value: str
    instead: str = ""


Action = Rename | Merge | Nest | Delete


@dataclass(frozen=True)
class Plan:
    """What an action would change. Nothing is written yet."""

    action: Action
    what: str  #: kind of the change in the history, such as ``tag.merged``
    values: Mapping[str, str | int] = field(hash=False)  #: for the gaps of its sentence
    changes: tuple[FileChange, ...] = ()
    resources: frozenset[str] = frozenset()  #: ids of those whose files change
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    #: ids of entries that change, by table
    sources: frozenset[str] = frozenset()  #: collections whose sources change


class NameTaken(CatalogueError):
    """The name is that of another value, ``other``: merging is what may be meant."""

    def __init__(self, name: str, other: str) -> None:
        super().__init__(
            "“{name}” is already there. To make one of both, merge them; else choose another name.",
            name=name,
        )
        self.other = other
