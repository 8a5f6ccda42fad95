"""What the best hits are about lifts the other hits about the same (relevance feedback).

The tags of the first hits, weighed by their scores and by how rare they are, make a profile;
every hit gains by how much of the profile its own tags cover. The same is then done with the
collections, more mildly. It is Rocchio's feedback (1971) with the first hits taken for relevant,
over what editors said of the resources instead of the words of the texts. It never makes a hit,
it only reorders them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import largest
from hub.index.generation import Generation
from hub.index.matching import Scores
from hub.index.segments import Mask
from hub.model import Access


@dataclass(frozen=True)
class Profile:
    """Of how many first hits a facet makes the profile, and the share of the best score that a
    hit gains which covers all of it."""

    facet: str
    first: int
    gain: float


#: Tags say what few resources are about; a collection only says it roughly, for many.
PROFILES = (Profile("tag", first=5, gain=0.5), Profile("collection", first=10, gain=0.2))
#: Fewer hits need no order beyond their words.
_FEWEST = 5


def lift(scores: Scores, matched: Mask, access: Access, generation: Generation) -> Scores:
    """The scores with the gain of every matched document."""
    ids = np.flatnonzero(matched)
    if len(ids) >= _FEWEST:
        for profile in PROFILES:
            scores = _lifted(scores, ids, profile, access, generation)
    return scores


def _lifted(
    scores: Scores,
    ids: NDArray[np.intp],
    profile: Profile,
    access: Access,
    generation: Generation,
) -> Scores:
    column = generation.facets[profile.facet]
    # equal ones by date, not by number: numbers differ from one build to the next
    near = ids[largest(scores[ids], profile.first)]
    best = near[np.lexsort((generation.by_date[near], -scores[near]))[: profile.first]]
    weights = np.zeros(len(column.values), np.float64)
    for doc in best.tolist():
        for value in _own(generation.record(doc), profile.facet, access):
            if value in column.code_of:
                weights[column.code_of[value]] += float(scores[doc])
    frequency = np.bincount(column.codes, minlength=len(column.values))
    weights *= np.log1p(generation.count / np.maximum(frequency, 1))
    covered = np.zeros(generation.size, np.float64)
    np.add.at(covered, column.docs, weights[column.codes])
    top = covered[ids].max(initial=0.0)
    if top <= 0:
        return scores
    gain = covered[ids] / top * (profile.gain * float(scores[ids].max()))
    lifted = scores.copy()
    lifted[ids] += gain.astype(np.float32)
    return lifted


def _own(record: Mapping[str, Any], facet: str, access: Access) -> Sequence[str]:
    """The values that were given to the resource itself and that the searcher may see."""
    if facet == "collection":
        return tuple(access.visible(record["facets"]["collection"]))
    return tuple(record["own"][facet])
