"""Strings that must come out of a page harmless: ours, and a collection where it is at hand."""

import os
from pathlib import Path

_DATA = Path(
    os.environ.get("HUB_EVAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "eval")
)
_FILE = _DATA / "text" / "markup_injection.txt"

_OURS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</main><h1>another page</h1>",
    "<style>*{display:none}</style>",
    "&lt;b&gt; &#60;b&#62;",
    "**bold** [link](javascript:alert(1)) $x$ :material/close:",
]


def _collected() -> list[str]:
    if not _FILE.exists():
        print(f"{_FILE} is not there: only our own strings are tried.")
        return []
    return [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line.strip()]


INJECTIONS = _OURS + _collected()
