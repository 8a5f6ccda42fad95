"""The words of a query into what is asked."""

from hypothesis import given
from hypothesis import strategies as st

from hub.index.parsing import LONGEST_TEXT, MOST_WORDS, Clause, Parsed, Piece, parse

NAMES = {("place", "münchen"): frozenset({"muenchen"}), ("type", "projekt"): frozenset({"project"})}


def read(text: str) -> Parsed:
    return parse(text, lambda facet, name: NAMES.get((facet, name.casefold()), frozenset()))


def pieces(text: str) -> list[tuple[Piece, ...]]:
    return [clause.pieces for clause in read(text).clauses]


def test_plain_words() -> None:
    assert pieces("Messer  Schule") == [(Piece(("Messer",)),), (Piece(("Schule",)),)]


def test_a_phrase() -> None:
    assert pieces('"im Park" Licht') == [
        (Piece(("im", "Park"), phrase=True),),
        (Piece(("Licht",)),),
    ]


def test_or_joins_and_drops_and() -> None:
    assert pieces("Messer OR Gewalt UND Park") == [
        (Piece(("Messer",)), Piece(("Gewalt",))),
        (Piece(("Park",)),),
    ]


def test_exclusions() -> None:
    parsed = read("Park -Messer NICHT Gewalt")
    assert [c.pieces[0].text for c in parsed.without] == ["Messer", "Gewalt"]
    assert [c.pieces[0].text for c in parsed.clauses] == ["Park"]


def test_a_hyphen_within_a_word_excludes_nothing() -> None:
    assert not read("DEFUS-Städte").without


def test_prefix() -> None:
    assert pieces("Präv*") == [(Piece(("Präv",), prefix=True),)]


def test_a_text_field() -> None:
    assert pieces('titel:Licht herausgeber:"Stadt Köln"') == [
        (Piece(("Licht",), field="title"),),
        (Piece(("Stadt", "Köln"), phrase=True, field="publisher"),),
    ]


def test_a_narrowing_field() -> None:
    parsed = read('ort:München -typ:Projekt jahr:"2020-2022"')
    assert [(n.facet, sorted(n.values), n.negative) for n in parsed.narrowings] == [
        ("place", ["muenchen"], False),
        ("type", ["project"], True),
        ("year", ["2020", "2021", "2022"], False),
    ]
    assert not parsed.clauses


def test_an_unknown_value_is_read_as_words_and_said() -> None:
    parsed = read("ort:Atlantis")
    assert [c.pieces[0].text for c in parsed.clauses] == ["ort", "Atlantis"]
    assert [(a.kind, a.subject) for a in parsed.advice] == [("literal", "ort:Atlantis")]


def test_an_unknown_field_is_words() -> None:
    assert [c.pieces[0].text for c in read("foo:bar").clauses] == ["foo", "bar"]


def test_lone_operators_are_words() -> None:
    assert pieces("NOT") == [(Piece(("NOT",)),)]
    assert pieces("Park OR") == [(Piece(("Park",)),), (Piece(("OR",)),)]


def test_an_open_quote_is_said() -> None:
    parsed = read('"Park Licht')
    assert [c.pieces[0].text for c in parsed.clauses] == ["Park", "Licht"]
    assert [a.kind for a in parsed.advice] == ["literal"]


def test_a_gender_form_is_one_word_and_no_prefix() -> None:
    assert pieces("Mitarbeiter*innen") == [(Piece(("Mitarbeiter*innen",)),)]
    assert pieces("Mitarbeiter:innen") == [(Piece(("Mitarbeiter:innen",)),)]


def test_text_without_a_part_is_what_one_would_type() -> None:
    parsed = read('Park "im Licht" -Messer ort:München')
    left_out = parsed.clauses[1]
    assert parsed.text_without(left_out) == "Park -Messer ort:München"


def test_long_queries_are_cut_and_said() -> None:
    parsed = read("wort " * 500)
    assert len(parsed.clauses) == MOST_WORDS
    assert [a.kind for a in parsed.advice] == ["too-long"]
    assert len(read("x" * 5000).clauses[0].pieces[0].text) <= LONGEST_TEXT


@given(st.text())
def test_parsing_never_fails(text: str) -> None:
    parsed = read(text)
    assert all(isinstance(clause, Clause) and clause.pieces for clause in parsed.clauses)


@given(st.lists(st.sampled_from(['"', "-", "OR", "NOT", "titel:", "ort:", "*", "x", "(", "^2"])))
def test_parsing_never_fails_on_syntax(tokens: list[str]) -> None:
    read(" ".join(tokens))
    read("".join(tokens))
