"""RTF: its text and title, read by its control words."""

import re
from collections.abc import Iterator

from hub.ingest.extract.cleaning import words
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
#: Groups that hold no text of the document.
_SILENT = words(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl"
    " footerr footerf listtable listoverridetable revtbl rsidtbl generator themedata datastore"
    " latentstyles fldinst xmlnstbl bkmkstart bkmkend filetbl"
)
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "tab": " ",
    "cell": " | ",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_TITLE = re.compile(rb"\\title ([^{}]{1,500})\}")


_DEEPEST = 10_000  #: open groups


def extract(fetched: Fetched) -> Extracted:
    """Text and title."""
    text = "".join(_Reader().pieces(fetched.content))
    said = _TITLE.search(fetched.content[:100_000])
    title = "".join(_Reader().pieces(said[1])) if said else ""
    facts = (Fact("title", title, "properties", 0.9),) if title.strip() else ()
    return Extracted(Facts(facts), (Passage(text),))


class _Reader:
    """What is known while reading: open groups, encoding, characters to be passed over."""

    def __init__(self) -> None:
        self._silent = [False]  # for each open group, whether it holds text of the document
        self._encoding = "cp1252"
        self._stand_ins = 1  # so many characters follow a Unicode one, for old programs
        self._unread = 0

    def pieces(self, content: bytes) -> Iterator[str]:
        """The text, piece by piece."""
        for token in _TOKEN.finditer(content):
            word, number, code, sign, brace, plain = token.groups()
            if brace:
                self._group(opens=brace == b"{")
            elif sign == b"*":
                self._silent[-1] = True
            elif word:
                shown = self._control(word.decode(), int(number) if number else None)
                yield "" if self._silent[-1] else shown
            elif not self._silent[-1]:
                yield self._read(bytes.fromhex(code.decode()) if code else plain or _literal(sign))

    def _group(self, *, opens: bool) -> None:
        if opens and len(self._silent) < _DEEPEST:
            self._silent.append(self._silent[-1])
        elif not opens and len(self._silent) > 1:
            self._silent.pop()

    def _control(self, name: str, number: int | None) -> str:
        """What a control word shows, after it had its effect."""
        if name in _SILENT:
            self._silent[-1] = True
        elif name == "ansicpg" and number in range(1250, 1259):
            self._encoding = f"cp{number}"
        elif name == "uc" and number is not None:
            self._stand_ins = max(0, number)
        elif name == "u" and number is not None:
            self._unread = self._stand_ins
            return chr(number % 65536)
        return _SIGNS.get(name, "")

    def _read(self, shown: bytes) -> str:
        """Plain characters, without those that stand in for a Unicode one."""
        kept, self._unread = shown[self._unread :], max(0, self._unread - len(shown))
        return kept.decode(self._encoding, "replace")


def _literal(sign: bytes | None) -> bytes:
    """What an escaped sign stands for."""
    return {b"~": b" ", b"_": b"-", b"-": b""}.get(sign or b"", sign or b"")
