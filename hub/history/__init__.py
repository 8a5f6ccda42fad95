"""The history of the catalogue: who changed what and why; all-or-nothing changes; undo."""

from hub.catalogue.recording import FileChange
from hub.history.history import History
from hub.history.kinds import KINDS, sentence
from hub.history.model import Change, Doer, FieldChange, State, Value, What
from hub.history.seeing import Sight

__all__ = [
    "KINDS",
    "Change",
    "Doer",
    "FieldChange",
    "FileChange",
    "History",
    "Sight",
    "State",
    "Value",
    "What",
    "sentence",
]
