"""Accounts, access codes, sessions, throttling and the audit log."""
