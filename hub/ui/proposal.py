"""A proposal as a form: each value with where it comes from, and suggestions to be ticked."""

from collections.abc import Iterable, Sequence

from hub.catalogue.names import concept_names, place_names
from hub.i18n.words import mark
from hub.ingest.model import Fact, Proposal
from hub.ingest.origins import origin_in_words
from hub.labels import KNOWN_VALUES
from hub.model import EvidenceStep, Gazetteer, Resource, ResourceType, Thesaurus, label_in
from hub.ui.evidence import EMMIE
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader

_OFFERED = 8  #: suggestions for one field

LABELS = {
    "title": mark("Title"),
    "url": mark("Address"),
    "type": mark("Type"),
    "language": mark("Language"),
    "date": mark("Published"),
    "publisher": mark("Publisher"),
    "authors": mark("Authors"),
    "places": mark("Places"),
    "tags": mark("Topics"),
    "keywords": mark("Keywords"),
    "target_groups": mark("Target groups"),
    "summary": mark("Summary in your own words"),
    "notes": mark("Notes for editors"),
    "also_at": mark("Further addresses"),
    "event.start": mark("Event: first day"),
    "event.end": mark("Event: last day"),
    "event.place": mark("Event: venue"),
    "funding.deadline": mark("Funding: apply by"),
    "funding.funder": mark("Funding: who pays"),
    "evidence.step": mark("Evidence of a method"),
    "evidence.source": mark("Evidence: who says so"),
    **{f"evidence.{field}": name for field, name, _ in EMMIE},
}
_DATES = frozenset({"date", "event.start", "event.end", "funding.deadline"})


def fields(reader: Reader, proposal: Proposal) -> Html:
    """All fields, those one always looks at first.

    Their names begin with ``f-``: the browser's sanitiser drops names such as ``title`` and ``id``,
    which stand for parts of every page. A proposal without a source is a catalogued resource: it
    has the notes on its evidence, too, and says nothing of origins.
    """
    words, resource = reader.words, proposal.resource
    method = not proposal.source and resource.type is ResourceType.METHOD
    evidence = join(
        _evidence(reader, proposal),
        _line(reader, proposal, "evidence.source", _part(resource, "evidence.source")),
        None if proposal.source else _notes_on_evidence(reader, proposal),
    )
    more = ("event.start", "event.end", "event.place", "funding.deadline", "funding.funder")
    return join(
        _line(reader, proposal, "title", resource.title, required=True),
        el(
            "div",
            _type(reader, proposal),
            _language(reader, proposal),
            _line(reader, proposal, "date", resource.date),
            class_="row",
        ),
        _collections(reader, proposal),
        _summary(reader, proposal),
        _lines(reader, proposal, "tags", _names(reader, "tag", resource.tags)),
        _lines(reader, proposal, "places", _names(reader, "place", resource.places)),
        _line(reader, proposal, "publisher", resource.publisher),
        _lines(reader, proposal, "authors", resource.authors),
        _line(reader, proposal, "url", resource.url),
        el("div", evidence, class_="of-method") if method else None,
        el(
            "details",
            el("summary", words.t("More fields")),
            _lines(reader, proposal, "keywords", resource.keywords),
            _lines(reader, proposal, "target_groups", resource.target_groups),
            [_line(reader, proposal, name, _part(resource, name)) for name in more],
            None if method else evidence,
            _lines(reader, proposal, "also_at", resource.also_at),
            _area(reader, proposal, "notes", resource.notes or "", rows=2),
            id="more-fields",
            class_="more-fields",
        ),
    )


# Single fields


def _field(reader: Reader, proposal: Proposal, name: str, control: Html, *more: Child) -> Html:
    return el(
        "div",
        el("label", reader.words.t(LABELS[name]), for_=f"f-{name}"),
        control,
        _origin(reader, proposal, name),
        more,
        class_="entry",
    )


