"""How things are to be taken in."""

from dataclasses import dataclass

from hub.ingest.rules import Rule


@dataclass(frozen=True, kw_only=True)
class Options:
    """What holds for everything that one run takes in."""

    name: str = ""  #: what is run, as the report names it
    publish: bool = False  #: trusted: into the catalogue; else it waits in the inbox
    dry_run: bool = False  #: only say what would happen
    collections: tuple[str, ...] = ()  #: behind those that a thing itself names
    type: str | None = None  #: where nothing states one
    tags: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    fetch: bool = True  #: False: things are taken by what is said of them
    keep_unreachable: bool = False  #: what has a title comes in though its address is dead
    trusted: bool = False  #: addresses were written by whoever runs the hub
    account: int | None = None  #: who started it; None: somebody on the command line
