"""`hub serve`: make everything ready, then serve the hub until it is told to stop."""

import errno
import http.client
import logging
import os
import runpy
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import hub as package
from hub.cli.frame import Frame, frame_of
from hub.cli.indexing import show_report
from hub.cli.lock import lock_data
from hub.errors import HubError, ServerError
from hub.model import EVERYTHING, Query
from hub.settings import Settings, variable

if TYPE_CHECKING:
    from hub.core import Hub

#: For how many seconds a started server is asked whether it answers already.
PATIENCE = 60.0


def serve(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=65535, help="Port; otherwise that of the settings."),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Address; otherwise that of the settings."),
    ] = None,
) -> int:
    """Set everything up and start the hub.

    Makes the data directory, the database, the first admin account and the index where they
    are missing, then serves until Ctrl-C.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    for name, value in (("port", port), ("host", host)):
        if value is not None:  # the pages read the same settings from the environment
            os.environ[variable(name)] = str(value)
    frame = frame_of(context)
    script = _script()
    with lock_data(frame.settings.data):
        check_port(frame.settings.host, frame.settings.port)
        _make_ready(frame)
        threading.Thread(target=_announce, args=(frame,), daemon=True).start()
        return _run(script, frame.settings)


def _stop(number: int, _frame: object) -> NoReturn:
    """End at once and in order. The server, while it runs, first finishes what it is at."""
    raise SystemExit(0)


def _script() -> Path:
    """app.py: it stands beside the package, in the checkout."""
    script = Path(package.__file__).parent.parent / "app.py"
    if not script.is_file():
        raise ServerError(
            "{path} is missing. Serve the hub from its checkout, with the package installed "
            "as `make setup` does.",
            path=script,
        )
    return script


def check_port(host: str, port: int) -> None:
    """Raise ServerError where nobody could listen on that port."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError as error:
        raise ServerError(
            "Port {port} needs rights that you do not have. Choose one above 1023: "
            "hub serve --port {other}",
            port=port,
            other=free_port(),
        ) from error
    except (socket.gaierror, UnicodeError) as error:
        raise _no_such_address(host) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise _no_such_address(host) from error
        raise ServerError(
            "Port {port} is in use. Stop the program that uses it, or choose another port: "
            "hub serve --port {other}",
            port=port,
            other=free_port(),
        ) from error


def _no_such_address(host: str) -> ServerError:
    return ServerError(
        "{host!r} is no network address of this machine. For this machine alone: "
        "hub serve --host 127.0.0.1; for the network: hub serve --host 0.0.0.0",
        host=host,
    )


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _make_ready(frame: Frame) -> None:
    from hub.core import shared_hub  # the pages will use the same one

    hub = shared_hub(frame.settings)
    _first_admin(hub, frame)
    with frame.working("Bringing the index up to date …"):
        report = hub.refresh()
    show_report(frame, report)
    notes = [p for p in hub.catalogue().problems if not p.fatal]
    if notes:
        frame.note("Notes on the catalogue: {number}. To see them: hub doctor", number=len(notes))


def _first_admin(hub: "Hub", frame: Frame) -> None:
    email = frame.settings.admin_email
    password = hub.accounts.ensure_admin(email)
    if password is not None:
        frame.say("The first account was made. Note it down, it is shown this once:")
        frame.say("  E-mail:   {email}", email=email)
        frame.say("  Password: {password}", password=password)


def _run(script: Path, settings: Settings) -> int:
    """Serve in this very process, so that the lock lives exactly as long as the server."""
    logging.getLogger("uvicorn.error").addFilter(lambda r: r.levelno >= logging.WARNING)
    options = {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",  # the welcome would ask the internet for our address
    }
    flags = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    sys.argv = ["streamlit", "run", str(script), *flags]
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _announce(frame: Frame) -> None:
    """Print the address as soon as the hub answers there."""
    settings = frame.settings
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if answers(settings.host, settings.port):
            frame.say("The hub is ready: {address}", address=address(settings))
            sys.stdout.flush()
            _warm_up(settings)
            return
        time.sleep(0.05)


def _warm_up(settings: Settings) -> None:
    """Load dictionaries, columns and lists of words now, so that nobody's first search waits."""
    from hub.core import shared_hub

    with suppress(HubError):  # whoever searches first will be told
        hub = shared_hub(settings)
        for text in ("Sicherheit", "Sicherhiet"):  # a slip reads the list of all words
            hub.search(Query(text), EVERYTHING)
        hub.suggest("si", EVERYTHING)


def answers(host: str, port: int) -> bool:
    """Whether a hub answers on that port."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  not listened on
    connection = http.client.HTTPConnection(here, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address(settings: Settings) -> str:
    """The address to type into a browser."""
    if settings.public_url:
        return settings.public_url
    near = settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104  not listened on
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{'localhost' if near else host}:{settings.port}"
