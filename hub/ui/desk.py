"""What the editors' pages share: who may see them, their forms, their notices."""

from collections.abc import Mapping

from hub.accounts import EDITORS
from hub.ui.html import Child, Html, el
from hub.ui.reader import Reader
from hub.ui.state import Params


def may_edit(reader: Reader) -> bool:
    """Whether this person sees the editors' pages at all."""
    return reader.session.role in EDITORS


def last(params: Params, name: str) -> str:
    """The last value of a parameter, or nothing."""
    values = params.get(name, ())
    return values[-1] if values else ""


def posting(
    reader: Reader,
    to: str,
    *children: Child,
    busy: str,
    files: bool = False,
    class_: str = "",
    id: str | None = None,
) -> Html:
    """A form that is sent by the script, which then goes where it is told, or says what failed."""
    return el(
        "form",
        el("input", type="hidden", name="csrf", value=reader.session.csrf),
        children,
        el("p", class_="error", role="alert"),
        action=to,
        method="post",
        enctype="multipart/form-data" if files else None,
        data_desk=busy,
        data_failed=reader.words.t("The hub does not answer. Try again in a moment."),
        class_=f"desk-form {class_}".strip(),
        id=id,
    )


def button(text: str, do: str, *, strong: bool = False, key: str = "", check: bool = True) -> Html:
    """A button that sends its form; ``key`` is the letter that presses it on the keyboard."""
    return el(
        "button",
        text,
        el("kbd", key, aria_hidden="true") if key else None,
        type="submit",
        name="do",
        value=do,
        class_="strong" if strong else "plain",
        data_key=key or None,
        formnovalidate=not check,
        aria_keyshortcuts=key or None,
    )


def done_notice(reader: Reader, params: Params, texts: Mapping[str, str]) -> Html | None:
    """What was just done."""
    text = texts.get(last(params, "done"))
    if text is None:
        return None
    return el("div", el("p", reader.words.t(text)), class_="notice", role="status")
