"""A real server on loopback with the small hub of ``site/``, and the accounts behind it."""

import datetime as dt
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from hub.accounts import Accounts, Role
from hub.database import open_database
from hub.settings import Settings
from tests.accounts.conftest import CHEAP
from tests.people import make_database

SITE = Path(__file__).parent / "site"
ROOT = Path(__file__).parents[2]
PASSWORD = "a long enough sentence"


@dataclass
class Site:
    """The running server, and its accounts reached from beside it."""

    address: str
    accounts: Accounts
    database: Path
    browsers: list[httpx.Client] = field(default_factory=list)

    def browser(self) -> httpx.Client:
        """Somebody's browser, following no redirect. It is closed with the server."""
        self.browsers.append(httpx.Client(base_url=self.address, timeout=30))
        return self.browsers[-1]

    def person(self, email: str, role: Role = Role.MEMBER) -> httpx.Client:
        """The browser of somebody who is in, by an account made for the test."""
        self.accounts.add(email, role, password=PASSWORD)
        browser = self.browser()
        token = self.accounts.log_in(email, PASSWORD, "")
        browser.cookies.set("hub_session", token, domain="127.0.0.1")
        return browser

    def accounts_at(self, moment: dt.datetime) -> Accounts:
        """The same accounts, seen with a clock that stands at that moment."""
        own = Settings(data=self.database.parent)
        return Accounts(open_database(own), own, lambda: moment, CHEAP)

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")


def form_of(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    fields: dict[str, str] = {}
    for name, value in found:
        fields.setdefault(name, value.replace("&amp;", "&").replace("&#39;", "'"))
    return fields


@pytest.fixture(scope="session")
def start_site(tmp_path_factory):
    """Starts servers with settings of their own; all are stopped at the end."""
    running = []
    sites: list[Site] = []

    def start(**settings: str) -> Site:
        data = tmp_path_factory.mktemp("data")
        make_database(data)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        chosen = {f"HUB_{name.upper()}": value for name, value in settings.items()}
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "STREAMLIT_"))},
            "HUB_DATA": str(data),
            "PYTHONPATH": str(ROOT),
            **chosen,
        }
        command = [sys.executable, "-m", "streamlit", "run", str(SITE / "app.py")]
        command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
        log = (data / "log").open("w")
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        running.append((process, log))
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, data / "log")
        own = Settings(data=data)
        accounts = Accounts(open_database(own), own, hashes=CHEAP)
        sites.append(Site(address, accounts, data / "hub.db"))
        return sites[-1]

    yield start
    for browser in (browser for site in sites for browser in site.browsers):
        browser.close()
    for process, log in running:
        process.terminate()
        process.wait(20)
        log.close()


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{address}/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def site(start_site) -> Iterator[Site]:
    """One server for all tests that need no other settings."""
    return start_site()
