"""Where an entry goes when it is moved: among the entries that go out, as curators see them."""

from typing import Literal

from hub.curation.newsletter.editing import NO_ENTRY, NO_SECTION, IssueProblem, Move
from hub.model.newsletter import Entry, Issue, IssueSection

Way = Literal["up", "down", "top"]


def shifted(issue: Issue, entry: str, way: Way) -> Move:
    """The move past the neighbour that goes out, or to the top. Raises IssueProblem."""
    section, there = _found(issue, entry)
    rest = [e for e in section.entries if e.id != entry]
    before = [e for e in section.entries[: section.entries.index(there)] if e.chosen]
    after = [e for e in section.entries[section.entries.index(there) + 1 :] if e.chosen]
    if way == "top":
        return Move(entry, section.id, 0)
    if way == "up":
        return Move(entry, section.id, rest.index(before[-1]) if before else 0)
    return Move(entry, section.id, rest.index(after[0]) + 1 if after else len(rest))


def before(issue: Issue, entry: str, section: str, ahead_of: str) -> Move:
    """The move to right before another entry of a section that goes out.

    Where that one is not there any more, behind the last. Raises IssueProblem.
    """
    behind = into(issue, entry, section)
    rest = [e for s in issue.sections if s.id == section for e in s.entries if e.id != entry]
    there = next((n for n, e in enumerate(rest) if e.id == ahead_of and e.chosen), None)
    return behind if there is None else Move(entry, section, there)


def standing(issue: Issue, entry: str) -> tuple[str, str]:
    """The section an entry stands in, and the entry that goes out behind it; "" for none.

    What ``before`` needs to put it back. Raises IssueProblem.
    """
    section, there = _found(issue, entry)
    behind = section.entries[section.entries.index(there) + 1 :]
    return section.id, next((e.id for e in behind if e.chosen), "")


def into(issue: Issue, entry: str, section: str) -> Move:
    """The move behind the last entry that goes out in a section. Raises IssueProblem."""
    _found(issue, entry)
    wanted = next((s for s in issue.sections if s.id == section), None)
    if wanted is None:
        raise IssueProblem(NO_SECTION)
    rest = [e for e in wanted.entries if e.id != entry]
    last = max((n for n, e in enumerate(rest) if e.chosen), default=-1)
    return Move(entry, section, last + 1)


def _found(issue: Issue, entry: str) -> tuple[IssueSection, Entry]:
    for section in issue.sections:
        for there in section.entries:
            if there.id == entry:
                return section, there
    raise IssueProblem(NO_ENTRY)
