"""The way in, the way out, one's own password, the language."""

import datetime as dt
import re

import httpx
import pytest

from hub.errors import AccountError
from tests.web.conftest import PASSWORD, form_of

EMAILS = iter(f"login{n}@example.org" for n in range(100))


@pytest.fixture
def email(site):
    email = next(EMAILS)
    site.accounts.add(email, password=PASSWORD)
    return email


def post(browser, way="account", next=None, **fields):
    """Fill in the form of the login page and send it."""
    page = browser.get("/login", params={"next": next} if next else None)
    return browser.post("/login", data={**form_of(page), "way": way, **fields})


def error_of(page: httpx.Response) -> str:
    found = re.search(r'role="alert"[^>]*>(.*?)<', page.text)
    return found[1] if found else ""


def test_a_member_comes_in_and_lands_where_they_wanted(site, email):
    browser = site.browser()
    answer = post(browser, next="/search?q=Messer&type=method", email=email, password=PASSWORD)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=Messer&type=method"
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("hub_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert browser.get("/").status_code == 200
    again = browser.get("/login", params={"next": "/search?q=x"})
    assert (again.status_code, again.headers["location"]) == (303, "/search?q=x")


def test_a_guest_comes_in_by_code(site):
    code = site.accounts.add_code(["messer"], dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    browser = site.browser()
    assert post(browser, way="code", code=code.upper()).status_code == 303
    session = site.accounts.session(browser.cookies["hub_session"])
    assert session.grants == {"messer"}
    refused = browser.get("/account")
    assert refused.status_code == 403
    assert "Gäste haben kein Passwort" in refused.text


def test_behind_tls_cookies_are_secure(start_site):
    site = start_site(public_url="https://hub.example.org")
    site.accounts.add("tls@example.org", password=PASSWORD)
    browser = site.browser()
    page = browser.get("/login")
    answer = browser.post(
        "/login",
        data={**form_of(page), "email": "tls@example.org", "password": PASSWORD},
        headers={
            "Origin": "https://hub.example.org",
            # the jar rightly keeps Secure cookies from plain http; a proxy would be between
            "Cookie": page.headers["set-cookie"].partition(";")[0],
        },
    )
    assert answer.status_code == 303
    assert all("Secure" in c for c in answer.headers.get_list("set-cookie"))
    assert "Secure" in page.headers["set-cookie"]
    assert page.headers["strict-transport-security"] == "max-age=31536000"


def test_a_wrong_password_and_a_stranger_get_the_same_page(site, email):
    wrong = post(site.browser(), email=email, password="wrong wrong wrong")
    stranger = post(site.browser(), email="x" + email, password="wrong wrong wrong")
    assert wrong.status_code == stranger.status_code == 403
    assert "stimmt nicht" in error_of(wrong)
    plain = [re.sub(r'name="csrf" value="[^"]+"', "", page.text) for page in (wrong, stranger)]
    assert plain[0].replace(email, "E") == plain[1].replace("x" + email, "E")
    assert "hub_session" not in wrong.headers.get("set-cookie", "")


def test_too_many_guesses_are_told_to_wait(site, email):
    # earlier guesses far enough apart to be heard: the next pause outlasts a slow machine
    now = dt.datetime.now(dt.UTC)
    for minutes in range(11, 1, -1):
        with pytest.raises(AccountError, match="is wrong"):
            site.accounts_at(now - dt.timedelta(minutes=minutes)).log_in(email, "wrong", "")
    browser = site.browser()
    assert "stimmt nicht" in error_of(post(browser, email=email, password="wrong"))
    answer = post(browser, email=email, password=PASSWORD)
    assert answer.status_code == 403
    assert re.search(r"Bitte warten Sie \d+ (Sekunden|Minuten)", error_of(answer))


def test_a_login_ends_the_session_before_it(site, email):
    browser = site.person(next(EMAILS))
    first = browser.cookies["hub_session"]
    outside = site.browser()
    form = form_of(outside.get("/login"))
    outside.cookies.set("hub_session", first, domain="127.0.0.1")
    answer = outside.post("/login", data={**form, "email": email, "password": PASSWORD})
    assert answer.status_code == 303
    token = re.search(r"hub_session=([^;]+)", str(answer.headers.get_list("set-cookie")))[1]
    assert token != first
    assert site.accounts.session(first) is None
    assert site.accounts.session(token).email == email


# Forms that are none of ours


def test_a_form_needs_its_proof(site, email):
    good = {"email": email, "password": PASSWORD, "way": "account"}
    browser = site.browser()
    other = form_of(site.browser().get("/login"))
    own = form_of(browser.get("/login"))
    for csrf in ("", "x", other["csrf"], own["csrf"][:-1], own["csrf"] + "x"):
        answer = browser.post("/login", data={**good, "csrf": csrf})
        assert answer.status_code == 403
        assert "anderen Seite" in error_of(answer)
    assert browser.post("/login", data=good).status_code == 403
    no_cookie = site.browser().post("/login", data={**good, "csrf": own["csrf"]})
    assert no_cookie.status_code == 403
    foreign = {"Origin": "https://evil.example"}
    answer = browser.post("/login", data={**good, "csrf": own["csrf"]}, headers=foreign)
    assert answer.status_code == 403
    assert browser.post("/login", data={**good, "csrf": own["csrf"]}).status_code == 303


def test_a_form_of_one_megabyte_is_too_large(site, email):
    browser = site.browser()
    form = form_of(browser.get("/login"))
    answer = browser.post("/login", data={**form, "email": email, "password": "a" * 1_000_000})
    assert answer.status_code == 413
    assert "zu groß" in error_of(answer)
    assert "<form" in answer.text

    def pieces():
        for _ in range(100):
            yield b"a" * 10_000

    chunked = browser.post(
        "/login", content=pieces(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert chunked.status_code == 413


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"email": "a"}', 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"email=a", 415),
        ("", b"email=a", 415),
        (FORM, b"", 403),
        (FORM, b"email=%00&password=x", 400),
        (FORM, b"email=\xff&password=x", 400),
        (FORM, b"email=%ff&password=x", 400),
        (FORM, b"&".join(b"a%d=1" % n for n in range(50)), 400),
        (FORM + "; charset=utf-8", b"email=a", 403),
    ],
)
def test_what_is_no_form_gets_a_clear_page(site, kind, body, status):
    answer = site.browser().post("/login", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert error_of(answer)
    assert '<form method="post"' in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "password": ""}, "E-Mail-Adresse und Passwort"),
        ({"email": "a@example.org"}, "E-Mail-Adresse und Passwort"),
        ({"password": "a"}, "E-Mail-Adresse und Passwort"),
        ({"way": "code"}, "Zugangscode"),
        ({"way": "code", "code": " "}, "Zugangscode"),
        ({"way": "code", "code": "k" * 5000}, "Zugangscode stimmt nicht"),
        ({"email": "x" * 5000, "password": "y" * 5000}, "stimmt nicht"),
        ({"email": "\u202e\x1b[31m", "password": "x"}, "stimmt nicht"),
    ],
)
def test_missing_or_odd_fields_get_a_sentence(site, fields, sentence):
    answer = post(site.browser(), **fields)
    assert answer.status_code == 403
    assert sentence in error_of(answer)


