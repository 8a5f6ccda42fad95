"""R4: every way to write a gender form finds every other."""

import itertools

import pytest

from tests.language.finding import grade

SIGNS = """{0} {0}in {0}innen {0}*in {0}*innen {0}:innen {0}_innen {0}/-innen
{0}/innen {0}(innen) {0}Innen {0}·innen {0}/-in {0}(in)"""


@pytest.mark.parametrize("base", ["Mitarbeiter", "Bürger", "Polizist", "Streetworker", "Nachbar"])
def test_all_ways_to_write_it_find_each_other(base: str) -> None:
    forms = SIGNS.format(base).split()
    lost = [pair for pair in itertools.product(forms, forms) if grade(*pair) is None]
    assert lost == []


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("Ärzt:innen", "Arzt"),
        ("Ärztinnen", "Arzt"),
        ("Kolleg*innen", "Kollege"),
        ("Expert_innen", "Experte"),
        ("Beamt*innen", "Beamter"),
        ("Kund:in", "Kunde"),
        ("Köchin", "Koch"),
        ("Angestellte*r", "Angestellte"),
        ("Sozialarbeiter*innen", "Sozialarbeiter"),
        ("Bürger*innenbeteiligung", "Bürgerbeteiligung"),
        ("Schüler:innenvertretung", "Schülervertretung"),
    ],
)
def test_irregular_ones_find_their_base(form: str, base: str) -> None:
    assert grade(base, form) is not None
    assert grade(form, base) is not None


@pytest.mark.parametrize(
    ("word", "stranger"),
    [("Termin", "Term"), ("Heroin", "Hero"), ("Benzin", "Benz"), ("Magazin", "Magaz"),
     ("Rubin", "Rub"), ("Medizin", "Mediz"), ("Disziplin", "Diszipl"), ("gewinnen", "Gewer")],
)  # fmt: skip
def test_not_every_ending_in_in_is_feminine(word: str, stranger: str) -> None:
    assert grade(stranger, word) is None


def test_parts_of_gender_forms_are_found() -> None:
    assert grade("Beteiligung", "Bürger*innenbeteiligung") is not None
    assert grade("Bürger", "Bürger*innenbeteiligung") is not None
