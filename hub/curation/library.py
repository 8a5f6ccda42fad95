"""What curation needs of the hub around it: the catalogue, the search, and who may see what."""

from collections.abc import Sequence
from typing import Protocol

from hub.accounts import Account
from hub.model import Access, Catalogue, Query, Resource


class Library(Protocol):
    """The hub, as curation sees it."""

    def catalogue(self) -> Catalogue:
        """The catalogue as it stands."""

    def access(self, person: Account) -> Access:
        """What the holder of an account may see."""

    def matching(self, query: Query, access: Access, *, complete: bool = False) -> Sequence[str]:
        """The ids of all hits that this person may see; ``complete``: with every word."""

    def resource(self, id: str, access: Access) -> Resource:
        """A resource, less what this person may not know. Raises NotFound."""

    def label(self, facet: str, value: str, language: str, access: Access) -> str:
        """A facet value in words."""
