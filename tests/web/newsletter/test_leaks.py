"""Everybody against every page, draft, file and feed. Each sees what the model says."""

import pytest

from hub.accounts import Role
from hub.curation.newsletter.editing import AddNote, Choose
from hub.model.newsletter import IssueState
from hub.ui.menu import GROUPS, offered
from hub.ui.reader import Reader
from hub.ui.show import view_of
from tests.ui.conftest import TODAY
from tests.web.newsletter.asking import PEOPLE

CURATORS = {Role.CURATOR, Role.ADMIN}
ANYBODY = (None, Role.GUEST, *PEOPLE)
NOTE = "Nur unter uns: Glühwürmchen"

#: The pages of the desk in the hub.
DESK = (
    ("newsletters", {}),
    ("newsletter", {"id": ["netzwerk"]}),
    ("issue", {"newsletter": ["netzwerk"], "number": ["1"]}),
    ("issue", {"newsletter": ["netzwerk"], "number": ["1"], "view": ["send"]}),
)


@pytest.fixture
def world(hub, browser):
    """A closed newsletter and an open one, each with a sent issue and a draft; who asks."""
    people = {role: browser(role) for role in ANYBODY}
    desk, kim = hub.curation.desk, hub.accounts.account("curator@example.org")
    for id in ("netzwerk", "intern"):
        desk.new_issue(kim, id)
        desk.edit(kim, id, 1, Choose("a", True))
        desk.edit(kim, id, 1, AddNote("a", NOTE))
        desk.archive(kim, id, 1)
        desk.new_issue(kim, id)
        desk.add_resource(kim, id, 2, "neu", "b")
    return people


def may_read(newsletter, role):
    """What the model says: open to everybody, or to everybody with an account."""
    return newsletter.archive_open or role in PEOPLE


def test_the_archive_tells_what_the_model_says(hub, world):
    for newsletter in hub.curation.desk.newsletters.all():
        for role, asking in world.items():
            for number in (1, 2, 3):
                answer = asking.get(f"/newsletter/{newsletter.id}/{number}")
                states = {
                    line.number: line.state
                    for line in hub.curation.desk.newsletters.issues(newsletter.id)
                }
                there = states.get(number) is IssueState.SENT and may_read(newsletter, role)
                assert answer.status_code == (200 if there else 404), (newsletter.id, role, number)
                assert ("Titel a" in answer.text) is there
                assert "Titel b" not in answer.text
                assert NOTE not in answer.text
            page = asking.get(f"/newsletter/{newsletter.id}")
            assert page.status_code == (200 if may_read(newsletter, role) else 404)
            assert f"/newsletter/{newsletter.id}/2" not in page.text
            feed = asking.get(f"/newsletter/{newsletter.id}.atom")
            assert feed.status_code == (200 if newsletter.archive_open else 404)
            assert "Titel b" not in feed.text


def test_drafts_and_files_are_for_curators(world):
    for role, asking in world.items():
        for path in ("preview", "mail", "file"):
            for number in (1, 2):
                address = f"/issue/{path}?newsletter=intern&number={number}&format=markdown"
                answer = asking.get(address)
                missing = 401 if role is None else 404
                assert answer.status_code == (200 if role in CURATORS else missing)
                assert ("Titel" in answer.text) is (role in CURATORS)
                assert NOTE not in answer.text


def reader(hub, world, role):
    token = world[role].cookies["hub_session"]
    return Reader(hub, hub.accounts.session(token), "de", TODAY)


def test_the_pages_of_the_desk_are_for_curators(hub, world):
    for role in (Role.GUEST, *PEOPLE):
        mine = reader(hub, world, role)
        pages = [entry for group in GROUPS for entry in offered(group.entries, mine.session)]
        addresses = {entry.address for entry in pages}
        assert ("/newsletters" in addresses) is (role in CURATORS)
        for name, params in DESK:
            params = {**params, **({"number": ["2"]} if "number" in params else {})}
            body = view_of(mine, name, params).body
            missing = view_of(mine, "gibt-es-nicht", {}).body
            assert (body == missing) is (role not in CURATORS), (role, name)
        draft = view_of(mine, "issue", {"newsletter": ["netzwerk"], "number": ["2"]}).body
        assert ("Titel b" in draft) is (role in CURATORS)


def test_the_archive_in_the_hub_is_for_accounts(hub, world):
    for role in (Role.GUEST, *PEOPLE):
        body = view_of(reader(hub, world, role), "archive", {}).body
        assert ("/newsletter/intern/1" in body) is (role is not Role.GUEST)
        assert "/newsletter/intern/2" not in body


def test_no_address_of_a_subscriber_is_on_any_page(hub, world):
    hub.curation.desk.subscribers.bring(
        "netzwerk", "email\nada@example.org\n", "Liste vom März", "de"
    )
    mine = reader(hub, world, Role.ADMIN)
    for name, params in DESK:
        assert "ada@" not in view_of(mine, name, params).body
    assert (
        "ada@"
        not in world[Role.ADMIN].get("/issue/file?newsletter=netzwerk&number=1&format=eml").text
    )
