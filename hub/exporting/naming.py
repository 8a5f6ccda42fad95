"""What a file that leaves the hub is called."""

import re

from slugify import slugify

from hub.exporting.model import Edition, Format

_LONGEST = 60  #: characters of the title in a name
_GERMAN = [
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("Ä", "ae"),
    ("Ö", "oe"),
    ("Ü", "ue"),
    ("ß", "ss"),
]


def file_name(edition: Edition, format: Format) -> str:
    """Such as ``messergewalt-2026-11-22.csv``: plain letters, whatever the title holds."""
    title = re.sub(r"[\ud800-\udfff]", "", edition.title)
    name = slugify(title, replacements=_GERMAN, max_length=_LONGEST, word_boundary=True)
    return f"{name or 'hub'}-{edition.day.isoformat()}.{format.ending}"
