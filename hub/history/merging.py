"""Three states of plain data made one: what is there now, with one earlier change taken back.

``base`` is what the change left, ``theirs`` what it found (and what shall come back), ``ours`` what
is there now. Mappings are merged key by key, lists member by member; a value that the change set
and somebody has set otherwise since is a Clash.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

#: There is no such key, row or file.
MISSING: Final = type("Missing", (), {"__repr__": lambda self: "MISSING"})()

_LONG = 2_000  #: lines; above, difflib may leave frequent ones out of its account


class Clash(Exception):
    """The same place was changed twice. ``place``: its keys, from the outside to the inside."""

    def __init__(self, place: tuple[str, ...]) -> None:
        super().__init__(place)
        self.place = place


def merged(base: Any, ours: Any, theirs: Any, place: tuple[str, ...] = ()) -> Any:
    """``ours`` with what leads from ``base`` to ``theirs``. Raises Clash."""
    if base == theirs or ours == theirs:
        return ours
    if ours == base:
        return theirs
    kinds = {type(value) for value in (base, ours, theirs) if value is not MISSING}
    if kinds == {dict}:
        return _filled(merged_keys(_or(base, {}), _or(ours, {}), _or(theirs, {}), place))
    if kinds == {list}:
        return _filled(merged_members(_or(base, []), _or(ours, []), _or(theirs, []), place))
    raise Clash(place)


def merged_keys(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    place: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Mappings merged key by key, in the order of ``ours``. Raises Clash."""
    found: dict[str, Any] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        states = (base.get(key, MISSING), ours.get(key, MISSING), theirs.get(key, MISSING))
        value = merged(*states, (*place, key))
        if value is not MISSING:
            found[key] = value
    return found


def merged_rows(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Rows by their id, merged one by one. Raises Clash.

    Other than a key, a row is whole or not there: one that came or went by the change and is
    another one by now is a Clash.
    """
    found: dict[str, Any] = {}
    for id in dict.fromkeys((*ours, *theirs)):
        states = (base.get(id, MISSING), ours.get(id, MISSING), theirs.get(id, MISSING))
        row = _merged_row(*states, id)
        if row is not MISSING:
            found[id] = row
    return found


def _merged_row(base: Any, ours: Any, theirs: Any, id: str) -> Any:
    if base == theirs or ours == theirs:
        return ours
    if ours == base:
        return theirs
    if MISSING in (base, ours, theirs):
        raise Clash((id,))
    return merged_keys(base, ours, theirs, (id,))


def merged_members(
    base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any], place: tuple[str, ...]
) -> list[Any]:
    """Lists merged member by member. Raises Clash.

    What the change added goes, what it removed comes back behind its neighbour of then; all else
    stays. Members that are no plain values, such as sources, count as changed when they are gone.
    """
    gone = [m for m in base if m not in theirs]
    if any(m not in ours and isinstance(m, dict | list) for m in gone):
        raise Clash(place)
    found = [m for m in ours if m not in gone]
    back = [m for m in theirs if m not in base]
    for number, member in enumerate(theirs):
        if member in back and member not in found:
            before = [m for m in theirs[:number] if m in found]
            found.insert(found.index(before[-1]) + 1 if before else 0, member)
    return _in_order(base, found, theirs, place)


def _in_order(
    base: Sequence[Any], found: list[Any], theirs: Sequence[Any], place: tuple[str, ...]
) -> list[Any]:
    """The members that stayed, in their order of then, if the change put them into another."""
    then = [m for m in theirs if m in base and m in found]
    left = [m for m in base if m in then]
    if then == left:
        return found
    now = [m for m in found if m in then]
    if now == then:
        return found
    if now != left:
        raise Clash(place)
    again = iter(then)
    return [next(again) if m in then else m for m in found]


def merged_lines(base: str, ours: str, theirs: str) -> str | None:
    """Texts merged line by line, so that comments and places stay.

    None where a hunk has no sure place. It is a proposal: the caller compares what it says.
    """
    old, now, new = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    where = _places(old, now)
    out = list(now)
    for _, start, end, first, last in reversed(_hunks(old, new)):
        at, to = where.get(start - 1, -2), where.get(end, -2)
        at = -1 if start == 0 else at
        to = len(now) if end == len(old) else to
        if at == -2 or to == -2 or now[at + 1 : to] != old[start:end]:
            return None
        out[at + 1 : to] = new[first:last]
    return "".join(out)


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return [code for code in _matcher(old, new).get_opcodes() if code[0] != "equal"]


def _places(old: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Where the lines of one text stand in the other."""
    blocks = _matcher(old, now).get_matching_blocks()
    return {b.a + n: b.b + n for b in blocks for n in range(b.size)}


def _matcher(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=len(one) > _LONG)


def _or(value: Any, empty: Any) -> Any:
    return empty if value is MISSING else value


def _filled(value: Any) -> Any:
    return value or MISSING
