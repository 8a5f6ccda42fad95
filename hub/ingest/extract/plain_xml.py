"""XML of no kind we know: its text."""

from hub.ingest.extract.tree import xml_tree
from hub.ingest.model import Extracted, Fetched, Passage


def extract(fetched: Fetched) -> Extracted:
    """All text, a line for each element that holds some."""
    texts = (" ".join(text.split()) for text in xml_tree(fetched.content).itertext())
    return Extracted(passages=(Passage("\n".join(filter(None, texts))),))
