"""R8: what is new for an issue, shown by hand and proved for random histories."""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from hub.catalogue import same_page_key
from hub.curation.newsletter.gathering import Memory, Sent, gather_more, keys_of
from tests.curation.newsletter.making import START, draft, resource

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
    keys = keys_of(was, same_page_key)
    memory = Memory(known=set(keys), sent=dict.fromkeys(keys, Sent(1, START)), last=1)
    again = resource("b", url="http://www.example.org/a/")
    issue = draft(again, memory=memory)
    assert not ids(issue)
    assert issue.left_out[0].resource == "b"


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


@dataclass
class World:
    """What a newsletter and its hub look like from outside."""

    published: dict[str, dt.datetime] = field(default_factory=dict)
    known: set[str] | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    number: int = 0


class Histories(RuleBasedStateMachine):
    """Adding, editing, withdrawing, re-importing and sending in any order."""

    def __init__(self):
        super().__init__()
        self.world, self.now, self.titles = World(), START, {}
        self.offered: list[str] = []  # every id ever offered in a sent issue
        self.ever_published_before_first: set[str] = set()

    names = st.sampled_from([f"r{n}" for n in range(8)])

    def tick(self):
        self.now += DAY

    @rule(name=names, late=st.booleans())
    def add(self, name, late):
        self.tick()
        self.world.published.setdefault(name, START - 50 * DAY if late else self.now)

    @rule(name=names)
    def edit(self, name):
        self.titles[name] = f"Neuer Titel {self.now:%d}"

    @rule(name=names)
    def withdraw_or_lose(self, name):
        self.world.published.pop(name, None)

    @rule()
    def gather_without_sending(self):
        self.gathered()

    @rule(choose=st.booleans())
    def send(self, choose):
        self.tick()
        world, issue = self.world, self.gathered()
        fresh = [entry.id for entry in issue.entries()]
        never = [id for id in world.published if id not in self.offered]
        if world.number:
            assert set(fresh) == {id for id in never if id not in self.ever_published_before_first}
        else:
            assert set(fresh) == {id for id in never if world.published[id] >= START}
            self.ever_published_before_first = set(never) - set(fresh)
        assert not set(fresh) & set(self.offered)
        self.offered.extend(fresh)
        world.number = issue.number
        world.known = {*(world.known or ()), *issue.entered}
        if choose:
            for entry in issue.entries():
                found = resource(entry.id)
                world.sent.update(
                    dict.fromkeys(keys_of(found, same_page_key), Sent(issue.number, self.now))
                )

    def gathered(self):
        world = self.world
        return draft(
            *(
                resource(id, added, title=self.titles.get(id, id))
                for id, added in world.published.items()
            ),
            memory=Memory(world.known, dict(world.sent), world.number),
            now=self.now,
        )


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestHistories = Histories.TestCase
