"""What a run changes of the interpreter is changed back."""

import gc
import sys

import pytest

from hub.ingest.threads import quick_switches


def test_threads_give_way_quickly_during_a_run_and_as_usual_after_it():
    before = (sys.getswitchinterval(), gc.get_threshold())
    with quick_switches():
        assert sys.getswitchinterval() < before[0]
        assert gc.get_threshold() > before[1]
    assert (sys.getswitchinterval(), gc.get_threshold()) == before


def test_a_run_that_fails_leaves_nothing_changed():
    before = (sys.getswitchinterval(), gc.get_threshold())
    with pytest.raises(KeyboardInterrupt), quick_switches():
        raise KeyboardInterrupt
    assert (sys.getswitchinterval(), gc.get_threshold()) == before
