"""Servers that stall, lie about lengths, never end, or speak no HTTP. None keeps us for long."""

import socket
import ssl
import subprocess
import time
from itertools import count

import pytest

from hub.ingest.fetching import Cause, Fetcher, FetchFailed
from hub.settings import Settings
from tests.ingest.fetching.serving import Page, raw_server
from tests.ingest.fetching.serving import fetcher as make
from tests.ingest.fetching.serving import site as serve

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def stall_at_once(connection, over):
    over.wait(10)


def stall_in_the_head(connection, over):
    connection.sendall(_HEAD)
    over.wait(10)


def stall_in_the_body(connection, over):
    connection.sendall(_HEAD + b"Content-Length: 100\r\n\r\n<html>")
    over.wait(10)


def drip(connection, over):
    connection.sendall(_HEAD + b"Content-Length: 100000\r\n\r\n")
    while not over.wait(0.05):
        connection.sendall(b"x")


def drip_the_head(connection, over):
    connection.sendall(_HEAD)
    while not over.wait(0.05):
        connection.sendall(b"X")


def endless(connection, over):
    connection.sendall(_HEAD + b"\r\n")
    while not over.is_set():
        connection.sendall(b"<p>again</p>" * 5000)


def endless_chunks(connection, over):
    connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")


def endless_headers(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        connection.sendall(b"X-%d: y\r\n" % number * 100)


def long_line(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n")


def too_short(connection, over):
    connection.sendall(_HEAD + b"Content-Length: 1000\r\n\r\n<html>only so much")


def broken_chunks(connection, over):
    connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n")


def broken_gzip(connection, over):
    connection.sendall(_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip")


def no_http(connection, over):
    connection.sendall(b"220 mail.example.org ESMTP ready\r\n")


def silence(connection, over):
    pass


def reset(connection, over):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def odd_status(connection, over):
    connection.sendall(b"HTTP/1.1 OK fine\r\n\r\n")


def negative_length(connection, over):
    connection.sendall(_HEAD + b"Content-Length: -5\r\n\r\n<html>text")


def control_signs(connection, over):
    connection.sendall(
        b"HTTP/1.1 302 \x00\x07\r\nLocation: http://\x00\x08/\r\nX-\xff: \x01\r\n"
        b"Content-Length: 0\r\n\r\n"
    )


def _cause(talk, clock, **settings):
    quick = {"fetch_read_seconds": 1, "fetch_total_seconds": 1, "fetch_limit_mb": 1}
    fetcher = make(clock, **{**quick, **settings})
    with raw_server(talk) as address, pytest.raises(FetchFailed) as failed:
        fetcher.fetch(address)
    fetcher.close()
    assert "{" not in str(failed.value)
    assert str(failed.value).endswith(".")
    return failed.value.cause


@pytest.mark.parametrize(
    "talk", [stall_at_once, stall_in_the_head, stall_in_the_body, drip, drip_the_head]
)
def test_a_server_that_keeps_us_waiting_is_left(talk, clock):
    began = time.monotonic()
    assert _cause(talk, clock) is Cause.TIMED_OUT
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("talk", [endless, endless_chunks])
def test_an_endless_body_is_cut_off(talk, clock):
    assert _cause(talk, clock, fetch_total_seconds=20, fetch_read_seconds=10) is Cause.TOO_LARGE


@pytest.mark.parametrize(
    "talk",
    [
        endless_headers,
        long_line,
        too_short,
        broken_chunks,
        broken_gzip,
        no_http,
        silence,
        reset,
        odd_status,
        control_signs,
    ],
)
def test_an_answer_that_is_none_is_said(talk, clock):
    assert _cause(talk, clock, fetch_total_seconds=20) is Cause.BROKEN_ANSWER


def test_a_length_that_makes_no_sense_is_passed_over(clock):
    fetcher = make(clock)
    with raw_server(negative_length) as address:
        assert fetcher.fetch(address).content == b"<html>text"
    fetcher.close()


def test_nobody_there(clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    fetcher = make(clock)
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert failed.value.cause is Cause.UNREACHABLE
    fetcher.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for hub.test, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=hub.test", "-addext",
         "subjectAltName=DNS:hub.test,IP:127.0.0.1",
         "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, clock):
    fetcher = make(clock)
    with serve(clock, certificate[0]) as site:
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(f"{site.address}/")
        assert not site.asked
    assert failed.value.cause is Cause.BAD_CERTIFICATE
    fetcher.close()


def test_the_name_is_checked_although_the_address_is_pinned(certificate, clock):
    """The connection goes to the checked network address, the certificate is that of the name."""
    settings = Settings(
        fetch_open_hosts="hub.test, other.test", fetch_pause_ms=0, fetch_ca_file=str(certificate[1])
    )
    fetcher = Fetcher(settings, resolver=lambda host, port: ["127.0.0.1"], clock=clock)
    with serve(clock, certificate[0]) as site:
        site.pages["/"] = Page()
        port = site.address.rpartition(":")[2]
        assert fetcher.fetch(f"https://hub.test:{port}/").status == 200
        assert site.last("/")["host"] == f"hub.test:{port}"
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(f"https://other.test:{port}/")
    assert failed.value.cause is Cause.BAD_CERTIFICATE
    fetcher.close()


def test_a_stalled_secure_server_is_left_in_time(certificate, clock):
    """The deadline holds under TLS, too."""

    def dripping(_):
        return Page(b"x", headers={"Content-Length": "100000"})

    fetcher = make(
        clock, fetch_ca_file=str(certificate[1]), fetch_read_seconds=30, fetch_total_seconds=1
    )
    with serve(clock, certificate[0]) as site:
        site.pages["/"] = dripping
        began = time.monotonic()
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(f"{site.address}/")
    assert failed.value.cause is Cause.TIMED_OUT
    assert time.monotonic() - began < 8
    fetcher.close()
