"""How common English words are: a list that is part of the package, read where it is asked for."""

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def english_zipf(small: str) -> float:
    """The Zipf frequency of a small English word; 0 for one that is rare or none."""
    return _words().get(small, 0) / 10


@cache
def _words() -> Mapping[str, int]:
    """Ten times the Zipf frequency of each word."""
    packed = (files("hub.language") / "data" / "english.txt.gz").read_bytes()
    lines = (line.split(" ") for line in gzip.decompress(packed).decode().splitlines())
    return {word: int(zipf) for zipf, *words in lines for word in words}
