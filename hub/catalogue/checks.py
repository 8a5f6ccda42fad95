"""Checks across files: what a resource names must exist, and its id must be its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hub.catalogue.problems import notice, problem
from hub.model import Collection, Gazetteer, Problem, Resource, Thesaurus

#: A resource and the path it was read from.
Found = tuple[str, Resource]
UNKNOWN_TAG = (
    "The tag '{tag}' is not in thesaurus.yaml. Correct it, add the concept, "
    "or move the word to 'keywords'."
)


@dataclass(frozen=True)
class Tables:
    """What resources may name. A table is None where its file is broken: then nothing is said."""

    collections: Mapping[str, Collection]
    thesaurus: Thesaurus | None
    gazetteer: Gazetteer | None


def choose(found: Iterable[Found]) -> tuple[dict[str, Found], list[Problem]]:
    """One file for each id, by id.

    Of two, the one in the folder of its home collection counts, else the first by name: the
    other is what a move that broke off, or a copy, has left behind.
    """
    chosen: dict[str, Found] = {}
    problems: list[Problem] = []
    for path, resource in sorted(found, key=lambda f: (not _is_home(*f), f[0])):
        if resource.id in chosen:
            message = (
                "The id '{id}' is already that of {other}, which counts. Remove one of the two "
                "files, or give this one another id and name."
            )
            other = chosen[resource.id][0]
            problems.append(problem(path, message, id=resource.id, other=other))
        else:
            chosen[resource.id] = (path, resource)
    return dict(sorted(chosen.items())), problems


def check(chosen: Mapping[str, Found], tables: Tables) -> tuple[dict[str, Resource], list[Problem]]:
    """The resources that may stay, by id, and everything an editor should look at."""
    problems: list[Problem] = []
    resources: dict[str, Resource] = {}
    for id, (path, resource) in chosen.items():
        missing = next((c for c in resource.collections if c not in tables.collections), None)
        if missing:
            message = (
                "There is no collection '{id}', or its collection.yaml is broken. "
                "Correct 'collections', or mend the collection."
            )
            problems.append(problem(path, message, id=missing))
        else:
            resources[id] = resource
    for id, resource in resources.items():
        problems += _loose_ends(chosen[id][0], resource, tables, resources)
    return resources, problems


def _loose_ends(
    path: str, resource: Resource, tables: Tables, resources: Mapping[str, Resource]
) -> Iterator[Problem]:
    if not _is_home(path, resource):
        message = "The file belongs into the folder of its first collection, '{home}'. Move it."
        yield notice(path, message, home=resource.home)
    if tables.thesaurus is not None:
        for tag in resource.tags:
            if tag not in tables.thesaurus:
                yield notice(path, UNKNOWN_TAG, tag=tag)
    if tables.gazetteer is not None:
        for place in resource.places:
            if place not in tables.gazetteer:
                message = (
                    "The place '{place}' is not in places.yaml. Correct it, add the place, "
                    "or move the word to 'keywords'."
                )
                yield notice(path, message, place=place)
    if resource.superseded_by and resource.superseded_by not in resources:
        message = "'superseded_by' names '{id}', which does not exist."
        yield notice(path, message, id=resource.superseded_by)


def _is_home(path: str, resource: Resource) -> bool:
    return path.split("/", 1)[0] == resource.home
