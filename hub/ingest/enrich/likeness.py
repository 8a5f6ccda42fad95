"""Which collection, type and tags a page may get: learnt from the resources of the catalogue.

A ridge regression on the similarities to all resources, one target for each collection or type:
``alpha = (K + lambda I)^-1 Y``. Its answer for a resource left out of the learning has a closed
form, ``y_i - alpha_i / (K + lambda I)^-1_ii`` (Rasmussen and Williams, Gaussian Processes for
Machine Learning, 2006, section 5.4.2). That gives a measured confidence: the share of resources
that were answered rightly with about the same lead of the first answer over the second.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.ingest.enrich.features import KINDS, Counts, Features, damped

Array = NDArray[np.float64]

_NEIGHBOURS = 40  #: resources with a similar lead that make a confidence
_MOST_RELATED = 15  #: similar resources whose tags are looked at


@dataclass(frozen=True)
class Guess:
    """A value that may fit, and how often such a guess is right."""

    value: str
    confidence: float  #: 0 to 1


@dataclass(frozen=True)
class Blocks:
    """How much each kind of feature counts, and how much the regression is held back."""

    words: float
    concepts: float
    origin: float
    form: float
    ridge: float

    def joined(self, likenesses: Array) -> Array:
        """One likeness out of four: ``likenesses`` has a block's in each of its first rows."""
        weights = np.square((self.words, self.concepts, self.origin, self.form))
        return np.asarray(np.tensordot(weights, likenesses, 1), np.float64)


class Space:
    """Resources as vectors, one for each kind of feature, found by their features."""

    def __init__(self, known: Sequence[Features]) -> None:
        self.size = len(known)
        self._blocks = [_Block([f.by_kind()[kind] for f in known]) for kind in range(KINDS)]

    def likenesses(self, features: Features) -> Array:
        """Of a new thing to each resource: the cosine of each kind, of shape (4, resources)."""
        pairs = zip(self._blocks, features.by_kind(), strict=True)
        return np.array([block.cosines(counts) for block, counts in pairs])

    @cached_property
    def kernels(self) -> Array:
        """Of each resource to each, of shape (4, resources, resources)."""
        return np.array([block.kernel for block in self._blocks])


class _Block:
    """One kind of feature of all resources: for each feature those that have it, in one array."""

    def __init__(self, known: Sequence[Counts]) -> None:
        self.size = len(known)
        self._known = known
        common = Counter(name for counts in known for name in counts)
        self._columns = {name: column for column, name in enumerate(common)}
        self._rarity = {name: math.log1p(self.size / number) for name, number in common.items()}
        self._unknown = math.log1p(self.size)  #: rarity of what no resource has
        rows = [self._weighed(counts) for counts in known]
        places = np.repeat(np.arange(self.size), [len(columns) for columns, _, _ in rows])
        columns = _joined([columns for columns, _, _ in rows], np.int64)
        values = _joined([np.divide(v, length) for _, v, length in rows], np.float64)
        order = np.argsort(columns, kind="stable")
        self._places, self._values = places[order], values[order]
        numbers = np.bincount(columns, minlength=len(common))
        self._starts = np.concatenate(([0], np.cumsum(numbers)))

    def _weighed(self, counts: Counts) -> tuple[list[int], list[float], float]:
        """Columns and values of the features that are known here, and the length of all."""
        columns, values, squares = [], [], 0.0
        for name, count in counts.items():
            value = damped(count) * self._rarity.get(name, self._unknown)
            squares += value * value
            if name in self._columns:
                columns.append(self._columns[name])
                values.append(value)
        return columns, values, math.sqrt(squares) or 1.0

    def cosines(self, counts: Counts) -> Array:
        """Of one thing to each resource."""
        columns, values, length = self._weighed(counts)
        if not columns:
            return np.zeros(self.size)
        starts = self._starts[columns]
        sizes = self._starts[np.add(columns, 1)] - starts
        before = np.cumsum(sizes) - sizes
        entries = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        shares = self._values[entries] * np.repeat(values, sizes)
        return np.asarray(np.bincount(self._places[entries], shares, self.size)) / length

    @property
    def kernel(self) -> Array:
        rows = [self.cosines(counts) for counts in self._known]
        return np.array(rows) if rows else np.zeros((0, 0))


def _joined(rows: Sequence[Iterable[float]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *(np.asarray(row, kind) for row in rows)])


class Chooser:
    """Chooses among the values of one field, such as the collections."""

    def __init__(self, space: Space, values: Sequence[Sequence[str]], blocks: Blocks) -> None:
        """``values``: of each resource, its own first; further ones count half."""
        self._blocks = blocks
        self.names = sorted({value for row in values for value in row})
        wanted = np.zeros((space.size, len(self.names)))
        for at, row in enumerate(values):
            for place, value in enumerate(row):
                wanted[at, self.names.index(value)] = 1.0 if place == 0 else 0.5
        self._mean = wanted.mean(axis=0) if space.size else np.zeros(len(self.names))
        kernel = blocks.joined(space.kernels)
        inverse = np.linalg.inv(kernel + blocks.ridge * np.eye(space.size))
        self._weights = inverse @ (wanted - self._mean)
        left_out = wanted - self._weights / np.diag(inverse)[:, None] if space.size else wanted
        self.answers = [self._best(row) for row in left_out]  #: for each, learnt without it
        leads = np.array([lead for _, lead in self.answers])
        right = np.array([a in row for (a, _), row in zip(self.answers, values, strict=True)])
        order = np.argsort(leads)
        self._leads, self._right = leads[order], right[order].astype(float)

    def _best(self, scores: Array) -> tuple[str, float]:
        if len(self.names) < 2:
            return (self.names[0] if self.names else "", 0.0)
        first, second = np.sort(scores)[::-1][:2]
        return self.names[int(scores.argmax())], float(first - second)

    def guess(self, likenesses: Array, most: int = 3) -> tuple[Guess, ...]:
        """The likeliest values; only the first has a measured confidence."""
        similarities = self._blocks.joined(likenesses)
        if not self.names or not similarities.any():
            return ()
        scores = similarities @ self._weights + self._mean
        order = np.argsort(scores)[::-1][:most]
        first = self._confidence(self._best(scores)[1])
        rest = (1 - first) / 2
        return tuple(
            Guess(self.names[at], first if place == 0 else round(min(first, rest / place), 2))
            for place, at in enumerate(order)
        )

    def _confidence(self, lead: float) -> float:
        if not len(self._leads):
            return 0.0
        at = int(np.searchsorted(self._leads, lead))
        near = self._right[max(0, at - _NEIGHBOURS // 2) : at + _NEIGHBOURS // 2]
        return round(float(min(0.95, near.mean() if len(near) else self._right[-1])), 2)


def tags_of_similar(
    similarities: Array, tags: Sequence[Iterable[str]], most: int = _MOST_RELATED
) -> Mapping[str, float]:
    """How much the most similar resources speak for each of their tags, between 0 and 1."""
    votes: dict[str, float] = defaultdict(float)
    order = np.argsort(similarities)[::-1][:most]
    total = float(similarities[order].sum()) or 1.0
    for at in order:
        for tag in tags[at]:
            votes[tag] += float(similarities[at]) / total
    return votes
