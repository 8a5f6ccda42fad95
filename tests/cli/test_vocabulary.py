"""`hub tag` and its kin: one action, seen first, in the history, and old names lead on."""


def test_a_merge_is_tried_out_done_and_followed(home):
    tried = home.run("tag", "merge", "lighting", "violence", "--dry-run", "--json").json
    assert (tried["action"], tried["value"], tried["to"]) == ("merge", "lighting", "violence")
    assert tried["change"] is None
    refused = home.run("tag", "merge", "lighting", "violence")
    assert (refused.status, "--yes" in refused.err) == (2, True)
    before = home.run("search", "", "--tag", "lighting", "--json").json["total"]
    done = home.run("tag", "merge", "lighting", "violence", "--yes", "--json").json
    assert done["resources"] == tried["resources"] == before > 0
    assert done["change"]
    after = home.run("search", "", "--tag", "lighting", "--json").json
    assert after["total"] >= before
    assert "lighting" not in {v["value"] for v in home.run("tag", "list", "--json").json}
    assert home.run("check").status == 0


def test_renaming_nesting_and_deleting(home):
    assert home.run("place", "rename", "muenchen", "Isarstadt").status == 0
    assert home.run("tag", "nest", "lighting", "violence").status == 0
    assert home.run("tag", "nest", "lighting").status == 2
    said = home.run("tag", "delete", "lighting", "--yes").out
    assert "Resources that change: " in said
    assert "It stands in the history as change" in said
    assert home.run("publisher", "list", "--near").status == 0


def test_what_cannot_be_is_one_sentence(home):
    for words in (
        ("tag", "rename", "lighting", "Gewalt"),
        ("collection", "delete", "nowhere", "--yes"),
    ):
        ended = home.run(*words)
        assert (ended.status, ended.err.count("\n")) == (1, 1), ended.err
        assert ended.err.startswith("hub: ")


def test_words_are_offered_no_id_and_no_language(home):
    for group in ("publisher", "group"):
        ended = home.run(group, "rename", "x", "y", "--id", "z")
        assert (ended.status, "no option --id" in ended.err) == (2, True), ended.err
        assert "--language" not in home.run(group, "rename", "--help").out
    assert "--id" in home.run("collection", "rename", "--help").out
