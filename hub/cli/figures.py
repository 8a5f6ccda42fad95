"""`hub figures` and `hub gaps`: what there is to report, and what people look for in vain."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.errors import HubError

if TYPE_CHECKING:
    from hub.figures import Yearly
    from hub.figures.telling import Told

NO_YEAR = "There are no figures for {year}. Choose one of {years}."


def figures(
    context: typer.Context,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="The year; otherwise this one.")
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write one table of all figures to this file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the figures for the yearly report. Groups smaller than five are not told apart."""
    from hub.model import EVERYTHING

    frame = frame_of(context)
    hub = frame.hub()
    catalogue = hub.catalogue()
    years = hub.figures.years(catalogue)
    if year is not None and year not in years:
        raise HubError(NO_YEAR, year=year, years=", ".join(map(str, years)))
    counted = hub.figures.yearly(year or years[0], catalogue, EVERYTHING)
    if as_json:
        frame.json(_data(counted))
        return
    _show(frame, counted, csv)


def _show(frame: Frame, counted: "Yearly", csv: Path | None) -> None:
    from hub.catalogue.writing import replace_file
    from hub.figures.printing import table
    from hub.figures.telling import summary, told
    from hub.i18n.words import Words
    from hub.model import EVERYTHING

    hub, words = frame.hub(), Words(frame.language)
    charts = told(
        counted, words, lambda facet, value: hub.label(facet, value, words.language, EVERYTHING)
    )
    if csv is not None:
        replace_file(csv, table(charts, words, ";" if words.language == "de" else ","))
        frame.say("The figures for {year} are in {path}.", year=counted.year, path=csv)
        return
    frame.out.print(summary(counted, words))
    for chart in charts:
        frame.out.print()
        frame.out.print(_table(chart) if chart.rows else chart.title)


def _table(chart: "Told") -> Table:
    table = Table(*chart.heads, title=chart.title, title_justify="left", box=None)
    for row in chart.rows:
        table.add_row(row.label, row.number, *([row.share] if len(chart.heads) > 2 else []))
    return table


def _data(counted: "Yearly") -> dict[str, Any]:
    """Numbers of -1 are groups smaller than five; they are told as null with ``few``."""
    charts = {
        chart.key: [
            {
                "value": row.value,
                "number": None if row.number < 0 else row.number,
                **({"few": True} if row.number < 0 else {}),
                **({"empty_share": row.share} if chart.key == "searches" else {}),
                **({"title": row.note} if row.note else {}),
            }
            for row in chart.rows
        ]
        for chart in counted.charts
    }
    return {
        "year": counted.year,
        "resources": counted.resources,
        "added": counted.added,
        "charts": charts,
    }


def gaps(context: typer.Context, as_json: AsJson = False) -> None:
    """List what people look for in vain, the most frequent first. Who searched is not known."""
    frame = frame_of(context)
    found = frame.hub().figures.gaps.list()
    if as_json:
        frame.json([asdict(gap) for gap in found])
        return
    if not found:
        frame.say("No search was in vain so far.")
        return
    headings = ("Words", "Times", "Last in", "Helped by a way out")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for gap in found:
        table.add_row(gap.words, str(gap.times), gap.last, str(gap.taken))
    frame.out.print(table)
