"""Who takes whose place: no circles, nobody led to nowhere."""

import pytest

from hub.model import Status
from hub.upkeep.changing import superseded, with_status
from hub.upkeep.model import UpkeepError
from tests.upkeep.making import NOW, made

CHAIN = {
    r.id: r
    for r in (
        made("a", superseded_by="b"),
        made("b", superseded_by="c"),
        made("c"),
        made("d", status="withdrawn"),
        made("e", superseded_by="f"),
        made("f", superseded_by="e"),
    )
}


@pytest.mark.parametrize(
    ("id", "successor", "said"),
    [
        ("c", "a", "in a circle"),
        ("c", "b", "in a circle"),
        ("c", "c", "its own place"),
        ("c", "d", "not published"),
        ("c", "nowhere", "no resource 'nowhere'"),
    ],
)
def test_a_successor_that_is_none_is_refused(id, successor, said):
    with pytest.raises(UpkeepError, match=said):
        superseded(CHAIN[id], successor, CHAIN, NOW)


def test_a_successor_is_set_and_setting_it_again_changes_nothing():
    new = superseded(CHAIN["a"], "c", CHAIN, NOW)
    assert (new.superseded_by, new.updated) == ("c", NOW)
    assert superseded(CHAIN["a"], "b", CHAIN, NOW) is CHAIN["a"]


def test_a_circle_of_others_does_not_hang():
    assert superseded(CHAIN["c"], "e", CHAIN, NOW).superseded_by == "e"


def test_withdrawing_twice_changes_once():
    gone = with_status(CHAIN["c"], Status.WITHDRAWN, NOW)
    assert (gone.status, gone.updated) == (Status.WITHDRAWN, NOW)
    assert with_status(gone, Status.WITHDRAWN, NOW) is gone
