"""A knowledge hub and search engine for crime prevention and urban security."""

__version__ = "0.1.0"
