"""Suspects: catalogued resources that may be the same, by address, text, or title and publisher."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from hub.catalogue import Texts
from hub.ingest.compare import title_key
from hub.ingest.identity import Fingerprints, key
from hub.model import Catalogue, Resource

_MOST = 5  #: twins that are named for one resource
_Marks = tuple[tuple[object, ...], ...]


class Suspects:
    """Finds them for a catalogue, and remembers the last answer."""

    def __init__(self, texts: Texts, cache: Path | None = None) -> None:
        """``cache`` is the file of fingerprints that runs of sources keep."""
        self._texts = texts
        self._cache = cache
        self._last: tuple[_Marks, Mapping[str, tuple[str, ...]]] | None = None

    def of(self, catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
        """The ids of what each resource may be the same as; who resembles nobody is left out."""
        marks = tuple(map(_mark, catalogue.resources.values()))
        if self._last is None or self._last[0] != marks:  # most changes touch none of these
            self._last = (marks, _gathered(self._pairs(catalogue)))
        return self._last[1]

    def _pairs(self, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
        resources = list(catalogue.resources.values())
        yield from _sharing(resources, _addresses)
        yield from _sharing(resources, lambda r: filter(None, [r.text]))
        yield from self._alike(resources)
        yield from _sharing(resources, lambda r: filter(None, [title_key(r)]))

    def _alike(self, resources: Iterable[Resource]) -> Iterator[tuple[str, str]]:
        prints, read = Fingerprints(self._cache), list[str]()
        for resource in resources:
            if resource.text:
                prints.add(resource.id, resource.text, self._loader(resource.text, read))
        if read:  # else nothing is new: the runs of sources have kept them all
            prints.save()
        for one, other, _ in prints.pairs():
            yield one, other

    def _loader(self, digest: str, read: list[str]) -> Callable[[], str]:
        def load() -> str:
            read.append(digest)
            return self._texts.read(digest) or ""

        return load


def _mark(resource: Resource) -> tuple[object, ...]:
    """All of a resource that suspicion goes by."""
    r = resource
    return r.id, r.url, r.also_at, r.title, r.publisher, r.text


def _addresses(resource: Resource) -> Iterator[str]:
    return (key(address) for address in {resource.url, *resource.also_at} if address)


def _sharing(
    resources: Iterable[Resource], keys: Callable[[Resource], Iterable[object]]
) -> Iterator[tuple[str, str]]:
    """Each that shares a key with an earlier one, paired with the first of them."""
    first: dict[object, str] = {}
    for resource in resources:
        for shared in keys(resource):
            earlier = first.setdefault(shared, resource.id)
            if earlier != resource.id:
                yield earlier, resource.id


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        found[one][other] = found[other][one] = None
    return {id: tuple(others)[:_MOST] for id, others in found.items()}
