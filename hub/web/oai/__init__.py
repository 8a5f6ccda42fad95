"""A provider of OAI-PMH 2.0 for collections whose metadata the admin has made public."""

from hub.web.oai.service import oai_routes

__all__ = ["oai_routes"]
