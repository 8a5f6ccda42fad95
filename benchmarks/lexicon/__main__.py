"""Build the word lists of the package from the words and frequencies of other packages.

It needs packages that the hub itself does not: data/README.md beside the lists names them.
"""

import gzip
import math
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import hub.language
from benchmarks.lexicon.english import english_lines
from benchmarks.lexicon.forms import Form, Lemmas, forms
from benchmarks.lexicon.parts import Beginnings, Training, adjective_ends, is_name, known_nouns
from benchmarks.lexicon.profiles import profile_lines
from benchmarks.lexicon.sources import Sources, read_sources

_NEVER = 0.05  #: the count of a part that was never counted
_BEGIN_ZIPF, _END_ZIPF = 3.0, 2.0  #: from here on a word may be a part that was never counted


def main() -> None:
    """Write languages.txt.gz, english.txt.gz, forms.txt.gz and parts.txt.gz."""
    started = time.perf_counter()
    target = Path(hub.language.__file__).parent / "data"
    _write(target / "languages.txt.gz", profile_lines())
    _write(target / "english.txt.gz", english_lines())
    sources = read_sources()
    lemmas = Lemmas(sources)
    table = forms(sources, lemmas)
    _write(target / "forms.txt.gz", _form_lines(table, sources.nouns))
    nouns = known_nouns(sources, lemmas, table)
    beginnings = Beginnings(sources, lemmas, nouns)
    training = Training(beginnings, nouns)
    begins = _begin_lines(training, beginnings)
    ends = _end_lines(training, sources, lemmas)
    _write(target / "parts.txt.gz", [*begins, "", *ends])
    seconds = time.perf_counter() - started
    print(f"{len(table)} forms, {len(begins)} beginnings, {len(ends)} endings, {seconds:.0f} s")


def _write(path: Path, lines: Iterable[str]) -> None:
    """Packed so that the same words make the same file."""
    text = "".join(line + "\n" for line in lines).removesuffix("\n") + "\n"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {path.stat().st_size} bytes", file=sys.stderr)


def _form_lines(table: Mapping[str, Form], nouns: frozenset[str]) -> list[str]:
    lines = []
    for word, form in table.items():
        flags = "k" * form.kept + "n" * is_name(word, form, nouns)
        fields = [_edit(word, lemma) for lemma in (form.noun, form.other, form.umlaut)]
        while fields and fields[-1] == "-":
            fields.pop()
        lines.append(" ".join([word, f"{round(form.zipf * 10)}{flags}", *fields]))
    return sorted(lines, key=lambda line: line.split(" ", 1)[0].encode())


def _edit(word: str, lemma: str | None) -> str:
    """How to make the lemma of the word: so many letters off, others on."""
    if lemma is None:
        return "-"
    pairs = enumerate(zip(word, lemma, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(word), len(lemma)))
    return f"{len(word) - same or ''}{lemma[same:]}" or "0"


def _line(part: str, count: float, total: float, zipf: float, words: Iterable[str] = ()) -> str:
    likelihood = round(-10 * math.log((count + _NEVER) / total))
    return " ".join([part, str(likelihood), str(max(0, round(zipf * 10))), *words])


def _begin_lines(training: Training, beginnings: Beginnings) -> list[str]:
    total = training.begins.total()
    lines = []
    for part, words in beginnings.words.items():
        count = training.begins.get(part, 0)
        if count or beginnings.zipf(part) >= _BEGIN_ZIPF:
            best = sorted(words, key=lambda word: (-words[word], word))
            near = [word for word in best if words[word] > words[best[0]] - 1.5][:2]
            only = [] if near == [part] else near
            lines.append(_line(part, count, total, beginnings.zipf(part), only))
    return sorted(lines)


def _end_lines(training: Training, sources: Sources, lemmas: Lemmas) -> list[str]:
    total = training.ends.total()
    lines = {
        noun: _line(noun, training.ends.get(noun, 0), total, sources.zipf(noun))
        for noun in training.heads
        if training.ends.get(noun) or sources.zipf(noun) >= _END_ZIPF
    }
    adjectives = adjective_ends(sources, lemmas, training.begins)
    all_adjectives = sum(adjectives.values())
    for adjective, count in adjectives.items():
        line = _line(adjective, count, all_adjectives, sources.zipf(adjective))
        lines.setdefault(adjective, line + "a")
    return sorted(lines.values())


if __name__ == "__main__":
    main()
