"""How hard the tests try: quickly by ``make test``, thoroughly by ``make thorough``.

Thoroughly, what is left to chance is tried many more times, and the tests marked as thorough run.
"""

import os

THOROUGH = os.environ.get("HUB_TEST_THOROUGH") == "1"


def tries(quickly: int, thoroughly: int) -> int:
    """How often something that is left to chance is tried."""
    return thoroughly if THOROUGH else quickly
