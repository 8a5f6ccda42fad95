"""Imported once by the process that all quick runs are forked from."""

import hub.cli
import hub.core
import hub.ingest.desk
from hub.language import analyze

__all__ = ["hub"]

analyze("Messergewalt im Bahnhofsviertel", "de")
analyze("knife violence", "en")
