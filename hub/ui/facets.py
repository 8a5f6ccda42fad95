"""Facets: values with counts to set and clear, the span of years, and what is chosen."""

from collections.abc import Iterable
from dataclasses import replace

from hub.model import Facet, FacetValue, Query, Results
from hub.ui.html import Child, Html, el, hidden, join, key
from hub.ui.reader import Reader
from hub.ui.results import Addresser
from hub.ui.state import is_filtered, pairs, toggled, unfiltered, with_years

_SHOWN = 6  #: values of a facet shown before "more"
_LONG = 12  #: so many further values have a field to narrow them
_ALL_SHOWN = frozenset({"collection", "type"})  #: short facets that are shown whole
_OPEN = frozenset({"collection", "type", "tag"})  #: facets that are unfolded from the start
_SPAN = 3  #: years in "only the last three years"


def facet_panel(
    reader: Reader, results: Results, at: Addresser, names: Iterable[str], years: bool = True
) -> Html:
    """All facets that have something to offer, each under a heading that folds."""
    parts: list[Child] = []
    for name in names:
        facet = results.facet(name)
        if name == "year" and years:
            parts.append(_year_group(reader, results.query, facet, at))
        elif facet.values:
            parts.append(_group(reader, results.query, facet))
    return join(*parts)


def _group(reader: Reader, query: Query, facet: Facet) -> Html:
    return _folding(
        reader,
        facet.name,
        _values(reader, facet),
        unfolded=facet.name in _OPEN or bool(query.filters.chosen(facet.name)),
    )


def _folding(reader: Reader, name: str, *content: Child, unfolded: bool) -> Html:
    title = el("h3", reader.title(name), id=f"facet-{name}-title")
    return el(
        "details",
        el("summary", title),
        el("div", *content, role="group", aria_labelledby=f"facet-{name}-title"),
        id=f"facet-{name}",
        class_="facet",
        open=unfolded,
    )


def _values(reader: Reader, facet: Facet) -> Html:
    """The first values as they are, the rest folded; chosen ones never hide."""
    whole = facet.name in _ALL_SHOWN or len(facet.values) <= _SHOWN + 2
    first = [
        value
        for number, value in enumerate(facet.values)
        if whole or number < _SHOWN or value.selected
    ]
    rest = [value for value in facet.values if value not in first]
    boxes = el("ul", [_box(reader, facet.name, value) for value in first])
    if not rest:
        return boxes
    more = reader.words.n("{n} more", "{n} more", len(rest))
    return join(
        boxes,
        el(
            "details",
            el("summary", more, hidden(f" ({reader.title(facet.name)})")),
            _narrowing(reader, facet.name) if len(rest) >= _LONG else None,
            el("ul", [_box(reader, facet.name, value) for value in rest]),
            id=f"facet-{facet.name}-more",
            class_="more",
        ),
    )


def _narrowing(reader: Reader, name: str) -> Html:
    """A field that hides the values of a long facet which do not hold what is typed."""
    label = reader.words.t("Narrow the list: {facet}", facet=reader.title(name))
    hint = reader.words.t("Narrow the list …")
    return el(
        "input",
        type="search",
        id=f"facet-{name}-narrow",
        class_="narrow-list",
        autocomplete="off",
        aria_label=label,
        placeholder=hint,
        data_narrow=True,
    )


def _box(reader: Reader, name: str, value: FacetValue) -> Html:
    """A checkbox whose spoken name is label and count: "Messergewalt (31)"."""
    count = el("span", f"({reader.words.number(value.count)})", class_="count")
    box = el(
        "input",
        type="checkbox",
        id=key("pick", name, value.value),
        name=name,
        value=value.value,
        checked=value.selected,
    )
    label = el(
        "label", box, el("span", reader.label(name, value.value), "\N{NO-BREAK SPACE}", count)
    )
    return el("li", label, class_=None if value.count else "none")


