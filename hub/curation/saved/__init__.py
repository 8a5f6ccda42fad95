"""Saved searches: kept, opened, shared, brought back."""
