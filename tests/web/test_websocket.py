"""A websocket that is open when its session ends is shut."""

import time

import pytest
from websockets.exceptions import ConnectionClosed

from tests.web.conftest import PASSWORD
from tests.web.test_gate import stream

EMAILS = iter(f"socket{n}@example.org" for n in range(100))


@pytest.fixture
def person(site):
    """A new account: address, token."""
    email = next(EMAILS)
    site.accounts.add(email, password=PASSWORD)
    return email, site.accounts.log_in(email, PASSWORD, "")


def closing(socket, seconds=8):
    """How the server closes the socket; None when it stays open."""
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            try:
                socket.recv(timeout=0.2)
            except TimeoutError:
                continue
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0
    return None


ENDINGS = {
    "logout": lambda accounts, email, token: accounts.log_out(token),
    "password": lambda accounts, email, token: accounts.set_password(email),
    "disabled": lambda accounts, email, token: accounts.disable(email),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_end_of_a_session_shuts_its_websocket(site, person, ending):
    email, token = person
    with stream(site, token, subprotocols=["streamlit"]) as socket:
        assert closing(socket, 1) is None
        ENDINGS[ending](site.accounts, email, token)
        assert closing(socket) == 1008


def test_a_living_session_keeps_its_websocket(site, person):
    email, token = person
    other = site.accounts.log_in(email, PASSWORD, "")
    with stream(site, token, subprotocols=["streamlit"]) as socket:
        site.accounts.log_out(other)
        assert closing(socket, 5) is None


def test_a_message_after_the_end_is_not_answered(site, person):
    _, token = person
    with stream(site, token, subprotocols=["streamlit"]) as socket:
        assert closing(socket, 1) is None
        site.accounts.log_out(token)
        socket.send(b"\x0a\x00")
        assert closing(socket, 1.5) == 1008  # sooner than the regular look would be


def test_logging_out_on_the_page_shuts_the_websocket(site):
    browser = site.person(next(EMAILS))
    token = browser.cookies["hub_session"]
    session = site.accounts.session(token)
    with stream(site, token, subprotocols=["streamlit"]) as socket:
        assert browser.get(f"/logout?token={session.csrf}").status_code == 303
        assert closing(socket) == 1008


def test_an_idle_session_is_not_kept_by_its_open_websocket(start_site):
    import sqlite3

    site = start_site(session_idle_minutes="1")
    browser = site.person("idle@example.org")
    with stream(site, browser.cookies["hub_session"], subprotocols=["streamlit"]) as socket:
        assert closing(socket, 3) is None
        database = sqlite3.connect(site.database, timeout=10)
        with database:
            database.execute("UPDATE sessions SET seen = datetime(seen, '-61 seconds')")
        database.close()
        assert closing(socket) == 1008


def test_nobody_takes_over_the_streamlit_session_of_another(site, person):
    """Streamlit would give a running session, with its data, to whoever names its id."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    def session_id(socket):
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.query_string = ""
        socket.send(message.SerializeToString())
        while True:
            forward = ForwardMsg()
            forward.ParseFromString(socket.recv(timeout=20))
            if forward.WhichOneof("type") == "new_session":
                return forward.new_session.initialize.session_id

    with stream(site, person[1], subprotocols=["streamlit"]) as socket:
        first = session_id(socket)
    other = site.person(next(EMAILS)).cookies["hub_session"]
    with stream(site, other, subprotocols=["streamlit", "xsrf", first]) as socket:
        assert session_id(socket) != first
