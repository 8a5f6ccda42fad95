"""The thesaurus as SKOS: out and in without loss, and never anything from the network."""

import socket
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph

from hub.catalogue import CatalogueFolder
from hub.catalogue.vocabulary.skos import FORMATS, read_skos, write_skos
from hub.errors import CatalogueError, HubError
from hub.model import Concept
from hub.thesaurus import ThesaurusCare

from ..files import write

SHIPPED = Path(__file__).parents[3] / "collections"
MORE = """\
concepts:
- id: crime
  label: {de: Kriminalität, en: crime}
- id: knife-violence
  label: {de: Messergewalt, en: knife violence, fr: violence au couteau}
  synonyms: {de: [Messertat, Angriff mit Messern], en: [stabbing]}
  broader: [crime]
  related: [weapons]
  note: {de: "Zeilen\\nund „Zeichen“ <&>"}
  colour: {rgb: [one, two]}
- id: weapons
  label: {de: Waffen, en: weapons}
  broader: [crime]
"""


@pytest.fixture
def care(root):
    write(root / "thesaurus.yaml", MORE)
    return ThesaurusCare(CatalogueFolder(root))


def concepts(root):
    return CatalogueFolder(root).load().thesaurus.by_id


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_out_and_in_loses_nothing(care, root, tmp_path, ending):
    file = tmp_path / f"out{ending}"
    before = concepts(root)
    assert care.export(file) == 3
    write(root / "thesaurus.yaml", "concepts: []\n")
    merged = care.take_over(file)
    assert (merged.added, merged.notices) == (tuple(before), ())
    after = concepts(root)
    assert list(after.items()) == list(before.items())
    assert after["knife-violence"].model_extra == {"colour": {"rgb": ["one", "two"]}}
    text = (root / "thesaurus.yaml").read_text("utf-8")
    assert care.take_over(file).unchanged == tuple(before)
    assert (root / "thesaurus.yaml").read_text("utf-8") == text


def test_the_shipped_thesaurus_goes_out_and_in(tmp_path):
    before = CatalogueFolder(SHIPPED).load().thesaurus.by_id
    write(tmp_path / "t.ttl", write_skos(before.values(), "turtle", {}))
    write(tmp_path / "collections" / "thesaurus.yaml", "concepts: []\n")
    care = ThesaurusCare(CatalogueFolder(tmp_path / "collections"))
    assert not care.take_over(tmp_path / "t.ttl").notices
    after = CatalogueFolder(tmp_path / "collections").load()
    assert after.thesaurus.by_id == before
    assert not after.problems


def test_other_programs_read_plain_skos(care, tmp_path):
    care.export(tmp_path / "t.ttl")
    graph = Graph().parse(tmp_path / "t.ttl")
    knife = next(graph.subjects(SKOS.altLabel, None))
    assert (knife, RDF.type, SKOS.Concept) in graph
    assert {x.language for x in graph.objects(knife, SKOS.prefLabel)} == {"de", "en", "fr"}
    assert len(list(graph.objects(knife, SKOS.broader))) == 1
    assert len(list(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 1


FOREIGN = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/voc/> .
x:1 a skos:Concept ; skos:prefLabel "Messergewalt"@de, "knife violence"@en ;
  skos:altLabel "blade violence"@en, "weapons"@en ; skos:broader x:unknown .
x:2 a skos:Concept ; skos:prefLabel "Nacht"@de, "the night"@en-GB ; skos:narrower x:1 .
x:3 a skos:Concept ; skos:prefLabel "only English"@en .
"""


def test_a_foreign_thesaurus_is_merged(care, root, tmp_path):
    write(tmp_path / "foreign.ttl", FOREIGN)
    before = (root / "thesaurus.yaml").read_text("utf-8")
    tried = care.take_over(tmp_path / "foreign.ttl", dry_run=True)
    assert (root / "thesaurus.yaml").read_text("utf-8") == before
    merged = care.take_over(tmp_path / "foreign.ttl")
    assert merged == tried
    assert (merged.added, merged.changed) == (("the-night",), ("knife-violence",))
    assert [p.reason for p in merged.rejected] == [
        "The concept 'only-english' has no label in the language 'de'."
    ]
    assert "'weapons' (en) is a word of 'weapons'" in merged.notices[0].reason
    knife = concepts(root)["knife-violence"]
    assert knife.synonyms["en"] == ["stabbing", "blade violence"]
    assert knife.broader == ("crime", "the-night")
    assert knife.label["fr"] == "violence au couteau"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ttl", "@prefix skos: <", "cannot be read as turtle"),
        ("a.rdf", "<rdf:RDF", "cannot be read as xml"),
        ("a.jsonld", "{", "is no JSON"),
        ("a.jsonld", "[" * 100_000, "is no JSON"),
        ("a.ttl", "", "holds no skos:Concept"),
        ("a.ttl", b"\xff\xfe\x00", "cannot be read as turtle"),
        ("a.txt", FOREIGN, "must end in one of"),
        ("missing.ttl", None, "There is no file"),
        (
            "circle.ttl",
            FOREIGN.replace("x:unknown", "x:2") + "x:2 skos:broader x:1 .",
            "lead back to itself",
        ),
    ],
)
def test_what_cannot_be_used_changes_nothing(care, root, tmp_path, name, content, words):
    if content is not None:
        write(tmp_path / name, content)
    before = (root / "thesaurus.yaml").read_bytes()
    with pytest.raises(HubError, match=words):
        care.take_over(tmp_path / name)
    assert (root / "thesaurus.yaml").read_bytes() == before


def test_a_broken_thesaurus_takes_nothing_over(care, root, tmp_path):
    write(tmp_path / "foreign.ttl", FOREIGN)
    write(root / "thesaurus.yaml", "concepts: [")
    with pytest.raises(CatalogueError, match="no valid YAML"):
        care.take_over(tmp_path / "foreign.ttl")


@pytest.fixture
def watched():
    """A port that nobody must come to; accepting from it fails while nobody does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", '{{"@context": "{url}", "@id": "urn:x"}}'),
        ("a.jsonld", '{{"@context": [{{}}, "{url}"]}}'),
        ("a.json", '[{{"a": {{"@context": {{"@import": "{url}"}}}}}}]'),
        ("a.rdf", '<!DOCTYPE r SYSTEM "{url}"><r/>'),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]><r>&x;</r>'),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY % x PUBLIC "a" "{url}"> %x;]><r/>'),
        ("a.ttl", "<urn:a> <http://www.w3.org/2002/07/owl#imports> <{url}> ."),
    ],
)
def test_nothing_is_loaded_from_elsewhere(watched, tmp_path, name, text):
    url = f"http://127.0.0.1:{watched.getsockname()[1]}/x"
    write(tmp_path / name, text.format(url=url))
    with pytest.raises(CatalogueError):
        read_skos(tmp_path / name)
    with pytest.raises(TimeoutError):
        watched.accept()


def test_a_language_that_is_none_is_named():
    concept = Concept(id="a", label={"de": "A", "??": "x"})
    with pytest.raises(CatalogueError, match="'a' has words in"):
        write_skos([concept], "turtle", {})
