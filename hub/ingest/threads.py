"""How the threads of a run share the one interpreter."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SWITCH = 0.002  #: seconds that a thread may keep others waiting; 0.005 is Python's own
_COLLECT = (50_000, 20, 50)  #: what a run makes goes as a whole: little of it is left in rings
_USUAL = (sys.getswitchinterval(), gc.get_threshold())


@contextmanager
def quick_switches() -> Iterator[None]:
    """For as long as the block: threads give way quickly, garbage is looked for less often.

    Else a child that reads files waits for its next one while another thread counts words.
    """
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(*_COLLECT)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL[0])
        gc.set_threshold(*_USUAL[1])
