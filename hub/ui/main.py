"""The Streamlit script: who is there, which page, and that page in its frame."""

import datetime as dt
import re
from urllib.parse import urlsplit

import streamlit as st

from hub.core import shared_hub
from hub.i18n import LANGUAGES
from hub.settings import read_settings
from hub.ui.reader import Reader
from hub.ui.show import names_for, show, show_door

_NAME = re.compile(r"[\w-]{1,80}")


def _reader() -> Reader | None:
    """Who reads, by the cookies of the browser; None without a session."""
    hub = shared_hub(read_settings())
    cookies = st.context.cookies
    session = hub.accounts.session(cookies.get("hub_session", ""))
    language = cookies.get("hub_language", "")
    if language not in LANGUAGES:
        language = hub.settings.language
    if session is None:
        show_door(language)
        return None
    memory = st.session_state.setdefault("hub-memory", {})
    return Reader(hub, session, language, dt.date.today(), memory)


def _current(reader: Reader | None) -> str:
    """The page that the address names. Pages are shown by us: they are never run.

    A name that we do not know is a page, too: Streamlit would speak of it in English only.
    """
    named = urlsplit(st.context.url or "").path.strip("/")
    names = names_for(reader)
    known = dict.fromkeys([*names, named] if _NAME.fullmatch(named) else names)
    pages = [
        st.Page(lambda: None, title=path or "start", url_path=path, default=not path)
        for path in known
    ]
    return str(st.navigation(pages, position="hidden").url_path)


reader = _reader()
page = _current(reader)
if reader is None:
    st.stop()
show(reader, page, {name: st.query_params.get_all(name) for name in st.query_params})
