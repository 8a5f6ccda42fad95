"""What the Streamlit script shows, run by Streamlit's own test harness."""

import pytest
from streamlit.testing.v1 import AppTest

from hub.accounts import Role
from hub.ui.glue import suggestions
from tests.ui.conftest import page, text

pytestmark = pytest.mark.usefixtures("main_module")


def show_door():
    from hub.ui.show import show_door

    show_door("de")


def test_without_a_session_there_is_only_the_door():
    html = shown(AppTest.from_function(show_door).run())
    assert 'href="/login"' in html
    assert "Anmelden" in html
    assert "Messergewalt" not in html


def shown(app: AppTest) -> str:
    assert not app.exception
    return "".join(element.proto.body for element in app.get("html"))


def show_start(hub, reader):
    from hub.ui.show import show

    show(reader, "", {})


def test_a_page_stands_in_its_frame(hub, reader):
    member = reader()
    html = shown(AppTest.from_function(show_start, args=(hub, member), default_timeout=30).run())
    for part in ('class="bar"', 'role="search"', '<main id="main"', "<footer", "Kim Muster"):
        assert html.count(part) == 1, part
    assert 'href="/logout?token=proof"' in html
    assert 'href="/language?to=en&amp;next=%2F"' in html
    assert text(page(member).h1) in html


def test_suggestions_lead_to_what_they_name(reader):
    found = suggestions(reader(), "Nachtfal")
    assert {item["kind"] for item in found} == {"title"}
    assert {"text": "Fachtag Nachtfalter", "kind": "title", "to": "/resource?id=own-event"} in found
    tags = {item["to"] for item in suggestions(reader(), "Messergew")}
    assert "/search?tag=knife-violence" in tags


def test_suggestions_keep_what_a_guest_may_not_see(reader):
    assert suggestions(reader(Role.GUEST, "messergewalt"), "Gewitterw") == []
    assert suggestions(reader(), "Gewitterw") != []


def test_one_letter_is_not_worth_a_suggestion(reader):
    assert suggestions(reader(), "N") == []
