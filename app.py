"""The ASGI app: the Streamlit pages, our routes, and the gate before everything."""

from pathlib import Path

import streamlit as st

from hub.core import shared_hub
from hub.settings import read_settings
from hub.web import curation_routes, middleware, routes
from hub.web.api import api_routes
from hub.web.bulk import bulk_routes
from hub.web.care import care_routes
from hub.web.desk import desk_routes
from hub.web.exporting import export_routes
from hub.web.figures import figure_routes
from hub.web.history import history_routes
from hub.web.oai import oai_routes
from hub.web.opensearch import opensearch_routes
from hub.web.upkeep import upkeep_routes
from hub.web.vocabulary import vocabulary_routes

hub = shared_hub(read_settings())
app = st.App(
    Path(__file__).parent / "hub" / "ui" / "main.py",
    routes=[
        *(*routes(hub), *care_routes(hub), *curation_routes(hub), *desk_routes(hub)),
        *(*api_routes(hub), *opensearch_routes(hub), *oai_routes(hub)),
        *history_routes(hub),
        *(*upkeep_routes(hub), *bulk_routes(hub), *export_routes(hub)),
        *(*vocabulary_routes(hub), *figure_routes(hub)),
    ],
    middleware=middleware(hub),
)
