"""How hard the tests try: quickly by ``make test``, thoroughly by ``make thorough``.

Both run the same tests. Thoroughly, what is left to chance is tried many more times.
"""

import os

THOROUGH = os.environ.get("HUB_TEST_THOROUGH") == "1"


def tries(quickly: int, thoroughly: int) -> int:
    """How often something that is left to chance is tried."""
    return thoroughly if THOROUGH else quickly
