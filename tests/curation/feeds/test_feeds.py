"""Feeds and calendars, read by real readers, with the rights of their owner."""

import datetime as dt

import feedparser
import icalendar
import pytest

from hub.accounts import Role
from hub.curation.saved.coding import SavedProblem
from hub.model import Filters, Query
from hub.model.curation import FeedKind
from tests.curation.world import World

HOME = "https://hub.example.org"


def atom(world: World, token: str):
    answer = world.curation.feeds.answer(token, "atom", HOME)
    assert answer is not None
    read = feedparser.parse(answer.body)
    assert not read.bozo, read.get("bozo_exception")
    return read


def test_a_saved_search_is_read_by_a_feed_reader(world: World):
    world.put("alt", added="2026-01-05")
    world.put("neu", title="Laternen & <b>Licht</b> \x0b", url="https://example.org/neu?a=1&b=2")
    kim = world.person("Kim")
    search = world.curation.saved.add(kim, "Licht <i>im</i> Park", Query("Laternen"))
    feed = world.curation.feeds.make(kim, FeedKind.SEARCH, str(search.id))
    read = atom(world, feed.token)
    assert read.feed.title == "Licht <i>im</i> Park"
    assert read.feed.link == f"{HOME}/search?saved={search.id}"
    assert [entry.id for entry in read.entries] == [
        "tag:hub.example.org,2026:resource/neu",
        "tag:hub.example.org,2026:resource/alt",
    ]
    entry = read.entries[0]
    assert entry.link == f"{HOME}/resource?id=neu"
    assert "https://example.org/neu?a=1&b=2" in [link.href for link in entry.links]
    assert entry.published_parsed[:3] == (2026, 3, 2)


def test_press_articles_leave_as_a_note_only(world: World):
    world.put("presse", type="news", summary="Laut Bericht. " * 200, publisher="Zeitung")
    kim = world.person("Kim")
    feed = world.curation.feeds.make(kim, FeedKind.EVERYTHING)
    (entry,) = atom(world, feed.token).entries
    assert len(entry.summary) <= 600
    assert entry.author == "Zeitung"


def test_events_are_read_by_a_calendar(world: World):
    event = {"type": "event"}
    world.put(
        "tag", event={"start": "2026-06-01", "end": "2026-06-03", "place": "Köln; Saal, 1"}, **event
    )
    world.put("monat", event={"start": "2026-07"}, **event)
    world.put("text")
    kim = world.person("Kim")
    feed = world.curation.feeds.make(kim, FeedKind.COLLECTION, "park")
    answer = world.curation.feeds.answer(feed.token, "ics", HOME)
    calendar = icalendar.Calendar.from_ical(answer.body)
    (found,) = calendar.walk("VEVENT")
    assert found["UID"] == "tag:hub.example.org,2026:resource/tag"
    assert found["DTSTART"].dt == dt.date(2026, 6, 1)
    assert found["DTEND"].dt == dt.date(2026, 6, 4)
    assert found["LOCATION"] == "Köln; Saal, 1"
    assert len(atom(world, feed.token).entries) == 3


def test_renewing_shuts_the_old_address(world: World):
    kim = world.person("Kim")
    feeds = world.curation.feeds
    old = feeds.make(kim, FeedKind.EVERYTHING)
    assert feeds.make(kim, FeedKind.EVERYTHING) == old
    new = feeds.renew(kim, FeedKind.EVERYTHING)
    assert new.token != old.token
    assert feeds.answer(old.token, "atom", HOME) is None
    assert feeds.answer(new.token, "atom", HOME) is not None
    feeds.shut(kim, FeedKind.EVERYTHING)
    assert feeds.answer(new.token, "atom", HOME) is None


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 43, "ä" * 43, "'; DROP TABLE feeds; --aaaaaaaa", "a" * 9000]
)
def test_a_guessed_token_finds_nothing(world: World, token):
    assert world.curation.feeds.answer(token, "atom", HOME) is None


def test_the_rights_of_the_moment_decide(world: World):
    world.put("offen")
    world.put("zu", collections=("geheim",))
    kim = world.person("Kim")
    world.hub.accounts.grant(kim.email, "geheim")
    kim = world.again(kim)
    feeds = world.curation.feeds
    everything = feeds.make(kim, FeedKind.EVERYTHING)
    secret = feeds.make(kim, FeedKind.COLLECTION, "geheim")
    assert len(atom(world, everything.token).entries) == 2
    assert len(atom(world, secret.token).entries) == 1
    world.hub.accounts.revoke_grant(kim.email, "geheim")
    assert [e.title for e in atom(world, everything.token).entries] == ["Laternen offen"]
    assert feeds.answer(secret.token, "atom", HOME) is None
    world.hub.accounts.disable(kim.email)
    assert feeds.answer(everything.token, "atom", HOME) is None


def test_no_feed_of_what_one_may_not_see(world: World):
    kim, mo = world.person("Kim"), world.person("Mo")
    search = world.curation.saved.add(kim, "Privat", Query("Laternen"))
    for kind, subject in (
        (FeedKind.SEARCH, str(search.id)),
        (FeedKind.SEARCH, "-1"),
        (FeedKind.SEARCH, "x"),
        (FeedKind.COLLECTION, "geheim"),
        (FeedKind.COLLECTION, "no-such"),
    ):
        with pytest.raises(SavedProblem):
            world.curation.feeds.make(mo, kind, subject)
    assert world.curation.feeds.of(mo) == ()


def test_a_feed_of_a_broken_search_tells_nothing_rather_than_everything(world: World):
    world.put("eins", "zwei")
    kim = world.person("Kim", Role.CURATOR)
    query = Query(filters=Filters({"tag": ("gone-tag",)}))
    search = world.curation.saved.add(kim, "Kaputt", query)
    feed = world.curation.feeds.make(kim, FeedKind.SEARCH, str(search.id))
    assert atom(world, feed.token).entries == []


def test_the_same_content_has_the_same_tag(world: World):
    world.put("eins")
    kim = world.person("Kim")
    feed = world.curation.feeds.make(kim, FeedKind.EVERYTHING)
    answers = [world.curation.feeds.answer(feed.token, form, HOME) for form in ("atom", "ics") * 2]
    assert answers[:2] == answers[2:]
    world.put("zwei")
    assert world.curation.feeds.answer(feed.token, "atom", HOME).etag != answers[0].etag
