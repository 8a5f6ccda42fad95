"""Fetching from a well-behaved site: what is kept, what is sent, what is followed."""

import gzip
import pickle
from itertools import pairwise

import pytest

from hub.ingest.fetching import Cause, FetchFailed, Validators
from hub.settings import Settings
from tests.ingest.fetching.serving import Page
from tests.ingest.fetching.serving import fetcher as make


def failure(fetcher, address, **how):
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(address, **how)
    return failed.value


def test_what_is_fetched_is_kept_with_what_the_server_said(site, fetcher, clock):
    site.pages["/a"] = Page(
        "<html><p>Müll</p>".encode("latin-1"),
        headers={"ETag": '"1"', "Last-Modified": "Sun, 01 Mar 2026 08:00:00 GMT"},
        media_type="text/html; charset=ISO-8859-1",
    )
    got = fetcher.fetch(f"{site.address}/a#part")
    assert got.address == f"{site.address}/a#part"
    assert (got.status, got.media_type, got.encoding) == (200, "text/html", "ISO-8859-1")
    assert (got.etag, got.last_modified) == ('"1"', "Sun, 01 Mar 2026 08:00:00 GMT")
    assert got.when == clock.now()
    assert not got.redirects
    assert not got.unchanged


def test_we_say_who_we_are(site, clock):
    site.pages["/a"] = Page()
    fetcher = make(clock, contact="https://hub.example.org/\r\nX-Evil: 1")
    fetcher.fetch(f"{site.address}/a")
    sent = site.last("/a")
    assert sent["user-agent"].startswith("UrbanSecurityHub/")
    assert "(+https://hub.example.org/X-Evil: 1)" in sent["user-agent"]
    assert "x-evil" not in sent
    assert "cookie" not in sent
    assert "authorization" not in sent
    fetcher.close()


def test_a_second_fetch_asks_whether_anything_is_new(site, fetcher):
    def answer(headers):
        if headers.get("if-none-match") == '"1"' and "if-modified-since" in headers:
            return Page(b"", 304, {"ETag": '"1"'}, None)
        when = "Sun, 01 Mar 2026 08:00:00 GMT"
        return Page(b"%PDF-1.4 text", headers={"ETag": '"1"', "Last-Modified": when})

    site.pages["/a.pdf"] = answer
    first = fetcher.fetch(f"{site.address}/a.pdf")
    again = fetcher.fetch(f"{site.address}/a.pdf", known=first)
    assert (again.unchanged, again.status, again.content) == (True, 304, b"")
    assert again.media_type == first.media_type == "application/pdf"
    assert (again.etag, again.last_modified) == (first.etag, first.last_modified)
    bare = Validators(first.etag, first.last_modified)
    assert fetcher.fetch(f"{site.address}/a.pdf", known=bare).unchanged


def test_an_answer_304_to_no_question_is_no_page(site, fetcher):
    site.pages["/a"] = Page(b"", 304)
    assert failure(fetcher, f"{site.address}/a").cause is Cause.BROKEN_ANSWER


def test_redirects_are_followed_and_recorded(site, fetcher):
    site.pages["/a"] = Page(b"", 301, {"Location": "/b?x=ä y"})
    site.pages["/b?x=%C3%A4%20y"] = Page(b"", 308, {"Location": f"{site.address}/c"})
    site.pages["/c"] = Page(b"", 302, {"Location": "d"})
    site.pages["/d"] = Page()
    got = fetcher.fetch(f"{site.address}/a")
    assert got.final == f"{site.address}/d"
    assert [(step.status, step.address.removeprefix(site.address)) for step in got.redirects] == [
        (301, "/b?x=%C3%A4%20y"),
        (308, "/c"),
        (302, "/d"),
    ]
    assert got.moved_for_good == f"{site.address}/c"


@pytest.mark.parametrize(
    ("pages", "cause"),
    [
        ({"/a": "/b", "/b": "/a"}, Cause.REDIRECT_LOOP),
        ({"/a": "/a"}, Cause.REDIRECT_LOOP),
        ({f"/{'a' * n}": f"/{'a' * (n + 1)}" for n in range(1, 20)}, Cause.REDIRECT_LOOP),
        ({"/a": "file:///etc/passwd"}, Cause.NOT_ALLOWED),
        ({"/a": "gopher://127.0.0.1/"}, Cause.NOT_ALLOWED),
        ({"/a": "javascript:alert(1)"}, Cause.NOT_ALLOWED),
        ({"/a": "http://10.0.0.1/"}, Cause.NOT_ALLOWED),
        ({"/a": "http://2852039166/latest/"}, Cause.NOT_ALLOWED),
        ({"/a": "http://[::ffff:127.0.0.1]/"}, Cause.NOT_ALLOWED),
        ({"/a": "http://"}, Cause.BROKEN_ANSWER),
        ({"/a": "http://\x01\x7f/"}, Cause.BROKEN_ANSWER),
    ],
    ids=str,
)
def test_redirects_that_lead_nowhere(site, fetcher, pages, cause):
    site.pages |= {path: Page(b"", 302, {"Location": to}) for path, to in pages.items()}
    failed = failure(fetcher, f"{site.address}/a")
    assert failed.cause is cause
    assert failed.address == f"{site.address}/a"


