"""Identity: when two addresses, files or texts are the same resource (R14)."""

from hub.ingest.identity.addresses import clean, key
from hub.ingest.identity.canonical import believed_canonical, leads_to_front_page
from hub.ingest.identity.compact import Ids, Rows, hashed
from hub.ingest.identity.fingerprints import Fingerprints, near_twins
from hub.ingest.identity.malformed import AddressProblem, Flaw, is_glued_or_malformed

__all__ = [
    "AddressProblem",
    "Fingerprints",
    "Flaw",
    "Ids",
    "Rows",
    "believed_canonical",
    "clean",
    "hashed",
    "is_glued_or_malformed",
    "key",
    "leads_to_front_page",
    "near_twins",
]
