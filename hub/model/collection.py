"""Collection: a topical set of resources with its own access."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from hub.model.resource import Id


class CollectionAccess(StrEnum):
    """Who may see a collection."""

    MEMBERS = "members"  #: every account
    RESTRICTED = "restricted"  #: accounts named for it, and holders of its access codes


class Collection(BaseModel):
    """A topical set of resources, as it stands in ``<id>/collection.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: dict[str, str]  #: by language; German is always there
    description: dict[str, str] = Field(default_factory=dict)
    order: int = 0  #: place on the first page
    access: CollectionAccess = CollectionAccess.MEMBERS
    public_metadata: StrictBool = False  #: whether everybody may harvest what its resources are
    sources: tuple[dict[str, Any], ...] = ()  #: where its resources are pulled from
    unknown: dict[str, Any] = Field(default_factory=dict)  #: keys of the file we do not know

    @property
    def public(self) -> bool:
        """Whether everybody may know its metadata. Of a restricted collection never."""
        return self.public_metadata and self.access is CollectionAccess.MEMBERS


def label_title(collection: Collection, language: str) -> str:
    """The title in the reader's language, else in German."""
    return collection.title.get(language) or collection.title["de"]
