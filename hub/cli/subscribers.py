"""`hub subscriber`: who receives a newsletter. Addresses are printed where asked for only."""

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.frame import frame_of
from hub.cli.issues import Name
from hub.cli.options import AsJson
from hub.errors import HubError

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV with a column of e-mail addresses.")
]
Person = Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the person.")]


def import_list(
    context: typer.Context,
    newsletter: Name,
    file: File,
    proof: Annotated[
        str,
        typer.Option(metavar="TEXT", help="What proves the consent: who agreed, when, and how."),
    ],
    language: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Language of their mails: de or en.")
    ] = "de",
    as_json: AsJson = False,
) -> int:
    """Import subscribers who have agreed. Who left before stays away.

    The exit status is 1 when a line holds no address; all others are taken over.
    """
    frame = frame_of(context)
    content = _read(file)
    report = frame.hub().curation.desk.subscribers.bring(newsletter, content, proof, language)
    if as_json:
        frame.json(
            {
                "added": report.added,
                "known": report.known,
                "stayed_away": report.stayed_away,
                "bad_lines": report.bad_lines,
            }
        )
    else:
        frame.say(
            "Added: {added}, known: {known}, left before and not brought back: {away}.",
            added=report.added,
            known=report.known,
            away=report.stayed_away,
        )
        for number in report.bad_lines:
            frame.note("Line {number} holds no address that mail can be sent to.", number=number)
    return 1 if report.bad_lines else 0


def export_list(context: typer.Context, newsletter: Name) -> None:
    """Print all subscribers of a newsletter with the proof of their consent, as CSV."""
    desk = frame_of(context).hub().curation.desk
    desk.newsletters.get(newsletter)
    typer.echo(desk.subscribers.table(newsletter), nl=False)


def about(context: typer.Context, email: Person) -> None:
    """Print everything that is kept of a person, as JSON, to be handed to that person."""
    frame = frame_of(context)
    frame.json(frame.hub().curation.desk.subscribers.about(email))


def erase(context: typer.Context, email: Person) -> int:
    """Forget a person wholly. The exit status is 1 when nothing was known of them."""
    frame = frame_of(context)
    lists = frame.hub().curation.desk.subscribers.erase(email)
    if lists:
        frame.say("The person is erased from {n} lists.", n=lists)
        return 0
    frame.note("Nothing is known of this address.")
    return 1


def bounces(context: typer.Context, newsletter: Name, file: File) -> None:
    """Take addresses that no mail reaches out of a list."""
    frame = frame_of(context)
    content = _read(file)
    desk = frame.hub().curation.desk
    desk.newsletters.get(newsletter)
    found = desk.subscribers.bounced(newsletter, content)
    frame.say("Taken out of the list: {n}.", n=found)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise HubError("There is no file {path}. Check the name.", path=path) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what Excel writes in a German office
