"""Ingest: from an address, a file or a source to a proposed or catalogued resource.

The pipeline reads off the folder: fetch, identify, extract, enrich, compare, propose or save.
"""
