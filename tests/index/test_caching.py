"""What is worked out is kept within a budget."""

from hub.index.caching import Cache


def test_a_value_is_made_once() -> None:
    cache, made = Cache(100), []

    def make() -> tuple[str, int]:
        made.append(1)
        return "value", 10

    assert [cache.get("key", make), cache.get("key", make)] == ["value", "value"]
    assert len(made) == 1
    cache.clear()
    assert cache.size == 0
    assert cache.get("key", make) == "value"
    assert len(made) == 2


def test_what_was_used_last_stays_within_the_budget() -> None:
    cache = Cache(100)
    for key in "abc":
        cache.get(key, lambda key=key: (key, 40))  # type: ignore[misc]
        cache.get("a", lambda: ("anew", 40))
    assert cache.size <= 100
    assert cache.get("a", lambda: ("anew", 40)) == "a"
    assert cache.get("b", lambda: ("anew", 40)) == "anew"


def test_what_is_larger_than_the_budget_is_not_kept() -> None:
    cache = Cache(100)
    assert cache.get("big", lambda: ("big", 101)) == "big"
    assert cache.size == 0