def _line(
    reader: Reader, proposal: Proposal, name: str, value: str | None, *, required: bool = False
) -> Html:
    kind = "url" if name == "url" else "text"
    hint = reader.words.t("2024, 2024-05 or 2024-05-31") if name in _DATES else None
    control = el(
        "input",
        type=kind,
        id=f"f-{name}",
        name=f"f-{name}",
        value=value or "",
        required=required,
        placeholder=hint,
        autocomplete="off",
    )
    return _field(reader, proposal, name, control)


def _area(
    reader: Reader, proposal: Proposal, name: str, value: str, rows: int, hint: str | None = None
) -> Html:
    control = el("textarea", value, id=f"f-{name}", name=f"f-{name}", rows=rows, placeholder=hint)
    return _field(reader, proposal, name, control)


def _lines(reader: Reader, proposal: Proposal, name: str, values: Sequence[str]) -> Html:
    """Several values, one a line, and below them what the hub suggests, to be ticked."""
    rows = min(6, max(2 if name in ("tags", "places") else 1, len(values)))
    control = el(
        "textarea",
        "\n".join(values),
        id=f"f-{name}",
        name=f"f-{name}",
        rows=rows,
        aria_describedby=f"h-{name}",
    )
    hint = el("p", reader.words.t("one a line"), id=f"h-{name}", class_="vh")
    return _field(reader, proposal, name, control, hint, _offers(reader, proposal, name))


def _offers(reader: Reader, proposal: Proposal, name: str) -> Html | None:
    facet = {"tags": "tag", "places": "place"}.get(name)
    held = getattr(proposal.resource, name)
    offered = [f for f in _suggested(proposal, name) if f.value not in held][:_OFFERED]
    if not facet or not offered:
        return None
    boxes = [
        el(
            "label",
            el("input", type="checkbox", name=f"f-{name}.more", value=fact.value, data_plain=True),
            el("span", reader.label(facet, fact.value), el("small", _percent(fact))),
        )
        for fact in offered
    ]
    legend = el("legend", reader.words.t("Our suggestions – tick what is right"))
    return el("fieldset", legend, boxes, class_="offers")


def _suggested(proposal: Proposal, name: str) -> Iterable[Fact]:
    return (fact for fact in proposal.facts.every(name) if fact.confidence < 1)


def _percent(fact: Fact) -> str:
    return f" {round(fact.confidence * 100)} %"


def _type(reader: Reader, proposal: Proposal) -> Html:
    chosen = proposal.resource.type.value
    options = [_option(reader.label("type", t.value), t.value, chosen) for t in ResourceType]
    return _field(reader, proposal, "type", el("select", options, id="f-type", name="f-type"))


def _language(reader: Reader, proposal: Proposal) -> Html:
    chosen = proposal.resource.language or ""
    codes = dict.fromkeys((*KNOWN_VALUES["language"], *filter(None, [chosen])))
    options = [_option(reader.label("language", code), code, chosen) for code in codes]
    nothing = _option(reader.words.t("not stated"), "", chosen)
    control = el("select", nothing, options, id="f-language", name="f-language")
    return _field(reader, proposal, "language", control)


def _evidence(reader: Reader, proposal: Proposal) -> Html:
    evidence = proposal.resource.evidence
    chosen = evidence.step.value if evidence else ""
    options = [_option(reader.label("evidence", s.value), s.value, chosen) for s in EvidenceStep]
    nothing = _option(reader.words.t("not stated"), "", chosen)
    control = el("select", nothing, options, id="f-evidence.step", name="f-evidence.step")
    return _field(reader, proposal, "evidence.step", control)


def _notes_on_evidence(reader: Reader, proposal: Proposal) -> Html:
    """The five headings of EMMIE, each with its question."""
    words = reader.words
    notes = [
        _area(
            reader,
            proposal,
            f"evidence.{field}",
            _part(proposal.resource, f"evidence.{field}") or "",
            rows=2,
            hint=words.t(question),
        )
        for field, _, question in EMMIE
    ]
    return el(
        "details",
        el("summary", words.t("What is known of the method (EMMIE)")),
        notes,
        id="emmie",
        class_="more-fields",
    )