def test_a_site_that_greets_with_a_cookie_is_no_circle(site, fetcher):
    def answer(headers):
        if "seen=1" in headers.get("cookie", ""):
            return Page()
        return Page(b"", 302, {"Location": "/a", "Set-Cookie": "seen=1; Path=/"})

    site.pages["/a"] = answer
    assert fetcher.fetch(f"{site.address}/a").status == 200
    assert fetcher.fetch(f"{site.address}/a").status == 200
    greeted = [headers for path, headers, _ in site.asked if path == "/a"]
    assert ["cookie" in headers for headers in greeted] == [False, True, False, True]


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (401, Cause.REFUSED),
        (403, Cause.REFUSED),
        (404, Cause.GONE),
        (410, Cause.GONE),
        (418, Cause.REFUSED),
        (451, Cause.REFUSED),
        (304, Cause.BROKEN_ANSWER),
        (302, Cause.BROKEN_ANSWER),
        (500, Cause.SERVER_ERROR),
        (999, Cause.SERVER_ERROR),
    ],
)
def test_what_a_status_means(site, fetcher, status, cause):
    site.pages["/a"] = Page(b"sorry", status)
    failed = failure(fetcher, f"{site.address}/a")
    assert (failed.cause, failed.status) == (cause, status)
    assert "127.0.0.1" in str(failed)
    assert "{" not in str(failed)


def test_what_may_pass_is_tried_again_later_each_time(site, fetcher, clock):
    answers = iter([Page(b"", 500), Page(b"", 502), Page()])
    site.pages["/a"] = lambda _: next(answers)
    assert fetcher.fetch(f"{site.address}/a").status == 200
    moments = [moment for path, _, moment in site.asked if path == "/a"]
    assert moments == [0, 1, 5]


def test_what_will_not_pass_is_not_tried_again(site, fetcher):
    site.pages["/a"] = Page(b"", 403)
    failure(fetcher, f"{site.address}/a")
    failure(fetcher, f"{site.address}/b")
    assert site.paths().count("/a") == site.paths().count("/b") == 1


@pytest.mark.parametrize("told", ["7", "Sun, 01 Mar 2026 09:00:07 GMT"])
def test_a_busy_server_says_how_long_to_wait(site, fetcher, clock, told):
    answers = iter([Page(b"", 429, {"Retry-After": told}), Page()])
    site.pages["/a"] = lambda _: next(answers)
    assert fetcher.fetch(f"{site.address}/a").status == 200
    assert clock.seconds == 7


def test_a_long_rest_is_kept_and_not_waited_for(site, fetcher, clock):
    site.pages["/a"] = Page(b"", 503, {"Retry-After": "3600"})
    site.pages["/b"] = Page()
    failed = failure(fetcher, f"{site.address}/a")
    assert (failed.cause, failed.retry_after) == (Cause.SERVER_ERROR, 3600)
    held = failure(fetcher, f"{site.address}/b")
    assert held.cause is Cause.REFUSED
    assert "asks the hub to wait" in str(held)
    assert "/b" not in site.paths()
    clock.pass_by(hours=1)
    assert fetcher.fetch(f"{site.address}/b").status == 200


@pytest.mark.parametrize("told", ["", "soon", "-5", "٣", "1e9", "Sun, 99 Mar 2026 09:00:07 GMT"])
def test_a_wait_that_makes_no_sense_is_a_usual_one(site, fetcher, clock, told):
    answers = iter([Page(b"", 503, {"Retry-After": told.encode().decode("latin-1")}), Page()])
    site.pages["/a"] = lambda _: next(answers)
    assert fetcher.fetch(f"{site.address}/a").status == 200
    assert clock.seconds == 1


def test_one_host_is_asked_once_a_second(site, clock):
    fetcher = make(clock, fetch_pause_ms=1000)
    for name in "abc":
        site.pages[f"/{name}"] = Page()
        fetcher.fetch(f"{site.address}/{name}")
    assert [moment for _, _, moment in site.asked] == [0, 1, 2, 3]  # robots.txt, a, b, c
    fetcher.close()


def test_robots_txt_is_asked_once_and_obeyed(site, fetcher):
    site.pages["/robots.txt"] = Page(
        b"\xef\xbb\xbfUser-agent: urbansecurityhub of ours\nDisallow: /no\nCrawl-delay: 5\n"
    )
    site.pages["/yes"] = site.pages["/no"] = Page()
    assert fetcher.fetch(f"{site.address}/yes").status == 200
    failed = failure(fetcher, f"{site.address}/no/page")
    assert failed.cause is Cause.ROBOTS
    assert "robots.txt" in str(failed)
    assert site.paths() == ["/robots.txt", "/yes"]
    assert fetcher.fetch(f"{site.address}/no", robots=False).status == 200


