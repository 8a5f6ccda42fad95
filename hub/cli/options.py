"""Options that several commands share."""

from typing import Annotated

import typer

from hub.model import ResourceType, Sort

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the account.")]
Generate = Annotated[
    bool, typer.Option("--generate", help="Make up a good password and print it once.")
]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]

# What narrows a search

Collections = Annotated[
    list[str],
    typer.Option("--collection", metavar="ID", help="Only this collection; may be repeated."),
]
Types = Annotated[
    list[ResourceType],
    typer.Option(
        "--type",
        metavar="TYPE",
        help="Only this type: document, method, project, article, news, event or funding; "
        "may be repeated.",
    ),
]
Topics = Annotated[
    list[str],
    typer.Option("--tag", metavar="TAG", help="Only this topic, by id or label; may be repeated."),
]
Languages = Annotated[
    list[str],
    typer.Option(
        "--language", metavar="CODE", help="Only this language, such as de; may be repeated."
    ),
]
Places = Annotated[
    list[str],
    typer.Option(
        "--place", metavar="PLACE", help="Only this place, by id or label; may be repeated."
    ),
]
YearFrom = Annotated[
    int | None,
    typer.Option("--year-from", metavar="YEAR", min=1, max=9999, help="This year or later."),
]
YearTo = Annotated[
    int | None,
    typer.Option("--year-to", metavar="YEAR", min=1, max=9999, help="This year or earlier."),
]
Order = Annotated[Sort, typer.Option("--sort", help="Order of the hits.")]
AsAccount = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="See only what this account may see.")
]
NoSynonyms = Annotated[
    bool, typer.Option("--no-synonyms", help="Do not widen the query by the thesaurus.")
]
