"""A page to be printed, or saved as PDF by the browser: whole in one file, nothing to be loaded."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files

from hub.exporting.cleaning import block, line
from hub.exporting.describing import facts, summing
from hub.exporting.model import Edition
from hub.exporting.typography import typeset
from hub.i18n.words import Words
from hub.model import Resource

SCRIPT = "document.getElementById('print').addEventListener('click', () => print());"


@cache
def style() -> str:
    """The style of the page."""
    return files("hub.exporting").joinpath("print.css").read_text("utf-8")


@cache
def policy() -> str:
    """What the page may load: its own style and the one line of its script, by their sums."""
    return (
        f"default-src 'none'; style-src {_sum(style())}; script-src {_sum(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _sum(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


END = f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """The page, piece by piece."""
    title = edition.title or edition.words.t("Resources")
    yield begin(edition.words, title, summing(edition), edition.home).encode()
    for resource in resources:
        yield _entry(resource, edition).encode()
    yield END.encode()


def begin(words: Words, title: str, about: str, home: str = "") -> str:
    """The page up to its main part, which ``END`` closes. ``home`` is the address of the hub."""
    language = words.language
    title, about = _text(title, language), _text(about, language)
    hub = escape(words.t("Knowledge Hub Urban Security"))
    button = escape(words.t("Print or save as PDF"))
    home = f'<a href="{escape(home)}/">{hub}</a>' if home else hub
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{title} – {hub}</title>\n<style>{style()}</style>\n</head>\n<body>\n"
        f'<header><p class="hub">{home}</p><h1>{title}</h1>'
        f'<p class="about">{about}</p>'
        f'<p class="screen"><button type="button" id="print">{button}</button></p></header>\n'
        "<main>\n"
    )


def _entry(resource: Resource, edition: Edition) -> str:
    language = resource.language
    title = _text(resource.title, language) or escape(resource.id)
    foreign = language if language != edition.language else None
    heading = f'<h2{_lang(foreign)} dir="auto">{title}</h2>'
    known = _text(" · ".join(facts(resource, edition)), edition.language)
    parts = [p for p in block(resource.summary or "").split("\n") if p]
    summary = "".join(
        f'<p{_lang(foreign)} dir="auto">{_text(part, language or edition.language)}</p>'
        for part in parts
    )
    address = _address(resource.url) if resource.url else ""
    return f'<article>{heading}<p class="facts">{known}</p>{summary}{address}</article>\n'


def _address(url: str) -> str:
    shown = escape(line(url))
    return f'<p class="address"><a href="{shown}">{shown}</a></p>'


def _lang(language: str | None) -> str:
    return f' lang="{escape(language)}"' if language else ""


def _text(text: str, language: str | None) -> str:
    return escape(typeset(line(text), language), quote=False)
