"""The hub's own words in German and English, from gettext catalogues.

English texts stand in the code and are the keys. German ones stand in ``de/<domain>.po``, one
domain per part of the program (web, ui, cli, errors). The files are read as they are, so
that there is nothing to compile and nothing to forget.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = {"de": "Deutsch", "en": "English"}

#: Translates an English text; unknown ones come back as they are.
Translate = Callable[[str], str]


@cache
def _german() -> Mapping[str, str | tuple[str, ...]]:
    texts: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((Path(__file__).parent / "de").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string
                if key and text:
                    texts[key] = text if isinstance(text, str) else tuple(text)
    return texts


def translator(language: str) -> Translate:
    """A function from an English text to the same text in ``language``."""
    if language != "de":
        return str
    german = _german()

    def translate(text: str) -> str:
        found = german.get(text, text)
        return found if isinstance(found, str) else found[0]

    return translate


def plural(language: str, one: str, many: str, number: int) -> str:
    """The form for the number, with ``{n}`` still to be filled: '{n} hit', '{n} hits'."""
    if language != "de":
        return one if number == 1 else many
    found = _german().get(one)
    if not isinstance(found, tuple):
        return one if number == 1 else many
    return found[0] if number == 1 else found[1]
