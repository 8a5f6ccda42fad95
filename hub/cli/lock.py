"""One server per data directory: a lock that lives as long as its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.errors import ServerError, SettingsError

LOCK = "server.lock"


@contextmanager
def lock_data(data: Path) -> Iterator[None]:
    """Hold the data directory. Raises ServerError while another server does, and
    SettingsError where nothing can be written there."""
    make_data(data)
    with (data / LOCK).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServerError(
                "Another server (process {process}) uses the data directory {path}. Stop it, "
                "or give this one a directory of its own: HUB_DATA=… hub serve",
                process=_holder(data) or "?",
                path=data,
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def make_data(data: Path) -> None:
    """Make the data directory if it is missing. Raises SettingsError where that, or writing
    in it, is not possible."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / LOCK).open("a", encoding="ascii").close()
    except OSError as error:
        raise SettingsError(
            "The data directory {path} cannot be written: {reason}. Make it writable for this "
            "user, or choose another with HUB_DATA.",
            path=data,
            reason=error.strerror or error,
        ) from error


def server_runs(data: Path) -> bool:
    """Whether a server holds the data directory."""
    try:
        with (data / LOCK).open("a", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _holder(data: Path) -> str:
    return (data / LOCK).read_text(encoding="ascii").strip()
