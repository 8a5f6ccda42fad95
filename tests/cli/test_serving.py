"""`hub serve`: started as a person does, stopped as a person or a system does."""

import contextlib
import http.client
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cli.running import Home, free_port


@dataclass
class Server:
    """A running `hub serve` and what it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    printed: str = ""

    def wait(self) -> None:
        for line in self.process.stdout:
            self.printed += line
            if f"http://localhost:{self.port}" in line:
                return
        raise AssertionError(f"the server ended: {self.printed}{self.process.stderr.read()}")

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read().decode("utf-8", "replace")
        connection.close()
        return response.status, body

    def stop(self, number: int) -> tuple[int, str]:
        """Its exit status, and all it complained about."""
        self.process.send_signal(number)
        out, complaints = self.process.communicate(timeout=60)
        self.printed += out
        return self.process.returncode, complaints


@contextlib.contextmanager
def serving(home: Home, **environment: str) -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "hub", "serve", "--port", str(port)],
        cwd=home.folder,
        env=home.environment(**environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(process, port)
    try:
        server.wait()
        yield server
    finally:
        process.kill()
        process.communicate()


def test_a_fresh_hub_is_set_up_and_served(home):
    shutil.rmtree(home.data)
    with serving(home) as server:
        assert server.get("/health")[0] == 200
        status, page = server.get("/login")
        assert (status, "<form" in page) == (200, True)
        assert server.get("/")[0] == 303
        password = password_in(server.printed)
        others_are_refused(home, server)
        doctor = home.run("doctor", HUB_PORT=str(server.port))
        assert (doctor.status, "The server is running." in doctor.out) == (0, True)
        status, complaints = server.stop(signal.SIGTERM)
        assert status == 0
        assert "Traceback" not in complaints
        assert "There was no index yet: it was built." in complaints
    assert password not in complaints
    assert server.printed.count(password) == 1
    for file in home.folder.rglob("*"):
        assert not file.is_file() or password.encode() not in file.read_bytes()
    started_again(home)


def password_in(printed: str) -> str:
    lines = printed.splitlines()
    assert "  E-mail:   admin@example.org" in lines
    return next(line.split()[1] for line in lines if line.startswith("  Password: "))


def others_are_refused(home: Home, server: Server) -> None:
    ended = home.run("serve", "--port", str(free_port()))
    assert ended.status == 1
    assert ended.err.startswith(f"hub: Another server (process {server.process.pid}) uses")
    assert "HUB_DATA=" in ended.err
    ended = home.run("serve", "--port", str(server.port), HUB_DATA="other")
    assert ended.status == 1
    assert f"Port {server.port} is in use." in ended.err
    assert "hub serve --port" in ended.err
    assert not (home.folder / "other" / "hub.db").exists()
    assert server.get("/health")[0] == 200


def started_again(home: Home) -> None:
    """No second password; a damaged index is mended; Ctrl-C ends it as quietly."""
    for file in (home.data / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"no index")
    with serving(home) as server:
        assert "Password" not in server.printed
        status, complaints = server.stop(signal.SIGINT)
    assert status == 0
    assert "The index was damaged: it was built anew." in complaints
    assert "Traceback" not in complaints


@pytest.mark.thorough
def test_a_killed_server_does_not_keep_the_next_one_out(home):
    with serving(home) as server:
        server.process.kill()
        server.process.wait()
    with serving(home) as server:
        assert server.get("/health")[0] == 200


@pytest.mark.thorough
def test_a_broken_file_does_not_keep_the_hub_from_serving(home):
    (home.collections / "plaetze" / "new.yaml").write_text("title: [\n")
    with serving(home) as server:
        _, complaints = server.stop(signal.SIGTERM)
    assert "Set aside: plaetze/new.yaml" in complaints


def test_a_port_in_use_is_said_with_another_to_take(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = home.run("serve", HUB_PORT=str(port))
    assert ended.status == 1
    assert ended.err.startswith(f"hub: Port {port} is in use.")


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "256.0.0.1", "ä" * 300])
def test_an_address_that_is_not_ours_is_refused(home, host):
    ended = home.run("serve", "--host", host, "--port", str(free_port()))
    assert ended.status == 1
    assert "is no network address of this machine" in ended.err


def test_a_damaged_database_is_not_served(home):
    for name in ("hub.db-wal", "hub.db-shm"):
        (home.data / name).unlink(missing_ok=True)
    (home.data / "hub.db").write_bytes(b"x" * 5000)
    ended = home.run("serve", "--port", str(free_port()))
    assert ended.status == 1
    assert "backup" in ended.err
    assert (home.data / "hub.db").read_bytes() == b"x" * 5000
