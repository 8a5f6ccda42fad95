"""The part of one's own account for tokens: made, shown once, revoked; nobody else's."""

import re

import httpx

from hub.accounts.tokens import SHAPE


def csrf(site, browser: httpx.Client) -> str:
    session = site.world.hub.accounts.session(browser.cookies["hub_session"])
    return session.csrf


def send(site, browser: httpx.Client, **fields: str) -> httpx.Response:
    return browser.post("/account/tokens", data={"csrf": csrf(site, browser), **fields})


def test_a_token_is_made_shown_once_used_and_revoked(site):
    browser = site.browser("Tara")
    made = send(site, browser, called="Zotero <i>", days="30")
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    (token,) = set(SHAPE.findall(made.text))
    assert browser.get("/account/tokens").headers["location"] == "/account#tokens"
    page = browser.get("/account").text
    assert not SHAPE.search(page)
    assert "Zotero &lt;i&gt;" in page
    assert "gültig bis" in page
    assert "noch nie benutzt" in page
    program = site.program(token)
    assert program.get("/api/v1/collections").status_code == 200
    assert "zuletzt benutzt am" in browser.get("/account").text
    again = send(site, browser, called="Zotero <i>", days="30")  # the page was loaded again
    assert again.status_code == 403
    assert not SHAPE.search(again.text)
    number = re.search(r'name="revoke" value="(\d+)"', page)[1]
    stranger = site.browser("Tom")
    assert send(site, stranger, revoke=number).status_code == 403
    assert program.get("/api/v1/collections").status_code == 200
    gone = send(site, browser, revoke=number)
    assert (gone.status_code, gone.headers["location"]) == (303, "/account?done=revoked#tokens")
    assert program.get("/api/v1/collections").status_code == 401
    assert "Das Token ist widerrufen" in browser.get("/account?done=revoked").text


def test_a_form_of_another_page_makes_nothing(site):
    browser = site.browser("Tina")
    fields = {"called": "x", "days": "30"}
    for data, headers in (
        (fields, {}),
        ({**fields, "csrf": "guessed"}, {}),
        ({**fields, "csrf": csrf(site, browser)}, {"Origin": "https://elsewhere.example"}),
    ):
        got = browser.post("/account/tokens", data=data, headers=headers)
        assert got.status_code == 403
        assert not SHAPE.search(got.text)
    for nonsense in ({"days": "7"}, {"days": "x"}, {"called": " "}, {"called": "x" * 61},
                     {"revoke": "x"}, {"revoke": "9" * 30}):  # fmt: skip
        got = send(site, browser, **{**fields, **nonsense})
        assert got.status_code in (400, 403)
        assert 'class="error"' in got.text
    assert site.world.hub.accounts.tokens.of(site.person("Tina").id) == ()


def test_guests_have_no_tokens_and_outsiders_no_page(site):
    guest = site.guest("nacht")
    assert send(site, guest, called="x", days="30").status_code == 403
    assert site.program().post("/account/tokens", data={"called": "x"}).status_code == 401
    assert guest.get("/account").status_code == 403
    assert "Token" not in guest.get("/account").text


def test_the_log_knows_of_it_and_holds_no_token(site):
    browser = site.browser("Tessa")
    made = send(site, browser, called="Seite", days="")
    (token,) = set(SHAPE.findall(made.text))
    entry = site.world.hub.accounts.audit(1)[0]
    owner = site.person("Tessa").id
    assert (entry.event, entry.account, entry.detail) == ("token-added", owner, "Seite")
    assert token not in str(site.world.hub.accounts.audit())
