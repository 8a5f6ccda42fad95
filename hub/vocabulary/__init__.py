"""Upkeep of the vocabulary: tags, places, target groups, publishers and collections."""

from hub.vocabulary.listing import Entry, Near
from hub.vocabulary.vocabulary import Preview, Vocabulary

__all__ = ["Entry", "Near", "Preview", "Vocabulary"]
