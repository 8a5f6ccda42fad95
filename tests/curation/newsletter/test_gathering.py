"""R8: what is new for an issue, shown by hand and proved for random histories."""

import datetime as dt
import hashlib

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from hub.curation.alerts.news import news
from hub.curation.identity import Identities, keys_of
from hub.curation.newsletter.gathering import Memory, Sent, gather_more
from hub.model import Resource
from tests.curation.newsletter.making import START, draft, resource
from tests.effort import tries

DAY = dt.timedelta(days=1)


def ids(issue):
    return [entry.id for entry in issue.entries()]


def test_the_first_issue_goes_by_the_date_of_entry():
    issue = draft(resource("alt", START - DAY), resource("neu", START + DAY))
    assert ids(issue) == ["neu"]
    assert issue.number == 1


def test_a_resource_stands_in_the_first_section_that_offers_it():
    issue = draft(resource("a"))
    assert [len(section.entries) for section in issue.sections] == [1, 0]


def test_an_entry_is_a_copy():
    event = {"start": "2026-06-01", "place": "Köln"}
    (entry,) = draft(resource("a", language="en", type="event", event=event)).entries()
    assert (entry.title, entry.blurb, entry.url) == (
        *("Titel a", "Kurz zu a.", "https://example.org/a"),
    )
    assert (entry.event_start, entry.event_place, entry.language) == ("2026-06-01", "Köln", "en")
    assert not entry.chosen


def test_a_note_on_a_press_article_stays_short():
    (entry,) = draft(resource("a", type="news", summary="Wort " * 500)).entries()
    assert len(entry.blurb) <= 600
    assert entry.blurb.endswith("Wort…")


def test_what_was_sent_is_left_out_and_it_is_said_where():
    sent = {"a": Sent(3, START)}
    issue = draft(resource("a"), memory=Memory(known={"a"}, sent=sent, last=3))
    assert not ids(issue)
    (left,) = issue.left_out
    assert (left.resource, left.number, issue.number) == ("a", 3, 4)


def test_the_same_page_under_a_new_id_was_sent_before():
    was = resource("a")
    keys = keys_of(was)
    memory = Memory(known=set(keys), sent=dict.fromkeys(keys, Sent(1, START)), last=1)
    again = resource("b", url="http://www.example.org/a/")
    issue = draft(again, memory=memory)
    assert not ids(issue)
    assert issue.left_out[0].resource == "b"


@pytest.mark.parametrize(
    "again",
    [
        {"also_at": ("http://www.example.org/a/",)},
        {"text": "a" * 64},
    ],
)
def test_another_address_or_the_same_text_tells_it_too(again):
    was = resource("a", text="a" * 64)
    memory = Memory(known=set(keys_of(was)), last=1)
    moved = resource("b", url="https://elsewhere.example/b", **again)
    assert not ids(draft(moved, memory=memory))


def test_what_two_resources_share_tells_nothing_of_either():
    """Two calls on one page, or two pages that gave nothing but a notice: both are shown."""
    was = resource("a", text="a" * 64)
    memory = Memory(known=set(keys_of(was)), last=1)
    assert ids(draft(was, resource("b", text="a" * 64), memory=memory)) == ["b"]
    assert ids(draft(was, resource("b", url=was.url), memory=memory)) == ["b"]


def test_a_late_resource_with_an_old_date_is_new():
    memory = Memory(known={"a"}, last=1)
    assert ids(draft(resource("spaet", START - 90 * DAY), memory=memory)) == ["spaet"]


def test_gathering_again_adds_and_touches_nothing():
    first = draft(resource("a"))
    fuller, added = gather_more(first, draft(resource("a", title="Anders"), resource("b")))
    assert [entry.id for entry in added] == ["b"]
    assert fuller.entry("a") == first.entry("a")
    assert ids(fuller) == ["a", "b"]
    assert set(fuller.entered) >= {"a", "b"}


def test_gathering_again_knows_what_came_back_under_another_id():
    first = draft(resource("a"))
    _, added = gather_more(first, draft(resource("b", url=resource("a").url)))
    assert added == ()
    _, added = gather_more(first, draft(resource("a"), resource("b", url=resource("a").url)))
    assert [entry.id for entry in added] == ["b"]  # both are there: they are two


THINGS = [f"t{n}" for n in range(6)]  #: what the resources are about, whatever their ids


