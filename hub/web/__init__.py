"""Plain web pages, routes and the gate in front of everything."""

from hub.web.serving import middleware, routes

__all__ = ["middleware", "routes"]
