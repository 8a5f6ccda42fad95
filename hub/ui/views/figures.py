"""The figures of the yearly report, for editors: a table with a bar in each row for every chart."""

from hub.figures.telling import TellRow, Told, summary, told
from hub.i18n.words import Words
from hub.ui.desk import last
from hub.ui.html import Html, el
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address

HERE = "/figures"


def view(reader: Reader, params: Params) -> View:
    """The figures of the year that the address names, else of this one."""
    words, figures = reader.words, reader.hub.figures
    catalogue = reader.hub.catalogue()
    years = figures.years(catalogue)
    year = _year(last(params, "year"), years)
    counted = figures.yearly(year, catalogue, reader.access)
    title = words.t("Figures for {year}", year=year)
    return View(
        title=title,
        body=el(
            "div",
            el("h1", title, tabindex=-1),
            el("p", summary(counted, words), class_="lead"),
            _tools(words, year, years),
            el("div", [_chart(words, c) for c in told(counted, words, reader.label)], class_="all"),
            class_="figures",
        ),
        status=title,
        current="figures",
    )


def _year(text: str, years: tuple[int, ...]) -> int:
    return int(text) if text in {str(year) for year in years} else years[0]


def _tools(words: Words, here: int, years: tuple[int, ...]) -> Html:
    """The years, and the same figures to print or as a table."""
    links = [
        el(
            "li",
            el(
                "a",
                str(year),
                href=address(HERE, [("year", str(year))]),
                aria_current="page" if year == here else None,
            ),
        )
        for year in years
    ]
    return el(
        "div",
        el("nav", el("ul", links), aria_label=words.t("Year"), class_="years-of"),
        el("a", words.t("Report to print"), href=address("/figures/report", _of(here))),
        el("a", words.t("Table (CSV)"), href=address("/figures/table", _of(here))),
        class_="tools",
    )


def _of(year: int) -> list[tuple[str, str]]:
    return [("year", str(year))]


def _chart(words: Words, chart: Told) -> Html:
    return el(
        "section",
        el("h2", chart.title, id=f"chart-{chart.key}"),
        el("p", chart.note, class_="facts") if chart.note else None,
        _table(chart) if chart.rows else el("p", words.t("Nothing to report.")),
        el("p", chart.more, class_="facts") if chart.more else None,
        class_="chart",
    )


def _table(chart: Told) -> Html:
    heads = [el("th", head, scope="col") for head in chart.heads]
    rows = [_row(row, len(chart.heads) > 2) for row in chart.rows]
    return el(
        "table",
        el("thead", el("tr", heads)),
        el("tbody", rows),
        aria_labelledby=f"chart-{chart.key}",
    )


def _bar(width: float) -> Html:
    """A bar of that share of its track. Drawings would not reach the browser."""
    share = el("span", style=f"width: {100 * width:.1f}%")
    return el("span", share, class_="track", aria_hidden="true")


def _row(row: TellRow, shared: bool) -> Html:
    return el(
        "tr",
        el("th", row.label, scope="row"),
        el("td", el("div", _bar(row.width), el("span", row.number), class_="bars")),
        el("td", row.share) if shared else None,
    )
