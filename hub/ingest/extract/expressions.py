"""XPath expressions asked once of each kind of element, because pages repeat themselves.

Most that trafilatura asks of every element looks at its name and a few of its attributes alone.
What is true of one element is then true of all others that have the same: on one page as well as on
the next of its site.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml import etree

#: What finds elements in a tree: an expression, or what stands in for it.
Finds = Callable[[etree._Element], Sequence[etree._Element]]

_MOST = 5_000  #: kinds of elements that are remembered by an expression
_LONGEST = 500  #: characters of attributes; longer ones hardly come again
#: All elements below, under conditions; perhaps the first one only.
_FORM = re.compile(r"\(?\.//\*(?P<conditions>\[.*?\])\s*(?:\)?(?P<first>\[1\]))?", re.DOTALL)
#: Conditions that look at nothing but the element itself.
_OWN = re.compile(
    r"(?:\s+|self::\w+|@[\w-]+|'[^']*'|[()\[\]=,|]"
    r"|(?:or|and|not|contains|starts-with|translate|re:test)\b)+"
)
_NAMES = re.compile(r"\[\s*(self::\w+(?:\s+or\s+self::\w+)*)\s*\]")
_ATTRIBUTE = re.compile(r"@([\w-]+)")
_SPACES = {"re": "http://exslt.org/regular-expressions"}


def quick(expression: etree.XPath) -> Finds:
    """What finds the same; the expression itself where it looks at more than single elements.

    One that asks for the first finds the first of all, where the expression may find that of each
    parent.
    """
    as_it_is: Finds = expression
    form = _FORM.fullmatch(expression.path.strip())
    if form is None or not _OWN.fullmatch(form["conditions"]):
        return as_it_is
    kinds = _Kinds(form["conditions"])
    if kinds.hold_without_attributes:
        return as_it_is
    return kinds.first if form["first"] else kinds.all


class _Kinds:
    """What is known of each kind of element under some conditions."""

    def __init__(self, conditions: str) -> None:
        self._is_met = etree.XPath(f"boolean(self::*{conditions})", namespaces=_SPACES)
        named = _NAMES.match(conditions)
        self._names = re.findall(r"self::(\w+)", named[1]) if named else ["*"]
        bare = re.sub("'[^']*'", "", conditions)
        self._attributes = sorted(set(_ATTRIBUTE.findall(bare)))
        self._known: dict[tuple[str | None, ...], bool] = {}

    @property
    def hold_without_attributes(self) -> bool:
        """Whether the conditions hold of an element with nothing but a name."""
        names = ["div"] if self._names == ["*"] else self._names
        return any(self._is_met(etree.Element(name)) for name in names)

    def all(self, tree: etree._Element) -> list[etree._Element]:
        """All elements below that meet the conditions, in their order."""
        return list(self._met(tree))

    def first(self, tree: etree._Element) -> list[etree._Element]:
        """The first of them, or none."""
        return list(islice(self._met(tree), 1))

    def _met(self, tree: etree._Element) -> Iterator[etree._Element]:
        known, attributes = self._known, self._attributes
        for element in tree.iterdescendants(*self._names):
            if not element.keys():
                continue
            get = element.get
            kind = (element.tag, *[get(name) for name in attributes])
            met = known.get(kind)
            if self._learn(kind, element) if met is None else met:
                yield element

    def _learn(self, kind: tuple[str | None, ...], element: etree._Element) -> bool:
        met = bool(self._is_met(element))
        if sum(len(value or "") for value in kind) <= _LONGEST:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[kind] = met
        return met
