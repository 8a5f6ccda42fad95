"""Upkeep: what editors look at next, and how they change one resource or many."""
