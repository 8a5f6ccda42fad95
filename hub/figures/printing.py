"""The yearly report as a page to print, and as a table."""

import csv
import io
from collections.abc import Iterable
from html import escape

from hub.exporting import printing
from hub.exporting.guarding import guarded
from hub.exporting.typography import typeset
from hub.figures.telling import TellRow, Told
from hub.i18n.words import Words

_BAR = (
    '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{width}" height="8"/></svg>'
)


def bar(width: float) -> str:
    """A bar of that share of the column, drawn without a style of its own."""
    return _BAR.format(width=round(100 * width, 1))


def report(charts: Iterable[Told], words: Words, title: str, about: str, home: str) -> str:
    """The page: every chart is a table with a bar in each row."""
    parts = [printing.begin(words, title, about, home)]
    parts += [_section(chart, words) for chart in charts]
    return "".join([*parts, printing.END])


def table(charts: Iterable[Told], words: Words, separator: str) -> bytes:
    """One table of all charts for spreadsheets, UTF-8 with its mark; no formula can start."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    text.write("\ufeff")
    heads = ("Figure", "Value", "Number", "Share without a hit")
    rows.writerow([words.t(head) for head in heads])
    for chart in charts:
        for row in chart.rows:
            share = row.share if len(chart.heads) > 2 else ""
            rows.writerow([guarded(text) for text in (chart.title, row.label, row.number, share)])
    return text.getvalue().encode()


def _section(chart: Told, words: Words) -> str:
    note = f'<p class="facts">{_text(chart.note, words)}</p>' if chart.note else ""
    more = f'<p class="facts">{_text(chart.more, words)}</p>' if chart.more else ""
    if not chart.rows:
        body = f"<p>{_text(words.t('Nothing to report.'), words)}</p>"
    else:
        heads = "".join(f'<th scope="col">{_text(head, words)}</th>' for head in chart.heads)
        rows = "".join(_row(row, len(chart.heads) > 2, words) for row in chart.rows)
        body = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<section><h2>{_text(chart.title, words)}</h2>{note}{body}{more}</section>\n"


def _row(row: TellRow, shared: bool, words: Words) -> str:
    share = f"<td>{escape(row.share)}</td>" if shared else ""
    label = _text(row.label, words)
    return (
        f'<tr><th scope="row">{label}</th>'
        f"<td>{bar(row.width)}<span>{escape(row.number)}</span></td>{share}</tr>"
    )


def _text(text: str, words: Words) -> str:
    return escape(typeset(text, words.language), quote=False)
