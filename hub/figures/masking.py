"""Words of a search as they may be kept: without what could be somebody's own."""

import re
import unicodedata

LONGEST = 200  #: characters that are kept
GAP = "…"  #: stands for what was left out
_MAIL = re.compile(r"\S+@\S+")
#: Numbers of telephones, accounts, files and dates of birth. A year or a span of years stays.
_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[\s./()-]?\d){5,}(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d")
#: What follows the page in a web address: it may tell who was sent it.
_BEHIND_PAGE = re.compile(r"((?:https?://|www\.)[^\s?#]+)[?#]\S*")
_SPACE = re.compile(r"\s+")


def kept_words(text: str) -> str:
    """The words in small letters and single spaces, at most 200 characters.

    What looks like an e-mail address, or like the number of a telephone, account or file, goes, and
    so does what follows the page in a web address.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(c if c.isprintable() else " " for c in plain)
    plain = _BEHIND_PAGE.sub(r"\1", plain)
    plain = _NUMBER.sub(_number, _MAIL.sub(GAP, plain))
    return _SPACE.sub(" ", plain).strip()[:LONGEST].strip()


def _number(found: re.Match[str]) -> str:
    return found[0] if _YEARS.fullmatch(found[0]) else GAP
