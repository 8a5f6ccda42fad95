"""`hub check` tells what to mend, and its status says whether there is anything."""

import json


def test_a_sound_catalogue_has_only_hints(home):
    ended = home.run("check", "thesaurus", "--json")
    assert ended.json["ok"] is True
    assert ended.json["errors"] == []
    texts = [hint["text"] for hint in ended.json["hints"]]
    assert "'lighting' has no broader, narrower or related concept." in texts
    assert home.run("check").status == 0


def test_what_is_to_be_mended_stands_with_its_line(home):
    file = home.collections / "thesaurus.yaml"
    before = file.read_text("utf-8")
    more = "- id: stabbing\n  label: {de: Stich, en: stabbing}\n  synonyms: {de: [messergewalt]}\n"
    file.write_text(before + more + "  related: [moon]\n", "utf-8")
    ended = home.run("check", "thesaurus", "--json")
    assert ended.status == 1
    found = json.loads(ended.out)
    lines = before.count("\n")
    assert found["ok"] is False
    assert [(e["path"], e["line"]) for e in found["errors"]] == [
        ("thesaurus.yaml", lines + 4),
        ("thesaurus.yaml", lines + 3),
    ]
    assert "names 'moon'" in found["errors"][0]["text"]
    assert (
        "'messergewalt' (de) stands in 'stabbing' and in 'knife-violence'"
        in (found["errors"][1]["text"])
    )


def test_unknown_tags_and_broken_files_are_to_be_mended(home):
    file = next(home.collections.glob("*/resource-002.yaml"))  # it has no tag
    text = file.read_text("utf-8")
    file.write_text(f"{text}tags: [ufo]\n", "utf-8")
    (home.collections / "plaetze" / "bad.yaml").write_text("title: [", "utf-8")
    ended = home.run("check")
    assert ended.status == 1
    assert "The tag 'ufo' is not in thesaurus.yaml" in ended.out
    assert "✗ plaetze/bad.yaml:" in ended.out
    only = home.run("check", "thesaurus")
    assert "ufo" in only.out
    assert "bad.yaml" not in only.out


def test_a_broken_thesaurus_is_named_and_search_goes_on(home):
    file = home.collections / "thesaurus.yaml"
    assert home.run("check").status == 0
    file.write_text(file.read_text("utf-8") + "- id: [\n", "utf-8")
    ended = home.run("check", "thesaurus")
    assert ended.status == 1
    assert "✗ thesaurus.yaml:" in ended.out
    assert "stays in force" in ended.out
    assert home.run("search", "knife violence", "--json").json["total"] > 0
    assert "thesaurus.yaml" in home.run("doctor").out
