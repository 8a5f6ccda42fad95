"""How a link stands, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hub.i18n.words import mark
from hub.ui.reader import Reader

if TYPE_CHECKING:
    from hub.ingest.links import Check, Link

#: States of a link by their name, in the order in which editors see to them.
STATES: Mapping[str, str] = {
    "dead": mark("dead"),
    "gone": mark("gone"),
    "timed_out": mark("no answer"),
    "refused": mark("refused"),
    "moved": mark("moved"),
    "fine": mark("fine"),
}
#: What was found, by cause.
_REASONS: Mapping[str, str] = {
    "gone": mark("The server says that there is no such page."),
    "unknown_host": mark("There is no such server any more."),
    "bad_address": mark("The address cannot be right."),
    "front_page": mark("It leads to the front page of its site only."),
    "timed_out": mark("The server did not answer in time."),
    "unreachable": mark("The server cannot be reached."),
    "refused": mark("The server does not give the page to programs. It may well open for you."),
    "robots": mark("The site asks programs not to fetch the page. It may well open for you."),
    "not_allowed": mark("It leads into a private network, where the hub does not look."),
    "bad_certificate": mark("The certificate of the server is not valid."),
    "server_error": mark("The server reports an error of its own."),
    "broken_answer": mark("The server sends no proper answer."),
    "redirect_loop": mark("It leads on and on without an end."),
}


def state_text(reader: Reader, link: "Link") -> str:
    """The state in a word or two, with the day of the check."""
    state = reader.words.t(STATES[link.name])
    day = reader.words.day(link.last.at)
    return reader.words.t("{state} (checked on {day})", state=state, day=day)


def reason_text(reader: Reader, check: "Check") -> str | None:
    """Why a check did not find the page; None where it did."""
    reason = _REASONS.get(check.cause)
    if reason is None:
        return None
    text = reader.words.t(reason)
    if check.status and not 200 <= check.status < 300:
        text = text.replace(".", f" ({check.status}).", 1)  # behind the first sentence
    return text
