"""The newsletter: a template with sections, its issues, and the entries of an issue.

An entry is a copy: what a curator writes in it never reaches the catalogue, and what changes in the
catalogue never changes it (R7). Issues are changed by pure functions and kept as one value each.
"""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.model.dates import PartialDate
from hub.model.resource import Id, LanguageCode, ResourceType, WebAddress

#: Characters. Longer texts are no newsletter: the page says so and keeps what was typed.
TITLE_LENGTH = 300
BLURB_LENGTH = 3_000
TEXT_LENGTH = 20_000

Title = Annotated[str, Field(max_length=TITLE_LENGTH)]
Blurb = Annotated[str, Field(max_length=BLURB_LENGTH)]
LongText = Annotated[str, Field(max_length=TEXT_LENGTH)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Part):
    """A rubric of the template: its title, and the saved searches that feed it."""

    id: Id
    title: dict[LanguageCode, Title]
    searches: tuple[int, ...] = ()  #: ids of saved searches
    types: tuple[ResourceType, ...] = ()  #: without a search: everything new of these types


class Newsletter(_Part):
    """A template: what every issue of one newsletter begins with."""

    id: Id
    title: dict[LanguageCode, Title]
    language: LanguageCode = "de"  #: of headings and fixed words; entries may be in others
    sections: tuple[Section, ...] = ()
    introduction: LongText = ""
    closing: LongText = ""
    imprint: LongText = ""  #: who is responsible, where to write to: required before sending
    sender_name: Title = ""
    reply_to: str = ""
    archive_open: bool = False  #: whether the archive of sent issues is read without a login

    @model_validator(mode="after")
    def _sections_once(self) -> "Newsletter":
        ids = [section.id for section in self.sections]
        if len(set(ids)) < len(ids):
            raise ValueError("two sections have the same id")
        return self


class OtherVersion(_Part):
    """What one curator wrote while another changed the same entry: kept until someone decides."""

    title: str
    blurb: str
    by: str
    when: dt.datetime
    account: int | None = None  #: of whom it is: names may be the same


class EntryNote(_Part):
    """A word to fellow curators. It leaves the house with no issue."""

    text: Annotated[str, Field(max_length=BLURB_LENGTH)]
    by: str
    when: dt.datetime


class Entry(_Part):
    """One item of an issue: title, link and a few sentences of the curators' own."""

    id: Id
    title: Title
    blurb: Blurb = ""
    url: WebAddress | None = None
    resource: Id | None = None  #: None for a free entry
    chosen: bool = False  #: whether it goes out; the others were gathered and left
    type: ResourceType | None = None
    language: LanguageCode | None = None
    publisher: str | None = None
    date: PartialDate | None = None
    event_start: PartialDate | None = None
    event_end: PartialDate | None = None
    event_place: str | None = None
    deadline: PartialDate | None = None
    copied: str = ""  #: fingerprint of the resource when the entry was made
    known_by: tuple[str, ...] = ()  #: keys of the resource then, under whatever id
    revision: int = 0  #: counts changes of title and blurb
    others: tuple[OtherVersion, ...] = ()
    notes: tuple[EntryNote, ...] = ()


class IssueSection(_Part):
    """A rubric of one issue with its entries in order."""

    id: Id
    title: Title
    entries: tuple[Entry, ...] = ()

    @property
    def chosen(self) -> tuple[Entry, ...]:
        """The entries that go out."""
        return tuple(entry for entry in self.entries if entry.chosen)


class IssueState(StrEnum):
    """A draft is written, an issue being sent is frozen, a sent one is archived."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


class LeftOut(_Part):
    """A resource that was not gathered because it was sent before, and where."""

    resource: Id
    title: str
    number: int
    sent: dt.datetime


IssueText = Literal["title", "introduction", "closing", "imprint"]


class OtherText(_Part):
    """What one curator wrote while another changed the same text of an issue."""

    name: IssueText
    text: str
    by: str
    when: dt.datetime
    account: int | None = None  #: of whom it is: names may be the same


class Issue(_Part):
    """One number of a newsletter."""

    newsletter: Id
    number: Annotated[int, Field(ge=1)]
    state: IssueState = IssueState.DRAFT
    title: Title
    language: LanguageCode = "de"
    introduction: LongText = ""
    closing: LongText = ""
    imprint: LongText = ""
    revisions: dict[IssueText, int] = Field(default_factory=dict)  #: counts changes of each text
    other_texts: tuple[OtherText, ...] = ()
    sections: tuple[IssueSection, ...] = ()
    gathered: dt.datetime
    entered: tuple[str, ...] = ()  #: resources first seen by this newsletter when it was gathered
    left_out: tuple[LeftOut, ...] = ()
    sent: dt.datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_count_for_all(cls, values: Any) -> Any:
        """Drafts that were kept before each text had a count of its own."""
        if isinstance(values, dict) and "revision" in values:
            return {name: value for name, value in values.items() if name != "revision"}
        return values

    def others_of(self, name: IssueText) -> tuple[OtherText, ...]:
        """The other versions of a text, oldest first."""
        return tuple(other for other in self.other_texts if other.name == name)

    def entries(self) -> Iterator[Entry]:
        """Every entry, chosen or not, in page order."""
        return (entry for section in self.sections for entry in section.entries)

    def entry(self, id: str) -> Entry | None:
        """The entry of that id."""
        return next((entry for entry in self.entries() if entry.id == id), None)