def test_a_site_may_ask_for_longer_pauses(site, fetcher):
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 5\n")
    site.pages["/a"] = Page()
    for _ in range(3):
        fetcher.fetch(f"{site.address}/a")
    moments = [moment for path, _, moment in site.asked if path == "/a"]
    assert [later - earlier for earlier, later in pairwise(moments)] == [5, 5]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_robots_txt_that_cannot_be_had(site, fetcher, status, allowed):
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /", status)
    site.pages["/a"] = Page()
    if allowed:
        assert fetcher.fetch(f"{site.address}/a").status == 200
    else:
        assert failure(fetcher, f"{site.address}/a").cause is Cause.ROBOTS


def test_packed_pages_are_unpacked(site, fetcher):
    site.pages["/a"] = Page(gzip.compress(b"<p>packed</p>"), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(f"{site.address}/a").content == b"<p>packed</p>"


def test_a_packing_that_nobody_asked_for_is_said(site, fetcher):
    site.pages["/a"] = Page(b"\x0b\x02\x80x\x03", headers={"Content-Encoding": "br"})
    assert failure(fetcher, f"{site.address}/a").cause is Cause.BROKEN_ANSWER


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('attachment; filename="../../etc/pass\x01wd.pdf"', "passwd.pdf"),
        ("attachment; filename*=UTF-8''Jahresbericht%20K%C3%B6ln.pdf", "Jahresbericht Köln.pdf"),
        ("inline", "b.pdf"),
    ],
)
def test_the_name_of_a_file(site, fetcher, told, name):
    site.pages["/x/b.pdf"] = Page(b"%PDF-1.4", headers={"Content-Disposition": told})
    assert fetcher.fetch(f"{site.address}/x/b.pdf").name == name


def test_a_probe_reads_only_the_beginning(site, fetcher):
    site.pages["/a"] = Page(b"<html>" + b"x" * 5_000_000)
    got = fetcher.probe(f"{site.address}/a")
    assert (got.status, got.media_type) == (200, "text/html")
    assert len(got.content) == 65_536


def test_what_is_too_large_is_refused_before_and_while_it_comes(site, clock):
    fetcher = make(clock, fetch_limit_mb=1)
    bomb = gzip.compress(b"\x00" * 50_000_000)
    site.pages["/said"] = Page(b"x" * 1_000_001)
    site.pages["/bomb"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    site.pages["/twice"] = Page(gzip.compress(bomb), headers={"Content-Encoding": "gzip, gzip"})
    site.pages["/fits"] = Page(b"x" * 1_000_000)
    for path in ("/said", "/bomb", "/twice"):
        failed = failure(fetcher, site.address + path)
        assert failed.cause is Cause.TOO_LARGE
        assert "1 MB" in str(failed)
    assert len(fetcher.fetch(f"{site.address}/fits").content) == 1_000_000
    fetcher.close()


def test_no_netrc_and_no_proxy_of_the_surroundings(site, clock, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    for name, value in {
        "NETRC": str(tmp_path / "netrc"),
        "HTTP_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
        "no_proxy": "",
    }.items():
        monkeypatch.setenv(name, value)
    site.pages["/a"] = Page()
    fetcher = make(clock)
    fetcher.fetch(f"http://me:secret@{site.address.removeprefix('http://')}/a")
    assert "authorization" not in site.last("/a")
    fetcher.close()


def test_a_proxy_by_setting(site, clock, monkeypatch):
    site.pages["http://hub.test/a"] = Page()
    site.pages["http://hub.test/robots.txt"] = Page(b"", 404)
    for proxy in (site.address, "environment"):
        monkeypatch.setenv("http_proxy", site.address)
        fetcher = make(clock, fetch_proxy=proxy)
        assert fetcher.fetch("http://hub.test/a").status == 200
        failed = failure(fetcher, "http://10.0.0.1/a")
        assert failed.cause is Cause.NOT_ALLOWED
        fetcher.close()


@pytest.mark.parametrize(
    "address", ["", "nonsense", "http://", "mailto:a@example.org", "//x", "\0"]
)
def test_what_is_no_address_is_said(fetcher, address):
    assert failure(fetcher, address).cause in (Cause.BAD_ADDRESS, Cause.NOT_ALLOWED)


def test_a_failure_travels_between_processes():

    failed = FetchFailed(Cause.GONE, "https://example.org/a", host="example.org", status=410)
    again = pickle.loads(pickle.dumps(failed))
    assert (again.cause, again.status, str(again)) == (failed.cause, 410, str(failed))


def test_settings_that_cannot_be_used_are_said(tmp_path):
    from hub.errors import SettingsError
    from hub.ingest.fetching import Fetcher

    (tmp_path / "ca.pem").write_text("no certificate")
    for wrong in (
        {"fetch_open_hosts": "a b"},
        {"fetch_open_hosts": "https://example.org"},
        {"fetch_ca_file": "gone.pem"},
        {"fetch_ca_file": str(tmp_path / "ca.pem")},
    ):
        with pytest.raises(SettingsError):
            Fetcher(Settings(**wrong))
