"""The history of the catalogue: who changed what and why; all-or-nothing changes; undo."""

from hub.catalogue.recording import FileChange
from hub.history.history import History
from hub.history.kinds import KINDS
from hub.history.model import Change, Doer, FieldChange, State, Value, What

__all__ = [
    "KINDS",
    "Change",
    "Doer",
    "FieldChange",
    "FileChange",
    "History",
    "State",
    "Value",
    "What",
]
