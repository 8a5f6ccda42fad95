"""Pages made of other pages, so that no step can be right by chance."""

import random

from lxml import etree
from lxml.html import HtmlElement

from hub.ingest.extract.tree import page_tree

NAMES = (
    *("comments", "comment-list", "commentary", "post-comments", "disqus_thread", "comol"),
    *("article-content", "sidebar", "infinite-scroll", "mvp-post-add-box", "post", "nav"),
)
TAGS = ("div", "p", "section", "span", "table", "figure", "aside", "iframe", "ul", "li", "article")


def changed(html: str, chance: random.Random) -> str:
    """A page with some elements gone, renamed or in other classes."""
    tree = page_tree(html)
    inner = [e for e in tree.iter() if e.tag not in ("html", "head", "body")]
    for element in chance.sample(inner, min(len(inner), chance.choice((1, 5, 30, 120)))):
        change(element, chance)
    return etree.tostring(tree, method="html", encoding=str)


def change(element: HtmlElement, chance: random.Random) -> None:
    if chance.random() < 0.6:
        if element.getparent() is not None:
            element.drop_tree()
    elif chance.random() < 0.5:
        element.set(chance.choice(("class", "id")), chance.choice(NAMES))
    else:
        element.tag = chance.choice(TAGS)
