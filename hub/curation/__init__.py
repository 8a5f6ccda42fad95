"""Curation: saved searches, alerts, feeds and the newsletter."""
