"""Feeds and calendars behind secret addresses."""
