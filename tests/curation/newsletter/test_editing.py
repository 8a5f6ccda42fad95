"""Changing an issue: what moves, what is kept, and two curators at once."""

import datetime as dt
import json

import pytest

from hub.curation.newsletter.checking import Lack, remarks
from hub.curation.newsletter.copying import copied
from hub.curation.newsletter.editing import (
    AddEntry,
    AddFree,
    AddNote,
    Choose,
    IssueProblem,
    Move,
    Recopy,
    Remove,
    Rewrite,
    Settle,
    SettleText,
    WriteText,
    edit,
)
from hub.model.newsletter import Issue, IssueState
from tests.curation.newsletter.making import START, draft, resource

LATER = START + dt.timedelta(hours=1)


def changed(issue, *changes, by="Kim"):
    for change in changes:
        issue = edit(issue, change, by=by, now=LATER).issue
    return issue


def order(issue):
    return {section.id: [entry.id for entry in section.entries] for section in issue.sections}


@pytest.fixture
def issue():
    return draft(resource("a"), resource("b"), resource("c"))


def test_entries_are_chosen_and_left(issue):
    chosen = changed(issue, Choose("b", True))
    assert [entry.id for entry in chosen.sections[0].chosen] == ["b"]
    assert not changed(chosen, Choose("b", False)).sections[0].chosen


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (Move("c", "neu", 0), {"neu": ["c", "a", "b"], "praxis": []}),
        (Move("a", "neu", 99), {"neu": ["b", "c", "a"], "praxis": []}),
        (Move("a", "neu", -5), {"neu": ["a", "b", "c"], "praxis": []}),
        (Move("b", "praxis", 0), {"neu": ["a", "c"], "praxis": ["b"]}),
    ],
)
def test_entries_move(issue, move, expected):
    assert order(changed(issue, move)) == expected


def test_an_own_blurb_is_written(issue):
    entry = changed(issue, Rewrite("a", 0, " Neu ", "Zwei Sätze.")).entry("a")
    assert (entry.title, entry.blurb, entry.revision) == ("Neu", "Zwei Sätze.", 1)


def test_two_at_once_keep_both_versions(issue):
    first = changed(issue, Rewrite("a", 0, "A", "von Kim"))
    late = edit(first, Rewrite("a", 0, "A", "von Alex"), by="Alex", now=LATER)
    assert late.clash
    assert (late.clash.blurb, late.clash.by) == ("von Alex", "Alex")
    entry = late.issue.entry("a")
    assert entry.blurb == "von Kim"
    assert [other.blurb for other in entry.others] == ["von Alex"]
    taken = changed(late.issue, Settle("a", 0)).entry("a")
    assert (taken.blurb, taken.others, taken.revision) == ("von Alex", (), 2)
    kept = changed(late.issue, Settle("a", None)).entry("a")
    assert (kept.blurb, kept.others) == ("von Kim", ())


def test_writing_the_same_twice_is_no_clash(issue):
    first = changed(issue, Rewrite("a", 0, "A", "gleich"))
    again = edit(first, Rewrite("a", 0, "A", "gleich"), by="Alex", now=LATER)
    assert again.clash is None
    assert again.issue == first


def test_whoever_writes_on_after_a_clash_writes_beside(issue):
    now = changed(issue, Rewrite("a", 0, "A", "von Kim"))
    for account, text in ((2, "von Al"), (2, "von Alex"), (3, "von der anderen"), (2, "von Alex!")):
        edited = edit(now, Rewrite("a", 0, "A", text), by="Alex", now=LATER, account=account)
        assert edited.clash
        now = edited.issue
    entry = now.entry("a")
    assert entry.blurb == "von Kim"
    assert [other.blurb for other in entry.others] == ["von der anderen", "von Alex!"]


