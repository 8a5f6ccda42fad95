"""Plain web pages, routes and the gate in front of everything."""

from hub.web.serving import curation_routes, middleware, routes

__all__ = ["curation_routes", "middleware", "routes"]
