"""Hub: the use cases. It puts the parts together and delegates; bodies belong below."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hub.accounts import EDITORS, Account, Accounts, Role, Session
from hub.catalogue import (
    CatalogueFolder,
    ExportReport,
    ImportReport,
    Texts,
    export_folder,
    import_folder,
)
from hub.database import Database, open_database
from hub.errors import NotFound
from hub.exporting import Exporter
from hub.following import Follower
from hub.history import Doer, History, What
from hub.index.documents import documents
from hub.index.opening import open_engine
from hub.index.port import Engine
from hub.index.tables import Tables
from hub.index.updating import IndexReport, update
from hub.labels import facet_label
from hub.language.bilingual import find_dictionary
from hub.model import (
    EVERYTHING,
    NOTHING,
    Access,
    Catalogue,
    Collection,
    CollectionAccess,
    Hit,
    Query,
    Resource,
    Results,
    Suggestion,
)
from hub.portability.switching import finish_switch
from hub.settings import Settings
from hub.thesaurus import ThesaurusCare
from hub.upkeep.upkeep import Outside, Upkeep

if TYPE_CHECKING:
    from hub.curation import Curation
    from hub.figures import Figures
    from hub.ingest.desk import Ingest
    from hub.ingest.links import LinkHealth
    from hub.ingest.suspects import Suspects
    from hub.portability.exporting import Source
    from hub.vocabulary import Vocabulary

#: Seconds for which a look at the files of the catalogue counts as fresh.
_FRESH = 1.0


@dataclass(frozen=True)
class CollectionOverview:
    """A collection as the first page shows it."""

    collection: Collection
    count: int
    newest: tuple[Resource, ...]


class Hub:
    """The hub: catalogue, index and accounts, and what people do with them."""

    def __init__(
        self,
        settings: Settings,
        folder: CatalogueFolder,
        texts: Texts,
        engine: Engine,
        accounts: Accounts,
        database: Database,
    ) -> None:
        self.settings = settings
        self.accounts = accounts
        self.engine = engine
        self.folder = folder
        self.texts = texts
        self.history = History(database, folder, settings.data)
        known = Outside(lambda urls: self.links.dead_since(urls), lambda c: self._suspects.of(c))
        self.upkeep = Upkeep(folder, self.history, settings, known)
        self.thesaurus = ThesaurusCare(folder, lambda: open_engine(settings.data / "index"))
        self.follower = Follower(engine, texts, self.history.follow)
        self._database = database
        self._dictionary = find_dictionary(settings.dictionary, settings.data / "dictionary.cache")
        self._catalogue: Catalogue | None = None
        self._looked = 0.0

    @cached_property
    def ingest(self) -> "Ingest":
        """What takes resources in, and the inbox. What a person may see is for callers to say."""
        from hub.ingest.desk import Ingest  # loads the network: only where it is wanted

        return Ingest(self.settings, self.folder, self.texts, self._database)

    @cached_property
    def _suspects(self) -> "Suspects":
        from hub.ingest.suspects import Suspects  # loads the identity of texts: where it is wanted

        return Suspects(self.texts, self.settings.data / "fingerprints.npz")

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """Renaming, merging, nesting and deleting tags, places, groups, publishers, collections."""
        from hub.vocabulary import Vocabulary

        def uses(facet: str, values: tuple[str, ...]) -> int:
            return self.curation.saved.naming(facet, values)

        return Vocabulary(self.folder, self.history, self.accounts, uses)

    @cached_property
    def links(self) -> "LinkHealth":
        """How the links of the resources stand. What a person may see is for the caller to say."""
        from hub.ingest.links import LinkHealth  # loads the network: only where it is wanted

        return LinkHealth(self._database, self.folder, self.settings)

    @cached_property
    def curation(self) -> "Curation":
        """Saved searches, alerts, feeds and mail."""
        from hub.curation import Curation  # loads mail and calendars: only where it is wanted

        curation = Curation(self._database, self.settings, self.accounts, self)
        curation.desk.dead = lambda addresses: self.links.dead(addresses)
        return curation

    @cached_property
    def figures(self) -> "Figures":
        """What is searched for in vain, and the figures of the yearly report."""
        from hub.figures import Figures, Sent

        def sent() -> list[Sent]:
            return [Sent.of(*each) for each in self.curation.desk.newsletters.sent()]

        def links(resources: Sequence[Resource]) -> dict[str, int]:
            return self.links.counts(resources)

        return Figures(self._database, self.settings, links, sent)

    @cached_property
    def whole(self) -> "Source":
        """The hub as one thing, to be exported, imported or backed up."""
        from hub.portability.exporting import Source

        return Source(self.settings, self.folder, self._database, self.history.finish)

    @cached_property
    def exporter(self) -> Exporter:
        """Lists of resources as files for other programs, and to print."""
        return Exporter(self, self.settings.public_url)

    # The catalogue

    def catalogue(self) -> Catalogue:
        """The catalogue as its files stand, at most a second ago."""
        if self._catalogue is None or time.monotonic() - self._looked > _FRESH:
            return self.reload()
        return self._catalogue

    def reload(self) -> Catalogue:
        """The catalogue as its files stand now; the next search knows its tables."""
        catalogue = self.folder.load()
        if self._catalogue is None or catalogue.version != self._catalogue.version:
            self.engine.use_tables(Tables(catalogue, self._dictionary))
            self.follower.saw(catalogue)
        self._catalogue, self._looked = catalogue, time.monotonic()
        return catalogue

    def import_folder(self, source: Path) -> ImportReport:
        """Take over a folder of plain files; ``refresh`` then makes them searchable."""
        with self.history.by(Doer(), What("import.files", {"source": source.name})):
            report = import_folder(source, self.folder, dt.datetime.now(dt.UTC))
        self.reload()
        return report

    def export_folder(self, target: Path) -> ExportReport:
        """Write the catalogue alone to plain files."""
        return export_folder(self.folder, target)

    # The index

    def refresh(self, *, rebuild: bool = False) -> IndexReport:
        """Bring the index up to date with the files. Raises IndexBusy while another does."""
        catalogue = self.reload()
        with self.follower.writing(catalogue):
            report = update(
                self.engine, documents(catalogue, self.texts), catalogue.problems, rebuild=rebuild
            )
        self.history.follow()
        return report

    def search(self, query: Query, access: Access) -> Results:
        """One page of hits with facets and advice."""
        query = self.catalogue().renamed.query(query, access)
        return self.engine.search(query, self._now(access))

    def matching(self, query: Query, access: Access, *, complete: bool = False) -> Sequence[str]:
        """The ids of all hits as the catalogue stands; ``complete``: those with every word."""
        catalogue = self.catalogue()
        resources, query = catalogue.resources, catalogue.renamed.query(query, access)
        found = self.engine.matching(query, access, complete=complete)
        return [id for id in found if id in resources and access.sees(resources[id])]

    def suggest(self, prefix: str, access: Access, limit: int = 8) -> Sequence[Suggestion]:
        """What the typed beginning may mean."""
        return self.engine.suggest(prefix, self._now(access), limit)

    def similar(self, id: str, access: Access, limit: int = 5) -> Sequence[Hit]:
        """Resources related to this one."""
        return self.engine.similar(id, self._now(access), limit)

    def _now(self, access: Access) -> Access:
        """The access as the files are now, also where the index is behind them."""
        self.catalogue()
        return replace(access, hidden=self.follower.hidden(access))

    # What a person may see

    def access(self, person: Session | Account | None) -> Access:
        """What the holder of a session, or of an account, may see; nobody sees nothing."""
        if person is None:
            return NOTHING
        if person.role is Role.ADMIN:
            return EVERYTHING
        catalogue = self.catalogue()
        open_to_members = {
            c.id
            for c in catalogue.collections.values()
            if c.access is CollectionAccess.MEMBERS and person.role is not Role.GUEST
        }
        return Access(
            collections=frozenset(catalogue.renamed.every("collection", person.grants))
            | open_to_members,
            unpublished=person.role in EDITORS,
        )

    def resource(self, id: str, access: Access) -> Resource:
        """A resource, less what this person may not know. Raises NotFound."""
        resource = self.catalogue().resources.get(id)
        if resource is None or not access.sees(resource):
            raise NotFound("There is no such resource, or it is not open to you.")
        return self._clipped(resource, access)

    def resources(self, ids: Iterable[str], access: Access) -> Iterator[Resource]:
        """Those of the resources that this person may see, less what they may not know."""
        known = self.catalogue().resources
        found = (known[id] for id in ids if id in known)
        return (self._clipped(r, access) for r in found if access.sees(r))

    def _clipped(self, resource: Resource, access: Access) -> Resource:
        next = resource.superseded_by
        successor = self.catalogue().resources.get(next) if next else None
        return resource.model_copy(
            update={
                "collections": tuple(access.visible(resource.collections)),
                "superseded_by": successor.id if successor and access.sees(successor) else None,
                "notes": resource.notes if access.unpublished else None,
                "unknown": resource.unknown if access.unpublished else {},
            }
        )

    def collection(self, id: str, access: Access) -> Collection:
        """A collection, also by an old name. Raises NotFound for one that may not be known."""
        id = self.catalogue().renamed.collection(id, access)
        collection = self.catalogue().collections.get(id)
        if collection is None or not any(True for _ in access.visible((id,))):
            raise NotFound("There is no such collection, or it is not open to you.")
        return collection

    def collections(self, access: Access, newest: int = 3) -> tuple[CollectionOverview, ...]:
        """The collections this person may see, in page order, with counts and newest entries."""
        catalogue = self.catalogue()
        seen = [r for r in catalogue.resources.values() if access.sees(r)]
        seen.sort(key=_entered, reverse=True)
        return tuple(
            CollectionOverview(
                collection=catalogue.collections[id],
                count=sum(id in r.collections for r in seen),
                newest=tuple(
                    [self._clipped(r, access) for r in seen if id in r.collections][:newest]
                ),
            )
            for id in access.visible(catalogue.collections)
        )

    def label(self, facet: str, value: str, language: str, access: Access) -> str:
        """A facet value in words; a collection that may not be seen stays its mere id."""
        renamed = self.catalogue().renamed
        value = (
            renamed.collection(value, access)
            if facet == "collection"
            else renamed.now(facet, value)
        )
        if facet == "collection" and not any(True for _ in access.visible((value,))):
            return value
        return facet_label(self.catalogue(), facet, value, language)


def _entered(resource: Resource) -> tuple[str, str, str]:
    """Newest first by the day it entered the hub, then by its own date."""
    added = resource.added.date().isoformat() if resource.added else ""
    return (added, resource.when or "", resource.id)


def open_hub(settings: Settings) -> Hub:
    """Put the parts together. Raises DatabaseError, SettingsError or CatalogueError."""
    finish_switch(settings)
    database = open_database(settings)
    hub = Hub(
        settings=settings,
        folder=CatalogueFolder(settings.collections, settings.data / "catalogue.cache"),
        texts=Texts(settings.data / "texts"),
        engine=open_engine(settings.data / "index", settings.cache_mb),
        accounts=Accounts(database, settings),
        database=database,
    )
    hub.history.finish()
    return hub


@cache
def shared_hub(settings: Settings) -> Hub:
    """The one hub of this process for these settings: routes and pages use the same."""
    hub = open_hub(settings)
    hub.follower.activate()
    return hub
