"""A hub with something of everything, made as people make it, and what it answers."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hub.accounts import Role, Session
from hub.core import Hub
from hub.curation.newsletter.editing import AddNote, Choose, Rewrite
from hub.history import Doer, What
from hub.ingest import imports
from hub.ingest.fetching import Cause
from hub.ingest.imports.model import ImportOptions
from hub.ingest.links import records
from hub.ingest.links.model import Check, Link, LinkState
from hub.ingest.options import Options
from hub.model import EVERYTHING, NOTHING, Access, Filters, Query, Resource
from hub.model.curation import FeedKind, Rhythm, Sharing
from hub.model.newsletter import Newsletter, Section
from hub.ui.reader import Reader
from hub.ui.show import view_of
from tests.curation.mail.post_office import open_office
from tests.curation.world import World

#: Everything that must not stand in an export unless it was chosen.
ADDRESSES = ("anna@example.org", "ben@example.org", "clara@example.org")
READERS = ("leserin@example.net", "leser@example.net")
NEWS = Newsletter(
    id="netzwerk",
    title={"de": "Neues aus dem Netzwerk"},
    sections=(Section(id="neu", title={"de": "Neu"}, types=("document",)),),
    imprint="Netzwerk, Musterstadt",
)


@dataclass
class Full:
    """The world, and what opens without a password."""

    world: World
    feed: str
    leave: str
    code: str
    token: str

    @property
    def hub(self) -> Hub:
        return self.world.hub


@contextmanager
def full_hub(folder: Path) -> Iterator[Full]:
    """A hub with something of everything."""
    with open_office() as office:
        world = World(folder, smtp_port=office.port, keep_originals=1)
        # One clock: what the hub's own curation does must be of the same day.
        world.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        _catalogue(world)
        _inbox(world)
        yield Full(world, *_people(world))


def _catalogue(world: World) -> None:
    hub = world.hub
    key = hub.texts.store("Die Straßenlaternen am Bahnhofsviertel leuchten heller.")
    world.put("a", text=key, url="https://example.org/a", tags=("lighting",))
    world.put("b", "c", "d", type="method", url="https://example.org/b")
    world.put("streng-geheim", collections=("geheim",), title="Messergewalt, vertraulich")
    world.put("entwurf", status="draft")
    anna = Doer(1, "Anna")
    with hub.history.by(anna, What("resource.edited", {"title": "Laternen c"})):
        world.put("c", title="Messerverbote an Bahnhöfen", added=world.now)
    with hub.history.by(anna, What("resource.withdrawn", {"title": "Laternen d"})):
        hub.folder.remove("d")
    root = world.settings.collections
    (root / "README.md").write_text("Wie wir hier arbeiten\n", "utf-8")
    (root / "renamed.yaml").write_text("renames:\n- {kind: tag, old: lamps, new: lighting}\n")
    (root / "park" / "b.yaml").write_bytes(
        b"# von Hand\n" + (root / "park" / "b.yaml").read_bytes()
    )
    (root / "nacht" / "kaputt.yaml").write_text("title: [\n", "utf-8")
    original = b"%PDF-1.4 made up"
    hub.ingest.captures.keep_original(
        original, sha256(original).hexdigest(), "application/pdf", world.now
    )
    gone = Check(world.now, LinkState.GONE, Cause.GONE, 404)
    with hub._database.write() as session:
        records.write(
            session, Link("https://example.org/b", gone, world.now, None, world.now, dead=True)
        )
    hub.refresh()


def _inbox(world: World) -> None:
    table = world.folder / "liste.csv"
    table.write_text("title,url\n" + "".join(f"Fund {n},https://example.org/f{n}\n" for n in "xyz"))
    desk = world.hub.ingest
    settings = ImportOptions(catalogue=world.hub.catalogue())
    desk.take(imports.read_all(imports.sorted_out(table)[0], settings), Options(name="liste"))
    one, two, three = sorted(desk.inbox.ids())
    proposal = desk.inbox.wanted(one)
    ready = proposal.resource.model_copy(update={"type": "document", "collections": ("park",)})
    desk.judging.edit(one, ready)
    desk.judging.accept_all([one])
    desk.judging.reject(two, "nur Werbung")
    desk.drafts.keep(desk.inbox.wanted(three))
    desk.close()  # the processes that read files
    world.hub.refresh()


def _people(world: World) -> tuple[str, str, str, str]:
    anna, ben = world.person("Anna", Role.CURATOR), world.person("Ben")
    world.person("Clara", Role.ADMIN)
    accounts, curation = world.hub.accounts, world.curation
    accounts.grant(ben.email, "geheim")
    code = accounts.add_code(["park"], world.now + dt.timedelta(days=90), name="Tagung")
    token = accounts.tokens.add(anna.id, "Skript")
    query = Query("Laternen", filters=Filters(values={"collection": ("park",)}))
    search = curation.saved.add(anna, "Laternen im Park", query)
    curation.saved.share(anna, search.id, Sharing.CURATORS)
    curation.saved.add(ben, "Nur für mich", Query("Messer"))
    gone = curation.saved.add(anna, "Weg damit", Query("x"))
    curation.saved.delete(anna, gone.id)
    curation.look(anna, search.id)
    curation.alerts.switch(anna, search.id, Rhythm.DAILY, "de")
    feed = curation.feeds.make(anna, FeedKind.SEARCH, str(search.id)).token
    leave = curation.leaving.token("alert", anna.id, search.id)
    _newsletter(world, anna, search.id)
    return feed, leave, code, token


def _newsletter(world: World, anna, search: int) -> None:
    desk = world.curation.desk
    section = Section(id="suche", title={"de": "Aus der Suche"}, searches=(search,))
    desk.newsletters.save(NEWS.model_copy(update={"sections": (*NEWS.sections, section)}))
    proof = "Unterschrieben auf der Tagung am 1. März"
    desk.subscribers.bring("netzwerk", "email\n" + "\n".join(READERS) + "\n", proof, "de")
    desk.new_issue(anna, "netzwerk")
    desk.edit(anna, "netzwerk", 1, Choose("a", True))
    assert desk.send(anna, "netzwerk", 1).finished
    world.put("spaeter")
    desk.new_issue(anna, "netzwerk")
    desk.edit(anna, "netzwerk", 2, Rewrite("spaeter", 0, "Eigener Titel", "Eigene Worte."))
    desk.edit(anna, "netzwerk", 2, AddNote("spaeter", "Noch fragen!"))


def session(role: Role, email: str, *grants: str) -> Session:
    """Somebody who is in, as a page sees them."""
    return Session(
        id="0" * 64,
        email=None if role is Role.GUEST else email,
        name="",
        role=role,
        grants=frozenset(grants),
        csrf="proof",
        expires=dt.datetime(2036, 1, 1, tzinfo=dt.UTC),
    )


def searches(hub: Hub) -> list[object]:
    """Hits, counts, snippets and advice of several searches under several rights."""
    rights = (EVERYTHING, NOTHING, Access(collections=frozenset({"park"})))
    asked = ("Laternen", "Messer", "knife violence", "Bahnhof", "Titel nirgends", "")
    return [
        (r.total, r.hits, r.facets, r.advice)
        for r in (hub.search(Query(q, limit=50), access) for q in asked for access in rights)
    ]


def pages(hub: Hub) -> dict[str, str]:
    """A few pages as they reach the browser: of a member, and of a curator."""
    today = dt.date.today()
    member = Reader(hub, session(Role.MEMBER, "ben@example.org", "geheim"), "de", today)
    curator = Reader(hub, session(Role.CURATOR, "anna@example.org"), "en", today)
    asked = [
        (member, "", {}),
        (member, "search", {"q": ["Laternen"], "collection": ["park"]}),
        (member, "collection", {"id": ["park"]}),
        (member, "resource", {"id": ["a"]}),
        (member, "resource", {"id": ["streng-geheim"]}),
        (member, "saved", {}),
        (curator, "saved", {}),
        (curator, "newsletters", {}),
        (curator, "newsletter", {"id": ["netzwerk"]}),
        (curator, "issue", {"newsletter": ["netzwerk"], "number": ["1"]}),
        (curator, "archive", {}),
    ]
    return {
        f"{name} {params} {reader.session.role}": view_of(reader, name, params).body
        for reader, name, params in asked
    }


def remembered(hub: Hub, folder: Path) -> dict[str, object]:
    """What stands beside the catalogue: files, history, saved searches, issues, runs, links."""
    resource = hub.catalogue().resources["b"]
    desk, ingest = hub.curation.desk, hub.ingest
    changes = hub.history.changes(limit=500)
    return {
        "files": files(folder),
        "resources": dict(hub.catalogue().resources),
        "problems": hub.catalogue().problems,
        "old names": hub.catalogue().renamed,
        "text": hub.texts.read(str(hub.catalogue().resources["a"].text)),
        "changes": changes,
        "differences": [hub.history.difference(c.id, p) for c in changes for p in c.paths],
        "states": hub.history.states("c"),
        "newsletters": desk.newsletters.all(),
        "issues": [desk.newsletters.issue("netzwerk", n) for n in (1, 2)],
        "lines": desk.newsletters.issues("netzwerk"),
        "memory": desk.newsletters.memory("netzwerk"),
        "inbox": ingest.inbox.all(),
        "drafts": [p.resource for p in ingest.drafts._files.all()],
        "decisions": ingest.decisions.latest(),
        "runs": [(run, list(run.rows())) for run in ingest.runs.latest()],
        "link": hub.links.of(resource),
        "checks": hub.links.history(resource),
        "sharing": [hub.links.dead(["https://example.org/b"])],
    }


def personal(hub: Hub) -> dict[str, object]:
    """What hangs on accounts."""
    people = hub.accounts.list()
    return {
        "people": people,
        "saved": {p.email: hub.curation.saved.list(p) for p in people},
        "deleted": {p.email: hub.curation.saved.deleted(p) for p in people},
        "opened": {
            p.email: [hub.curation.saved.opened(p, s) for s in hub.curation.saved.list(p)]
            for p in people
        },
        "shelves": {p.email: hub.curation.shelves(p) for p in people},
        "alerts": {p.email: hub.curation.alerts.of(p) for p in people},
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder that is not hidden."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def resource(id: str, **more: object) -> Resource:
    """A resource of the park."""
    plain = {"title": f"Laternen {id}", "type": "document", "collections": ("park",)}
    return Resource(id=id, **{**plain, **more})
