"""Runs: what was taken in, when, and what became of each thing, in the database."""

from hub.ingest.runs.memory import Memory, Note, Past, Remembered, Thing
from hub.ingest.runs.model import Row, RunReport, RunState
from hub.ingest.runs.records import Runs

__all__ = [
    "Memory",
    "Note",
    "Past",
    "Remembered",
    "Row",
    "RunReport",
    "RunState",
    "Runs",
    "Thing",
]
