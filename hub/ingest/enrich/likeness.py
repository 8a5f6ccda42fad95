"""Which collection, type and tags a page may get: learnt from the resources of the catalogue.

A ridge regression on the similarities to all resources, one target for each collection or type:
``alpha = (K + lambda I)^-1 Y``. Its answer for a resource left out of the learning has a closed
form, ``y_i - alpha_i / (K + lambda I)^-1_ii`` (Rasmussen and Williams, Gaussian Processes for
Machine Learning, 2006, section 5.4.2). That gives a measured confidence: the share of resources
that were answered rightly with about the same lead of the first answer over the second.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
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

    @cached_property
    def _weights(self) -> Array:
        return np.square((self.words, self.concepts, self.origin, self.form))

    def joined(self, likenesses: Array) -> Array:
        """One likeness out of four: ``likenesses`` has a block's in each of its first rows."""
        joined = self._weights @ likenesses.reshape(KINDS, -1)
        return np.asarray(joined, np.float64).reshape(likenesses.shape[1:])


class Space:
    """Resources as vectors, one for each kind of feature, found by their features.

    For each feature the resources that have it stand in a row, all rows in one array.
    """

    def __init__(self, known: Sequence[Features]) -> None:
        self.size = len(known)
        self._known = known
        kinds = [[features.by_kind()[kind] for features in known] for kind in range(KINDS)]
        self._kinds = [_Kind(counts) for counts in kinds]
        self._firsts = (0, *accumulate(len(kind.columns) for kind in self._kinds))
        rows = [self._weighed(features) for features in known]
        columns = _joined([columns for columns, _ in rows], np.int64)
        order = np.argsort(columns, kind="stable")
        resources = np.repeat(np.arange(self.size), [len(columns) for columns, _ in rows])
        kind_of = np.searchsorted(self._firsts, columns, side="right") - 1
        self._places = (kind_of * self.size + resources)[order]
        self._values = _joined([values for _, values in rows], np.float64)[order]
        numbers = np.bincount(columns, minlength=self._firsts[-1])
        self._starts = np.concatenate(([0], np.cumsum(numbers)))

    def _weighed(self, features: Features) -> tuple[list[int], list[float]]:
        """Columns and values of those features that some resource has."""
        columns: list[int] = []
        values: list[float] = []
        for first, kind, counts in zip(self._firsts, self._kinds, features.by_kind(), strict=False):
            of_kind, its_values = kind.weighed(counts)
            columns += [first + column for column in of_kind]
            values += its_values
        return columns, values

    def likenesses(self, features: Features) -> Array:
        """Of a new thing to each resource: the cosine of each kind, of shape (4, resources)."""
        columns, values = self._weighed(features)
        at = np.array(columns, np.int64)
        starts = self._starts[at]
        sizes = self._starts[at + 1] - starts
        before = np.cumsum(sizes) - sizes
        entries = np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
        shares = self._values[entries] * np.repeat(values, sizes)
        found = np.bincount(self._places[entries], shares, KINDS * self.size)
        return np.asarray(found, np.float64).reshape(KINDS, self.size)

    @cached_property
    def kernels(self) -> Array:
        """Of each resource to each, of shape (4, resources, resources)."""
        rows = [self.likenesses(features) for features in self._known]
        return np.stack(rows, 1) if rows else np.zeros((KINDS, 0, 0))


class _Kind:
    """The features of one kind that some resource has, and how rare each is."""

    def __init__(self, known: Sequence[Counts]) -> None:
        common = Counter(name for counts in known for name in counts)
        self.columns = {
            name: (column, math.log1p(len(known) / number))
            for column, (name, number) in enumerate(common.items())
        }
        self._unknown = (-1, math.log1p(len(known)))  #: what no resource has

    def weighed(self, counts: Counts) -> tuple[list[int], list[float]]:
        """Columns and values of what is known here, as parts of a vector of length 1."""
        columns, values, squares = [], [], 0.0
        for name, count in counts.items():
            column, rarity = self.columns.get(name, self._unknown)
            value = rarity if count == 1 else damped(count) * rarity
            squares += value * value
            if column >= 0:
                columns.append(column)
                values.append(value)
        length = math.sqrt(squares) or 1.0
        return columns, [value / length for value in values]


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
        orders = [self._ranked(row) for row in left_out]
        self.answers = [(row[0][1] if row else "", _lead(row)) for row in orders]  #: without it
        learnt = zip(self.answers, values, strict=True)
        ranked = sorted((lead, answer in row) for (answer, lead), row in learnt)
        self._leads = [lead for lead, _ in ranked]
        self._confidences = _confidences([right for _, right in ranked])

    def _ranked(self, scores: Array) -> list[tuple[float, str]]:
        """All values with their scores, the likeliest first."""
        return sorted(zip(scores.tolist(), self.names, strict=True), reverse=True)

    def guess(self, likenesses: Array, most: int = 3) -> tuple[Guess, ...]:
        """The likeliest values; only the first has a measured confidence."""
        similarities = self._blocks.joined(likenesses)
        if not self.names or not similarities.any():
            return ()
        ranked = self._ranked(similarities @ self._weights + self._mean)
        first = self._confidences[bisect_left(self._leads, _lead(ranked))]
        rest = (1 - first) / 2
        return tuple(
            Guess(name, first if place == 0 else round(min(first, rest / place), 2))
            for place, (_, name) in enumerate(ranked[:most])
        )


def _lead(ranked: Sequence[tuple[float, str]]) -> float:
    """By how much the first value leads over the second."""
    return ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 0.0


def _confidences(right: Sequence[bool]) -> list[float]:
    """For each place in a row of answers, the share of right ones around it."""
    found = []
    for at in range(len(right) + 1):
        near = right[max(0, at - _NEIGHBOURS // 2) : at + _NEIGHBOURS // 2]
        found.append(round(min(0.95, sum(near) / max(1, len(near))), 2))
    return found


def tags_of_similar(
    similarities: Array, tags: Sequence[Iterable[str]], most: int = _MOST_RELATED
) -> Mapping[str, float]:
    """How much the most similar resources speak for each of their tags, between 0 and 1."""
    votes: dict[str, float] = defaultdict(float)
    order = np.argsort(similarities)[::-1][:most]
    shares = similarities[order] / (similarities[order].sum() or 1.0)
    for at, share in zip(order.tolist(), shares.tolist(), strict=True):
        for tag in tags[at]:
            votes[tag] += share
    return votes
