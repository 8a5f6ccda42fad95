"""Who reads a page, and what a page is made of."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hub.accounts import Session
from hub.core import Hub
from hub.i18n.words import Words
from hub.labels import facet_title
from hub.model import Access, Query
from hub.ui.html import Html


@dataclass(frozen=True)
class Reader:
    """The person in front of a page: what they may see, in which language, on which day."""

    hub: Hub
    session: Session
    language: str
    today: dt.date
    memory: dict[str, Any] = field(default_factory=dict)  #: of this browser tab, until it is closed

    @cached_property
    def access(self) -> Access:
        """What this person may see."""
        return self.hub.access(self.session)

    @cached_property
    def words(self) -> Words:
        """Says things in the reader's language."""
        return Words(self.language)

    def label(self, facet: str, value: str) -> str:
        """A value of a facet in words."""
        return self.hub.label(facet, value, self.language, self.access)

    def title(self, facet: str) -> str:
        """The name of a facet or field."""
        return facet_title(facet, self.language)


@dataclass(frozen=True)
class View:
    """A page as it is shown."""

    title: str  #: of the browser's window, without the name of the hub
    body: Html  #: what stands in the main landmark
    query: Query = field(default_factory=Query)  #: what the search field shows and keeps
    status: str = ""  #: what a screen reader is told when the page has changed
    within: str = ""  #: title of the collection that the search field searches
    address: str = ""  #: the whole address of what is shown, where a shorter one led here
    current: str = ""  #: entry of the main menu that leads here: start | search | saved | …
