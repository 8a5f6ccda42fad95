"""The short way through trafilatura's steps ends where the long one does."""

import random

import pytest
import trafilatura
from lxml import etree

from hub.ingest.extract import cascade
from hub.ingest.extract.tree import page_tree
from tests.ingest.extract.changing import changed

TEXT = "Die Stadt hat mit dem Präventionsrat ein Konzept für sichere Plätze vorgelegt. "
ARTICLE = "<article><h1>Sichere Plätze</h1>" + f"<p>{TEXT * 3}</p>" * 4 + "</article>"
MENU = "<nav><ul>" + "<li><a href='/x'>Ein Punkt des Menüs</a></li>" * 60 + "</ul></nav>"
TEASERS = "".join(
    f"<div class='teaser'><h3><a href='/{n}'>Meldung {n}</a></h3><p>{TEXT}</p></div>"
    for n in range(30)
)
ANSWERS = "".join(f"<div><p>{n}. {TEXT * 2}</p></div>" for n in range(8))
FORUM = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
LINKED = f'<script type="application/ld+json">{{"articleBody": "{TEXT * 30}"}}</script>'
PAGES = {
    "an article alone": ARTICLE,
    "an article under a menu": MENU + ARTICLE,
    "an article among teasers": ARTICLE + TEASERS,
    "a short article among teasers": f"<article><p>{TEXT * 4}</p></article>{TEASERS * 3}",
    "teasers": MENU + TEASERS,
    "comments": f"{ARTICLE}<section id='comments'>{ANSWERS}</section>",
    "many comments": f"{ARTICLE}<ol class='comment-list'>{ANSWERS * 5}</ol>",
    "commentary": f"<div class='commentary'>{ARTICLE}</div>",
    "comments of a post": f"{ARTICLE}<ul class='post-comments'>{ANSWERS}</ul>",
    "a thread of a forum": f"{FORUM}<div class='comments'>{ANSWERS}</div>",
    "an article that goes on": f"{ARTICLE}<div class='infinite-scroll'>{ARTICLE * 5}</div>",
    "tables": "<main>" + f"<table><tr><td>{TEXT}</td><td>{TEXT}</td></tr></table>" * 6 + "</main>",
    "films": f"<article><iframe src='https://youtube.com/x'></iframe>{ARTICLE}</article>" * 9,
    "a figure": f"<article><figure><aside>{TEXT * 9}</aside></figure></article>",
    "text in no element": f"<div>{TEXT * 9}<br>{TEXT * 9}</div>",
    "a list": f"<div id='content'><ul>{f'<li>{TEXT}</li>' * 12}</ul></div>",
    "a menu": MENU,
    "an article beside a long sidebar": f"{ARTICLE}<div class='sidebar'>{TEASERS}</div>",
    "a sidebar that is the article": f"<div class='sidebar'>{ARTICLE}</div>{TEASERS}",
    "a sidebar with scripts": f"{ARTICLE}<div id='foot'>{TEASERS}{LINKED}</div>{TEXT * 30}",
    "little": "<p>Kurz.</p>",
    "nothing": "",
}


def ends_alike(html: str) -> bool:
    short, long = (page_tree(html) for _ in range(2))
    if short is None or long is None:
        return short is long
    return written(cascade.main_body(short)) == written(cascade.by_library(long))


def written(body: etree._Element | None) -> bytes:
    return b"" if body is None else etree.tostring(body)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_made_pages_give_what_the_library_gives(body):
    assert ends_alike(f"<html lang='de'><body>{body}</body></html>")


def test_real_pages_and_changed_ones_give_what_the_library_gives(eval_data):
    chance = random.Random(2026)
    for path in sorted((eval_data / "extraction" / "pages").glob("*.html")):
        html = path.read_text("utf-8", "replace")
        assert ends_alike(html), path.name
        assert all(ends_alike(changed(html, chance)) for _ in range(6)), path.name


def test_the_short_way_is_gone_for_most_pages():
    """Else the comparisons above would compare the library with itself."""
    for name in ("an article alone", "an article under a menu", "comments"):
        tree = page_tree(f"<html lang='de'><body>{PAGES[name]}</body></html>")
        assert cascade.shortly(tree) is not None, name


def test_the_steps_are_those_of_the_version_that_is_installed():
    """After raising it, and when all of these pass, raise ``PROVED``, too."""
    assert trafilatura.__version__ == cascade.PROVED
