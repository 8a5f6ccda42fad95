"""Measures: each module is a command. None of them is part of the package."""
