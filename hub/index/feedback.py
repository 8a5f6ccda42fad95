"""What the best hits are about lifts the other hits about the same (relevance feedback).

The tags of the first hits, weighed by their scores and by how rare they are, make a profile;
every hit gains by how much of the profile its own tags cover. It is Rocchio's feedback (1971)
with the first hits taken for relevant, over the reviewed tags of the catalogue instead of the
words of the texts. It never makes a hit, it only reorders them.
"""

import numpy as np
from numpy.typing import NDArray

from hub.index.generation import Generation, Mask
from hub.index.matching import Scores

#: So many of the first hits are taken for relevant.
FIRST = 5
#: Share of the best score that a hit gains when its tags cover the whole profile.
GAIN = 0.5


def lift(scores: Scores, matched: Mask, generation: Generation) -> Scores:
    """The scores with the gain of every matched document."""
    ids = np.flatnonzero(matched)
    if len(ids) < FIRST:
        return scores
    column = generation.facets["tag"]
    best = ids[np.argsort(-scores[ids], kind="stable")[:FIRST]]
    covered = np.zeros(generation.size, np.float64)
    np.add.at(covered, column.docs, _profile(best, scores, generation)[column.codes])
    top = covered[ids].max(initial=0.0)
    if top <= 0:
        return scores
    gain = covered / top * (GAIN * float(scores[ids].max()))
    return np.where(matched, scores + gain, scores).astype(np.float32)


def _profile(best: NDArray[np.intp], scores: Scores, generation: Generation) -> NDArray[np.float64]:
    """The weight of every tag of the facet: its share among the best, times its rarity."""
    column = generation.facets["tag"]
    profile = np.zeros(len(column.values), np.float64)
    total = float(scores[best].sum()) or 1.0
    for doc in best.tolist():
        for tag in generation.records[doc]["own"]["tag"]:
            if tag in column.code_of:
                profile[column.code_of[tag]] += float(scores[doc]) / total
    frequency = np.bincount(column.codes, minlength=len(column.values))
    return profile * np.log1p(generation.count / np.maximum(frequency, 1))
