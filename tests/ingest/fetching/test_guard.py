"""The hub goes nowhere it must not, however the way there is disguised."""

import socket
from ipaddress import ip_address

import pytest

from hub.catalogue.web_address import read_web_address
from hub.ingest.fetching import Cause, Fetcher, FetchFailed
from hub.ingest.fetching.guard import Closed, Guard, is_public
from hub.settings import Settings
from tests.ingest.fetching.serving import Page

NAMES = {
    "example.org": ["93.184.216.34"],
    "inside.example.org": ["10.0.0.7"],
    "both.example.org": ["93.184.216.34", "127.0.0.1"],
    "mapped.example.org": ["::ffff:169.254.169.254"],
    "nat64.example.org": ["64:ff9b::a9fe:a9fe"],
    "zone.example.org": ["fe80::1%lo"],
    "hub.example.org": ["127.0.0.1"],
}


def resolve(host, port):
    try:
        return [str(ip_address(host))]
    except ValueError:
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, "no such name") from None
        return NAMES[host]


def may_fetch(address, *, inside=False, open_hosts=()):
    parts = read_web_address(address)
    if parts is None:
        return False
    guard = Guard(frozenset(open_hosts), resolve, inside=inside)
    try:
        guard.check(parts)
        guard.addresses(parts.host, parts.effective_port)
    except (Closed, socket.gaierror):
        return False
    return True


def test_addresses_of_the_evaluation_data(eval_data):
    lines = (eval_data / "text" / "ssrf_urls.tsv").read_text("utf-8").splitlines()
    cases = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(cases) > 20
    wrong = [case for case in cases if may_fetch(case[0]) != (case[1] == "fetch")]
    assert not wrong


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://169.254.169.254/latest/meta-data/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://inside.example.org/",
        "http://both.example.org/",
        "http://mapped.example.org/",
        "http://nat64.example.org/",
        "http://zone.example.org/",
        "http://example.org:22/",
        "http://example.org:25/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1\\@example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
    ],
)
def test_closed(address):
    assert not may_fetch(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://EXAMPLE.org:8080/",
        "http://127.0.0.1@example.org/",
        "http://8.8.8.8/",
        "http://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://[64:ff9b::808:808]/",
    ],
)
def test_open(address):
    assert may_fetch(address)


def test_whoever_runs_the_hub_may_go_inside_but_not_to_the_secrets_of_the_cloud():
    for address in ("http://10.1.2.3/", "http://localhost.example.org/", "http://127.0.0.1:25/"):
        assert may_fetch(address, inside=True) == (address != "http://localhost.example.org/")
    for secret in ("169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "100.100.100.200"):
        assert not may_fetch(f"http://{secret}/", inside=True)
    assert not may_fetch("http://mapped.example.org/", inside=True)


def test_a_named_host_is_open_and_no_other():
    assert may_fetch("http://inside.example.org:22/", open_hosts=["inside.example.org"])
    assert may_fetch("http://[::1]/", open_hosts=["[::1]"])
    assert not may_fetch("http://hub.example.org/", open_hosts=["inside.example.org"])


@pytest.mark.parametrize("text", ["0.0.0.0", "192.0.0.192", "198.18.0.1", "240.0.0.1", "fec0::1"])
def test_odd_corners_are_not_public(text):
    assert not is_public(ip_address(text))


class Answers:
    """A name server that says something else each time it is asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host, port):
        self.asked += 1
        return [self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]]


def test_a_name_that_changes_its_mind_gains_nothing(site, clock):
    """It is resolved once for a connection, and that address is the one that is called."""
    names = Answers("127.0.0.1")
    port = site.address.rpartition(":")[2]
    fetcher = Fetcher(Settings(fetch_pause_ms=0), resolver=names, clock=clock)
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(f"http://rebind.example.org:{port}/")
    assert failed.value.cause is Cause.NOT_ALLOWED
    assert not site.asked
    fetcher.close()


def test_an_untrusted_fetch_uses_no_connection_of_a_trusted_one(site, clock):
    port = site.address.rpartition(":")[2]
    site.pages["/a"] = Page()
    names = Answers("127.0.0.1")
    fetcher = Fetcher(Settings(fetch_pause_ms=0), resolver=names, clock=clock)
    address = f"http://hub.example.org:{port}/a"
    assert fetcher.fetch(address, trusted=True).status == 200
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(address)
    assert failed.value.cause is Cause.NOT_ALLOWED
    fetcher.close()


def test_trust_ends_where_a_redirect_leads_to_another_host(site, clock):
    port = site.address.rpartition(":")[2]
    site.pages["/a"] = Page(b"", 302, {"Location": f"http://other.example.org:{port}/b"})
    site.pages["/c"] = Page(b"", 302, {"Location": "/b"})
    site.pages["/b"] = Page()
    fetcher = Fetcher(
        Settings(fetch_pause_ms=0), resolver=lambda host, port: ["127.0.0.1"], clock=clock
    )
    assert fetcher.fetch(f"http://hub.example.org:{port}/c", trusted=True).status == 200
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(f"http://hub.example.org:{port}/a", trusted=True)
    assert failed.value.cause is Cause.NOT_ALLOWED
    fetcher.close()


def test_a_name_that_there_is_not_is_said(clock):
    fetcher = Fetcher(Settings(), resolver=resolve, clock=clock)
    for name in ("gone.example.org", "a" * 64 + ".example.org", "xn--a.example.org"):
        with pytest.raises(FetchFailed) as failed:
            fetcher.fetch(f"http://{name}/")
        assert failed.value.cause is Cause.UNKNOWN_HOST
    fetcher.close()
