"""Options that several commands share."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the account.")]
Generate = Annotated[
    bool, typer.Option("--generate", help="Make up a good password and print it once.")
]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]
