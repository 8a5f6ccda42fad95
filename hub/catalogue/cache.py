"""What was read from the resource files, kept between two runs: a cache, never the truth.

It is plain JSON behind a line with its version and checksum. One that is damaged, foreign or of
another version counts as none.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from hub.catalogue.scan import Signature
from hub.catalogue.writing import replace_file
from hub.errors import CatalogueError
from hub.model import Problem, Resource

_VERSION = 1


@dataclass(frozen=True)
class Entry:
    """What one resource file held when it looked as ``signature`` says."""

    signature: Signature
    digest: str  #: of its bytes
    resource: Resource | None
    problems: tuple[Problem, ...] = ()


Entries = dict[str, Entry]
_ENTRIES = TypeAdapter(Entries)


def read_cache(path: Path, root: Path) -> Entries:
    """The kept entries by path; none where the file is missing or of no use."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != _head(root, body):
            return {}
        return _ENTRIES.validate_json(body)
    except (OSError, ValidationError):
        return {}  # as good as no cache: the files are read instead


def write_cache(path: Path, root: Path, entries: Entries) -> bool:
    """Keep the entries for the next run; whether it worked, for the hub runs without it too."""
    body = _ENTRIES.dump_json(entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, _head(root, body) + b"\n" + body, 0o600)
    except (OSError, CatalogueError):
        return False
    return True


def _head(root: Path, body: bytes) -> bytes:
    parts = (_VERSION, _shape(), _sha(str(root.resolve())), hashlib.sha256(body).hexdigest())
    return "hub catalogue cache {} {} {} {}".format(*parts).encode()


@cache
def _shape() -> str:
    """A new model must not be fed with what an old one has read."""
    return _sha(json.dumps(_ENTRIES.json_schema(), sort_keys=True))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