def _option(label: str, value: str, chosen: str) -> Html:
    return el("option", label, value=value, selected=value == chosen)


def _collections(reader: Reader, proposal: Proposal) -> Html:
    """The home collection, and further ones. Only those this editor may see."""
    words, resource = reader.words, proposal.resource
    known = list(reader.access.visible(reader.hub.catalogue().collections))
    home = next((c for c in resource.collections if c in known), (known or [""])[0])
    share = {f.value: _percent(f) for f in _suggested(proposal, "collections")}
    options = [
        _option(reader.label("collection", id) + share.get(id, ""), id, home) for id in known
    ]
    boxes = [
        el(
            "label",
            el(
                "input",
                type="checkbox",
                name="f-collections",
                value=id,
                checked=id in resource.collections and id != home,
                data_plain=True,
            ),
            el("span", reader.label("collection", id)),
        )
        for id in known
    ]
    further = len(set(resource.collections) & set(known) - {home})
    return el(
        "div",
        el("label", words.t("Collection"), for_="f-home"),
        el("select", options, id="f-home", name="f-home"),
        _origin(reader, proposal, "collections"),
        el(
            "details",
            el("summary", _further(reader, further)),
            el("div", boxes, class_="boxes"),
            id="further-collections",
        ),
        class_="entry",
    )


def _further(reader: Reader, number: int) -> str:
    if not number:
        return reader.words.t("Further collections")
    return reader.words.n("{n} further collection", "{n} further collections", number)


def _summary(reader: Reader, proposal: Proposal) -> Html:
    hint = reader.words.t("Two or three sentences of your own. Left empty, there is none.")
    control = el(
        "textarea",
        proposal.resource.summary or "",
        id="f-summary",
        name="f-summary",
        rows=4,
        placeholder=hint,
    )
    return _field(reader, proposal, "summary", control)


def _origin(reader: Reader, proposal: Proposal, name: str) -> Html | None:
    """Where the value stands; a value that nobody states is marked as ours."""
    if name in ("summary", "notes", "url", "also_at") or not proposal.source:
        return None
    facts, words = proposal.facts.every(name), reader.words
    if not facts:
        return (
            el("p", reader.words.t("no source states it"), class_="origin")
            if _asked(name)
            else None
        )
    best = facts[0]
    text = words.t(origin_in_words(best.origin), origin=best.origin)
    if name in proposal.assumed:
        said = reader.words.t("Nobody states it: {origin}", origin=text)
        return el("p", said, _percent(best), class_="origin ours")
    if best.confidence < 1:
        if name == "collections" or name not in ("language", "title", "date", "publisher"):
            return None
        return el("p", best.value, f" ({text}{_percent(best)})", class_="origin ours")
    return el("p", hidden(reader.words.t("Origin:") + " "), text, class_="origin")


def _asked(name: str) -> bool:
    return name in ("date", "publisher", "language")


def _names(reader: Reader, facet: str, ids: Sequence[str]) -> list[str]:
    """Labels as an editor types them; an id where the label would stand for several."""
    catalogue = reader.hub.catalogue()
    known: Thesaurus | Gazetteer = catalogue.thesaurus if facet == "tag" else catalogue.gazetteer
    table = (
        concept_names(catalogue.thesaurus.by_id.values())
        if facet == "tag"
        else place_names(catalogue.gazetteer.by_id.values())
    )
    labels = [(id, label_in(c, reader.language) if (c := known.get(id)) else id) for id in ids]
    return [label if table.find(label) == (id,) else id for id, label in labels]


def _part(resource: Resource, name: str) -> str | None:
    part, _, inner = name.partition(".")
    group = getattr(resource, part)
    value = getattr(group, inner) if group else None
    return str(value) if value else None
