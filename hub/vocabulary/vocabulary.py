"""Vocabulary: look at its values, try an action out, and carry it out as one change."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hub.accounts import Accounts
from hub.catalogue import CatalogueFolder
from hub.catalogue.recording import FileChange
from hub.catalogue.scan import scan
from hub.catalogue.vocabulary.actions import Action, Delete, Merge, Plan, Rename
from hub.catalogue.vocabulary.homes import check_access
from hub.catalogue.vocabulary.renaming import exists, plan
from hub.catalogue.vocabulary.sheets import Sheets
from hub.errors import CatalogueError, HistoryConflict, NotFound
from hub.history import Change, Doer, History, What
from hub.model import (
    Access,
    Catalogue,
    Collection,
    CollectionAccess,
    VocabularyKind,
    label_title,
)
from hub.model.renaming import name_key
from hub.vocabulary.listing import Entry, Near, entries, near, values_of

_K = VocabularyKind
#: Counts the saved searches that name one of these values of a facet.
SavedUses = Callable[[str, tuple[str, ...]], int]


@dataclass(frozen=True)
class Preview:
    """What an action would change, as this person may know it."""

    action: Action
    labels: Mapping[str, str] = field(hash=False)  #: what value and target are called
    version: str = ""  #: changes whenever anything would come out otherwise
    resources: int = 0  #: that change, of those this person may see
    tagged: int = 0  #: resources that have the value now, of those this person may see
    more: bool = False  #: whether there may be resources that this person may not see
    saved_searches: int = 0  #: that name it; they go on under the new name
    rows: Mapping[str, int] = field(default_factory=dict, hash=False)  #: entries, by table
    sources: tuple[str, ...] = ()  #: collections whose sources change
    facets: tuple[str, ...] = ()  #: facets whose values change


class Vocabulary:
    """The use cases. Every action is one change of the history, all of it or nothing."""

    def __init__(
        self,
        folder: CatalogueFolder,
        history: History,
        accounts: Accounts,
        saved_uses: SavedUses,
    ) -> None:
        self._folder = folder
        self._history = history
        self._accounts = accounts
        self._saved_uses = saved_uses
        self._near: tuple[tuple[str, ...], tuple[Near, ...]] | None = None

    # Looking

    def entries(self, kind: VocabularyKind, access: Access, language: str) -> tuple[Entry, ...]:
        """All values of a kind that this person may know of, with their use."""
        return entries(self._folder.load(), kind, access, language)

    def near(self, kind: VocabularyKind, access: Access, language: str) -> tuple[Near, ...]:
        """Pairs of values that may mean the same."""
        found = self.entries(kind, access, language)
        key = (kind.value, language, *(repr((e.value, e.label, e.names, e.above)) for e in found))
        if self._near is None or self._near[0] != key:
            self._near = (key, near(found))
        by_value = {entry.value: entry for entry in found}  # with the counts of this moment
        return tuple(
            Near(by_value[n.one.value], by_value[n.other.value], n.why, n.names)
            for n in self._near[1]
        )

    def find(self, kind: VocabularyKind, name: str, access: Access) -> str:
        """The value that goes by this id, name or old name. Raises NotFound, CatalogueError."""
        catalogue = self._folder.load()
        today = catalogue.renamed.now(kind.value, name)
        found = entries(catalogue, kind, access, "de")
        if any(entry.value == today for entry in found):
            return today
        key = name_key(name)
        same = [e.value for e in found if key in {name_key(n) for _, n in e.names}]
        labelled = [e.value for e in found if key == name_key(e.label)]
        for chosen in (labelled, same):
            if len(chosen) == 1:
                return chosen[0]
        if same:
            raise CatalogueError(
                "“{name}” may be any of these: {values}. Name one of them.",
                name=name[:80],
                values=", ".join(same),
            )
        raise NotFound("There is no “{name}” here. Look at the list.", name=name[:80])

    # Acting

    def preview(self, action: Action, access: Access) -> Preview:
        """What the action would change. Raises CatalogueError for what cannot be."""
        catalogue = self._folder.load()
        planned = self._plan(catalogue, action, access)
        now = catalogue.resources
        seen = [id for id in planned.resources if id in now and access.sees(now[id])]
        kind = action.kind.value
        names = catalogue.renamed.names(kind, action.value)
        return Preview(
            action=action,
            labels={k: str(v) for k, v in planned.values.items()},
            version=_version(planned.changes),
            resources=len(seen),
            tagged=sum(
                action.value in values_of(catalogue, action.kind, r)
                for r in now.values()
                if access.sees(r)
            ),
            more=access.collections is not None,
            saved_searches=self._saved_uses(kind, names) if kind != "publisher" else 0,
            rows={table: len(ids) for table, ids in planned.rows.items()},
            sources=tuple(access.visible(sorted(planned.sources))),
            facets=() if action.kind is _K.PUBLISHER else (kind,),
        )

    def do(self, action: Action, access: Access, by: Doer, version: str = "") -> Change:
        """Carry the action out, all of it or nothing. ``version``: that of the preview seen.

        Raises CatalogueError for what cannot be, HistoryConflict where something else would come
        out than the preview said; then nothing has changed.
        """
        planned = self._plan(self._folder.load(), action, access)
        if version and version != _version(planned.changes):
            raise HistoryConflict(
                "Meanwhile something else was changed, so the preview no longer holds. Nothing "
                "was saved: look at the new preview."
            )
        return self._history.apply(
            planned.changes, by=by, what=What(planned.what, dict(planned.values))
        )

    def _plan(self, catalogue: Catalogue, action: Action, access: Access) -> Plan:
        for value in _named(action):
            self._check_seen(catalogue, action.kind, value, access)
        self._check_audience(catalogue, action)
        sheets = Sheets(catalogue, scan(self._folder.folder).files, self._folder.read)
        return plan(sheets, action)

    def _check_seen(
        self, catalogue: Catalogue, kind: VocabularyKind, value: str, access: Access
    ) -> None:
        """Raise NotFound for a value that is not there, or that this person may not know of."""
        known = exists(catalogue, kind, value)
        if known and kind is _K.COLLECTION:
            known = any(True for _ in access.visible((value,)))
        elif known and kind in (_K.TARGET_GROUP, _K.PUBLISHER):
            known = kind is _K.PUBLISHER and bool(catalogue.publishers.named(value))
            known = known or any(
                value in (*r.target_groups, r.publisher)
                for r in catalogue.resources.values()
                if access.sees(r)
            )
        if not known:
            raise NotFound("There is no “{name}” here. Look at the list.", name=value[:80])

    def _check_audience(self, catalogue: Catalogue, action: Action) -> None:
        """Raise CatalogueError where people would see more than before: that is never a side
        effect of tidying up."""
        if action.kind is _K.COLLECTION and isinstance(action, Rename):
            self._check_free_of_rights(catalogue, action)
        other = _taker(action)
        if action.kind is not _K.COLLECTION or not other:
            return
        one, two = (catalogue.collections[id] for id in (action.value, other))
        check_access(one, two)
        if self._holders(catalogue, one) != self._holders(catalogue, two):
            raise CatalogueError(
                "“{one}” and “{other}” are not open to the same accounts and access codes, so "
                "what is in them cannot be joined. First open both to the same people.",
                one=label_title(one, "de"),
                other=label_title(two, "de"),
            )

    def _check_free_of_rights(self, catalogue: Catalogue, action: Rename) -> None:
        """Raise CatalogueError for a new id that somebody holds rights for, such as those of a
        collection that is gone."""
        own = catalogue.renamed.names("collection", action.value)
        held = {c for account in self._accounts.list() for c in account.grants}
        held |= {c for code in self._accounts.codes() for c in code.collections}
        if action.id in held.difference(own):
            raise CatalogueError(
                "Accounts or access codes still hold rights for a collection “{id}”. "
                "Choose another id.",
                id=action.id,
            )

    def _holders(self, catalogue: Catalogue, collection: Collection) -> frozenset[tuple[str, int]]:
        """Who may see the collection because it was opened to them."""
        names = set(catalogue.renamed.names("collection", collection.id))
        now = dt.datetime.now(dt.UTC)
        codes = (c for c in self._accounts.codes() if c.open(now))
        holders = {("code", c.id) for c in codes if names & c.collections}
        if collection.access is CollectionAccess.RESTRICTED:
            holders |= {("account", a.id) for a in self._accounts.list() if names & a.grants}
        return frozenset(holders)


def _named(action: Action) -> tuple[str, ...]:
    other = action.under if not isinstance(action, Rename | Merge | Delete) else _taker(action)
    return tuple(value for value in (action.value, other) if value)


def _taker(action: Action) -> str:
    """The value that takes the place of the one that goes; "" for none."""
    if isinstance(action, Merge):
        return action.into
    return action.instead if isinstance(action, Delete) else ""


def _version(changes: tuple[FileChange, ...]) -> str:
    total = hashlib.sha256()
    for change in changes:
        for part in (change.path.encode(), change.before or b"\0", change.after or b"\0"):
            total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:24]
