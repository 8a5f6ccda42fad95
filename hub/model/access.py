"""Access: what a person may see. It is a clause of every query, never an afterthought."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.model.resource import Resource, Status


@dataclass(frozen=True)
class Access:
    """The collections a person may see, and whether unpublished resources are among it.

    ``collections`` is None for someone who may see every collection, also later ones.
    """

    collections: frozenset[str] | None
    unpublished: bool = False  #: drafts and withdrawn resources too: for editors and above
    hidden: frozenset[str] = frozenset()  #: ids of resources the index may still show wrongly

    def sees(self, resource: Resource) -> bool:
        """Whether this person may know that the resource exists."""
        if resource.status is not Status.PUBLISHED and not self.unpublished:
            return False
        return any(True for _ in self.visible(resource.collections))

    def visible(self, collections: Iterable[str]) -> Iterable[str]:
        """Those of the collections this person may know of, in the same order."""
        return (c for c in collections if self.collections is None or c in self.collections)


EVERYTHING = Access(collections=None, unpublished=True)  #: who runs the command line
NOTHING = Access(collections=frozenset())