def test_what_was_typed_is_shown_escaped(site):
    answer = post(site.browser(), email='"><script>x</script>', password="x")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    "trick", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2f/evil.example", "x"]
)
def test_nobody_is_sent_elsewhere(site, email, trick):
    browser = site.browser()
    page = browser.get("/login", params={"next": trick})
    assert "evil" not in page.text
    form = {**form_of(page), "next": trick, "email": email, "password": PASSWORD}
    answer = browser.post("/login", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# Way out


def test_logging_out_by_the_button(site):
    browser = site.person(next(EMAILS))
    token = browser.cookies["hub_session"]
    page = browser.get("/logout")
    assert page.status_code == 200
    assert "abmelden?" in page.text
    assert site.accounts.session(token) is not None
    answer = browser.post("/logout", data=form_of(page))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?out=1")
    assert site.accounts.session(token) is None
    assert "hub_session" not in browser.cookies
    assert "Sie sind abgemeldet." in browser.get("/login?out=1").text
    browser.cookies.set("hub_session", token, domain="127.0.0.1")
    assert browser.get("/").status_code == 303
    assert browser.get("/_stcore/health").status_code == 401


def test_logging_out_by_the_link_of_the_pages(site):
    browser = site.person(next(EMAILS))
    token = browser.cookies["hub_session"]
    csrf = site.accounts.session(token).csrf
    assert browser.get("/logout", params={"token": csrf + "x"}).status_code == 200
    assert browser.post("/logout", data={"csrf": "x"}).status_code == 403
    assert browser.post("/logout", data={}).status_code in (403, 415)
    evil = {"Origin": "https://evil.example"}
    assert browser.post("/logout", data={"csrf": csrf}, headers=evil).status_code == 403
    assert site.accounts.session(token) is not None
    assert browser.get("/logout", params={"token": csrf}).status_code == 303
    assert site.accounts.session(token) is None


def test_who_is_out_is_sent_to_the_login_page(site):
    assert site.browser().get("/logout").headers["location"] == "/login"


# Own password


def test_changing_ones_own_password(site):
    email = next(EMAILS)
    browser = site.person(email)
    old = browser.cookies["hub_session"]
    other = site.accounts.log_in(email, PASSWORD, "")
    form = form_of(browser.get("/account"))
    new = "quite another sentence"
    for fields, status in (
        ({"old": PASSWORD, "new": new, "again": new + "x"}, 400),
        ({"old": PASSWORD, "new": new, "again": ""}, 400),
        ({"old": "wrong wrong wrong", "new": new, "again": new}, 403),
        ({"old": PASSWORD, "new": "short", "again": "short"}, 403),
        ({"old": PASSWORD, "new": new, "again": new, "csrf": "x"}, 403),
    ):
        answer = browser.post("/account", data={**form, **fields})
        assert answer.status_code == status, fields
        assert error_of(answer)
    assert site.accounts.session(old) is not None
    answer = browser.post("/account", data={**form, "old": PASSWORD, "new": new, "again": new})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=1")
    assert "Ihr Passwort ist geändert." in browser.get("/account?done=1").text
    assert site.accounts.session(old) is None
    assert site.accounts.session(other) is None
    assert site.accounts.session(browser.cookies["hub_session"]).email == email


# Language


def test_german_first_and_english_by_a_switch(site):
    browser = site.browser()
    german = browser.get("/login?next=/search%3Fq%3DMesser%26page%3D2")
    assert '<html lang="de">' in german.text
    assert "E-Mail-Adresse" in german.text
    switch = re.search(r'href="(/language[^"]+)"', german.text)[1].replace("&amp;", "&")
    answer = browser.get(switch)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/search%3Fq%3DMesser%26page%3D2"
    assert "hub_language=en" in answer.headers["set-cookie"]
    english = browser.get(answer.headers["location"])
    assert '<html lang="en">' in english.text
    assert "Email address" in english.text
    assert form_of(english)["next"] == "/search?q=Messer&page=2"
    assert "wrong" in error_of(post(browser, email="who@example.org", password="x"))


@pytest.mark.parametrize("to", ["fr", "", "de;x", "<script>"])
def test_other_languages_change_nothing(site, to):
    answer = site.browser().get("/language", params={"to": to, "next": "//evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "set-cookie" not in answer.headers


def test_the_setting_decides_until_somebody_chooses(start_site):
    site = start_site(language="en")
    assert '<html lang="en">' in site.browser().get("/login").text


# The page itself


def test_the_page_can_be_used_by_everybody(site):
    text = site.browser().get("/login").text
    for field in ("email", "password", "code"):
        assert f'<label for="{field}">' in text
        assert f'id="{field}"' in text
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text
    assert text.count("autofocus") == 1
    assert text.count("<h1>") == 1
    assert "user-scalable" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "<script" not in text
    assert "style=" not in text


def test_all_german_pages_are_german(site):
    """No English text of a template is left over."""
    from pathlib import Path

    import hub.web
    from hub.i18n import translator

    say = translator("de")
    folder = Path(hub.web.__file__).parent / "templates"
    texts = {
        text
        for file in folder.glob("*.html")
        for text in re.findall(r"_\([\"'](.*?)[\"']\)", file.read_text())
    }
    assert len(texts) > 15
    assert {text for text in texts if say(text) == text} == {"Newsletter"}


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_good_in_light_and_dark(site):
    style = site.browser().get("/login/style.css").text
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    pairs = [("ink", "paper"), ("ink", "ground"), ("quiet", "paper"), ("quiet", "ground")]
    pairs += [("accent", "paper"), ("accent", "ground"), ("accent-strong", "ground")]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-strong")]
    pairs += [("error-ink", "error-ground"), ("notice-ink", "notice-ground")]
    for colors in (light, dark):
        for above, below in pairs:
            one, other = sorted((_luminance(colors[above]), _luminance(colors[below])))
            assert (other + 0.05) / (one + 0.05) >= 4.5, (above, below)
        one, other = sorted((_luminance(colors["line"]), _luminance(colors["paper"])))
        assert (other + 0.05) / (one + 0.05) >= 3
