"""A curator at the compose page of a real browser: dragging entries, and texts that are refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hub.accounts import Role
from hub.core import open_hub
from hub.curation.newsletter.editing import AddFree
from hub.curation.newsletter.templating import begin
from hub.settings import Settings
from tests.browser.driving import PATIENCE, arrived, go
from tests.browser.serving import Site, serving
from tests.people import person, session

pytestmark = pytest.mark.browser
DRAFT = "/issue?newsletter=ziehen&number=1"
TITLES = ("Eins", "Zwei", "Drei")
LONG = "zu viel " * 500


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory) -> Iterator[tuple[Site, str]]:
    """A hub with a draft of three free entries in one section, and the cookie of its curator."""
    folder = tmp_path_factory.mktemp("composing")
    with serving(folder) as site:
        hub = open_hub(Settings(collections=folder / "collections", data=folder / "data"))
        kora = person(hub, Role.CURATOR, "kora@example.org", "Kora Muster")
        hub.curation.desk.newsletters.save(begin("Ziehen", "de"))
        hub.curation.desk.new_issue(kora, "ziehen")
        for title in TITLES:
            entry = AddFree("praxis", title, f"https://example.org/{title}", "Ein Satz.")
            hub.curation.desk.edit(kora, "ziehen", 1, entry)
        yield site, session(hub, kora)


@pytest.fixture(params=["mouse", "finger"])
def pointer(request) -> str:
    return request.param


def window(browser: Browser, desk: tuple[Site, str], **look: object) -> Iterator[Page]:
    site, token = desk
    context = browser.new_context(locale="de-DE", **look)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "hub_session", "value": token, "url": site.address}])
    page = context.new_page()
    go(page, site, DRAFT)
    yield page
    context.close()


@pytest.fixture
def page(browser: Browser, desk) -> Iterator[Page]:
    yield from window(browser, desk, viewport={"width": 1280, "height": 900})


@pytest.fixture
def pointed(browser: Browser, desk, pointer: str) -> Iterator[Page]:
    """At a desk with a mouse, or on a telephone."""
    size = {"width": 1280, "height": 900} if pointer == "mouse" else {"width": 390, "height": 844}
    yield from window(browser, desk, viewport=size, has_touch=pointer == "finger")


class Hand:
    """Presses, moves and lets go, with a mouse or with a finger."""

    def __init__(self, page: Page, pointer: str) -> None:
        self._mouse = page.mouse if pointer == "mouse" else None
        self._session = page.context.new_cdp_session(page)

    def press(self, x: float, y: float) -> None:
        if self._mouse:
            self._mouse.move(x, y)
            self._mouse.down()
        else:
            self._touch("touchStart", x, y)

    def move(self, x: float, y: float) -> None:
        if self._mouse:
            self._mouse.move(x, y)
        else:
            self._touch("touchMove", x, y)

    def let_go(self) -> None:
        if self._mouse:
            self._mouse.up()
        else:
            self._touch("touchEnd")

    def _touch(self, kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def resting(page: Page, grip: Locator) -> dict[str, float]:
    """Where it is, once the page has come to rest: after a move it still goes to what was moved."""
    before, box = None, grip.bounding_box()
    while box != before:
        page.wait_for_timeout(250)
        before, box = box, grip.bounding_box()
    return box


def lift(page: Page, hand: Hand, entry: str) -> float:
    """Take hold of an entry; where across the window."""
    grip = page.locator(f"#entry-{entry} .grip")
    resting(page, grip)
    grip.evaluate("grip => grip.scrollIntoView({block: 'center'})")
    box = resting(page, grip)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand.press(x, y)
    for way in (8, 16, 24):
        hand.move(x, y + way)
    expect(page.locator("#main.arranging .lifted")).to_have_id(f"entry-{entry}")
    return x


def drag(page: Page, hand: Hand, entry: str, to: Locator, part: float) -> None:
    """Drag an entry to a part of the height of something."""
    x = lift(page, hand, entry)
    to.evaluate("to => to.scrollIntoView({block: 'center'})")
    box = to.bounding_box()
    hand.move(x + 3, box["y"] + box["height"] * part)
    hand.move(x, box["y"] + box["height"] * part)
    hand.let_go()
    expect(page.locator("#main.arranging")).to_have_count(0)


def stand(page: Page, *ids: str, section: str = "praxis") -> None:
    """See that a section has these entries, in this order."""
    cards = page.locator(f"[data-drop={section}] .entry-card")
    expect(cards).to_have_count(len(ids))
    for number, id in enumerate(ids):
        expect(cards.nth(number)).to_have_id(f"entry-{id}")


def test_entries_are_dragged_and_put_back(pointed: Page, pointer: str, desk):
    page, hand = pointed, Hand(pointed, pointer)
    one, two, three = "free-1", "free-2", "free-3"
    stand(page, one, two, three)
    page.locator(f"#blurb-{two}").fill("Gerade erst getippt.")
    drag(page, hand, one, page.locator(f"#entry-{three}"), 0.9)
    stand(page, two, three, one)
    back = page.locator(f"#back-{one}")
    expect(back).to_be_focused()
    expect(back).to_have_text("Verschieben rückgängig machen: Eins")
    expect(page.locator(f"#blurb-{two}")).to_have_value("Gerade erst getippt.")
    back.press("Enter")
    stand(page, one, two, three)
    expect(page.locator(f"#up-{one}")).to_be_focused()
    drag(page, hand, three, page.locator(f"#entry-{one}"), 0.1)
    stand(page, three, one, two)
    page.reload()
    arrived(page)
    stand(page, three, one, two)
    drag(page, hand, three, page.locator("#section-termine"), 0.5)
    stand(page, one, two)
    stand(page, three, section="termine")
    page.locator(f"#back-{three}").click()
    stand(page, three, one, two)
    drag(page, hand, three, page.locator(f"#entry-{two}"), 0.9)
    stand(page, one, two, three)


def test_a_drag_that_is_broken_off_changes_nothing(page: Page, desk):
    hand = Hand(page, "mouse")
    sent: list[str] = []
    page.on("request", lambda request: "/issue/" in request.url and sent.append(request.url))
    x = lift(page, hand, "free-1")
    hand.move(x, 700)
    page.keyboard.press("Escape")
    expect(page.locator("#main.arranging")).to_have_count(0)
    hand.let_go()
    lift(page, hand, "free-2")  # let go where it was
    hand.let_go()
    expect(page.locator(".shade")).to_have_count(0)
    stand(page, "free-1", "free-2", "free-3")
    assert sent == []


def test_a_refused_text_is_not_lost_by_leaving(page: Page, desk):
    blurb, asked = page.locator("#blurb-free-1"), []
    answers = iter(("dismiss", "dismiss", "accept"))

    def answer(dialog) -> None:
        asked.append(dialog.message)
        getattr(dialog, next(answers))()

    page.on("dialog", answer)
    before = blurb.input_value()
    blurb.fill(LONG)
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.locator("#write-free-1 .saving")).to_contain_text("zu lang")
    expect(page.locator("#title-free-1")).to_be_focused()  # it was held
    page.locator("#q").fill("Messer")
    page.locator("#q").press("Enter")
    expect(page.locator("#title-free-1")).to_be_focused()
    expect(blurb).to_have_value(LONG)
    assert len(asked) == 2
    assert "nicht gespeichert" in asked[0]
    # the browser's own way back asks nobody: what was typed waits
    page.evaluate("hubPage.go(new URL('/saved', location.href))")
    expect(page.locator("h1")).to_have_text("Gespeicherte Suchen")
    page.go_back()
    expect(blurb).to_have_value(LONG)
    expect(page.locator("#write-free-1 .saving")).to_contain_text("zu lang")
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.locator("h1")).to_have_text("Wissen für sichere Städte")
    assert len(asked) == 3
    page.go_back()
    expect(blurb).to_have_value(before)
