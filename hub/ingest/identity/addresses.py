"""Addresses as people and exports hand them over, cleaned; and a key that tells them apart."""

import re

from hub.catalogue.addresses import clean_address, same_page_key, unwrapped
from hub.catalogue.web_address import read_web_address, remembered


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
