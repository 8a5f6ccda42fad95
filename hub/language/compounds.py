"""Compounds into their parts: Waffenverbotszone as waffen, verbots, zone."""

from functools import lru_cache

from hub.language.lexicon import Lexicon

_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST = 3
_LONGEST_WORD = 60


class CompoundSplitter:
    """Cuts compounds where known words, with linking letters, make up the whole word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.split = lru_cache(maxsize=100_000)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a small word as they stand in it; the word alone when it is simple."""
        if not 2 * _SHORTEST <= len(word) <= _LONGEST_WORD or not word.isalpha():
            return (word,)
        whole = self._lexicon.weight(word)
        best: tuple[str, ...] = (word,)
        best_score = float(whole if whole is not None else -1)
        for parts, score in self._ways(word):
            if score > best_score:
                best, best_score = parts, score
        return best

    def _ways(self, word: str) -> list[tuple[tuple[str, ...], float]]:
        """For each suffix the best way to cover it; those of the whole word come back."""
        best: dict[int, tuple[tuple[str, ...], float]] = {len(word): ((), 0.0)}
        for start in range(len(word) - _SHORTEST, -1, -1):
            for end in range(start + _SHORTEST, len(word) + 1):
                if end not in best or (start == 0 and end == len(word)):
                    continue
                weight = self._part_weight(word[start:end], last=end == len(word))
                if weight is None:
                    continue
                parts, total = best[end]
                if start not in best or self._mean(best[start]) < (weight + total) / (
                    len(parts) + 1
                ):
                    best[start] = ((word[start:end], *parts), weight + total)
        return [(best[0][0], self._mean(best[0]))] if 0 in best else []

    @staticmethod
    def _mean(way: tuple[tuple[str, ...], float]) -> float:
        return way[1] / max(1, len(way[0]))

    def _part_weight(self, piece: str, *, last: bool) -> float | None:
        found = [self._lexicon.weight(piece)]
        if not last:
            found += [
                self._lexicon.weight(piece[: -len(k)]) for k in _LINKS if k and piece.endswith(k)
            ]
        known = [w for w in found if w is not None and w >= 20]
        return float(max(known)) - (12 if len(piece) < 4 else 0) if known else None
