"""Enrich: language, publisher, places, and suggestions of collection, type and tags."""

from hub.ingest.enrich.enricher import Enricher

__all__ = ["Enricher"]
