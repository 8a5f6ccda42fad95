"""Alerts: who is told what is new, when, and that nobody is told twice."""
