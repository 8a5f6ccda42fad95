"""What an export is made for, and what a format is."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hub.errors import HubError
from hub.i18n.words import Words
from hub.model import Resource


class ExportError(HubError):
    """Something cannot be exported as asked."""


@dataclass(frozen=True)
class Edition:
    """For whom, when and of what an export is made: the same for all its resources."""

    language: str  #: of the reader
    day: dt.date  #: on which it is made, and addresses were seen
    label: Callable[[str, str], str]  #: a facet and a value of it, in words
    body: Callable[[str], bool] = lambda name: False  #: whether a name is a known publisher's
    home: str = ""  #: address of the hub, without a slash at its end
    title: str = ""  #: of the list
    about: str = ""  #: the query in words
    total: int = 0  #: number of resources
    separator: str = ";"  #: of the cells of a CSV file

    @property
    def words(self) -> Words:
        """Says things in the reader's language."""
        return Words(self.language)


#: Resources to the bytes of a file, piece by piece.
Write = Callable[[Iterable[Resource], Edition], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    """A kind of file; ``FORMATS`` knows it by its name."""

    title: str  #: in menus, to be translated
    ending: str
    media_type: str
    write: Write
    is_text: bool = True  #: and so may be printed on a terminal
