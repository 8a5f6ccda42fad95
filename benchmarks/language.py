"""How well and how fast words are analysed: ``python -m benchmarks.language [--data FOLDER]``.

The folder holds compounds, inflected forms and false friends that others marked by hand; by
default it is HUB_EVAL_DATA or ``../shared/eval``. What is not there is left out and said so.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from hub.language import Analyzer, WordTerms, analyze_word, detect, split_compound, stem

Pairs = list[list[str]]


def read_table(path: Path) -> Pairs:
    """Rows of tab-separated values."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip()]


def read_clusters(path: Path) -> Pairs:
    """The forms of one word on each line."""
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


def meet(query: WordTerms, text: WordTerms) -> bool:
    """Whether a query word finds a text word: exactly, by stem, or as a part of it."""
    if query.exact == text.exact:
        return True
    return bool(set(query.stems) & {*text.stems, *text.parts})


def found(query: str, text: str, language: str = "de") -> bool:
    """Whether a typed word finds a text that holds only the other."""
    return meet(analyze_word(query, language), analyze_word(text, language))


def pairwise(clusters: Pairs, key: Callable[[str], str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of forms that share a key."""
    groups: dict[str, Counter[int]] = defaultdict(Counter)
    for number, forms in enumerate(clusters):
        for form in forms:
            groups[key(form)][number] += 1
    right = sum(_pairs(n) for group in groups.values() for n in group.values())
    joined = sum(_pairs(group.total()) for group in groups.values())
    wanted = sum(_pairs(len(forms)) for forms in clusters)
    precision, recall = right / joined, right / wanted
    return precision, recall, 2 * precision * recall / (precision + recall)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def boundaries(parts: Iterable[str]) -> tuple[int, ...]:
    """Where the second and later parts start."""
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part.casefold())
    return tuple(starts[1:])


def compound_scores(compounds: Pairs, simple: Sequence[str]) -> tuple[float, float, float]:
    """Shares: last boundary found, all boundaries exact, simple nouns cut."""
    main = exact = 0
    for word, marked in compounds:
        wanted, got = boundaries(marked.split("|")), boundaries(split_compound(word))
        main += wanted[-1] in got
        exact += wanted == got
    cut = sum(len(split_compound(word)) > 1 for word in simple)
    return main / len(compounds), exact / len(compounds), cut / len(simple)


def natural_text(words: int, seed: int = 1) -> str:
    """German words in their natural frequencies, as the lexicon has them."""
    from hub.language.lexicon import german_lexicon

    forms, weights = german_lexicon().frequencies()
    chosen = random.Random(seed).choices(forms, weights, k=words)
    return " ".join(chosen)


def _share(values: Iterable[bool]) -> float:
    values = list(values)
    return sum(values) / len(values)


def _stems(data: Path) -> None:
    clusters = read_clusters(data / "stems" / "form_clusters.txt")
    precision, recall, f1 = pairwise(clusters, lambda form: stem(form, "de"))
    print(f"form clusters        precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
    for name in ("plural_umlaut", "plural_other"):
        pairs = read_table(data / "stems" / f"{name}.tsv")
        one = _share(stem(a, "de") == stem(b, "de") for a, b in pairs)
        both = _share(found(a, b) and found(b, a) for a, b in pairs)
        print(f"{name:20} one stem {one:.4f}  find each other {both:.4f}")


def _compounds(data: Path) -> None:
    compounds = read_table(data / "compounds" / "silver_compounds.tsv")
    simple = (data / "compounds" / "silver_simplex.txt").read_text(encoding="utf-8").split()
    main, exact, cut = compound_scores(compounds, simple)
    print(f"compounds (silver)   main {main:.4f}  exact {exact:.4f}  simple nouns cut {cut:.4f}")
    last = _share(found(marked.split("|")[-1], word) for word, marked in compounds)
    print(f"compounds (silver)   found by their last part {last:.4f}")


def _german(data: Path) -> None:
    folder = data / "german"
    halves = [(w, part) for w, *parts in read_table(folder / "compounds.tsv") for part in parts]
    friends = read_table(folder / "false_friends.tsv")
    forms = read_table(folder / "forms.tsv")
    print(f"found by part        {_share(found(part, word) for word, part in halves):.4f}")
    print(f"false friends found  {_share(found(query, text) for text, query in friends):.4f}")
    print(f"forms joined         {_share(found(a, b) and found(b, a) for a, b in forms):.4f}")


def _languages(data: Path) -> None:
    for language in ("de", "en"):
        lines = (data / "xquad" / f"corpus.{language}.jsonl").read_text("utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
        lines = (data / "xquad" / f"queries.{language}.jsonl").read_text("utf-8").splitlines()
        queries = [json.loads(line)["query"] for line in lines]
        other = "de" if language == "en" else "en"
        print(
            f"detection {language}         "
            f"paragraphs {_share(detect(text, other) == language for text in texts):.4f}  "
            f"questions {_share(detect(query, other) == language for query in queries):.4f}"
        )


#: Loads the lexicon in a fresh process; its memory is what Python itself has traced.
_LOADING = """
import time, tracemalloc
from hub.language.lexicon import german_lexicon
start = time.process_time()
german_lexicon()
seconds = time.process_time() - start
german_lexicon.cache_clear()
tracemalloc.start()
lexicon = german_lexicon()
size = tracemalloc.get_traced_memory()[0] / 2**20
print(f"lexicon              loaded in {seconds:.2f} s, {size:.0f} MiB")
"""


def _speed() -> None:
    subprocess.run([sys.executable, "-c", _LOADING], check=True)  # noqa: S603
    words = natural_text(1_000_000).split()
    texts = [" ".join(words[at : at + 400]) for at in range(0, len(words), 400)]
    analyzer = Analyzer.default()
    start = time.process_time()
    tokens = sum(len(analyzer.analyze(text, "de")) for text in texts)
    seconds = time.process_time() - start
    kinds = len(set(words))
    print(f"speed                {tokens} words ({kinds} different) in {seconds:.1f} s on one core")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print all figures that the data at hand allow."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("HUB_EVAL_DATA", "../shared/eval")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--no-speed", action="store_true")
    chosen = parser.parse_args(arguments)
    print(f"{os.cpu_count()} cores, data in {chosen.data}")
    steps = {"stems": _stems, "compounds": _compounds, "german": _german, "xquad": _languages}
    for folder, step in steps.items():
        if (chosen.data / folder).is_dir():
            step(chosen.data)
        else:
            print(f"{folder}: left out, there is no such folder")
    if not chosen.no_speed:
        _speed()


if __name__ == "__main__":
    main()
