"""Resource: one catalogued piece of knowledge."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hub.model.dates import PartialDate

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def _id(value: str) -> str:
    if not _ID.fullmatch(value) or len(value) > 120:
        raise ValueError(
            f"{value!r} is no id: use small letters, digits and single hyphens, at most 120"
        )
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is no language code such as de, en or fr")
    return value


def _web_address(value: str) -> str:
    if not _WEB.fullmatch(value):
        raise ValueError(f"{value!r} is no web address: it must begin with http:// or https://")
    return value


def _utc(value: object) -> object:
    """A moment without a zone counts as UTC, a bare day as its first moment."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return value


Id = Annotated[str, AfterValidator(_id)]
LanguageCode = Annotated[str, AfterValidator(_language)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Moment = Annotated[dt.datetime, BeforeValidator(_utc)]
Text = Annotated[str, Field(min_length=1)]


class ResourceType(StrEnum):
    """What kind of thing a resource is; every resource is of exactly one type (R19)."""

    DOCUMENT = "document"
    METHOD = "method"
    PROJECT = "project"
    ARTICLE = "article"  #: specialist article
    NEWS = "news"  #: media article
    EVENT = "event"
    FUNDING = "funding"


class Status(StrEnum):
    """Only published resources are seen by members; editors see all three."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class EvidenceStep(StrEnum):
    """How well the effect of a method is shown: the three steps of the Grüne Liste Prävention."""

    NOT_ASSESSED = "not-assessed"
    THEORY = "theory"  #: step 1, theoretically well founded
    PROBABLE = "probable"  #: step 2, effect probable
    PROVEN = "proven"  #: step 3, effect proven


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Evidence(_Part):
    """The evidence step of a method, and who says so. Never filled by guess (R19).

    The five notes are the headings of EMMIE, by which the Crime Reduction Toolkit of the College
    of Policing tells what is known of a measure; each may be left out.
    """

    step: EvidenceStep = EvidenceStep.NOT_ASSESSED
    source: str | None = None
    effect: str | None = None  #: does it work, and how strongly
    mechanism: str | None = None  #: how it works
    moderators: str | None = None  #: where, and for whom, it works better or worse
    implementation: str | None = None  #: what doing it takes
    economic_cost: str | None = None  #: what it costs, and whether it is worth it

    @model_validator(mode="after")
    def _has_source(self) -> "Evidence":
        if self.step is not EvidenceStep.NOT_ASSESSED and not self.source:
            raise ValueError("an evidence step needs its source")
        return self


class Event(_Part):
    """When and where an event takes place."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    place: str | None = None  #: venue or town, as announced

    @model_validator(mode="after")
    def _ends_after_start(self) -> "Event":
        if self.start and self.end and self.end < self.start[: len(self.end)]:
            raise ValueError(f"the event ends ({self.end}) before it starts ({self.start})")
        return self


class Funding(_Part):
    """Until when one can apply, and who pays."""

    deadline: PartialDate | None = None
    funder: str | None = None


class Resource(_Part):
    """One catalogued piece of knowledge, as it stands in a file of its home collection.

    The order of the fields is the order of the keys in the file.
    """

    id: Id  #: a slug that never changes, also when the title does
    title: Text
    url: WebAddress | None = None  #: where the original is
    also_at: tuple[WebAddress, ...] = ()  #: where it was before, and copies: the same resource
    type: ResourceType
    collections: Annotated[tuple[Id, ...], Field(min_length=1)]  #: the first is its home
    language: LanguageCode | None = None  #: of the resource itself, not of our summary
    date: PartialDate | None = None  #: of publication; an event's when it has no ``event.start``
    event: Event | None = None
    funding: Funding | None = None
    evidence: Evidence | None = None  #: of a method; None means "not assessed"
    publisher: str | None = None  #: as the source writes it; publishers.yaml knows its spellings
    authors: tuple[Text, ...] = ()
    places: tuple[Id, ...] = ()  #: ids of the gazetteer
    tags: tuple[Id, ...] = ()  #: ids of thesaurus concepts
    keywords: tuple[Text, ...] = ()  #: free words that no table knows: searchable, no facet
    target_groups: tuple[Text, ...] = ()
    summary: str | None = None  #: the network's own words
    notes: str | None = None  #: for editors only, never searched or shown to members
    status: Status = Status.PUBLISHED
    superseded_by: Id | None = None
    added: Moment | None = None  #: when it entered the hub, UTC
    updated: Moment | None = None  #: when an editor last changed it, UTC
    reviewed: PartialDate | None = None  #: when an editor last found it still right
    text: Annotated[str, Field(pattern="[0-9a-f]{64}")] | None = None  #: SHA-256 of its full text
    unknown: Mapping[str, Any] = Field(default_factory=dict)  #: keys of the file we do not know

    @model_validator(mode="after")
    def _no_repeats(self) -> "Resource":
        for name in ("collections", "places", "tags"):
            values = getattr(self, name)
            if len(set(values)) < len(values):
                raise ValueError(f"{name} names a value twice: {', '.join(values)}")
        if self.superseded_by == self.id:
            raise ValueError("superseded_by points to the resource itself")
        return self

    @property
    def home(self) -> str:
        """The collection whose folder holds the file."""
        return self.collections[0]

    @property
    def evidence_step(self) -> EvidenceStep | None:
        """The evidence step of a method, "not assessed" where nothing is known; else None."""
        if self.evidence:
            return self.evidence.step
        return EvidenceStep.NOT_ASSESSED if self.type is ResourceType.METHOD else None

    @property
    def when(self) -> str | None:
        """The date that sorts and dates the resource: of the event, or of publication."""
        return (self.event and self.event.start) or self.date
