"""`hub thesaurus` writes and reads SKOS."""


def test_out_and_in(home):
    ended = home.run("thesaurus", "export", "out.ttl", "--json")
    assert ended.json == {"file": "out.ttl", "concepts": 3}
    again = home.run("thesaurus", "import", "out.ttl", "--json").json
    assert again["unchanged"] == ["violence", "knife-violence", "lighting"]
    text = (home.folder / "out.ttl").read_text("utf-8")
    (home.folder / "out.ttl").write_text(text.replace("Messergewalt", "Messertaten"), "utf-8")
    tried = home.run("thesaurus", "import", "out.ttl", "--dry-run")
    assert tried.status == 0
    assert tried.out == (
        "Changed: knife-violence\nNew 0, changed 1, unchanged 2, not taken over 0.\n"
        "This was a trial: nothing was changed.\n"
    )
    file = home.collections / "thesaurus.yaml"
    assert "Messertaten" not in file.read_text("utf-8")
    assert home.run("thesaurus", "import", "out.ttl").status == 0
    assert "Messertaten" in file.read_text("utf-8")
    assert home.run("check").status == 0


def test_a_bad_file_is_one_sentence(home):
    (home.folder / "bad.ttl").write_text("@prefix", "utf-8")
    before = (home.collections / "thesaurus.yaml").read_bytes()
    ended = home.run("thesaurus", "import", "bad.ttl")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert ended.err.startswith("hub: bad.ttl cannot be read as turtle")
    assert (home.collections / "thesaurus.yaml").read_bytes() == before
