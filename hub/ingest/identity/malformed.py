"""Addresses that cannot be right: two glued together, cut short, mistyped (R15)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.catalogue.addresses import unwrapped
from hub.catalogue.web_address import read_web_address, scheme_of
from hub.ingest.identity.addresses import clean


class Flaw(StrEnum):
    """What is wrong with an address."""

    GLUED = "glued"  #: two addresses in one
    SPACES = "spaces"  #: text or spaces in it
    CUT = "cut"  #: it ends in dots: somebody shortened it
    TAIL = "tail"  #: a sign behind it that belongs to the sentence
    SCHEME = "scheme"  #: mistyped, or none of the web
    HOST = "host"  #: no host that others could reach
    UNREADABLE = "unreadable"  #: no browser would know what to do


SENTENCES: Mapping[Flaw, str] = {
    Flaw.GLUED: "{address} seems to be two addresses in one. Choose the right one.",
    Flaw.SPACES: "There are spaces or other text in {address}. Copy it again from the browser.",
    Flaw.CUT: "{address} was cut short. Copy the whole address from the browser.",
    Flaw.TAIL: "The last sign of {address} does not belong to it. Remove it.",
    Flaw.SCHEME: "{address} does not begin with http:// or https://. Correct the beginning.",
    Flaw.HOST: "{address} names no host that others can reach. Correct the address.",
    Flaw.UNREADABLE: "{address} is no address that a browser understands. Copy it again.",
}


@dataclass(frozen=True)
class AddressProblem:
    """What is wrong with an address, and what may be meant."""

    flaw: Flaw
    address: str
    meant: tuple[str, ...] = field(default=())  #: addresses that may be right, likeliest first

    def text(self, translate: Callable[[str], str] = str) -> str:
        """What is wrong, as a sentence with a way out."""
        shown = self.address if len(self.address) <= 200 else self.address[:199] + "…"
        return translate(SENTENCES[self.flaw]).format(address=shown)


_START = re.compile(r"https?:/{1,3}", re.IGNORECASE)
_MISTYPED = re.compile(r"h?t{1,3}p{1,2}s?[:;,]?/{0,3}(?=[\w-]+\.)", re.IGNORECASE)
_SECOND_WWW = re.compile(r"(?<=\w)\.[a-z]{2,10}(?=www\.)", re.IGNORECASE)
#: Before these a second address is a part of the first: archives, translators, parameters.
_EMBEDS = re.compile(
    r"(?:[?&;=#]|%3d|/(?:web/)?\d{4,14}(?:[a-z]{2}_)?/|(?:archive|proxy|translate|validator|cache)"
    r"[\w.-]*(?:/[^?]*)?/)$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|%e2%80%a6|\.{3,})$", re.IGNORECASE)
_TAIL = re.compile(r"[,;.!\"'„“”»«›‹>\]*]+$")
_NO_HOST = re.compile(r"[\w-]+|.*\.(?:local|localhost|lan|intranet|internal|test|invalid|example)")


def is_glued_or_malformed(address: str) -> AddressProblem | None:
    """What is wrong with an address, as far as it can be seen without asking for it."""
    text = unwrapped(address)
    for look in (_glued, _bad_scheme, _bad_text, _bad_end, _bad_host):
        found = look(text)
        if found is not None:
            flaw, meant = found
            return AddressProblem(flaw, address, tuple(clean(m) for m in meant if _is_sound(m)))
    return None


_Found = tuple[Flaw, tuple[str, ...]] | None


def _glued(text: str) -> _Found:
    for found in _START.finditer(text, 1):
        before, after = text[: found.start()], text[found.start() :]
        if _START.match(before) and not _EMBEDS.search(before):
            return Flaw.GLUED, (after, before.rstrip(" ,;/"))
    if (www := _SECOND_WWW.search(text)) and "?" not in text[: www.end()]:
        return Flaw.GLUED, ("https://" + text[www.end() :], text[: www.end()])
    return None


def _bad_scheme(text: str) -> _Found:
    if _START.match(text) and scheme_of(text) in ("http", "https"):
        slashes = re.match(r"https?:(/*)", text, re.IGNORECASE)
        if slashes is None or len(slashes[1]) == 2:
            return None
        return Flaw.SCHEME, (re.sub(r":/*", "://", text, count=1),)
    mistyped = _MISTYPED.match(text)
    return Flaw.SCHEME, ("https://" + text[mistyped.end() :],) if mistyped else ()


def _bad_text(text: str) -> _Found:
    if ends := re.search(r"(?:%20)+$", text):
        return Flaw.SPACES, (text[: ends.start()],)
    if re.search(r"\s", text):
        return Flaw.SPACES, (re.sub(r"\s+", "", text), text.split()[0])
    return None


def _bad_end(text: str) -> _Found:
    if _CUT.search(text):
        return Flaw.CUT, ()
    tail = _TAIL.search(text)
    if tail:
        return Flaw.TAIL, (text[: tail.start()],)
    if text.endswith(")") and text.count(")") > text.count("("):
        return Flaw.TAIL, (text[:-1],)
    return None


def _bad_host(text: str) -> _Found:
    parts = read_web_address(text)
    if parts is None:
        return Flaw.UNREADABLE, ()
    host = parts.host.removesuffix(".")
    if parts.ip is not None:
        return None if parts.ip.is_global else (Flaw.HOST, ())
    if _NO_HOST.fullmatch(host) or ".." in host or host.startswith((".", "-")):
        return Flaw.HOST, ()
    return None


def _is_sound(address: str) -> bool:
    """Whether an address that may be meant is one at all."""
    parts = read_web_address(address)
    return parts is not None and _START.match(address) is not None and _bad_host(address) is None
