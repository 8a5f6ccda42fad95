"""A small hub to try the gate on: the real gate and routes, one plain Streamlit page."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from hub.accounts import Accounts
from hub.database import open_database
from hub.settings import Settings, read_settings
from hub.web import middleware, routes


@dataclass(frozen=True)
class Parts:
    settings: Settings
    accounts: Accounts


settings = read_settings()
parts = Parts(settings, Accounts(open_database(settings), settings))
app = st.App(Path(__file__).parent / "main.py", routes=routes(parts), middleware=middleware(parts))
