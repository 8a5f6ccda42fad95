"""Figures in words: what a page, a table and a printed report show alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.figures.yearly import SMALLEST, Chart, Row, Yearly
from hub.i18n.words import Words, mark

#: Says a value of a facet in words.
Label = Callable[[str, str], str]

TITLES: Mapping[str, str] = {
    "collection": mark("Entries by collection"),
    "type": mark("Entries by type"),
    "language": mark("Entries by language"),
    "year": mark("Entries by year of publication"),
    "place": mark("Entries by place"),
    "added": mark("Added in {year}, by month"),
    "links": mark("How the links stand"),
    "searches": mark("Searches in {year}, by month"),
    "issues": mark("Newsletters sent in {year}"),
}
NOTES: Mapping[str, str] = {
    "collection": mark("An entry in several collections counts in each of them."),
    "place": mark("A town counts for its region and its country, too."),
    "searches": mark("Each search counts once, whoever made it. Nobody's searches are kept."),
}
#: What a row and its number are called, and a share where there is one.
HEADS: Mapping[str, tuple[str, str, str]] = {
    "collection": (mark("Collection"), mark("Entries"), ""),
    "type": (mark("Type"), mark("Entries"), ""),
    "language": (mark("Language"), mark("Entries"), ""),
    "year": (mark("Year"), mark("Entries"), ""),
    "place": (mark("Place"), mark("Entries"), ""),
    "added": (mark("Month"), mark("Entries"), ""),
    "links": (mark("State"), mark("Links"), ""),
    "searches": (mark("Month"), mark("Searches"), mark("Without a hit")),
    "issues": (mark("Newsletter"), mark("Recipients"), ""),
}
LINKS: Mapping[str, str] = {
    "dead": mark("dead"),
    "gone": mark("gone"),
    "timed_out": mark("no answer"),
    "refused": mark("refused"),
    "moved": mark("moved"),
    "fine": mark("fine"),
    "unchecked": mark("not checked yet"),
}


@dataclass(frozen=True)
class TellRow:
    """A row in words. ``width`` is that of its bar, from 0 to 1."""

    label: str
    number: str
    share: str
    width: float


@dataclass(frozen=True)
class Told:
    """A chart in words: title, remark, names of its columns, rows; how many rows are left out."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[TellRow, ...]
    more: str


def told(figures: Yearly, words: Words, label: Label) -> tuple[Told, ...]:
    """The charts in the reader's words. Those without a row are there, too, and say so."""
    return tuple(_told(chart, figures.year, words, label) for chart in figures.charts)


def summary(figures: Yearly, words: Words) -> str:
    """The whole in one sentence."""
    there = words.n("{n} entry in the hub", "{n} entries in the hub", figures.resources)
    added = words.n("{n} added in {year}", "{n} added in {year}", figures.added, year=figures.year)
    return f"{there}, {added}."


def _told(chart: Chart, year: int, words: Words, label: Label) -> Told:
    most = max((row.number for row in chart.rows), default=0)
    more = words.n("and {n} further", "and {n} further", chart.more) if chart.more else ""
    note = words.t(NOTES[chart.key]) if chart.key in NOTES else ""
    return Told(
        key=chart.key,
        title=words.t(TITLES[chart.key], year=year),
        note=note,
        heads=tuple(words.t(head) for head in HEADS[chart.key] if head),
        rows=tuple(_row(chart, row, most, words, label) for row in chart.rows),
        more=more,
    )


def _row(chart: Chart, row: Row, most: int, words: Words, label: Label) -> TellRow:
    return TellRow(
        label=_label(chart, row, words, label),
        number=_number(row.number, words),
        share="–" if row.share is None else words.percent(row.share),
        width=max(row.number, 0) / most if most > 0 else 0.0,
    )


def _number(number: int, words: Words) -> str:
    if number < 0:
        return words.t("fewer than {number}", number=words.number(SMALLEST))
    return words.number(number)


def _label(chart: Chart, row: Row, words: Words, label: Label) -> str:
    if chart.facet == "month":
        return words.date(row.value)
    if chart.facet == "day":
        return f"{row.note} ({words.date(row.value)})"
    if chart.facet == "link":
        return words.t(LINKS[row.value])
    if not row.value:
        return words.t("not stated")
    return label(chart.facet, row.value)
