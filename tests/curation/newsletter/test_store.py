"""Newsletters and issues in a real database: one draft at a time, nothing lost, nothing twice."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub.curation.identity import keys_of
from hub.curation.newsletter.editing import Choose, IssueProblem, Rewrite
from hub.curation.newsletter.store import Newsletters
from hub.database import open_database
from hub.model.newsletter import IssueState
from hub.settings import Settings
from tests.curation.newsletter.making import PUFII, START, draft, resource

LATER = START + dt.timedelta(days=7)


@pytest.fixture
def database(tmp_path):
    database = open_database(Settings(data=tmp_path))
    yield database
    database.close()


@pytest.fixture
def desk(database):
    desk = Newsletters(database)
    desk.save(PUFII)
    return desk


def keys(issue, *resources):
    chosen = {entry.resource for entry in issue.entries() if entry.chosen}
    return [key for r in resources if r.id in chosen for key in keys_of(r)]


def test_a_newsletter_is_kept_and_a_late_change_is_refused(desk):
    kept, revision = desk.get("netzwerk")
    assert (kept, revision) == (PUFII, 1)
    changed = PUFII.model_copy(update={"closing": "Bis bald"})
    assert desk.save(changed, 1) == 2
    with pytest.raises(IssueProblem, match="Somebody else changed"):
        desk.save(PUFII, 1)
    assert desk.get("netzwerk")[0] == changed


def test_one_draft_at_a_time(desk):
    desk.create(draft(resource("a")), by="Kim", now=START)
    with pytest.raises(IssueProblem, match="still a draft"):
        desk.create(draft(resource("a")).model_copy(update={"number": 2}), by="Kim", now=START)
    desk.freeze("netzwerk", 1, by="Kim", now=START)
    with pytest.raises(IssueProblem, match="still being sent"):
        desk.create(draft(resource("a")).model_copy(update={"number": 2}), by="Kim", now=START)


def test_a_draft_reopened_is_the_same(desk, database):
    desk.create(draft(resource("a"), resource("b")), by="Kim", now=START)
    desk.edit("netzwerk", 1, Rewrite("b", 0, "Neu", "Zwei Sätze."), by="Kim", now=START)
    before = desk.issue("netzwerk", 1)
    assert Newsletters(database).issue("netzwerk", 1) == before
    assert before.entry("b").blurb == "Zwei Sätze."
    (line,) = desk.issues("netzwerk")
    assert (line.number, line.chosen, line.changed_by) == (1, 0, "Kim")


def test_a_sent_issue_is_remembered(desk):
    a, b = resource("a"), resource("b")
    desk.create(draft(a, b), by="Kim", now=START)
    assert desk.memory("netzwerk").known is None
    desk.edit("netzwerk", 1, Choose("a", True), by="Kim", now=START)
    frozen = desk.freeze("netzwerk", 1, by="Kim", now=LATER)
    for _ in range(2):  # a sending that was cut off archives again
        sent = desk.archive("netzwerk", 1, keys(frozen, a, b), by="Kim", now=LATER)
        assert (sent.state, sent.sent) == (IssueState.SENT, LATER)
    memory = desk.memory("netzwerk")
    assert memory.where_sent(["a"]).number == 1
    assert memory.where_sent(["b"]) is None
    issue = draft(a, b, resource("c"), memory=memory, now=LATER)
    assert [entry.id for entry in issue.entries()] == ["c"]
    assert issue.number == 2
    with pytest.raises(IssueProblem, match="can no longer be changed"):
        desk.edit("netzwerk", 1, Choose("b", True), by="Kim", now=LATER)


def test_what_a_discarded_draft_had_gathered_is_new_again(desk):
    desk.create(draft(resource("a")), by="Kim", now=START)
    desk.discard("netzwerk", 1)
    again = draft(resource("a"), memory=desk.memory("netzwerk"))
    assert [entry.id for entry in again.entries()] == ["a"]
    assert again.number == 1


def test_edits_at_the_same_moment_are_all_kept(desk):
    ids = [f"r{n}" for n in range(12)]
    desk.create(draft(*map(resource, ids)), by="Kim", now=START)

    def choose(id):
        return desk.edit("netzwerk", 1, Choose(id, True), by=id, now=START)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(choose, ids))
    assert all(entry.chosen for entry in desk.issue("netzwerk", 1).entries())


def test_a_newsletter_with_sent_issues_stays(desk):
    desk.create(draft(resource("a")), by="Kim", now=START)
    desk.freeze("netzwerk", 1, by="Kim", now=START)
    with pytest.raises(IssueProblem, match="cannot be removed"):
        desk.remove("netzwerk")


@pytest.mark.parametrize("number", [0, 7])
def test_an_unknown_issue_says_so(desk, number):
    with pytest.raises(IssueProblem, match=f"no issue {number}"):
        desk.issue("netzwerk", number)
