"""Addresses as people and exports hand them over, cleaned; and a key that tells them apart."""

import html
import re

from hub.catalogue.addresses import clean_address, same_page_key
from hub.catalogue.web_address import read_web_address, remembered

_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WRAPPED = (("<", ">"), ("(", ")"), ("[", "]"), ('"', '"'), ("'", "'"), ("„", "“"), ("«", "»"))
_BARE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?:[:/?#]\S*)?", re.IGNORECASE)


def unwrapped(address: str) -> str:
    """The address without what a text, a table or a mail has put around and into it."""
    text = _INVISIBLE.sub("", address).strip()
    for opening, closing in _WRAPPED:
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    if "&amp;" in text or "&#" in text:
        text = html.unescape(text)
    return f"https://{text}" if _BARE.fullmatch(text) else text


@remembered
def clean(address: str) -> str:
    """The address as it is to be kept: what says nothing about the page is gone.

    Signs that nobody sees, quotes around it, ``&amp;`` for ``&``, tracking parameters. A bare
    ``www.example.org/x`` gets its ``https://``. What is no web address comes back as it is.
    """
    text = unwrapped(address)
    if read_web_address(text) is None or re.search(r"\s", text):
        return address
    return clean_address(text)


def key(address: str) -> str:
    """A key that addresses of one page share, and no others, as far as addresses can tell."""
    return same_page_key(clean(address))
