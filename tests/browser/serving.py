"""The real hub as a subprocess, with its own data directory and known accounts."""

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.accounts import Role
from hub.core import open_hub
from hub.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "kim@example.org", "sieben Laternen am Platz"
PATIENCE = 90  #: seconds for the server to come up


@dataclass(frozen=True)
class Site:
    """A hub that is being served."""

    address: str  #: without a slash at its end
    code: str  #: an access code for the collection Messergewalt only


@contextmanager
def serving(folder: Path, **more: object) -> Iterator[Site]:
    """Serve the shipped collections from ``folder`` until the end of the block, with further
    settings where they are given."""
    shutil.copytree(ROOT / "collections", folder / "collections")
    (folder / "data").mkdir()
    settings = Settings(collections=folder / "collections", data=folder / "data", port=_free())
    code = _prepare(settings)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", "import sys, hub.cli; sys.exit(hub.cli.main())", "serve"],
            cwd=ROOT,
            env=_environment(settings, more),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{settings.port}"
            _wait(address, server, folder / "server.log")
            yield Site(address, code)
        finally:
            server.terminate()
            server.wait(20)


def _prepare(settings: Settings) -> str:
    """A member, a guest's code, and an index."""
    hub = open_hub(settings)
    hub.accounts.add(EMAIL, Role.MEMBER, name="Kim Muster", password=PASSWORD)
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    code = hub.accounts.add_code(["messergewalt"], tomorrow)
    hub.refresh()
    return code


def _environment(settings: Settings, more: Mapping[str, object]) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "STREAMLIT_"))}
    return {
        **own,
        "HUB_COLLECTIONS": str(settings.collections),
        "HUB_DATA": str(settings.data),
        "HUB_PORT": str(settings.port),
        **{f"HUB_{name.upper()}": str(value) for name, value in more.items()},
    }


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The hub did not come up:\n{log.read_text(errors='replace')}")
