"""The work list: each reason, when it goes away, in which order, and who sees it."""

import datetime as dt

from hub.model import Access
from hub.upkeep.listing import select
from hub.upkeep.model import Kind, Known
from tests.upkeep.making import TODAY, entries, kinds, made


def test_what_is_in_order_is_not_on_the_list():
    assert kinds(made("a")) == {}


def test_every_reason_is_found():
    known = Known({"https://example.org/": dt.date(2026, 2, 1)}, {"h": ("i",)})
    found = kinds(
        made("a", url="https://example.org/"),
        made("b", type="funding", funding={"deadline": "2026-02"}),
        made("c", type="event", event={"start": "2026-03-01", "end": "2026-03-08"}),
        made("d", added="2020-01-01"),
        made("e", type="method"),
        made("f", date=None),
        made("g", summary=None),
        made("h"),
        made("i"),
        made("j", keywords=("Lighting", "ULM", "Quarzuhrwerk")),
        known=known,
    )
    assert found == {
        "a": ["dead"],
        "b": ["expired"],
        "c": ["past"],
        "d": ["due"],
        "e": ["not-assessed"],
        "f": ["no-date"],
        "g": ["no-summary"],
        "h": ["twin"],
        "j": ["keyword"],
    }


def test_words_that_a_table_knows_are_no_reason():
    (entry,) = entries(made("a", keywords=("beleuchtung", "Quarzuhrwerk", "Ulm")))
    assert entry.reasons[0].details == ("Quarzuhrwerk",)


def test_the_last_day_still_counts_as_open():
    call = made("a", type="funding", funding={"deadline": "2026-03-09"})
    event = made("b", type="event", date=None, event={"start": "2026-03-09"})
    assert kinds(call, event) == {}
    assert kinds(call, event, today=dt.date(2026, 3, 10)) == {"a": ["expired"], "b": ["past"]}


def test_a_look_after_the_end_settles_it_and_one_before_does_not():
    past = {"type": "event", "event": {"start": "2026-01-10"}}
    assert kinds(made("a", **past, reviewed="2026-01-09")) == {"a": ["past"]}
    assert kinds(made("a", **past, reviewed="2026-01-11")) == {}


def test_one_look_at_either_settles_a_suspicion():
    known = Known(twins={"a": ("b", "gone"), "b": ("a",)})
    both = kinds(made("a"), made("b", added="2026-02-01"), known=known)
    assert both == {"a": ["twin"], "b": ["twin"]}
    before = made("b", added="2026-02-01", reviewed="2026-01-31")
    assert kinds(made("a", reviewed="2026-01-31"), before, known=known) == both
    after = made("b", added="2026-02-01", reviewed="2026-02-01")
    assert kinds(made("a"), after, known=known) == {}


def test_a_twin_that_was_replaced_or_is_hidden_is_none():
    known = Known(twins={"a": ("b",)})
    assert kinds(made("a"), made("b", superseded_by="a"), known=known) == {}
    assert kinds(made("a"), made("b", status="withdrawn"), known=known) == {}
    hidden = made("b", collections=("geheim",))
    assert kinds(made("a"), hidden, known=known, access=Access(frozenset({"park"}))) == {}


def test_a_dead_link_stays_until_it_is_mended():
    known = Known({"https://example.org/": dt.date(2026, 2, 1)})
    looked = made("a", url="https://example.org/", reviewed="2026-03-08")
    assert kinds(looked, known=known) == {"a": ["dead"]}


def test_not_assessed_with_a_source_says_that_somebody_looked():
    assert kinds(made("a", type="method", evidence={"source": "Grüne Liste, 2026"})) == {}
    assert kinds(made("a", type="method", evidence={"effect": "?"})) == {"a": ["not-assessed"]}
    proven = {"step": "proven", "source": "Grüne Liste"}
    assert kinds(made("a", type="method", evidence=proven)) == {}


def test_drafts_withdrawn_and_replaced_ones_are_left_in_peace():
    poor = {"summary": None, "date": None}
    assert (
        kinds(
            made("a", **poor, status="draft"),
            made("b", **poor, status="withdrawn"),
            made("c", **poor, superseded_by="a"),
        )
        == {}
    )


def test_nobody_sees_what_is_not_open_to_them():
    poor = made("a", summary=None, collections=("geheim",))
    assert kinds(poor, access=Access(frozenset({"park"}))) == {}
    assert kinds(poor, access=Access(frozenset({"geheim"}))) == {"a": ["no-summary"]}


def test_what_matters_most_comes_first_and_the_oldest_of_a_kind():
    found = entries(
        made("a", summary=None),
        made("b", added="2020-05-01"),
        made("c", added="2020-01-01", summary=None),
        made("d", type="funding", funding={"deadline": "2026-01"}),
        made("e", added=None),
    )
    assert [e.resource.id for e in found] == ["d", "e", "c", "b", "a"]


def test_a_choice_narrows_and_the_counts_stay_those_of_the_collection():
    found = entries(
        made("a", summary=None),
        made("b", summary=None, date=None, collections=("bahnhof", "park")),
        made("c", date=None, collections=("bahnhof",)),
        today=TODAY,
    )
    everything = select(found)
    assert (everything.total, everything.counts[Kind.NO_SUMMARY]) == (3, 2)
    there = select(found, Kind.NO_DATE, "bahnhof")
    assert [e.resource.id for e in there.entries] == ["b", "c"]
    assert there.total == 2
    assert there.counts[Kind.NO_SUMMARY] == 1
    assert there.counts[Kind.NO_DATE] == 2
    assert there.counts[Kind.DEAD] == 0


def test_of_one_kind_the_oldest_comes_first_whatever_else_is_the_matter():
    found = entries(
        made("a", summary=None, type="funding", funding={"deadline": "2026-01"}),
        made("b", summary=None, added="2026-01-01"),
    )
    assert [e.resource.id for e in select(found).entries] == ["a", "b"]
    assert [e.resource.id for e in select(found, Kind.NO_SUMMARY).entries] == ["b", "a"]
