"""Bulk edits as planned: what changes, what stays, what cannot be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.model import EVERYTHING, Access
from hub.upkeep.bulk import LARGEST, Deed, Plan, Planner, Wish
from hub.upkeep.model import UpkeepError
from tests.upkeep.making import NOW, TODAY, catalogue_of, made

ALL = (
    made("a", tags=("lighting",)),
    made("b", collections=("park", "bahnhof")),
    made("c", type="method", evidence={"step": "proven", "source": "Grüne Liste"}),
    made("d", collections=("geheim", "park"), status="draft"),
)
PARK = Access(frozenset({"park", "bahnhof"}), unpublished=True)


def planned(deed: Deed, value: str = "", source: str = "", access: Access = EVERYTHING) -> Plan:
    planner = Planner(catalogue_of(*ALL), access, TODAY, NOW)
    return planner.plan([r.id for r in ALL], Wish(deed, value, source))


def after(plan: Plan, field: str) -> dict[str, object]:
    return {new.id: getattr(new, field) for _, new in plan.changes}


def names(plan: Plan) -> tuple[list[str], list[str], list[str]]:
    return (
        [new.id for _, new in plan.changes],
        [r.id for r in plan.same],
        [r.resource.id for r in plan.refused],
    )


@pytest.mark.parametrize("name", ["lighting", "Beleuchtung", " lighting "])
def test_a_topic_is_added_where_it_is_not(name):
    plan = planned(Deed.ADD_TAG, name)
    assert names(plan) == (["b", "c", "d"], ["a"], [])
    assert after(plan, "tags")["b"] == ("lighting",)
    assert after(plan, "updated")["b"] == NOW


def test_a_topic_is_taken_away():
    plan = planned(Deed.REMOVE_TAG, "Lighting")
    assert names(plan) == (["a"], ["b", "c", "d"], [])
    assert after(plan, "tags") == {"a": ()}


def test_a_topic_that_the_thesaurus_has_lost_can_still_be_taken_away():
    lost = catalogue_of(made("a", tags=("lost-one",)))
    planner = Planner(lost, EVERYTHING, TODAY, NOW)
    assert after(planner.plan(["a"], Wish(Deed.REMOVE_TAG, "lost-one")), "tags") == {"a": ()}
    with pytest.raises(UpkeepError, match="lost-one"):
        planner.plan(["a"], Wish(Deed.ADD_TAG, "lost-one"))


def test_a_collection_is_added_behind_the_others():
    plan = planned(Deed.ADD_COLLECTION, "bahnhof")
    assert after(plan, "collections") == {
        "a": ("park", "bahnhof"),
        "c": ("park", "bahnhof"),
        "d": ("geheim", "park", "bahnhof"),
    }


def test_the_last_collection_is_never_taken_away():
    plan = planned(Deed.REMOVE_COLLECTION, "park")
    assert names(plan) == (["b", "d"], [], ["a", "c"])
    assert after(plan, "collections") == {"b": ("bahnhof",), "d": ("geheim",)}
    assert "no collection" in plan.refused[0].text(str)


def test_moving_takes_the_place_of_the_old_collection():
    plan = planned(Deed.MOVE_COLLECTION, "bahnhof", "park")
    assert after(plan, "collections") == {
        "a": ("bahnhof",),
        "b": ("bahnhof",),
        "c": ("bahnhof",),
        "d": ("geheim", "bahnhof"),
    }


def test_an_evidence_step_stays_with_methods():
    plan = planned(Deed.SET_TYPE, "project")
    assert names(plan) == (["a", "b", "d"], [], ["c"])
    assert names(planned(Deed.SET_TYPE, "method"))[1] == ["c"]


def test_status_and_review():
    assert names(planned(Deed.SET_STATUS, "published")) == (["d"], ["a", "b", "c"], [])
    plan = planned(Deed.REVIEWED)
    assert set(after(plan, "reviewed").values()) == {"2026-03-09"}
    assert set(after(plan, "updated").values()) == {None}  # looked at, not changed


def test_only_what_one_sees_is_changed_and_what_one_does_not_see_stays():
    plan = planned(Deed.REMOVE_COLLECTION, "park", access=PARK)
    assert after(plan, "collections")["d"] == ("geheim",)
    hidden = Access(frozenset({"bahnhof"}), unpublished=True)
    assert names(planned(Deed.REVIEWED, access=hidden))[0] == ["b"]
    with pytest.raises(UpkeepError, match="Choose a collection"):
        planned(Deed.ADD_COLLECTION, "geheim", access=PARK)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(Deed.ADD_TAG, ""), "Name a topic"),
        (Wish(Deed.ADD_TAG, "x" * 5000), "no single topic"),
        (Wish(Deed.ADD_COLLECTION, "atlantis"), "Choose a collection"),
        (Wish(Deed.MOVE_COLLECTION, "park", "park"), "two different"),
        (Wish(Deed.MOVE_COLLECTION, "park"), "Choose a collection"),
        (Wish(Deed.SET_TYPE, "poem"), "Choose what"),
        (Wish(Deed.SET_STATUS, ""), "Choose what"),
    ],
)
def test_a_wish_that_makes_no_sense_is_said(wish, said):
    with pytest.raises(UpkeepError, match=said):
        Planner(catalogue_of(*ALL), EVERYTHING, TODAY, NOW).plan(["a"], wish)


def test_nothing_ticked_and_too_much_are_said():
    planner = Planner(catalogue_of(*ALL), EVERYTHING, TODAY, NOW)
    for ids in ([], ["atlantis"]):
        with pytest.raises(UpkeepError, match="Tick"):
            planner.plan(ids, Wish(Deed.REVIEWED))
    many = [made(f"r{n}") for n in range(LARGEST + 1)]
    planner = Planner(catalogue_of(*many), EVERYTHING, TODAY, NOW)
    with pytest.raises(UpkeepError, match=f"{LARGEST} at most"):
        planner.plan([r.id for r in many], Wish(Deed.REVIEWED))


@settings(max_examples=60, deadline=None)
@given(
    deed=st.sampled_from(Deed),
    value=st.sampled_from(["", "lighting", "park", "bahnhof", "event", "method", "withdrawn"]),
    source=st.sampled_from(["", "park", "geheim"]),
    ids=st.lists(st.sampled_from(["a", "b", "c", "d", "x"]), max_size=8),
)
def test_a_plan_names_everything_once_and_done_again_does_nothing(deed, value, source, ids):
    catalogue, wish = catalogue_of(*ALL), Wish(deed, value, source)
    try:
        plan = Planner(catalogue, EVERYTHING, TODAY, NOW).plan(ids, wish)
    except UpkeepError:
        return
    changed, same, refused = names(plan)
    assert sorted(changed + same + refused) == sorted({i for i in ids if i != "x"})
    done = catalogue_of(*({r.id: r for r in ALL} | {n.id: n for _, n in plan.changes}).values())
    again = Planner(done, EVERYTHING, TODAY, NOW).plan(ids, wish)
    assert not again.changes