class Histories(RuleBasedStateMachine):
    """Adding, editing, withdrawing, importing again under any id, and sending, in any order.

    A thing is what people mean by a resource: it keeps its page, or its text, from one state to the
    next; its id may be another each time it comes.
    """

    things = st.sampled_from(THINGS)

    def __init__(self):
        super().__init__()
        self.now, self.number, self.ids = START, 0, 0
        self.published: dict[str, Resource] = {}
        self.last: dict[str, Resource] = {}  # as each thing stood last, there or not
        self.known: set[str] | None = None
        self.sent: dict[str, Sent] = {}
        self.told: dict[str, int | None] = {}  # of an alert
        self.seen: set[str] = set()  # things that were there when an issue was sent
        self.went_out: set[str] = set()
        self.alerted: set[str] = set()

    def thing(self, id):
        return next(thing for thing, there in self.published.items() if there.id == id)

    def state(self, thing, **more):
        return resource(more.pop("id"), url=f"https://example.org/{thing}", **more)

    def put(self, thing, there):
        self.published[thing] = self.last[thing] = there

    @rule(thing=things, late=st.booleans())
    def add(self, thing, late):
        self.now += DAY
        if thing not in self.last:
            added = START - 50 * DAY if late else self.now
            self.put(thing, self.state(thing, id=thing, added=added, text=sha(thing)))

    @rule(thing=things)
    def edit(self, thing):
        if there := self.published.get(thing):
            self.put(thing, there.model_copy(update={"title": f"Neuer Titel {self.now:%d}"}))

    @rule(thing=things)
    def move(self, thing):
        """The page has another address now; the text stays, and the old address where known."""
        if there := self.published.get(thing):
            self.ids += 1
            self.put(thing, there.model_copy(update={"url": f"https://new.example/{self.ids}"}))

    @rule(thing=things)
    def withdraw(self, thing):
        self.published.pop(thing, None)

    @rule(thing=things, by=st.sampled_from(["id", "page", "text", "also_at"]))
    def import_again(self, thing, by):
        """It comes back with the moment of that import, known by one of its marks only."""
        if thing in self.published or thing not in self.last:
            return
        self.now += DAY
        self.ids += 1
        was, id, new = self.last[thing], f"again-{self.ids}", f"https://else.example/{self.ids}"
        if not self.knew(was):
            return  # nobody ever saw its last state: it is another thing to everybody
        values = {
            "id": {"id": was.id, "url": new, "text": None},
            "page": {"id": id, "text": None},
            "text": {"id": id, "url": new},
            "also_at": {"id": id, "url": new, "text": None, "also_at": (was.url,)},
        }[by]
        self.put(thing, was.model_copy(update={**values, "added": self.now}))

    def knew(self, was):
        """Whether issue and alert have both seen the thing as it was last, or neither ever has."""
        keys = set(keys_of(was))
        told = keys <= set(self.told)
        known = self.known is not None and keys <= self.known
        return told and (known or self.number == 0)

    @rule()
    def gather_without_sending(self):
        self.gathered()

    @rule(choose=st.booleans())
    def send(self, choose):
        self.now += DAY
        first, issue = self.number == 0, self.gathered()
        fresh = {self.thing(entry.id) for entry in issue.entries()}
        there = set(self.published)
        if first:
            assert fresh == {t for t in there if self.published[t].added >= START}
        else:
            assert fresh == there - self.seen
        assert not fresh & self.went_out
        self.seen |= there
        self.number = issue.number
        self.known = {*(self.known or ()), *issue.entered}
        if choose:
            self.went_out |= fresh
            for entry in issue.entries():
                self.sent |= dict.fromkeys(entry.known_by, Sent(issue.number, self.now))

    @rule()
    def alert(self):
        """An alert over everything tells each thing once, in whatever shape it comes."""
        resources = {there.id: there for there in self.published.values()}
        found = news(resources, resources, self.told, Identities(resources.values()))
        things = {self.thing(id) for id in found.new}
        assert things == set(self.published) - self.alerted
        self.alerted |= things
        for id in found.new:
            self.told |= dict.fromkeys(keys_of(resources[id]), 1)
        self.told |= found.learned

    def gathered(self):
        memory = Memory(self.known, dict(self.sent), self.number)
        return draft(*self.published.values(), memory=memory, now=self.now)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


Histories.TestCase.settings = settings(
    max_examples=tries(20, 80), stateful_step_count=30, deadline=None
)
TestHistories = Histories.TestCase
