"""The newsletter as readers find it: archive, feed, subscribing."""

import re

import feedparser

from hub.accounts import Role
from hub.curation.newsletter.editing import Choose
from tests.web.newsletter.asking import ORIGIN


def sent(hub, kim):
    hub.curation.desk.edit(kim, "netzwerk", 1, Choose("a", True))
    hub.curation.desk.archive(kim, "netzwerk", 1)


def test_the_archive_is_open_where_the_newsletter_says_so(browser, hub, draft):
    nobody, member = browser(), browser(Role.MEMBER)
    assert nobody.get("/newsletter/netzwerk/1").status_code == 404  # a draft
    assert "Titel a" not in nobody.get("/newsletter/netzwerk").text
    sent(hub, draft)
    for mine in (nobody, member, browser(Role.GUEST)):
        assert "Titel a" in mine.get("/newsletter/netzwerk/1").text
        assert "/newsletter/netzwerk/1" in mine.get("/newsletter/netzwerk").text
    feed = feedparser.parse(nobody.get("/newsletter/netzwerk.atom").content)
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [f"{ORIGIN}/newsletter/netzwerk/1"]
    assert nobody.get("/newsletter/intern").status_code == 404
    assert nobody.get("/newsletter/intern").text == nobody.get("/newsletter/keiner").text.replace(
        "keiner", "intern"
    )
    assert browser(Role.GUEST).get("/newsletter/intern").status_code == 404
    assert member.get("/newsletter/intern").status_code == 200
    assert member.get("/newsletter/intern.atom").status_code == 404


# Subscribing


def subscribe(browser, email="ada@example.org"):
    page = browser.get("/newsletter/netzwerk")
    browser.csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    return browser.send("/newsletter/netzwerk/subscribe", soft=False, email=email)


def test_subscribing_takes_two_steps(browser, hub, office):
    nobody = browser()
    answer = subscribe(nobody)
    assert (answer.status_code, answer.headers["location"]) == (303, "/newsletter/netzwerk?asked=1")
    assert "Vielen Dank" in nobody.get("/newsletter/netzwerk?asked=1").text
    ((recipient, message),) = office.envelopes
    assert recipient == "ada@example.org"
    address = re.search(r"/mail/confirm/\S+", message.get_body(("plain",)).get_content())[0]
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"asked": 1}
    assert "Ja, ich möchte" in nobody.get(address).text  # a look changes nothing
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"asked": 1}
    assert nobody.ask("POST", address).status_code == 200
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"subscribed": 1}
    assert nobody.ask("POST", address[:-3]).status_code == 404
    # known or not: the same answer, and no second mail
    again = subscribe(nobody)
    assert (again.status_code, again.headers["location"]) == (303, answer.headers["location"])
    assert len(office.envelopes) == 1


def test_bad_addresses_other_pages_and_floods(browser, hub, office):
    nobody = browser()
    refused = subscribe(nobody, "ada@example.org\r\nBcc: eve@example.org")
    assert (refused.status_code, "ist keine" in refused.text) == (400, True)
    subscribe(nobody, "ada@bücher.example")
    assert office.recipients == ["ada@xn--bcher-kva.example"]
    nobody.csrf = "wrong"
    forged = nobody.send("/newsletter/netzwerk/subscribe", soft=False, email="eve@example.org")
    assert forged.status_code == 403
    for number in range(18):
        assert subscribe(nobody, f"p{number}@example.org").status_code == 303
    flood = subscribe(nobody, "last@example.org")
    assert (flood.status_code, "zu viele Anfragen" in flood.text) == (400, True)
    closed = browser(Role.MEMBER)
    closed.csrf = nobody.csrf
    assert closed.send("/newsletter/intern/subscribe", email="x@example.org").status_code == 404