def test_texts_of_the_issue_clash_each_with_itself(issue):
    first = changed(
        issue, WriteText("introduction", 0, "Hallo"), WriteText("closing", 0, "Tschüss")
    )
    assert (first.introduction, first.closing, first.other_texts) == ("Hallo", "Tschüss", ())
    late = edit(first, WriteText("introduction", 0, "Moin"), by="Alex", now=LATER)
    assert late.clash
    assert late.issue.introduction == "Hallo"
    assert [(other.text, other.by) for other in late.issue.others_of("introduction")] == [
        ("Moin", "Alex")
    ]
    assert late.issue.others_of("closing") == ()
    taken = changed(late.issue, SettleText("introduction", 0))
    assert (taken.introduction, taken.other_texts) == ("Moin", ())
    assert edit(taken, WriteText("introduction", 1, "Servus"), by="Kim", now=LATER).clash
    kept = changed(late.issue, SettleText("introduction", None))
    assert (kept.introduction, kept.other_texts) == ("Hallo", ())


def test_a_clash_of_texts_is_remarked_on(issue):
    first = changed(issue, WriteText("title", 0, "Eins"))
    both = changed(first, WriteText("title", 0, "Zwei"), by="Alex")
    found = remarks(both, START.date(), lambda _: None)
    assert [remark.text for remark in found if remark.lack is Lack.CLASH] == ["title"]


def test_a_draft_of_an_earlier_version_is_read(issue):
    kept = json.loads(issue.model_dump_json())
    del kept["revisions"], kept["other_texts"]
    assert Issue.model_validate_json(json.dumps({**kept, "revision": 7})) == issue


def test_free_entries_come_and_go(issue):
    with_free = changed(
        issue, AddFree("praxis", "Termin", "https://example.org/t"), AddFree("praxis", "Zwei")
    )
    assert order(with_free)["praxis"] == ["free-1", "free-2"]
    assert with_free.entry("free-1").chosen
    assert order(changed(with_free, Remove("free-1")))["praxis"] == ["free-2"]


def test_a_note_stays_with_the_entry(issue):
    (note,) = changed(issue, AddNote("a", "Bitte prüfen")).entry("a").notes
    assert (note.text, note.by) == ("Bitte prüfen", "Kim")


def test_a_changed_resource_is_taken_over_without_the_own_words(issue):
    fresh = copied(resource("a", title="Titel neu", date="2026-05"), "de")
    written = changed(issue, Rewrite("a", 0, "Eigener", "Eigenes"), Choose("a", True))
    entry = changed(written, Recopy("a", fresh)).entry("a")
    assert (entry.title, entry.blurb, entry.date, entry.chosen) == (
        *("Eigener", "Eigenes", "2026-05", True),
    )
    again = changed(written, Recopy("a", fresh, texts=True))
    assert again.entry("a").title == "Titel neu"
    assert edit(again, Rewrite("a", 1, "Eigener", "mehr"), by="Alex", now=LATER).clash


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Choose("gone", True), "no longer in the issue"),
        (Move("a", "gone", 0), "section is no longer"),
        (Rewrite("a", 0, "  ", "x"), "needs a title"),
        (Rewrite("a", 0, "x", "y" * 50_000), "at most 3000 characters"),
        (Rewrite("a", 0, "x" * 301, "y"), "at most 300 characters"),
        (WriteText("closing", 0, "y" * 20_001), "at most 20000 characters"),
        (WriteText("closing", 9, "y" * 20_001), "at most 20000 characters"),
        (WriteText("title", 0, " "), "issue needs a title"),
        (AddFree("neu", "", ""), "needs a title"),
        (AddFree("neu", "x", "javascript:alert(1)"), "no web address"),
        (AddEntry("neu", copied(resource("a"), "de")), "in this issue already"),
        (Remove("a"), "added yourselves"),
        (AddNote("a", "x" * 3_001), "at most 3000"),
    ],
)
def test_bad_changes_say_why_and_change_nothing(issue, change, sentence):
    before = issue.model_dump_json()
    with pytest.raises(IssueProblem, match=sentence):
        edit(issue, change, by="Kim", now=LATER)
    assert issue.model_dump_json() == before


def test_a_sent_issue_is_frozen(issue):
    sent = issue.model_copy(update={"state": IssueState.SENT})
    with pytest.raises(IssueProblem, match="can no longer be changed"):
        edit(sent, Choose("a", True), by="Kim", now=LATER)


def test_an_issue_reopens_exactly_as_it_was(issue):
    written = changed(
        issue,
        Rewrite("a", 0, "Ä „x“ \u202e", "<b>1</b>\n\n2"),
        AddNote("a", "n"),
        Choose("a", True),
    )
    assert Issue.model_validate_json(written.model_dump_json()) == written
