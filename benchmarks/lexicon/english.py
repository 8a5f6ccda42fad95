"""The list of English words, by how common they are."""

import math
import re
from collections import defaultdict

_LEAST = 2.0  #: Zipf frequency; what is rarer is as often a slip as a word
_WORD = re.compile(r"[a-z]{2,24}")


def english_lines() -> list[str]:
    """A line for each tenth of a Zipf unit: ten times the frequency, then its words."""
    from wordfreq import get_frequency_dict

    lines: dict[int, list[str]] = defaultdict(list)
    for word, share in get_frequency_dict("en", "large").items():
        zipf = math.log10(share) + 9
        if zipf >= _LEAST and _WORD.fullmatch(word):
            lines[round(zipf * 10)].append(word)
    return [" ".join([str(zipf), *sorted(words)]) for zipf, words in sorted(lines.items())]
