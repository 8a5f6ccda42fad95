"""What leaves the hub: lists in every format, citations, and what of a resource may leave."""

from hub.exporting.exporter import Exporter
from hub.exporting.formats import FORMATS, SEPARATORS, format_named
from hub.exporting.model import Edition, ExportError, Format
from hub.exporting.notes import PRESS_NOTE, leaving, own_note, shortened

__all__ = [
    "FORMATS",
    "PRESS_NOTE",
    "SEPARATORS",
    "Edition",
    "ExportError",
    "Exporter",
    "Format",
    "format_named",
    "leaving",
    "own_note",
    "shortened",
]
