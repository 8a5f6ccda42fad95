"""Links over days and weeks: real pages on loopback, a real database, a clock that is turned."""

import datetime as dt
import shutil

import pytest

from hub.catalogue import CatalogueFolder
from hub.database import open_database
from hub.errors import NotFound
from hub.ingest.links import LinkHealth, LinkState
from hub.ingest.links.records import KEPT
from hub.model import Access, Collection, Resource
from hub.settings import Settings
from tests.ingest.fetching import serving
from tests.ingest.fetching.serving import Page


class Care:
    """A small catalogue with links to a site, and what is found of them."""

    def __init__(self, folder, site, clock):
        self.site, self.clock = site, clock
        self.settings = Settings(
            data=folder / "var",
            fetch_open_hosts="127.0.0.1",
            fetch_pause_ms=0,
            fetch_read_seconds=1,
            fetch_total_seconds=1,
        )
        self.folder = CatalogueFolder(folder / "collections")
        for id in ("one", "two"):
            self.folder.save_collection(Collection(id=id, title={"de": id}))
        self.database = open_database(self.settings)
        self.health = LinkHealth(self.database, self.folder, self.settings, clock)

    def add(self, id, path=None, collection="one", **more):
        url = f"{self.site.address}/{id if path is None else path}"
        made = {"title": id, "type": "document", "collections": (collection,), "url": url, **more}
        self.folder.save(Resource(id=id, **made))

    def check(self, **how):
        fetcher = serving.fetcher(self.clock, fetch_read_seconds=1, fetch_total_seconds=1)
        found = list(self.health.check(self.health.due(**how), fetcher))
        fetcher.close()
        return {r.id: one.link for one in found for r in one.resources}

    def of(self, id):
        return self.health.of(self.folder.load().resources[id])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A new database, made once."""
    data = tmp_path_factory.mktemp("made")
    open_database(Settings(data=data)).close()
    return data


@pytest.fixture
def care(tmp_path, made):
    shutil.copytree(made, tmp_path / "var")
    clock = serving.Clock()
    with serving.site(clock) as site:
        care = Care(tmp_path, site, clock)
        yield care
        care.database.close()


def test_every_state_is_told(care):
    care.site.pages |= {
        "/fine": Page(),
        "/moved": Page(b"", 301, {"Location": "/there"}),
        "/there": Page(),
        "/for-now": Page(b"", 302, {"Location": "/there"}),
        "/front": Page(b"", 301, {"Location": "/"}),
        "/": Page(),
        "/shut": Page(b"", 403),
        "/circle": Page(b"", 302, {"Location": "/circle"}),
    }
    names = ("fine", "moved", "for-now", "front", "shut", "gone", "circle")
    for name in names:
        care.add(name)
    found = care.check()
    assert {id: (link.state.value, link.last.cause) for id, link in found.items()} == {
        "fine": ("fine", ""),
        "moved": ("moved", ""),
        "for-now": ("fine", ""),
        "front": ("gone", "front_page"),
        "shut": ("refused", "refused"),
        "gone": ("gone", "gone"),
        "circle": ("refused", "redirect_loop"),
    }
    assert found["moved"].last.target == f"{care.site.address}/there"
    assert care.of("gone") == found["gone"]
    assert not any(link.dead for link in found.values())


def test_a_link_is_dead_only_after_failures_on_two_days(care):
    care.add("a")
    care.check()
    care.clock.pass_by(hours=3)
    assert not care.check(everything=True)["a"].dead  # the same day
    care.clock.pass_by(days=1)
    link = care.check()["a"]
    assert link.dead
    assert link.failing_since == care.clock.start
    care.site.pages["/a"] = Page()
    care.clock.pass_by(days=1)
    back = care.check()["a"]
    assert (back.state, back.dead, back.failing_since) == (LinkState.FINE, False, None)
    care.site.pages["/a"] = Page(b"", 404)
    care.clock.pass_by(days=40)
    again = care.check()["a"]
    assert not again.dead  # the count begins anew
    assert again.fine == back.last.at


def test_days_are_those_of_the_hub(care):
    """Half past eleven and half past midnight in Greenwich are one night in Berlin."""
    care.add("a")
    care.clock.pass_by(hours=14.5)
    care.check()
    care.clock.pass_by(hours=1)
    assert care.clock.now().day == 2
    assert not care.check(everything=True)["a"].dead
    care.clock.pass_by(hours=23)
    assert care.check(everything=True)["a"].dead


def test_whom_only_programs_are_refused_is_never_dead(care):
    care.site.pages["/a"] = Page(b"", 403)
    care.add("a")
    for _ in range(4):
        link = care.check()["a"]
        care.clock.pass_by(days=1)
    assert (link.state, link.dead) == (LinkState.REFUSED, False)


def test_a_refusal_between_two_failures_neither_counts_nor_pardons(care):
    care.add("a")
    care.check()
    care.clock.pass_by(days=1)
    care.site.pages["/a"] = Page(b"", 403)
    assert not care.check()["a"].dead
    care.clock.pass_by(days=1)
    del care.site.pages["/a"]
    assert care.check()["a"].dead


def test_the_oldest_are_checked_first_and_fine_ones_rest(care):
    for name in ("a", "b", "c"):
        care.site.pages[f"/{name}"] = Page()
        care.add(name)
    site = care.site.address
    first = care.health.due(limit=1)
    assert list(care.check(limit=1)) == [first[0].rpartition("/")[2]]
    care.clock.pass_by(hours=1)
    care.check()
    assert care.health.due() == []
    assert care.health.due(everything=True)[0] == first[0]
    care.clock.pass_by(days=30)
    assert set(care.health.due()) == {f"{site}/{name}" for name in "abc"}
    assert care.health.due()[0] == first[0]


def test_failing_links_are_due_the_next_day(care):
    care.add("a")
    care.check()
    assert care.health.due() == []
    care.clock.pass_by(days=1)
    assert len(care.health.due()) == 1


def test_only_what_is_asked_for(care):
    care.add("a")
    care.add("b", collection="two")
    care.add("c", status="withdrawn")
    care.add("again", path="a")
    assert len(care.health.due()) == 2  # one address once, nothing withdrawn
    assert care.health.due(collection="two") == [f"{care.site.address}/b"]
    assert set(care.check(collection="one")) == {"a", "again"}
    with pytest.raises(NotFound):
        care.health.due(collection="three")


def test_the_history_is_kept_newest_first_and_does_not_grow_for_ever(care):
    care.add("a")
    for number in range(KEPT + 5):
        care.site.pages["/a"] = Page() if number % 2 else Page(b"", 410)
        care.check(everything=True)
        care.clock.pass_by(days=1)
    history = care.health.history(care.folder.load().resources["a"])
    assert len(history) == KEPT
    assert [check.state.value for check in history[:3]] == ["gone", "fine", "gone"]
    assert history[0].at - history[1].at == dt.timedelta(days=1)
    assert history[0].status == 410


def test_a_run_that_is_stopped_keeps_what_it_found(care):
    for name in ("a", "b", "c"):
        care.add(name)
    fetcher = serving.fetcher(care.clock)
    results = care.health.check(care.health.due(), fetcher)
    stopped_at = next(results).link.address
    results.close()
    fetcher.close()
    assert stopped_at not in care.health.due()
    assert len(care.health.due()) == 2


def test_a_move_is_followed_and_the_old_address_stays_known(care):
    care.site.pages |= {
        "/a": Page(b"", 308, {"Location": "/b?utm_source=x"}),
        "/b?utm_source=x": Page(),
    }
    care.add("a", also_at=("https://example.org/copy",))
    care.check()
    followed = care.health.follow("a")
    resource = care.folder.load().resources["a"]
    old, new = f"{care.site.address}/a", f"{care.site.address}/b"
    assert (followed.before, followed.after, followed.twin) == (old, new, None)
    assert resource.url == new
    assert resource.also_at == ("https://example.org/copy", old)
    assert resource.updated is not None
    assert care.of("a").state is LinkState.FINE
    assert care.health.follow("a") is None


def test_a_move_to_the_address_of_another_is_left_for_merging(care):
    care.site.pages |= {"/a": Page(b"", 301, {"Location": "/b"}), "/b": Page()}
    care.add("a")
    care.add("b", path="b/")
    care.site.pages["/b/"] = Page()
    care.check()
    assert care.health.follow("a").twin == "b"
    assert care.folder.load().resources["a"].url == f"{care.site.address}/a"


def test_nothing_else_is_followed(care):
    care.site.pages |= {
        "/for-now": Page(b"", 302, {"Location": "/there"}),
        "/front": Page(b"", 301, {"Location": "/"}),
        "/there": Page(),
        "/": Page(),
    }
    for name in ("for-now", "front", "gone"):
        care.add(name)
    care.check()
    assert [care.health.follow(id) for id in ("for-now", "front", "gone", "nobody")] == [None] * 4


def test_the_work_list_has_the_dead_first_and_keeps_to_what_one_may_see(care):
    care.site.pages |= {"/fine": Page(), "/shut": Page(b"", 403)}
    care.add("gone")
    care.add("shut", collection="two")
    care.add("fine")
    care.check()
    care.clock.pass_by(days=1)
    care.check()
    care.add("new")
    odd = "https://example.orghttps://example.org/x"
    care.folder.save(
        Resource(id="odd", title="odd", type="document", collections=("one",), url=odd)
    )
    tasks = care.health.tasks()
    assert [task.resource.id for task in tasks if task.resource.id != "new"] == [
        "gone",
        "shut",
        "odd",
    ]
    assert tasks[0].link.dead
    only_two = care.health.tasks(Access(frozenset({"two"})))
    assert [task.resource.id for task in only_two] == ["shut"]


def test_a_resource_without_a_link_has_no_state(care):
    care.add("a")
    resource = care.folder.load().resources["a"].model_copy(update={"url": None})
    assert care.health.of(resource) is None
    assert care.health.history(resource) == ()
