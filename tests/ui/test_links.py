"""How links stand, on the page of a resource and on that of the editors."""

import datetime as dt

import pytest

from hub.accounts import Role
from hub.ingest.fetching import Cause, FetchFailed, Result, Want
from hub.ingest.links import after, check_of, records
from hub.ingest.links.model import Check, LinkState
from hub.ui.views import links
from tests.ui.conftest import NASTY, page, text

MONDAY = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def keep(hub):
    """Writes down checks of a link, and forgets them all after the test."""
    from sqlalchemy import delete

    from hub.ingest.links.tables import LinkRow

    def write(address, *checks):
        with hub._database.write() as session:
            for check in checks:
                link = after(records.find(session, address), address, check)
                records.write(session, link)

    yield write
    with hub._database.write() as session:
        session.execute(delete(LinkRow))


def failed(cause, day, status=None):
    failure = FetchFailed(cause, "https://example.org/", status=status)
    return check_of(Result(Want("https://example.org/"), failure=failure), MONDAY.replace(day=day))


@pytest.fixture
def linked(hub):
    """A shipped resource with a link, open to members."""
    return next(r for r in hub.catalogue().resources.values() if r.url and r.home == "nachtleben")


def test_a_link_that_was_never_checked_says_so(reader, linked):
    assert "Link zum Original noch nicht geprüft" in text(page(reader(), "resource", id=linked.id))


def test_a_member_sees_the_state_with_its_day(reader, linked, keep):
    keep(linked.url, failed(Cause.GONE, 2, 404))
    shown = text(page(reader(), "resource", id=linked.id))
    assert "verschwunden (geprüft am 2. März 2026)" in shown
    assert "dass es diese Seite nicht gibt (404)." in shown
    assert "Letzte Prüfungen" not in shown
    assert "nicht mehr zu finden" not in shown


def test_a_dead_link_is_said_beside_the_way_to_it(reader, linked, keep):
    keep(linked.url, failed(Cause.GONE, 2, 404), failed(Cause.TIMED_OUT, 3))
    shown = page(reader(), "resource", id=linked.id)
    assert "Das Original ist seit 2. März 2026 nicht mehr zu finden." in text(shown)
    assert "tot (geprüft am 3. März 2026)" in text(shown)


def test_editors_see_the_checks_before(reader, linked, keep):
    keep(linked.url, Check(MONDAY, LinkState.FINE, status=200), failed(Cause.GONE, 5, 410))
    shown = text(page(reader(Role.EDITOR), "resource", id=linked.id))
    assert "5. März 2026: verschwunden (410)" in shown
    assert "2. März 2026: in Ordnung (200)" in shown


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CURATOR, Role.ADMIN])
def test_the_work_list_of_editors(reader, linked, keep, role):
    keep(linked.url, failed(Cause.GONE, 2, 404), failed(Cause.GONE, 3, 404))
    shown = page(reader(role), "links")
    assert shown.h1.text == "Links zum Nachsehen"
    assert shown.find(id="links-dead").text == "Tote Links (1)"
    entry = shown.find("li", class_="hit")
    assert entry.h3.text == linked.title
    assert entry.find("a", class_="address")["href"] == linked.url


def test_a_move_shows_the_new_address(reader, linked, keep):
    moved = Check(MONDAY, LinkState.MOVED, status=200, target="https://example.org/<new>")
    keep(linked.url, moved)
    shown = page(reader(Role.EDITOR), "links")
    assert "Neue Adresse: https://example.org/<new>" in text(shown)
    assert shown.find("new") is None


def test_nothing_of_a_resource_shows_to_whom_it_is_not_open(hub, reader, keep):
    """Editors and curators see drafts, here as everywhere; members see no such page."""
    draft = next(r for r in hub.catalogue().resources.values() if r.id == "own-draft")
    hub.folder.save(draft.model_copy(update={"url": "https://example.org/draft"}))
    keep("https://example.org/draft", failed(Cause.GONE, 2, 404))
    try:
        for role in (Role.EDITOR, Role.CURATOR):
            assert "Entwurf Nachtfalter" in text(page(reader(role), "links"))
        assert "Entwurf Nachtfalter" not in text(page(reader(), "links"))
    finally:
        hub.folder.save(draft)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_others_find_no_such_page(reader, role):
    shown = page(reader(role, "nachtleben"), "links")
    assert shown.h1.text == "Nicht gefunden"
    assert "Nachsehen" not in text(shown)


def test_nothing_of_others_becomes_markup(reader, keep):
    keep('https://example.org/"><script>alert(3)</script>', failed(Cause.GONE, 2, 404))
    shown = page(reader(Role.EDITOR), "links")
    assert NASTY in text(shown)
    assert shown.script is None


def test_an_address_that_cannot_be_right_is_flagged_before_any_check(reader):
    shown = page(reader(Role.EDITOR, language="en"), "links")
    assert shown.find(id="links-odd").text == "Odd addresses (1)"
    assert "does not belong to it. Remove it." in text(shown)


def test_all_is_well(hub, reader, keep):
    odd = hub.catalogue().resources["own-nasty"]
    keep(odd.url, Check(MONDAY, LinkState.FINE, status=200))
    shown = text(page(reader(Role.EDITOR, language="en"), "links"))
    assert "All links that were checked are fine." in shown


def test_unchecked_links_are_not_called_fine(reader, linked, keep):
    assert "Es wurde noch kein Link geprüft." in links._nothing(reader(Role.EDITOR))
    keep(linked.url, Check(MONDAY, LinkState.FINE, status=200))
    said = links._nothing(reader(Role.EDITOR))
    assert said.startswith("Alle geprüften Links sind in Ordnung.")
    assert "wurden noch nicht geprüft" in said
