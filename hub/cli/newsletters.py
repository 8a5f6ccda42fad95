"""`hub newsletter`: the templates of newsletters, as YAML files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from hub.cli.curator import As, curator
from hub.cli.frame import frame_of
from hub.cli.issues import Name
from hub.cli.options import AsJson
from hub.errors import HubError

if TYPE_CHECKING:
    from hub.model.newsletter import Newsletter


def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Its title.")],
    language: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Language of its headings: de or en.")
    ] = "de",
    as_: As = "",
) -> None:
    """Add a newsletter with the usual sections, and print its id."""
    from hub.curation.newsletter.templating import begin

    frame = frame_of(context)
    hub = frame.hub()
    curator(frame, hub, as_)
    store = hub.curation.desk.newsletters
    newsletter = begin(title, language, [one.id for one in store.all()])
    store.save(newsletter)
    typer.echo(newsletter.id)
    frame.note("Write the imprint before the first issue: 'hub newsletter show {id}' prints the "
               "template, 'hub newsletter save FILE' takes it back.", id=newsletter.id)  # fmt: skip


def list_newsletters(context: typer.Context, as_json: AsJson = False) -> None:
    """List all newsletters with the number of their subscribers."""
    frame = frame_of(context)
    desk = frame.hub().curation.desk
    rows = [
        (one, desk.subscribers.counts(one.id).get("subscribed", 0))
        for one in desk.newsletters.all()
    ]
    if as_json:
        frame.json([{**_plain(one), "subscribers": people} for one, people in rows])
        return
    headings = ("Newsletter", "Title", "Language", "Sections", "Subscribers")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for one, people in rows:
        title = next(iter(one.title.values()), "")
        table.add_row(one.id, title, one.language, str(len(one.sections)), str(people))
    frame.out.print(table)


def show(context: typer.Context, newsletter: Name) -> None:
    """Print the template of a newsletter as YAML; `hub newsletter save` takes it back."""
    import yaml

    frame = frame_of(context)
    template, revision = frame.hub().curation.desk.newsletters.get(newsletter)
    data = {**_plain(template), "revision": revision}
    typer.echo(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), nl=False)


def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A template as YAML.")],
    as_: As = "",
) -> None:
    """Save a template from a YAML file: a new newsletter, or a changed one.

    A file with a `revision` is refused when somebody else changed the newsletter meanwhile.
    """
    import yaml

    from hub.curation.newsletter.templating import checked

    frame = frame_of(context)
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise HubError("There is no file {path}. Check the name.", path=file) from error
    except yaml.YAMLError as error:
        raise HubError("{path} is no YAML. Correct it, then save again.", path=file) from error
    if not isinstance(data, dict):
        raise HubError("{path} holds no template of a newsletter.", path=file)
    revision = data.pop("revision", None)
    newsletter = checked(data)
    hub = frame.hub()
    curator(frame, hub, as_)
    store = hub.curation.desk.newsletters
    known = {one.id for one in store.all()}
    if not isinstance(revision, int):
        revision = store.get(newsletter.id)[1] if newsletter.id in known else 0
    store.save(newsletter, revision)
    frame.say("The newsletter {id} is saved.", id=newsletter.id)


def _plain(newsletter: "Newsletter") -> dict[str, object]:
    return newsletter.model_dump(mode="json")
