"""`hub eval`: figures that can be counted on the fingers."""

import json

QUERIES = [
    {"id": "q1", "query": "Laterne", "language": "de", "relevant": {"d1": 2}},
    {"id": "q2", "query": "lantern", "language": "en", "relevant": ["d2"]},
    {"id": "q3", "query": "Quastenflosser", "language": "de", "relevant": ["d1"]},
]
DOCUMENTS = [
    {"id": "d1", "text": "Eine Laterne am Platz", "language": "de"},
    {"id": "d2", "text": "A lantern in the park", "language": "en", "title": "Lights"},
    {"id": "Any name: ä/3", "text": "Nichts davon", "language": "de"},
]


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


def test_documents_of_a_file_are_measured_without_a_hub(empty_home):
    run = empty_home.folder / "run.trec"
    figures = empty_home.run(
        *("eval", "--queries", write(empty_home.folder / "q.jsonl", QUERIES)),
        *("--documents", write(empty_home.folder / "d.jsonl", DOCUMENTS)),
        *("--run", str(run), "--json"),
    ).json
    assert figures["queries"] == 3
    assert (figures["ndcg@10"], figures["mrr@10"], figures["recall@20"]) == (
        *(0.6667, 0.6667, 0.6667),
    )
    assert figures["by_language"]["en"] == {"ndcg@10": 1.0, "mrr@10": 1.0, "recall@20": 1.0}
    assert figures["by_language"]["de"]["ndcg@10"] == 0.5
    assert figures["p95_ms"] >= figures["p50_ms"] > 0
    lines = [line.split() for line in run.read_text().splitlines()]
    assert [(line[0], line[2], line[3]) for line in lines] == [("q1", "d1", "1"), ("q2", "d2", "1")]
    assert not empty_home.data.exists()


def test_the_index_of_the_hub_is_measured(home):
    queries = [{"id": "q", "query": "Messergewalt", "relevant": ["resource-001"]}]
    queries[0]["judged"] = ["resource-001"]
    figures = home.run("eval", "--queries", write(home.folder / "q", queries), "--json").json
    assert figures["mrr@10"] == 1.0
    assert "ndcg@10" in home.run("eval", "--queries", str(home.folder / "q")).out


def test_synonyms_can_be_switched_off(home):
    queries = [{"id": "q", "query": "knife violence", "relevant": ["resource-001"]}]
    path = write(home.folder / "q", queries)
    assert home.run("eval", "--queries", path, "--json").json["recall@20"] == 1.0
    without = home.run("eval", "--queries", path, "--no-synonyms", "--json").json
    assert without["recall@20"] == 0.0


def test_files_that_are_none_get_a_sentence(home):
    good = write(home.folder / "good", QUERIES)
    (home.folder / "bad").write_text('{"id": 1}\n')
    for options, sentence in (
        (["--queries", "gone"], "The file gone cannot be read"),
        (["--queries", "bad"], "Line 1 of bad is not as expected"),
        (["--queries", good, "--documents", "bad"], "Line 1 of bad is not as expected"),
        (["--queries", good, "--run", "no/where"], "The file no/where cannot be written"),
    ):
        ended = home.run("eval", *options)
        assert ended.status == 1
        assert sentence in ended.err
