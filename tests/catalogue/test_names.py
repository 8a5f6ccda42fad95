"""Ids from titles."""

import pytest

from hub.catalogue.names import new_id, slug


class Counted(set[str]):
    """Taken ids that count how often they are asked for."""

    asked = 0

    def __contains__(self, id: object) -> bool:
        self.asked += 1
        return super().__contains__(id)


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("Größere Plätze – für alle", "groessere-plaetze-fuer-alle"),
        ("„Sicher“ in Łódź", "sicher-in-lodz"),
        ("☂", ""),
    ],
)
def test_an_id_has_plain_letters_only(title, id):
    assert slug(title) == id


def test_a_taken_id_gets_a_number_behind_it():
    assert new_id("Bericht", None, set()) == "bericht"
    assert new_id("Bericht", None, {"bericht"}) == "bericht-2"
    assert new_id("Bericht", None, {"bericht", "bericht-2", "bericht-3"}) == "bericht-4"
    assert new_id("Bericht", None, {"bericht", "bericht-3"}) == "bericht-2"


def test_of_many_with_one_title_each_gets_the_next_number_soon():
    taken = Counted()
    for number in range(1, 1000):
        id = new_id("Pressemitteilung", None, taken)
        assert id == ("pressemitteilung" if number == 1 else f"pressemitteilung-{number}")
        taken.add(id)
    assert taken.asked < 30 * 1000


def test_what_has_no_letters_is_told_apart_by_its_address():
    first, second = (new_id("☂", f"https://example.org/{n}", set()) for n in (1, 2))
    assert first.startswith("resource-")
    assert first != second
