"""Anything in any order: the catalogue stays sound, and every name and search means what it did."""

import datetime as dt
import tempfile
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.catalogue.vocabulary.actions import Action, Delete, Merge, Nest, Rename
from hub.curation.saved.mending import opened
from hub.errors import HistoryConflict, HubError
from hub.history import Change
from hub.index.building import facet_values
from hub.index.documents import document
from hub.model import EVERYTHING, Catalogue, Filters, Query, Resource, VocabularyKind
from hub.model.curation import SavedSearch, Sharing

from .plain import Impossible, Plain, pick, start
from .small import EVA, Small, small

K = VocabularyKind
KINDS = (K.TAG, K.TAG, K.PLACE, K.TARGET_GROUP, K.COLLECTION)
NUMBERS = st.integers(0, 11)
ACTS = st.tuples(
    st.sampled_from(["rename", "merge", "merge", "nest", "delete", "undo", "edit"]),
    st.sampled_from(KINDS),
    NUMBERS,
    NUMBERS,
)


def action_of(model: Plain, do: str, kind: K, one: int, two: int) -> Action | None:
    """What the numbers stand for in this state; None for nothing."""
    value, other = pick(model.values(kind), one), pick(model.values(kind), two)
    if not value:
        return None
    if do == "rename":  # to one of few names, so that names come back
        new = f"name-{two % 4}"
        if kind is K.TARGET_GROUP:
            return Rename(kind=kind, value=value, name=new)
        return Rename(kind=kind, value=value, id=new)
    if do == "merge":
        return Merge(kind=kind, value=value, into=other)
    if do == "nest":
        kind = kind if kind in (K.TAG, K.PLACE) else K.TAG
        value, other = pick(model.values(kind), one), pick(model.values(kind), two)
        return Nest(kind=kind, value=value, under=other if two % 4 else "") if value else None
    return Delete(kind=kind, value=value, instead=other if two % 2 else "")


class Run:
    """A catalogue and its model, side by side."""

    def __init__(self, place: Small) -> None:
        self.place = place
        self.models = [start()]  #: one for each step; the last is that of now
        self.done: list[tuple[Change, int]] = []  #: with the number of the model before
        self.names = {kind: set(start().values(kind)) for kind in set(KINDS)}

    @property
    def model(self) -> Plain:
        return self.models[-1]

    def step(self, do: str, kind: K, one: int, two: int) -> None:
        if do == "undo":
            return self.undo(one)
        if do == "edit":
            return self.edit(kind, one, two)
        action = action_of(self.model, do, kind, one, two)
        if action is None:
            return None
        try:
            after = self.model.do(action)
        except Impossible:
            before = self.place.tree()
            with pytest.raises(HubError):
                self.place.vocabulary.do(action, EVERYTHING, EVA)
            assert self.place.tree() == before
            return None
        change = self.place.vocabulary.do(action, EVERYTHING, EVA)
        self.done.append((change, len(self.models) - 1))
        self.models.append(after)
        return None

    def edit(self, kind: K, one: int, two: int) -> None:
        """Somebody gives a resource one more value."""
        id, value = pick(self.model.has, one), pick(self.model.values(kind), two)
        if not value or value in self.model.has[id][kind]:
            return
        resource = self.place.folder.load().resources[id]
        key = {K.TAG: "tags", K.PLACE: "places", K.TARGET_GROUP: "target_groups"}.get(
            kind, "collections"
        )
        new = resource.model_copy(update={key: (*getattr(resource, key), value)})
        self.place.folder.save(new)
        after = deepcopy(self.model)
        after.has[id][kind].add(value)
        self.models.append(after)

    def undo(self, number: int) -> None:
        """Take any earlier change back. What nothing has followed on must go back wholly."""
        if not self.done:
            return
        at = len(self.done) - 1 - number % len(self.done)
        change, model = self.done[at]
        last = model == len(self.models) - 2
        before = self.place.tree()
        try:
            self.place.history.undo(change.id, by=EVA)
        except HistoryConflict:
            assert self.place.tree() == before
            assert not last
            return
        self.done.pop(at)
        self.models.append(self.models[model] if last else read(self.place.folder.load()))

    def take_all_back(self) -> None:
        """Undo every change, the last one first."""
        for change, _ in reversed(self.done):
            self.place.history.undo(change.id, by=EVA)

    def check(self) -> None:
        catalogue = self.place.folder.load()
        assert catalogue.problems == ()
        now = read(catalogue)
        assert now.has == self.model.has
        assert now.above == self.model.above
        for kind in self.names:
            self.names[kind] |= self.model.values(kind)
            for name in self.names[kind]:
                self.check_search(catalogue, kind, name)

    def check_search(self, catalogue: Catalogue, kind: K, name: str) -> None:
        """A saved search for any name there ever was, and the facet of what it leads to."""
        found = opened(saved(kind, name), catalogue, EVERYTHING, named=True)
        today = self.model.now(kind, name)
        values = found.query.filters.chosen(kind.value)
        if kind is K.TARGET_GROUP and today is None:
            assert not answer(catalogue, kind, values)
            return
        assert values == ((today,) if today is not None else ())
        assert bool(found.gone) == (today is None)
        if today is not None:
            assert answer(catalogue, kind, values) == self.model.answer(kind, name)


def saved(kind: K, name: str) -> SavedSearch:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    query = Query(filters=Filters({kind.value: (name,)}))
    return SavedSearch(1, 1, "Eva", "Suche", query, Sharing.PRIVATE, moment, moment)


def answer(catalogue: Catalogue, kind: K, values: tuple[str, ...]) -> set[str]:
    """What the index would find, by the facet values of its documents."""
    return {
        id
        for id, resource in catalogue.resources.items()
        if set(values) & set(facet_values(document(resource, catalogue))[kind.value])
    }


def read(catalogue: Catalogue) -> Plain:
    """The model of a catalogue as it is read."""

    def values(resource: Resource) -> dict[K, set[str]]:
        return {
            K.TAG: set(resource.tags),
            K.PLACE: set(resource.places),
            K.TARGET_GROUP: set(resource.target_groups),
            K.COLLECTION: set(resource.collections),
        }

    above = {
        K.TAG: {c.id: set(c.broader) for c in catalogue.thesaurus.by_id.values()},
        K.PLACE: {p.id: set(p.broader) for p in catalogue.gazetteer.by_id.values()},
        K.TARGET_GROUP: {},
        K.COLLECTION: {id: set() for id in catalogue.collections},
    }
    has = {id: values(resource) for id, resource in catalogue.resources.items()}
    olds = {(K(e.kind), e.old): e.new for e in catalogue.renamed.entries}
    return Plain(above, has, olds)


@settings(
    max_examples=14,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(ACTS, min_size=3, max_size=9))
def test_the_catalogue_stays_right_whatever_is_done(acts):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(small(Path(folder)))
        first = run.place.tree()
        for act in acts:
            run.step(*act)
            run.check()
        if all(act[0] not in ("edit", "undo") for act in acts):
            run.take_all_back()
            assert run.place.tree() == first
