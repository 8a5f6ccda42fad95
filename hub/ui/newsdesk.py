"""What the pages of the newsletter desk share: who sees them, their forms and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.accounts import CURATORS, Account, Session
from hub.curation.newsletter.checking import Lack
from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model.newsletter import IssueState
from hub.ui.html import Child, Html, el, hidden
from hub.ui.reader import Reader
from hub.ui.state import Params, address

STATES = {
    IssueState.DRAFT: mark("Draft"),
    IssueState.SENDING: mark("Being sent"),
    IssueState.SENT: mark("Sent"),
}
LACKS = {
    Lack.EMPTY: mark("No entry is chosen yet."),
    Lack.NO_IMPRINT: mark("The imprint is missing."),
    Lack.NO_BLURB: mark("There is no text yet."),
    Lack.NO_LINK: mark("There is no link."),
    Lack.DEAD_LINK: mark("The link leads nowhere any more."),
    Lack.PAST: mark("The event is over."),
    Lack.EXPIRED: mark("The deadline is over."),
    Lack.CHANGED: mark("Changed in the catalogue since it was copied."),
    Lack.GONE: mark("No longer in the hub, or no longer open to all members."),
    Lack.CLASH: mark("Two people wrote at once: choose a version."),
    Lack.LONG_NOTE: mark("Longer than a note on a press article may be: it will be cut."),
}


def curator(reader: Reader) -> Account:
    """The account of the curator who reads. Raises NotFound for all others."""
    session = reader.session
    if not is_curator(session) or session.email is None:
        raise NotFound(mark("There is no such page."))
    return reader.hub.accounts.account(session.email)


def is_curator(session: Session) -> bool:
    """Whether the pages of the desk are there for this person."""
    return session.role in CURATORS


def issue_address(newsletter: str, number: int, **more: str) -> str:
    """Where an issue is composed."""
    rest = [(name, value) for name, value in more.items() if value]
    return address("/issue", [("newsletter", newsletter), ("number", str(number)), *rest])


def newsletter_address(id: str) -> str:
    """Where a newsletter's template is edited."""
    return address("/newsletter", [("id", id)])


def form(
    reader: Reader,
    action: str,
    *content: Child,
    fields: Mapping[str, str],
    class_: str | None = None,
    quick: bool = False,
    id: str | None = None,
) -> Html:
    """A form of the desk. ``quick``: the page stays where it is, the focus on what changed."""
    return el(
        "form",
        _hidden(reader, fields),
        *content,
        el("p", class_="problem", role="alert"),
        method="post",
        action=action,
        data_compose=quick,
        data_post=not quick,
        class_=class_,
        id=id,
    )


def autosaved(
    reader: Reader, action: str, *content: Child, fields: Mapping[str, str], id: str
) -> Html:
    """A form that saves itself while one writes, and says when."""
    words = reader.words
    return el(
        "form",
        _hidden(reader, fields),
        *content,
        el(
            "div",
            el("button", words.t("Save"), type="submit", class_="small plain"),
            el("p", class_="saving", role="status"),
            class_="save-row",
        ),
        method="post",
        action=action,
        id=id,
        class_="desk-form",
        data_autosave=True,
        data_saving=words.t("Saving …"),
        data_failed=words.t("Not saved: the hub does not answer. It is tried again."),
        data_both=words.t("Show both versions"),
        data_leave=words.t(
            "Some of what you typed is not saved, because it was refused. Leave the page and lose "
            "it?"
        ),
    )


def _hidden(reader: Reader, fields: Mapping[str, str]) -> list[Html]:
    pairs = {"csrf": reader.session.csrf, **fields}
    return [el("input", type="hidden", name=name, value=value) for name, value in pairs.items()]


#: A field is not called `title` or `name`: the page would strip such names, which documents have.
def field(
    label: str, name: str, id: str, value: str = "", *, hint: str = "", **more: str | int | bool
) -> Html:
    """A labelled line to type in."""
    shown = el(
        "input",
        type=str(more.pop("type", "text")),
        name=name,
        id=id,
        value=value,
        autocomplete="off",
        aria_describedby=f"{id}-hint" if hint else None,
        **more,
    )
    return el("div", el("label", label, for_=id), shown, _hint(hint, id), class_="entry-field")


def area(
    label: str, name: str, id: str, value: str, rows: int, *, hint: str = "", **more: str | bool
) -> Html:
    """A labelled text of several lines."""
    # a line end right after the tag is not part of the text, one that the text begins with is
    text = el(
        "textarea",
        "\n" + value,
        name=name,
        id=id,
        rows=rows,
        dir="auto",
        aria_describedby=f"{id}-hint" if hint else None,
        **more,
    )
    return el("div", el("label", label, for_=id), text, _hint(hint, id), class_="entry-field")


def _hint(hint: str, id: str) -> Html | None:
    return el("p", hint, class_="facts", id=f"{id}-hint") if hint else None


def select(
    label: str,
    name: str,
    id: str,
    options: Sequence[tuple[str, str]],
    chosen: str = "",
    *,
    quiet: bool = False,
) -> Html:
    """A labelled choice of one of several; ``quiet`` shows the label to screen readers only."""
    shown = [el("option", text, value=value, selected=value == chosen) for value, text in options]
    return el(
        "div",
        el("label", label, for_=id, class_="vh" if quiet else None),
        el("select", shown, name=name, id=id),
        class_="entry-field",
    )


def button(
    text: str,
    *,
    id: str | None = None,
    sign: str = "",
    plain: bool = True,
    about: str = "",
    idle: bool = False,
) -> Html:
    """A button that sends its form.

    ``sign`` is shown instead of the text, which is still read; ``about`` is read behind it, where
    several buttons say the same; ``idle``: pressing it changes nothing just now, and it may keep
    the focus.
    """
    shown = [el("span", sign, aria_hidden="true"), hidden(text)] if sign else [text]
    if about:
        shown.append(hidden(f": {about}"))
    return el(
        "button",
        shown,
        type="submit",
        id=id,
        class_="small plain" if plain else "small strong",
        title=text if sign else None,
        aria_disabled="true" if idle else None,
    )


@dataclass(frozen=True)
class Version:
    """A text that was written while somebody else changed the same, and how to take it."""

    by: str
    heading: Child
    text: str
    take: Html


def versions(reader: Reader, written: Sequence[Version], keep: Html) -> Html:
    """What was written at once: nothing is lost until somebody decides. ``keep``: for none."""
    words = reader.words
    items = [
        el(
            "li",
            el("p", words.t("Version of {name}", name=one.by or "–"), class_="facts"),
            el("p", one.heading, dir="auto") if one.heading else None,
            el("p", one.text or words.t("(no text)"), class_="lines-kept", dir="auto"),
            one.take,
        )
        for one in written
    ]
    return el(
        "div",
        el("p", el("strong", words.t("Two people wrote at once. Choose a version."))),
        el("ul", items, class_="versions"),
        keep,
        class_="notice strong",
    )


def done_notice(
    reader: Reader, params: Params, texts: Mapping[str, str], **gaps: str
) -> Html | None:
    """What was just done."""
    values = params.get("done", ())
    text = texts.get(values[-1] if values else "")
    if text is None:
        return None
    return el("div", el("p", reader.words.t(text, **gaps)), class_="notice", role="status")


def last(params: Params, name: str) -> str:
    """The last value of a parameter, or nothing."""
    values = params.get(name, ())
    return values[-1] if values else ""
