"""Which collection, type and tags a page may get: learnt from the resources of the catalogue.

A ridge regression on the similarities to all resources, one target for each collection or type:
``alpha = (K + lambda I)^-1 Y``. Its answer for a resource left out of the learning has a closed
form, ``y_i - alpha_i / (K + lambda I)^-1_ii`` (Rasmussen and Williams, Gaussian Processes for
Machine Learning, 2006, section 5.4.2). That gives a measured confidence: the share of resources
that were answered rightly with about the same lead of the first answer over the second.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hub.ingest.enrich.features import Counts, Features, damped

Array = NDArray[np.float64]

_NEIGHBOURS = 40  #: resources with a similar lead that make a confidence
_LARGEST_SHARE = 0.6  #: of all resources; what more of them have tells nothing
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

    def of(self, features: Features) -> Sequence[tuple[float, Counts]]:
        """The counts with their weights."""
        pairs = (
            (self.words, features.words),
            (self.concepts, features.concepts),
            (self.origin, features.origin),
            (self.form, features.form),
        )
        return [(weight, counts) for weight, counts in pairs if weight]


class Space:
    """Resources as vectors, found by their features."""

    def __init__(self, known: Sequence[Features], blocks: Blocks) -> None:
        self._blocks = blocks
        self.size = len(known)
        self._common = [
            Counter(name for features in known for name in blocks.of(features)[number][1])
            for number in range(len(blocks.of(known[0])) if known else 0)
        ]
        self._vectors = [self.vector(features) for features in known]

    def vector(self, features: Features) -> dict[tuple[int, str], float]:
        """Each block brought to its length; what nobody else has says nothing."""
        found: dict[tuple[int, str], float] = {}
        for number, (weight, counts) in enumerate(self._blocks.of(features)):
            rarity = self._common[number] if number < len(self._common) else Counter[str]()
            values = {
                name: damped(count) * float(np.log1p(self.size / max(1, rarity[name])))
                for name, count in counts.items()
            }
            length = float(np.sqrt(sum(v * v for v in values.values()))) or 1.0
            found |= {(number, name): weight * v / length for name, v in values.items()}
        return found

    @cached_property
    def _postings(self) -> Mapping[tuple[int, str], tuple[NDArray[np.intp], Array]]:
        lists: dict[tuple[int, str], list[tuple[int, float]]] = {}
        for at, vector in enumerate(self._vectors):
            for name, value in vector.items():
                lists.setdefault(name, []).append((at, value))
        return {
            name: (np.array([at for at, _ in row]), np.array([value for _, value in row]))
            for name, row in lists.items()
        }

    def similarities(self, features: Features) -> Array:
        """Of a new thing to each resource."""
        return self._compare(self.vector(features))

    def _compare(self, vector: Mapping[tuple[int, str], float]) -> Array:
        rows = [
            (row[0], value * row[1])
            for name, value in vector.items()
            if (row := self._postings.get(name)) is not None
        ]
        if not rows:
            return np.zeros(self.size)
        places = np.concatenate([places for places, _ in rows])
        values = np.concatenate([values for _, values in rows])
        return np.asarray(np.bincount(places, values, self.size), np.float64)

    @cached_property
    def kernel(self) -> Array:
        """Of each resource to each."""
        rows = [self._compare(vector) for vector in self._vectors]
        return np.array(rows) if rows else np.zeros((0, 0))


class Chooser:
    """Chooses among the values of one field, such as the collections."""

    def __init__(self, space: Space, values: Sequence[Sequence[str]], blocks: Blocks) -> None:
        """``values``: of each resource, its own first; further ones count half."""
        self._space = space
        self.names = sorted({value for row in values for value in row})
        wanted = np.zeros((space.size, len(self.names)))
        for at, row in enumerate(values):
            for place, value in enumerate(row):
                wanted[at, self.names.index(value)] = 1.0 if place == 0 else 0.5
        self._mean = wanted.mean(axis=0) if space.size else np.zeros(len(self.names))
        inverse = np.linalg.inv(space.kernel + blocks.ridge * np.eye(space.size))
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

    def guess(self, similarities: Array, most: int = 3) -> tuple[Guess, ...]:
        """The likeliest values; only the first has a measured confidence."""
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
