"""Which part of a draft a page shows, and what was just moved in it."""

from dataclasses import dataclass

from hub.model.newsletter import Issue
from hub.ui import newsdesk
from hub.ui.html import Html
from hub.ui.reader import Reader
from hub.ui.state import Params


@dataclass(frozen=True)
class Moved:
    """An entry that was just moved far, and where it stood."""

    entry: str
    section: str
    ahead_of: str  #: the entry that stood behind it; nothing for the last


@dataclass(frozen=True)
class Place:
    """Which part of an issue a page shows, for the forms to come back to."""

    section: str = ""  #: a single section; all of them without
    page: int = 1
    find: str = ""
    moved: Moved | None = None

    def fields(self, issue: Issue) -> dict[str, str]:
        """What every form of the page carries."""
        return {
            "newsletter": issue.newsletter,
            "number": str(issue.number),
            "at-section": self.section,
            "at-page": str(self.page) if self.page > 1 else "",
            "at-find": self.find,
        }


def place_of(issue: Issue, params: Params) -> Place:
    """The place that an address names."""
    section, page = newsdesk.last(params, "section"), newsdesk.last(params, "page")
    known = section if any(s.id == section for s in issue.sections) else ""
    at = int(page) if known and page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Place(known, max(1, at), newsdesk.last(params, "find")[:200], _moved(issue, params))


def _moved(issue: Issue, params: Params) -> Moved | None:
    entry, section, ahead_of = (newsdesk.last(params, n) for n in ("moved", "was-in", "was-before"))
    there = issue.entry(entry) if entry else None
    if there is None or not there.chosen or all(s.id != section for s in issue.sections):
        return None
    return Moved(entry, section, ahead_of)


def drop_form(reader: Reader, issue: Issue, place: Place) -> Html:
    """What the script fills and sends when an entry was dragged."""
    fields = {"entry": "", "into": "", "ahead-of": "", "then": "back"}
    return newsdesk.form(
        reader, "/issue/shift", fields={**place.fields(issue), **fields}, quick=True, id="drop"
    )
