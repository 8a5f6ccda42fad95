"""Curation: saved searches, alerts, feeds and the newsletter."""

from hub.curation.curation import Curation

__all__ = ["Curation"]
