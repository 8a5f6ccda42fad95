"""Outsiders get the login page, 401 or a closed socket, whatever they try."""

import datetime as dt
import http.client
import secrets

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

SECRETS = ("Treasure", "treasure", "streamlit", "Streamlit", "_stcore", "sha256", 'root">')

PATHS = [
    "/",
    "/?q=Messer",
    "/search",
    "/search?q=Messer&collection=messer",
    "/resource?id=1",
    "/collection?id=messer",
    "/account",
    "/main",
    "/index.html",
    "/manifest.json",
    "/favicon.png",
    "/robots.txt",
    "/app.py",
    "/hub.db",
    "/var/hub.db",
    "/static/",
    "/static/js/index.js",
    "/static/../hub.db",
    "/app/static/x",
    "/media/x",
    "/media/0a1b2c.txt",
    "/component/x/index.html",
    "/_stcore/health",
    "/_stcore/script-health-check",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/stream",
    "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/x",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/search/_stcore/health",
    "/healthz",
    "/script-health-check",
    "/oauth2callback",
    "/auth/login",
    "/login/../",
    "/login/../_stcore/health",
    "/login/%2e%2e/_stcore/health",
    "/login/..%2f_stcore/health",
    "/login/style.css/../../_stcore/health",
    "/login/style.css/",
    "/login/x",
    "/health/",
    "/health/..",
    "/health/_stcore/health",
    "/login;/_stcore/health",
    "/%5fstcore/health",
    "/_stcore%2fhealth",
    "/%2e/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//",
    "//_stcore/health",
    "//login",
    "///login",
    "/./_stcore/health",
    "/../_stcore/health",
    "/LOGIN",
    "/Health",
    "/_STCORE/health",
    "/\\login",
    "/%00",
    "/login%00",
    "/login%0a",
    "/l%C3%B6gin",
    "/%ff%fe",
    "*",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


def ask(site, method, path, headers=None, body=None):
    """The answer to exactly this request, with nothing made tidy on the way."""
    connection = http.client.HTTPConnection(site.host, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    content = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer, content


def shut(answer, content):
    """Whether an answer gives nothing away."""
    if any(secret in content for secret in SECRETS):
        return False
    if answer.status == 303:
        return answer.headers["Location"].partition("?")[0] == "/login" and content == ""
    return answer.status in (400, 401) and len(content) < 40


@pytest.mark.parametrize("method", METHODS)
def test_no_path_leads_in(site, method):
    for path in PATHS:
        body = b"x" if method in ("POST", "PUT", "PATCH") else None
        answer, content = ask(site, method, path, body=body)
        assert shut(answer, content), (method, path, answer.status, content[:200])


def test_what_is_open_is_little(site):
    expected = {
        "/login": "text/html",
        "/login/style.css": "text/css",
        "/login/icon.svg": "image/svg",
        "/login/session.js": "text/javascript",
        "/health": "text/plain",
    }
    for path, kind in expected.items():
        answer, content = ask(site, "GET", path)
        assert answer.status == 200, path
        assert answer.headers["Content-Type"].startswith(kind)
        assert "Treasure" not in content
        answer, _ = ask(site, "PUT", path, body=b"x")
        assert answer.status == 401, path
    assert ask(site, "GET", "/health")[1] == "ok"
    assert ask(site, "POST", "/health", body=b"")[0].status == 401


def cookies(site):
    """Cookies that once were or never were worth something."""
    clocked = site.accounts
    email = f"{secrets.token_hex(4)}@example.org"
    clocked.add(email, password="a long enough sentence")
    gone = clocked.log_in(email, "a long enough sentence", "")
    session = clocked.session(gone)
    clocked.log_out(gone)
    yield "logged out", gone
    yield "the id instead of the token", session.id
    yield "the form proof", session.csrf
    yield "forged", secrets.token_urlsafe(32)
    yield "empty", ""
    yield "null", "\0"
    yield "long", "a" * 5000
    yield "sql", "' OR '1'='1"
    yield "quoted", '"' + gone + '"'
    changed = clocked.log_in(email, "a long enough sentence", "")
    clocked.set_password(email, "a quite different sentence")
    yield "password changed", changed
    disabled = clocked.log_in(email, "a quite different sentence", "")
    clocked.disable(email)
    yield "disabled", disabled
    code = clocked.add_code(["x"], dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    guest = clocked.enter(code, "")
    clocked.revoke_code(clocked.codes()[0].id)
    yield "revoked code", guest


def test_no_worthless_cookie_leads_in(site):
    for what, value in cookies(site):
        for path in ("/", "/_stcore/health", "/media/x", "/static/js/x.js"):
            answer, content = ask(site, "GET", path, {"Cookie": f"hub_session={value}"})
            assert shut(answer, content), (what, path, answer.status)
        with pytest.raises(InvalidStatus) as refused:
            stream(site, value.replace("\0", ""))
        assert refused.value.response.status_code == 403, what


def test_the_cookie_counts_under_its_own_name_only(site):
    email = "names@example.org"
    site.accounts.add(email, password="a long enough sentence")
    token = site.accounts.log_in(email, "a long enough sentence", "")
    for header in (
        {"Cookie": f"session={token}"},
        {"Cookie": f"HUB_SESSION={token}"},
        {"Authorization": f"Bearer {token}"},
        {"X-Hub-Session": token},
        {"X-Forwarded-User": email},
        {"X-Original-URL": "/login"},
        {"X-Rewrite-URL": "/login"},
        {"X-HTTP-Method-Override": "GET"},
    ):
        assert shut(*ask(site, "GET", "/_stcore/health", header)), header
    answer, _ = ask(site, "GET", f"/_stcore/health?hub_session={token}")
    assert answer.status == 401
    answer, _ = ask(site, "GET", "/_stcore/health", {"Cookie": f"hub_session={token}"})
    assert answer.status == 200


def stream(site, token=None, path="/_stcore/stream", origin=None, **more):
    """A websocket to Streamlit."""
    headers = {"Cookie": f"hub_session={token}"} if token else {}
    return connect(
        f"ws://{site.host}{path}",
        additional_headers=headers,
        origin=origin,
        proxy=None,
        max_size=None,
        **more,
    )


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/stream",
        "/",
        "/login",
        "/health",
        "/search/_stcore/stream",
        "/login/../_stcore/stream",
    ],
)
def test_no_websocket_opens_without_a_session(site, path):
    with pytest.raises(InvalidStatus) as refused:
        stream(site, path=path)
    assert refused.value.response.status_code == 403
    assert not refused.value.response.body


def test_a_session_opens_pages_and_the_websocket(site):
    anna = site.person("opens@example.org")
    page = anna.get("/search?q=Messer")
    assert page.status_code == 200
    assert 'id="root"' in page.text
    with stream(site, anna.cookies["hub_session"], origin=site.address) as socket:
        socket.ping()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_other_sites_open_no_websocket_with_a_strangers_cookie(site, origin):
    token = site.person(f"{secrets.token_hex(4)}@example.org").cookies["hub_session"]
    with pytest.raises(InvalidStatus) as refused:
        stream(site, token, origin=origin)
    assert refused.value.response.status_code == 403


def test_what_the_hub_does_not_use_is_shut_for_all(site):
    anna = site.person("agent@example.org")
    for path in ("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/metrics"):
        assert anna.get(path).status_code == 404
    assert anna.post("/_stcore/agent/interact", json={}).status_code == 404


def test_a_reader_is_sent_on_to_the_login_page_with_the_way_back(site):
    browser = site.browser()
    answer = browser.get("/search?q=Messer%20A&type=method")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/search%3Fq%3DMesser%2520A%26type%3Dmethod"
    assert answer.headers["cache-control"] == "no-store"
    assert browser.get("/").headers["location"] == "/login"


def test_a_damaged_database_says_nothing_and_lets_nobody_in(start_site):
    site = start_site()
    token = site.person("late@example.org").cookies["hub_session"]
    with site.database.open("r+b") as file:
        file.write(b"x" * 8192)
    answer, content = ask(site, "GET", "/", {"Cookie": f"hub_session={token}"})
    assert answer.status == 503
    assert "gestört" in content
    assert str(site.database) not in content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(site, "GET", "/_stcore/stream")[0].status in (401, 503)
    with pytest.raises(InvalidStatus):
        stream(site, token)
