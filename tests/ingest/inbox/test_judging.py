"""Decisions: by two editors at once, cut short by a kill, and written down."""

import multiprocessing
import signal
import threading
import time

import pytest

from hub.errors import IngestError, NotFound
from tests.ingest.desks import desk_in, page_item, stated
from tests.ingest.site import article, serving


def propose(desk, *titles: str) -> list[str]:
    """Proposals with these titles."""
    items = [
        page_item(desk.site.put(f"/{n}-{abs(hash(t))}.html", article(t)))
        for n, t in enumerate(titles)
    ]
    assert desk.take(*items).ok
    return desk.waiting()


def test_accepting_saves_and_writes_down_who_and_when(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    resource = desk.ingest.judging.accept(id, account=7)
    assert desk.resources[resource.id] == resource
    assert desk.waiting() == []
    [decision] = desk.ingest.decisions.latest()
    assert (decision.action, decision.account, decision.resource) == ("accepted", 7, resource.id)
    assert [c.text for c in desk.ingest.captures.of(resource.id)] == [resource.text]


def test_an_edited_proposal_is_accepted_as_it_was_edited(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    proposal = desk.ingest.inbox.get(id)
    changed = proposal.resource.model_copy(update={"title": "Nachtwege", "type": "project"})
    desk.ingest.judging.edit(id, changed)
    assert desk.ingest.inbox.get(id).assumed == ()
    assert desk.ingest.judging.accept(id).title == "Nachtwege"


def test_what_somebody_else_decided_is_said(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    desk.ingest.judging.accept(id)
    for decide in (
        lambda: desk.ingest.judging.accept(id),
        lambda: desk.ingest.judging.reject(id, "zu spät"),
        lambda: desk.ingest.judging.merge(id),
    ):
        with pytest.raises(IngestError, match="it has been decided on"):
            decide()
    assert len(desk.resources) == 1


def test_a_rejection_needs_a_reason(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    with pytest.raises(IngestError, match="needs its reason"):
        desk.ingest.judging.reject(id, "  ")
    assert desk.waiting() == [id]


def test_a_merge_without_a_twin_is_refused(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    with pytest.raises(NotFound):
        desk.ingest.judging.merge(id)
    assert desk.waiting() == [id]


def test_a_merge_keeps_collections_tags_notes_and_both_addresses(desk):
    address = desk.site.put("/a.html", article("Nachtwege in der Altstadt"))
    desk.take(stated(address), publish=True)
    old = desk.resources["nachtwege-in-der-altstadt"]
    desk.folder.save(old.model_copy(update={"notes": "Alt.", "summary": "Eigene Worte."}))
    copy = desk.site.put("/copy.html", article("Nachtwege in der Altstadt"))
    desk.take(page_item(copy, collections="naechte", notes="Neu.", keywords="Licht"))
    [id] = desk.waiting()
    desk.ingest.judging.merge(id)
    new = desk.resources["nachtwege-in-der-altstadt"]
    assert new.collections == ("plaetze", "naechte")
    assert (new.notes, new.summary) == ("Alt.\n\nNeu.", "Eigene Worte.")
    assert new.keywords == ("Licht",)
    assert (new.url, new.also_at) == (address, (copy,))


def test_two_editors_at_once_decide_each_proposal_once(desk):
    ids = propose(desk, *(f"Bericht {n * 7919}" for n in range(8)))
    done: list[str] = []
    refused: list[str] = []

    def judge() -> None:
        for id in ids:
            try:
                done.append(desk.ingest.judging.accept(id).id)
            except IngestError:
                refused.append(id)

    threads = [threading.Thread(target=judge) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(ids) == sorted(desk.resources)
    assert sorted(refused) == sorted(ids)
    assert len(desk.ingest.decisions.latest()) == len(ids)


def test_a_broken_file_is_no_proposal_and_stops_nothing(desk):
    [id] = propose(desk, "Nachtwege in der Altstadt")
    broken = desk.ingest.inbox.folder / "kaputt.json"
    broken.write_text("{")
    assert [p.id for p in desk.ingest.inbox.all()] == [id]
    assert desk.ingest.inbox.broken() == (broken,)


def _accept_all(folder, site) -> None:
    with desk_in(folder, site) as desk:
        for id in desk.waiting():
            desk.ingest.judging.accept(id)


def test_accepting_that_is_killed_can_be_done_again(tmp_path):
    """At whatever moment: every proposal ends in the catalogue once."""
    with serving() as site, desk_in(tmp_path, site) as desk:
        ids = propose(desk, *(f"Bericht {n * 7919}" for n in range(12)))
        fork = multiprocessing.get_context("forkserver")
        for pause in (0.0, 0.02, 0.05, 0.1):
            process = fork.Process(target=_accept_all, args=(tmp_path, site))
            process.start()
            before = len(desk.resources)
            end = time.monotonic() + 60
            while process.is_alive() and len(desk.resources) == before and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(pause)
            if process.is_alive():
                process.kill()
            process.join()
            assert process.exitcode in (0, -signal.SIGKILL)
        for id in desk.waiting():
            desk.ingest.judging.accept(id)
        assert sorted(desk.resources) == sorted(ids)
        assert desk.waiting() == []
