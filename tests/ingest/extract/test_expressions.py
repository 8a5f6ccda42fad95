"""Expressions that remember find what the library's own find."""

import random
from importlib.util import find_spec, module_from_spec
from types import ModuleType

import lxml.html
import pytest
from lxml import etree

from hub.ingest.extract.expressions import quick
from hub.ingest.extract.tree import page_tree
from tests.ingest.extract.changing import changed

ALL = ("OVERALL_DISCARD_XPATH", "TEASER_DISCARD_XPATH", "DISCARD_IMAGE_ELEMENTS")


@pytest.fixture(scope="module")
def library() -> ModuleType:
    """The library's expressions as it made them: those that it uses may be quick already."""
    spec = find_spec("trafilatura.xpaths")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_find_what_the_library_finds(library, eval_data):
    every = [(slow, quick(slow)) for name in ALL for slow in getattr(library, name)]
    first = [(slow, quick(slow)) for slow in library.BODY_XPATH]
    assert sum(fast is not slow for slow, fast in every + first) >= 7
    chance, met = random.Random(2027), 0
    for path in sorted((eval_data / "extraction" / "pages").glob("*.html")):
        html = path.read_text("utf-8", "replace")
        for tree in (page_tree(html), *(page_tree(changed(html, chance)) for _ in range(3))):
            for slow, fast in every:
                met += len(fast(tree))
                assert list(fast(tree)) == slow(tree), (path.name, slow.path)
            for slow, fast in first:
                assert list(fast(tree))[:1] == slow(tree)[:1], (path.name, slow.path)
    assert met > 1000


@pytest.mark.parametrize(
    "path",
    [
        ".//*[self::div][.//h1]",
        ".//*[not(@id)]",
        ".//*[@class='a'][last()]",
        ".//*[@class='a'][position() = 2]",
        ".//*[@class='a'][2]",
        ".//*[@class='a']/p",
        ".//*[contains(., 'a')]",
        "(.//*[@class='a'])[1]|(.//main)[1]",
        ".//p",
    ],
)
def test_what_looks_at_more_than_an_element_stays_as_it_is(path):
    expression = etree.XPath(path)
    assert quick(expression) is expression


def test_an_element_of_the_same_kind_but_another_name_is_another():
    find = quick(etree.XPath(".//*[self::div or self::p][@class='a' or starts-with(@id, 'b')]"))
    tree = lxml.html.fromstring(
        "<body><p class='a'>1</p><div class='a'>2</div><span class='a'>3</span><p id='bc'>4</p>"
        "<p class='c'>5</p><p>6</p></body>"
    )
    assert [element.text for element in find(tree)] == ["1", "2", "4"]
    assert [element.text for element in find(tree)] == ["1", "2", "4"]


def test_few_kinds_are_remembered_and_long_ones_not_at_all():
    find = quick(etree.XPath(".//*[contains(@class, 'a7')]"))
    numbers = [f"<p class='a{n}'>{n}</p>" for n in range(6000)]
    tree = lxml.html.fromstring(f"<body>{''.join(numbers)}<p class='{'a7' * 400}'>7</p></body>")
    expected = [str(n) for n in range(6000) if str(n).startswith("7")] + ["7"]
    assert [element.text for element in find(tree)] == expected
    known = find.__self__._known
    assert 0 < len(known) <= 5000
    assert max(len(value or "") for kind in known for value in kind) <= 500
