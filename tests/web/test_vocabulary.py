"""What editors send from the page of the vocabulary; to all others there is nothing."""

import datetime as dt

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from hub.accounts import Role
from hub.core import open_hub
from hub.model import Filters, Query
from hub.settings import Settings
from hub.web import middleware
from hub.web.vocabulary import vocabulary_routes
from tests.catalogue.files import write
from tests.looping import run
from tests.people import make_database, person, session
from tests.vocabulary.small import RESOURCES, SOURCES, THESAURUS

ORIGIN = "http://testserver"
SECRET = "Geheimnisträger"


@pytest.fixture
def hub(tmp_path):
    """A hub with a closed collection, in which a word stands that is nowhere else."""
    root = tmp_path / "collections"
    write(root / "thesaurus.yaml", THESAURUS)
    write(root / "one" / "collection.yaml", "title: {de: Eins}\n")
    write(root / "two" / "collection.yaml", SOURCES)
    write(root / "geheim" / "collection.yaml", "title: {de: Geheim}\naccess: restricted\n")
    write(
        root / "geheim" / "s.yaml",
        "id: s\ntitle: S\ntype: news\ncollections: [geheim]\ntags: [nights]\n"
        f"publisher: {SECRET}\ntarget_groups: [{SECRET}]\n",
    )
    for id, (homes, tags, _, groups, _) in RESOURCES.items():
        text = (
            f"id: {id}\ntitle: T\ntype: news\ncollections: [{homes}]\ntags: [{', '.join(tags)}]\n"
        )
        text += f"target_groups: [{', '.join(groups)}]\n" if groups else ""
        write(root / homes.partition(",")[0] / f"{id}.yaml", text)
    make_database(tmp_path / "data")
    hub = open_hub(Settings(collections=root, data=tmp_path / "data"))
    hub.refresh()
    for role in (Role.MEMBER, Role.EDITOR, Role.CURATOR):
        person(hub, role)
    return hub


class Sender:
    """Sends the forms of somebody who is in, as the script of the pages does."""

    def __init__(self, hub, role):
        self.hub = hub
        routes = vocabulary_routes(hub)
        wrapped = [Middleware(m.cls, *m.args, **m.kwargs) for m in middleware(hub)]
        self.app = Starlette(routes=routes, middleware=wrapped)
        self.token = ""
        if role is Role.GUEST:
            later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
            self.token = hub.accounts.enter(hub.accounts.add_code(["one"], later), "127.0.0.1")
        elif role is not None:
            who = hub.accounts.account(f"{role.value}@example.org")
            self.token = session(hub, who)

    def send(self, path, **fields):
        async def answer():
            known = self.hub.accounts.session(self.token) if self.token else None
            data = {"csrf": known.csrf if known else "", **fields}
            cookies = {"hub_session": self.token} if self.token else {}
            transport = httpx.ASGITransport(self.app)
            headers = {"origin": ORIGIN, "accept": "application/json"}
            async with httpx.AsyncClient(
                transport=transport, base_url=ORIGIN, cookies=cookies
            ) as client:
                return await client.post(path, data=data, headers=headers)

        return run(answer())


def version(hub, role, **asked):
    """What the preview carries for that person."""
    from hub.vocabulary.asking import action_of

    access = hub.access(hub.accounts.account(f"{role.value}@example.org"))
    action = action_of(hub.vocabulary, lambda name: asked.get(name, ""), access)
    return hub.vocabulary.preview(action, access).version


MERGE = {"kind": "tag", "do": "merge", "value": "stabbing", "to": "knives"}


@pytest.mark.parametrize("role", [None, Role.GUEST, Role.MEMBER])
@pytest.mark.parametrize("path", ["/vocabulary/do", "/vocabulary/undo"])
def test_there_is_nothing_here_for_others(hub, role, path):
    answer = Sender(hub, role).send(path, **MERGE, change="1")
    assert answer.status_code == (401 if role is None else 404)
    assert "knives" not in answer.text
    assert not hub.history.changes(kinds=["tag."])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CURATOR])
def test_what_was_previewed_is_done_found_and_undone(hub, role):
    sender = Sender(hub, role)
    answer = sender.send("/vocabulary/do", **MERGE, version=version(hub, role, **MERGE))
    (change,) = hub.history.changes(kinds=["tag."])
    assert answer.json() == {
        "next": f"/vocabulary?kind=tag&value=knives&done=changed&change={change.id}"
    }
    assert change.by.account == hub.accounts.account(f"{role.value}@example.org").id
    access = hub.access(hub.accounts.account(f"{role.value}@example.org"))
    query = Query(filters=Filters({"tag": ("stabbing",)}))
    assert hub.search(query, access).total == 3
    answer = sender.send("/vocabulary/undo", kind="tag", change=str(change.id))
    assert answer.json() == {"next": "/vocabulary?kind=tag&done=undone"}
    assert hub.search(query, access).total == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({**MERGE, "version": "0" * 24}, 400),
        ({**MERGE}, 400),
        ({**MERGE, "do": "explode"}, 400),
        ({**MERGE, "csrf": "stolen"}, 403),
        ({**MERGE, "to": ""}, 400),
    ],
    ids=str,
)
def test_what_is_not_right_is_one_sentence_and_changes_nothing(hub, fields, status):
    answer = Sender(hub, Role.EDITOR).send("/vocabulary/do", **fields)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert not hub.history.changes(kinds=["tag."])


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "collection", "do": "rename", "value": "geheim", "called": "Offen"},
        {"kind": "collection", "do": "merge", "value": "geheim", "to": "one"},
        {"kind": "collection", "do": "merge", "value": "one", "to": "geheim"},
        {"kind": "target_group", "do": "delete", "value": SECRET},
        {"kind": "publisher", "do": "rename", "value": SECRET, "called": "Offen"},
    ],
    ids=str,
)
def test_an_editor_cannot_tell_what_is_closed_from_what_is_not_there(hub, fields):
    """The same answer as for a value that nobody has ever heard of."""
    sender = Sender(hub, Role.EDITOR)
    told = sender.send("/vocabulary/do", **fields, version="1" * 24)
    strange = {k: "nirgends" if v in ("geheim", SECRET) else v for k, v in fields.items()}
    other = sender.send("/vocabulary/do", **strange, version="1" * 24)
    assert told.status_code == other.status_code == 400
    assert told.text.replace("geheim", "nirgends").replace(SECRET, "nirgends") == other.text
    assert hub.catalogue().resources["s"].collections == ("geheim",)


def test_only_ones_own_change_is_undone_here(hub):
    sender = Sender(hub, Role.EDITOR)
    sender.send("/vocabulary/do", **MERGE, version=version(hub, Role.EDITOR, **MERGE))
    (change,) = hub.history.changes(kinds=["tag."])
    answer = Sender(hub, Role.CURATOR).send("/vocabulary/undo", change=str(change.id))
    assert answer.status_code == 400
    assert "stabbing" not in hub.reload().thesaurus
