"""The JSON API under /api/v1/: read-only, for programs that show a token."""

from hub.web.api.service import api_routes

__all__ = ["api_routes"]
