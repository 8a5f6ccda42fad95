"""Nothing of the catalogue or of a reader becomes markup."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from hub.model import Snippet
from hub.ui.html import Html, el, join, key, marked
from tests.ui.injections import INJECTIONS


def test_text_is_escaped_and_markup_is_not():
    assert el("p", "a < b & ", el("b", "c")) == "<p>a &lt; b &amp; <b>c</b></p>"


def test_attributes_are_escaped_and_may_be_left_out():
    link = el("a", "x", href='/?q="><script>', class_=None, data_soft=True, hidden=False)
    assert link == '<a href="/?q=&quot;&gt;&lt;script&gt;" data-soft>x</a>'


def test_elements_without_content_are_not_closed():
    assert (
        el("input", type="hidden", name="q", value=0) == '<input type="hidden" name="q" value="0">'
    )


def test_children_may_be_lists_and_nothing():
    assert join("a", None, ["b", ["<", Html("<br>")]]) == "ab&lt;<br>"


def test_spans_of_a_snippet_are_marked():
    assert marked(Snippet("Mehr Messer & Gabel", ((5, 11),))) == (
        "Mehr <mark>Messer</mark> &amp; Gabel"
    )


@pytest.mark.parametrize("spans", [((3, 2),), ((0, 99),), ((-1, 2),), ((2, 2),)])
def test_spans_that_make_no_sense_are_passed_over(spans):
    assert marked(Snippet("Messer", spans)) == "Messer"


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45))))
def test_marking_never_changes_the_text(text, spans):
    soup = BeautifulSoup(f"<p>{marked(Snippet(text, tuple(spans)))}</p>", "html.parser")
    # HTML knows no carriage return and no NUL of its own
    assert soup.p.get_text() == BeautifulSoup(el("p", text), "html.parser").p.get_text()


@pytest.mark.parametrize("text", INJECTIONS)
def test_injected_markup_comes_out_as_text(text):
    html = el("p", text, marked(Snippet(text, ((0, 3),))), title=text, id=key("chip", "tag", text))
    soup = BeautifulSoup(html, "html.parser")
    assert {element.name for element in soup.find_all()} <= {"p", "mark"}
    assert set(soup.p.attrs) == {"title", "id"}
    assert " " not in soup.p["id"]