def checkbox(id: str, text: str, to: str, checked: bool) -> Html:
    """A checkbox that leads to an address as soon as it is set or cleared."""
    box = el("input", type="checkbox", id=id, data_to=to, checked=checked)
    return el("li", el("label", box, el("span", text)))


def _year_group(reader: Reader, query: Query, facet: Facet, at: Addresser) -> Html:
    chosen = bool(query.filters.chosen("year")) or query.filters.year_from is not None
    boxes = _values(reader, facet) if facet.values else None
    return _folding(
        reader,
        "year",
        el("ul", _recent(reader, query, at)),
        _span_form(reader, query),
        boxes,
        unfolded=chosen or query.filters.year_to is not None,
    )


def _recent(reader: Reader, query: Query, at: Addresser) -> Html:
    """Only the last three years, in one click (R18)."""
    since = reader.today.year - _SPAN + 1
    chosen = query.filters.year_from == since and query.filters.year_to is None
    to = with_years(query, None if chosen else since, None)
    text = reader.words.t("Only the last three years (since {year})", year=since)
    return checkbox("recent-years", text, at(to), chosen)


def _span_form(reader: Reader, query: Query) -> Html:
    """Two fields for a span of years. What else is chosen goes along hidden."""
    words = reader.words
    return el(
        "form",
        hidden_fields(replace(with_years(query, None, None), offset=0)),
        _year_field("from", words.t("From year"), query.filters.year_from),
        _year_field("to", words.t("To year"), query.filters.year_to),
        el("button", words.t("Apply"), type="submit", id="years-apply"),
        action="/search",
        method="get",
        class_="years",
        data_soft=True,
    )


def _year_field(name: str, label: str, year: int | None) -> Html:
    field = el(
        "input",
        type="text",
        inputmode="numeric",
        pattern="[0-9]{4}",
        maxlength=4,
        id=f"years-{name}",
        name=name,
        value=year,
        autocomplete="off",
    )
    return el("div", el("label", label, for_=f"years-{name}"), field)


def hidden_fields(query: Query) -> Html:
    """The query as hidden fields of a form."""
    return join(
        *[el("input", type="hidden", name=name, value=value) for name, value in pairs(query)]
    )


def button(reader: Reader) -> Html:
    """On narrow screens the filters wait behind this button."""
    return el(
        "button",
        reader.words.t("Filters"),
        type="button",
        id="filters-button",
        class_="filters-button",
        data_toggle="filters",
        aria_expanded="false",
        aria_controls="filters",
    )


def chips(reader: Reader, query: Query, at: Addresser) -> Html | None:
    """What is chosen, each with its way out, and a way out of all."""
    if not is_filtered(query):
        return None
    words = reader.words
    items = [
        _chip(words.t("Remove filter:"), f"{reader.title(facet)}: {reader.label(facet, value)}",
              key("chip", facet, value), at(toggled(query, facet, value)))
        for facet, values in query.filters.values.items()
        for value in values
    ]  # fmt: skip
    if query.filters.year_from is not None or query.filters.year_to is not None:
        to = at(with_years(query, None, None))
        items.append(_chip(words.t("Remove filter:"), _span_text(reader, query), "chip-years", to))
    clear = el("a", words.t("Clear all filters"), href=at(unfiltered(query)), id="chips-clear")
    return el(
        "div",
        el("ul", items, aria_label=words.t("Chosen filters")),
        clear if len(items) > 1 else None,
        class_="chips",
    )


def _chip(action: str, text: str, id: str, to: str) -> Html:
    cross = el("span", "×", class_="cross", aria_hidden="true")
    return el("li", el("a", hidden(f"{action} "), text, cross, href=to, id=id))


def _span_text(reader: Reader, query: Query) -> str:
    first, last = query.filters.year_from, query.filters.year_to
    if first is None:
        return reader.words.t("Years up to {year}", year=last)
    if last is None:
        return reader.words.t("Years since {year}", year=first)
    return reader.words.t("Years {first} to {last}", first=first, last=last)
