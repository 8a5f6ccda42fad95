"""What is wrong with a thesaurus, and what is only worth a look.

``structure`` finds what no thesaurus may have: such a file is not put into force.
``shadows`` and ``hints`` find what makes it less good.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from hub.catalogue.problems import notice, problem
from hub.model import Concept, Problem, Thesaurus

NEEDED = ("de", "en")  #: languages in which every concept has a label
#: From a name and its language to what it is found by: names of the same key meet in a search.
Key = Callable[[str, str], tuple[str, ...]]
#: The line of a concept, or of one of its keys.
Line = Callable[[str, str], int | None]


def structure(path: str, concepts: Iterable[Concept], line: Line) -> Iterator[Problem]:
    """Labels that are missing or those of another concept, and circles of broader concepts."""
    concepts = list(concepts)
    yield from _missing(path, concepts, line)
    yield from _doubles(path, concepts, line)
    yield from _circles(path, concepts, line)


def _missing(path: str, concepts: Iterable[Concept], line: Line) -> Iterator[Problem]:
    message = "The concept '{id}' has no label in the language '{language}'. Add it under 'label'."
    for concept in concepts:
        for language in NEEDED:
            if not concept.label.get(language, "").strip():
                where = line(concept.id, "label")
                yield problem(path, message, where, id=concept.id, language=language)


def _doubles(path: str, concepts: Iterable[Concept], line: Line) -> Iterator[Problem]:
    message = (
        "The label '{label}' ({language}) is already that of '{other}'. "
        "Give one of the two another label."
    )
    owners: dict[tuple[str, str], str] = {}
    for concept in concepts:
        for language, label in concept.label.items():
            other = owners.setdefault((language, plain(label)), concept.id)
            if other != concept.id:
                where = line(concept.id, "label")
                values = {"label": label, "language": language, "other": other}
                yield problem(path, message, where, **values)


def _circles(path: str, concepts: Iterable[Concept], line: Line) -> Iterator[Problem]:
    message = (
        "The broader concepts of '{id}' lead back to itself: {way}. Remove one step of this circle."
    )
    for circle in circles({concept.id: concept.broader for concept in concepts}):
        way = " → ".join((*circle, circle[0]))
        yield problem(path, message, line(circle[0], "broader"), id=circle[0], way=way)


def circles(broader: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle that leads from a concept over broader ones back to it, once."""
    done: set[str] = set()
    for start in broader:
        way: list[str] = []
        waiting = [(start, iter(broader[start]))] if start not in done else []
        while waiting:
            here, steps = waiting[-1]
            if not way or way[-1] != here:
                way.append(here)
            step = next((s for s in steps if s in broader and s not in done), None)
            if step is None:
                done.add(way.pop())
                waiting.pop()
            elif step in way:
                yield tuple(way[way.index(step) :])
                done.add(step)
            else:
                waiting.append((step, iter(broader[step])))


def shadows(path: str, thesaurus: Thesaurus, line: Line, key: Key) -> Iterator[Problem]:
    """Names that stand in two concepts, which should each have their own.

    The same word is to be mended; another form of it is only a hint, for stems also join words
    that are strangers.
    """
    owners: dict[tuple[str, str], str] = {}
    stems: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}
    for concept in thesaurus.by_id.values():
        for language, name in names(concept):
            where = line(concept.id, "synonyms")
            other = owners.setdefault((language, plain(name)), concept.id)
            form, near = stems.setdefault((language, key(name, language)), (name, concept.id))
            values = {"name": name, "language": language, "id": concept.id}
            if other != concept.id:
                message = (
                    "'{name}' ({language}) stands in '{id}' and in '{other}'. "
                    "Keep it in the one that it means."
                )
                yield problem(path, message, where, **values, other=other)
            elif near != concept.id and key(name, language) != ():
                message = (
                    "'{name}' ({language}) in '{id}' is found like '{form}' in '{other}'. "
                    "A search for one finds both."
                )
                yield notice(path, message, where, **values, form=form, other=near)


def names(concept: Concept) -> Iterator[tuple[str, str]]:
    """Language and text of every label and synonym."""
    yield from concept.label.items()
    for language, words in concept.synonyms.items():
        yield from ((language, word) for word in words)


def hints(path: str, thesaurus: Thesaurus, line: Line, used: Collection[str]) -> Iterator[Problem]:
    """Concepts that no resource is tagged with, nor with a narrower one, or that stand alone."""
    tied = {id for c in thesaurus.by_id.values() for id in (*c.broader, *c.related)}
    for concept in thesaurus.by_id.values():
        where = line(concept.id, "id")
        if not thesaurus.below(concept.id) & set(used):
            message = "No resource is tagged with '{id}' or a narrower concept."
            yield notice(path, message, where, id=concept.id)
        if not (concept.broader or concept.related or concept.id in tied):
            message = "'{id}' has no broader, narrower or related concept."
            yield notice(path, message, where, id=concept.id)


def plain(name: str) -> str:
    """A name for comparing: two that only differ in case or spaces are the same."""
    return " ".join(name.casefold().split())
