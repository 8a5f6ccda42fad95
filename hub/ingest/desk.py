"""The editor's desk: everything that takes resources in, and the inbox. ``Hub.ingest`` is one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import RLock

from hub.catalogue import CatalogueFolder, Texts
from hub.catalogue.renamed import with_todays_names
from hub.database import Database
from hub.errors import HubError, IngestError
from hub.ingest.captures import Captures
from hub.ingest.drafts import Drafts
from hub.ingest.enrich import Enricher
from hub.ingest.extract import Extractor
from hub.ingest.fetching import Fetcher, read_file
from hub.ingest.gather import Broken, Gatherer, Pair, check_address
from hub.ingest.inbox import Decisions, InboxFolder
from hub.ingest.inbox.folder import Renewing
from hub.ingest.judging import Judging
from hub.ingest.model import Fetched, Item, Outcome, Proposal, Rejected
from hub.ingest.options import Options
from hub.ingest.pipeline import Pipeline, Progress
from hub.ingest.runs import Memory, Note, Row, RunReport, Runs, Thing
from hub.ingest.sources import SourceSpec, read_source, source_specs
from hub.ingest.state import State, Stores, content_of, kept
from hub.model import Catalogue
from hub.settings import Settings

BY_HAND = "by hand"  #: the source of what an editor adds
_LISTED = "\x1fsource"  #: key under which the last good run of a source is remembered


def silent(_row: Row) -> None:
    """Tell nobody how far a run is."""


class Ingest:
    """Looks at addresses and files, takes in sources, keeps the inbox and the list of runs."""

    def __init__(
        self,
        settings: Settings,
        folder: CatalogueFolder,
        texts: Texts,
        database: Database,
        extractor: Extractor | None = None,
    ) -> None:
        """``extractor``: one that several desks share; whoever made it closes it."""
        self._settings = settings
        self.stores = Stores(
            settings=settings,
            database=database,
            folder=folder,
            texts=texts,
            inbox=InboxFolder(settings.data / "inbox", self._renewing),
            memory=Memory(database),
            runs=Runs(database),
            decisions=Decisions(database),
            captures=Captures(database, settings.data),
        )
        self.inbox = self.stores.inbox
        self.runs = self.stores.runs
        self.captures = self.stores.captures
        self.decisions = self.stores.decisions
        self.judging = Judging(self.stores)
        self.drafts = Drafts(settings.data / "drafts", self._renewing)
        self._enricher: tuple[str, Enricher] | None = None
        self._lock = RLock()
        self._shared_extractor = extractor

    def _renewing(self) -> Renewing:
        """Brings what has waited up to the names that tags and collections have today."""
        renamed = self.stores.folder.load().renamed
        return lambda resource: with_todays_names(resource, renamed)

    @cached_property
    def fetcher(self) -> Fetcher:
        """The one fetcher: it knows every host's turn. Raises SettingsError."""
        return Fetcher(self._settings)

    @cached_property
    def _extractor(self) -> Extractor:
        return self._shared_extractor or Extractor()

    def close(self) -> None:
        """End child processes and connections."""
        if "_extractor" in self.__dict__ and self._shared_extractor is None:
            self._extractor.close()
        if "fetcher" in self.__dict__:
            self.fetcher.close()
        for name in ("_extractor", "fetcher", "_gatherer"):
            self.__dict__.pop(name, None)

    # Many

    def take(
        self,
        items: Iterable[Item | Rejected],
        options: Options,
        progress: Progress = silent,
    ) -> RunReport:
        """Take in what a source or an import names. Its iterator is read lazily; where it fails,
        that is one row, and what came before stays."""
        return self._run(_guarded(items, options), options, progress)

    def sources(self, named: Sequence[str] = ()) -> tuple[tuple[SourceSpec, ...], list[HubError]]:
        """The sources of the named collections, or the named sources, or all; and what is wrong
        with others. Raises IngestError for a name that is neither collection nor source."""
        catalogue = self.stores.folder.load()
        specs: list[SourceSpec] = []
        wrong: list[HubError] = []
        for collection in catalogue.collections.values():
            found, errors = source_specs(collection, self.stores.folder.folder)
            specs += found
            wrong += errors if not named or collection.id in named else []
        names = set(named)
        chosen = [s for s in specs if not names or names & {s.collection, s.name, source_name(s)}]
        known = {s.name for s in specs} | {source_name(s) for s in specs}
        for name in named:
            if name not in known and name not in catalogue.collections:
                raise IngestError(
                    "There is no collection and no source named '{name}'. "
                    "Look into the collection.yaml files.",
                    name=name,
                )
        return tuple(chosen), wrong

    def complaining(self) -> dict[str, int]:
        """Sources of the collections of which something failed in their last run, and how much."""
        specs, _ = self.sources()
        failing = self.runs.failing()
        names = sorted(source_name(spec) for spec in specs)
        return {name: failing[name] for name in names if name in failing}

    def ingest(
        self,
        named: Sequence[str] = (),
        *,
        dry_run: bool = False,
        account: int | None = None,
        progress: Progress = silent,
    ) -> RunReport:
        """Run the sources of the named collections, or the named sources, or all."""
        specs, wrong = self.sources(named)
        name = ", ".join(named) or ", ".join(dict.fromkeys(s.collection for s in specs)) or "-"
        options = Options(name=name, dry_run=dry_run, account=account)
        started = dt.datetime.now(dt.UTC)
        broken = [(Broken(_where(error), error), options) for error in wrong]
        pairs = _in_turn([iter(broken), *(self._source(s, options) for s in specs)])
        failed: set[str] = set()

        def follow(row: Row) -> None:
            if row.outcome is Outcome.FAILED:
                failed.add(row.source)
            progress(row)

        report = self._run(pairs, options, follow)
        if not dry_run:
            self._remember_good(specs, failed, started)
        return report

    def _source(self, spec: SourceSpec, options: Options) -> Iterator[Pair]:
        """What a source names, each with how it is to be taken in."""
        source = source_name(spec)
        own = replace(options, publish=spec.publish, rules=spec.rules)
        seen = self.stores.memory.item(source, _LISTED)
        try:
            for named in read_source(spec, self.fetcher.fetch, seen.at if seen else None):
                yield replace(named, source=source), own
        except HubError as error:
            yield Broken(source, error), own

    def _remember_good(
        self, specs: Iterable[SourceSpec], failed: set[str], started: dt.datetime
    ) -> None:
        """Sources that ended without a failure need only say later what has changed since."""
        with self.stores.database.write() as session:
            notes = (Note(Thing(source_name(spec), _LISTED), "") for spec in specs)
            good = (note for note in notes if note.thing.source not in failed)
            self.stores.memory.keep(session, good, started)

    def _run(self, pairs: Iterable[Pair], options: Options, progress: Progress) -> RunReport:
        self._extractor.start()  # its children get ready while we do
        pipeline = Pipeline(self.stores, self.state(), self._gatherer)
        return pipeline.take(pairs, options, progress)

    # One

    def look_at(self, address: str, options: Options | None = None) -> Proposal:
        """What an address gives, as a proposal that is not kept yet.

        Raises IngestError where it cannot be fetched or read.
        """
        address = address.strip()
        check_address(address)
        return self._look(Item(BY_HAND, address, address), options or Options())

    def look_at_file(self, path: Path, options: Options | None = None) -> Proposal:
        """What a file of this machine gives, as a proposal. Raises IngestError."""
        return self.look_at_fetched(read_file(path, self._settings), options)

    def look_at_fetched(self, fetched: Fetched, options: Options | None = None) -> Proposal:
        """What handed-over bytes give, as a proposal that is not kept yet. Raises IngestError."""
        item = Item(BY_HAND, fetched.name or "?", content=fetched.content, name=fetched.name)
        return self._look(item, options or Options())

    def _look(self, item: Item, options: Options) -> Proposal:
        self._extractor.start(1)
        found = self._gatherer.gather(item, options)
        if found.error is not None:
            raise found.error
        state = self.state()
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        proposal = state.drawing.draw(found, now, state.comparer).proposal
        [past] = self.stores.memory.past([Thing(item.source, item.key, item.address)])
        refusal = past.refusal
        if refusal is not None:
            day = refusal.at.date().isoformat()
            remark = f"It was rejected on {day}: {refusal.reason}"
            proposal = replace(proposal, remarks=(remark, *proposal.remarks))
        return kept(self.stores, proposal, content_of(found))

    @cached_property
    def _gatherer(self) -> Gatherer:
        return Gatherer(self.fetcher, self._extractor, self.stores.memory)

    def state(self) -> State:
        """Catalogue and inbox as they are now."""
        catalogue = self.stores.folder.load()
        return State(self.stores, self._enricher_of(catalogue), catalogue)

    def _enricher_of(self, catalogue: Catalogue) -> Enricher:
        with self._lock:
            cache = self._settings.data / "suggestions.cache"
            if self._enricher is None or self._enricher[0] != catalogue.version:
                self._enricher = (catalogue.version, Enricher(catalogue, cache))
            return self._enricher[1]


def source_name(spec: SourceSpec) -> str:
    """The name of a source that no other collection's source has."""
    return f"{spec.collection}/{spec.name}"


def _guarded(items: Iterable[Item | Rejected], options: Options) -> Iterator[Pair]:
    try:
        for named in items:
            yield named, options
    except HubError as error:
        yield Broken(options.name, error), options


def _in_turn(sources: Sequence[Iterator[Pair]]) -> Iterator[Pair]:
    """One of each source in turn, so that several hosts have something to do."""
    waiting = list(sources)
    while waiting:
        for source in list(waiting):
            pair = next(source, None)
            if pair is None:
                waiting.remove(source)
            else:
                yield pair


def _where(error: HubError) -> str:
    return str(error.values.get("where", "")).partition(",")[0] or "collection.yaml"
