"""`hub search`: the hub's search on the command line, for people and for programs."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from hub.answers import Label, entry_named, search_data, sentence
from hub.cli.account import check_collections
from hub.cli.frame import Frame, frame_of
from hub.cli.options import (
    AsAccount,
    AsJson,
    Collections,
    Languages,
    NoSynonyms,
    Order,
    Places,
    Topics,
    Types,
    YearFrom,
    YearTo,
)
from hub.errors import AccountError, NotFound
from hub.model import EVERYTHING, Access, Filters, Hit, Query, ResourceType, Results, Sort

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.model import Gazetteer, Thesaurus


def search(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help='Words, "phrases", -without, field:value.')
    ],
    collection: Collections = [],  # noqa: B006  typer copies it
    type: Types = [],  # noqa: B006
    tag: Topics = [],  # noqa: B006
    language: Languages = [],  # noqa: B006
    place: Places = [],  # noqa: B006
    year_from: YearFrom = None,
    year_to: YearTo = None,
    sort: Order = Sort.RELEVANCE,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=1000, help="At most so many hits.")
    ] = 20,
    offset: Annotated[
        int, typer.Option(metavar="N", min=0, max=1_000_000, help="Leave out so many hits first.")
    ] = 0,
    as_email: AsAccount = None,
    no_synonyms: NoSynonyms = False,
    as_json: AsJson = False,
) -> None:
    """Search the catalogue. Without --as, everything is seen."""
    frame = frame_of(context)
    hub = frame.hub()
    filters = filters_of(hub, collection, type, tag, language, place, (year_from, year_to))
    asked = Query(readable(query), filters, sort, offset, limit, not no_synonyms)
    access = access_of(hub, as_email)
    results = hub.search(asked, access)

    def label(facet: str, value: str) -> str:
        return hub.label(facet, value, frame.language, access)

    if as_json:
        frame.json(search_data(results, frame.language, label))
    else:
        _show(results, frame, label)


def filters_of(
    hub: "Hub",
    collection: Sequence[str],
    type: Sequence[ResourceType],
    tag: Sequence[str],
    language: Sequence[str],
    place: Sequence[str],
    years: tuple[int | None, int | None],
) -> Filters:
    """What was chosen to narrow by. Raises a HubError for what there is not."""
    known, renamed = hub.catalogue(), hub.catalogue().renamed
    check_collections(known.collections, list(renamed.every("collection", collection)))
    values = {
        "collection": tuple(collection),
        "type": tuple(t.value for t in type),
        "tag": tuple(_topic(known.thesaurus, name) for name in renamed.every("tag", tag)),
        "language": tuple(code.lower() for code in language),
        "place": tuple(_place(known.gazetteer, name) for name in renamed.every("place", place)),
    }
    return Filters({f: v for f, v in values.items() if v}, *years)


def readable(text: str) -> str:
    """The typed text, with bytes that are no UTF-8 replaced."""
    return os.fsencode(text).decode("utf-8", errors="replace")


def _topic(thesaurus: "Thesaurus", name: str) -> str:
    id = entry_named(thesaurus, name)
    if id is None:
        raise NotFound(
            "There is no topic {name!r}. The topics and their ids stand in {file}.",
            name=name,
            file="thesaurus.yaml",
        )
    return id


def _place(gazetteer: "Gazetteer", name: str) -> str:
    id = entry_named(gazetteer, name)
    if id is None:
        raise NotFound(
            "There is no place {name!r}. The places and their ids stand in {file}.",
            name=name,
            file="places.yaml",
        )
    return id


def access_of(hub: "Hub", email: str | None) -> Access:
    """What this account may see; without one, everything. Raises AccountError."""
    if email is None:
        return EVERYTHING
    account = hub.accounts.account(email)
    if not account.enabled:
        raise AccountError(
            "The account {email} is disabled and sees nothing. To let it in again: "
            "hub account enable {email}",
            email=account.email,
        )
    return hub.access(account)


def _show(results: Results, frame: Frame, label: Label) -> None:
    for hit in results.hits:
        frame.out.print(_marked(hit.title, hit.title_spans, "bold"))
        frame.out.print(Text(_facts(hit, label), style="dim"))
        for snippet in hit.snippets:
            frame.out.print(_marked(" ".join(snippet.text.splitlines()), snippet.spans, ""))
        if hit.url:
            frame.out.print(Text(hit.url, style="cyan"))
        frame.out.print()
    frame.note(frame.count("{n} hit", "{n} hits", results.total))
    for advice in results.advice:
        frame.err.print(sentence(advice, frame.language, label))


def _facts(hit: Hit, label: Label) -> str:
    collections = ", ".join(label("collection", c) for c in hit.collections)
    facts = (label("type", hit.type.value), hit.publisher, hit.date, collections, hit.id)
    return " · ".join(fact for fact in facts if fact)


def _marked(text: str, spans: tuple[tuple[int, int], ...], style: str) -> Text:
    marked = Text(text, style=style)
    for start, end in spans:
        marked.stylize("bold reverse", start, end)
    return marked
