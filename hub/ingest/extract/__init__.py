"""Extract: from the bytes of one file to its text and what it says about itself.

``EXTRACTORS`` is the table, one function for each media type. ``Extractor`` runs them in child
processes with limits, so that no file takes the run down; ``extract`` runs one right here.
"""

from hub.ingest.extract.media_types import media_type_of
from hub.ingest.extract.pool import Extractor
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.extract.table import EXTRACTORS, extract

__all__ = ["EXTRACTORS", "ExtractFailed", "Extractor", "extract", "media_type_of"]
