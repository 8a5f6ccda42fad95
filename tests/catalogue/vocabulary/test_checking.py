"""What is wrong with a thesaurus is said with line and way out."""

import pytest

from hub.catalogue import CatalogueFolder
from hub.catalogue.vocabulary.checking import circles, hints, shadows
from hub.language import analyze
from hub.model import Concept, Thesaurus

from ..files import write

SOUND = "concepts:\n- id: crime\n  label: {de: Kriminalität, en: crime}\n"


def problems_of(root, text):
    write(root / "thesaurus.yaml", text)
    return [p for p in CatalogueFolder(root).load().problems if p.path == "thesaurus.yaml"]


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("- id: knife\n  label: {de: Messer}\n", 5, "no label in the language 'en'"),
        ("- id: knife\n  label: {de: Messer, en: ' '}\n", 5, "no label in the language 'en'"),
        (
            "- id: deeds\n  label: {de: KRIMINALITÄT, en: deeds}\n",
            5,
            "'KRIMINALITÄT' (de) is already that of 'crime'",
        ),
        (
            "- id: a\n  label: {de: A, en: a}\n  broader: [b]\n"
            "- id: b\n  label: {de: B, en: b}\n  broader: [a]\n",
            6,
            "lead back to itself: a → b → a",
        ),
        ("- id: a\n  label: {de: A, en: a}\n  broader: [a]\n", 6, "a → a"),
    ],
)
def test_what_no_thesaurus_may_have(root, rows, line, words):
    (found,) = problems_of(root, SOUND + rows)
    assert found.fatal
    assert found.line == line
    assert words in found.reason


def test_circles_are_found_once_and_however_long():
    long = {str(n): (str(n + 1),) for n in range(5000)} | {"5000": ("0",)}
    assert [len(c) for c in circles(long)] == [5001]
    assert list(circles({"a": ("b", "c"), "b": ("c",), "c": ()})) == []


def key(name, language):
    return tuple(token.word.stems[0] for token in analyze(name, language))


def concept(id, de, en, **more):
    synonyms = {"de": list(more.pop("synonyms", ()))}
    return Concept(id=id, label={"de": de, "en": en}, synonyms=synonyms, **more)


def test_names_of_two_concepts_shadow_each_other():
    thesaurus = Thesaurus(
        [
            concept("station", "Bahnhof", "station", synonyms=["Halt"]),
            concept("stop", "Haltestelle", "stop", synonyms=["HALT", "Bahnhöfe"]),
        ]
    )
    same, form = shadows("t", thesaurus, lambda name, part: 7, key)
    assert same.fatal
    assert same.line == 7
    assert "'HALT' (de) stands in 'stop' and in 'station'" in same.reason
    assert not form.fatal
    assert "'Bahnhöfe' (de) in 'stop' is found like 'Bahnhof' in 'station'" in form.reason


def test_concepts_without_resources_and_alone_are_hints():
    thesaurus = Thesaurus(
        [
            concept("space", "Raum", "space"),
            concept("parks", "Parks", "parks", broader=("space",)),
            concept("moon", "Mond", "moon"),
        ]
    )
    found = list(hints("t", thesaurus, lambda name, part: 1, {"parks"}))
    assert not any(p.fatal for p in found)
    assert [p.reason for p in found] == [
        "No resource is tagged with 'moon' or a narrower concept.",
        "'moon' has no broader, narrower or related concept.",
    ]
