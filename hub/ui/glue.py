"""The one script of the pages: quick links, focus, suggestions while typing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from hub.model import Query, Suggestion
from hub.ui.frame import suggestion_labels
from hub.ui.reader import Reader
from hub.ui.state import resource_address, search_address, toggled

_KEY = "hub-glue"
_SHORTEST = 2  #: letters that are worth a suggestion
_mount = st.components.v2.component(
    "hub.glue",
    js="\n".join(
        (Path(__file__).parent / name).read_text(encoding="utf-8")
        for name in ("glue.js", "suggest.js", "desk.js", "compose.js", "arrange.js", "upkeep.js")
    ),
    isolate_styles=False,
)


@st.fragment
def glue(reader: Reader, pages: Sequence[str]) -> None:
    """Mount the script. While somebody types, only this part of the page runs again.

    ``pages`` are the paths that a link leads to without loading everything anew.
    """
    typed = _typed(st.session_state.get(_KEY))
    data = {
        "typed": typed,
        "suggestions": suggestions(reader, typed),
        "labels": suggestion_labels(reader),
        "pages": [f"/{page}" for page in pages],
    }
    _mount(key=_KEY, data=data, on_typed_change=lambda: None)


def _typed(state: object) -> str:
    typed = state.get("typed") if isinstance(state, Mapping) else None
    return typed if isinstance(typed, str) else ""


def suggestions(reader: Reader, typed: str) -> list[dict[str, Any]]:
    """What the typed beginning may mean, each with the address it leads to."""
    if len(typed) < _SHORTEST:
        return []
    found = reader.hub.suggest(typed, reader.access)
    return [{"text": s.text, "kind": s.kind, "to": _to(s)} for s in found]


def _to(suggestion: Suggestion) -> str:
    if suggestion.kind == "title":
        return resource_address(suggestion.id)
    return search_address(toggled(Query(), suggestion.kind, suggestion.id))
