"""One served hub for all tests; a fresh profile for each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.driving import PATIENCE, log_in
from tests.browser.serving import Site, serving

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as site:
        yield site


@dataclass
class Watch:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def state(browser: Browser, site: Site) -> Any:
    """The cookies of a member who has logged in."""
    context = browser.new_context(locale="de-DE")
    log_in(context.new_page(), site)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def member(browser: Browser, state: Any, watch: "Watch") -> Iterator[Page]:
    """A window of that member."""
    context = browser.new_context(viewport=WIDE, locale="de-DE", storage_state=state)
    context.set_default_timeout(PATIENCE)
    context.on("page", watch.follow)
    yield context.new_page()
    context.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, locale="de-DE")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    context.on("page", watch.follow)
    return context.new_page()
