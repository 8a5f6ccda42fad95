"""`hub newsletter`, `hub issue` and `hub subscriber`, with a real mail server."""

import email
from email import policy

import pytest
import yaml

from tests.curation.newsletter.post_office import post_office

PROOF = "Jahrestagung 2025, Liste unterschrieben"


@pytest.fixture
def office():
    with post_office() as office:
        yield office


@pytest.fixture
def desk(home, office):
    """Runs the commands of the desk at a home with a curator and a newsletter."""
    mail = {
        "HUB_SMTP_HOST": "127.0.0.1",
        "HUB_SMTP_PORT": str(office.port),
        "HUB_SMTP_TLS": "none",
        "HUB_SMTP_TIMEOUT_SECONDS": "5",
        "HUB_MAIL_FROM": "Hub <hub@example.org>",
        "HUB_PUBLIC_URL": "https://hub.example",
    }
    made = home.run(
        "account", "add", "kim@example.org", "--role", "curator", "--generate"
    )  # fmt: skip
    assert made.status == 0, made.err
    assert home.run("newsletter", "add", "Neues aus dem Netzwerk").out == "neues-aus-dem-netzwerk\n"

    def run(*arguments, **more):
        return home.run(*arguments, **{**mail, **more})

    template = yaml.safe_load(run("newsletter", "show", "neues-aus-dem-netzwerk").out)
    template["imprint"] = "Netzwerk, Musterstadt"
    (home.folder / "template.yaml").write_text(yaml.safe_dump(template, allow_unicode=True))
    assert run("newsletter", "save", "template.yaml").status == 0
    return run


N = "neues-aus-dem-netzwerk"


def choose(home, number=1):
    """Choose the first gathered entry, as the page does; its id."""
    from hub.accounts import Role
    from hub.core import open_hub
    from hub.curation.newsletter.editing import Choose
    from hub.settings import Settings

    hub = open_hub(Settings(collections=home.collections, data=home.data))
    who = next(a for a in hub.accounts.list() if a.role is Role.CURATOR)
    entry = next(hub.curation.desk.newsletters.issue(N, number).entries())
    hub.curation.desk.edit(who, N, number, Choose(entry.id, True))
    return entry.id


def test_a_template_has_the_usual_sections_and_is_saved_back(desk, home):
    (one,) = desk("newsletter", "list", "--json").json
    assert [section["id"] for section in one["sections"]] == [
        "publikationen",
        "praxis",
        "foerdermittel",
        "termine",
        "netzwerk",
    ]
    assert (one["imprint"], one["subscribers"]) == ("Netzwerk, Musterstadt", 0)
    again = desk("newsletter", "save", "template.yaml")  # made from a revision that is past
    assert (again.status, "Somebody else changed" in again.err) == (1, True)
    for content, said in (
        ("a: [", "no YAML"),
        ("- 1", "no template"),
        ("id: x\nfoo: 1", "does not fit"),
    ):
        (home.folder / "bad.yaml").write_text(content)
        refused = desk("newsletter", "save", "bad.yaml")
        assert (refused.status, said in refused.err) == (1, True), refused.err
    assert "no file" in desk("newsletter", "save", "nowhere.yaml").err
    french = desk("newsletter", "add", "Nouvelles", "--language", "fr")
    assert (french.status, "must be de or en" in french.err) == (1, True)
    assert "'hub newsletter list' shows all" in desk("newsletter", "show", "nowhere").err


def test_an_issue_from_the_draft_to_the_archive(desk, home, office):
    assert desk("subscriber", "import", N, "nowhere.csv", "--proof", PROOF).status == 1
    (home.folder / "list.csv").write_text("email\nada@example.org\nben@example.org\nnobody\n")
    brought = desk("subscriber", "import", N, "list.csv", "--proof", PROOF)
    assert (brought.status, "Added: 2" in brought.out, "Line 4" in brought.err) == (1, True, True)
    assert "ada@" not in brought.out + brought.err

    begun = desk("issue", "new", N, "--since", "2000-01-01", "--json").json
    assert (begun["number"], begun["state"]) == (1, "draft")
    assert "still a draft" in desk("issue", "new", N).err
    empty = desk("issue", "send", N, "1", "--yes")
    assert (empty.status, "no entry is chosen" in empty.err) == (1, True)
    chosen = choose(home)
    shown = desk("issue", "show", N, "1")
    assert "[x]" in shown.out
    assert f"({chosen})" in shown.out

    tried = desk("issue", "send", N, "1", "--test")
    assert tried.status == 0, tried.err
    assert office.recipients == ["kim@example.org"]
    assert desk("issue", "send", N, "1", typed="n\n").status == 1
    unasked = desk("issue", "send", N, "1")
    assert unasked.status == 2
    assert "nobody to answer the question. Add --yes" in unasked.err
    assert len(office.recipients) == 1

    sent = desk("issue", "send", N, "1", "--yes", "--json").json
    assert (sent["sent"], sent["finished"], sent["refused"]) == (2, True, [])
    assert sorted(office.recipients[1:]) == ["ada@example.org", "ben@example.org"]
    desk("issue", "send", N, "1", "--yes")
    assert len(office.recipients) == 3
    (line,) = desk("issue", "list", "--json").json
    assert (line["state"], line["chosen"]) == ("sent", 1)
    assert "can no longer be changed" in desk("issue", "discard", N, "1", "--yes").err

    second = desk("issue", "new", N, "--json").json
    assert (second["number"], sum(len(s["entries"]) for s in second["sections"])) == (2, 0)
    assert desk("issue", "discard", N, "2", "--yes").status == 0
    assert len(desk("issue", "list", N, "--json").json) == 1


def test_what_a_server_could_not_take_goes_out_with_the_next_alerts(desk, home, office):
    (home.folder / "list.csv").write_text("email\nada@example.org\nben@example.org\n")
    desk("subscriber", "import", N, "list.csv", "--proof", PROOF)
    desk("issue", "new", N, "--since", "2000-01-01")
    choose(home)
    office.closes_after = 0
    tried = desk("issue", "send", N, "1", "--test")
    assert (tried.status, "Nothing is lost; try again later." in tried.err) == (1, True)
    office.closes_after = 1
    cut = desk("issue", "send", N, "1", "--yes")
    assert (cut.status, len(office.envelopes)) == (1, 1)
    office.closes_after = 10**9
    assert "went out now: 1" in desk("alerts", "send").err
    assert sorted(office.recipients) == ["ada@example.org", "ben@example.org"]
    assert desk("issue", "send", N, "1", "--yes").status == 0
    assert len(office.envelopes) == 2


def test_every_format_is_written(desk, home):
    desk("issue", "new", N, "--since", "2000-01-01")
    choose(home)
    assert "<html" in desk("issue", "render", N, "1").out
    assert desk("issue", "render", N, "1", "--format", "markdown").out.startswith("# Neues aus")
    assert desk("issue", "render", N, "1", "--format", "csv").out.startswith("Rubrik,")
    assert "Musterstadt" in desk("issue", "render", N, "1", "--format", "text").out
    file = home.folder / "issue.eml"
    assert desk("issue", "render", N, "1", "--format", "eml", "--output", str(file)).status == 0
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == (None, "1")
    assert "Musterstadt" in message.get_body(("plain",)).get_content()
    wrong = desk("issue", "render", N, "1", "--format", "pdf")
    assert (wrong.status, "There is no format 'pdf'" in wrong.err) == (2, True)
    there = desk("issue", "render", N, "1", "--output", str(home.folder))
    assert (there.status, "cannot be written" in there.err) == (1, True)


def test_archiving_for_the_house_s_own_mailer(desk, home, office):
    desk("issue", "new", N, "--since", "2000-01-01")
    chosen = choose(home)
    assert desk("issue", "archive", N, "1", typed="n\n").status == 1
    assert desk("issue", "archive", N, "1", "--yes").status == 0
    assert desk("issue", "show", N, "1", "--json").json["state"] == "sent"
    assert office.envelopes == []
    later = desk("issue", "new", N, "--json").json
    assert chosen in [left["resource"] for left in later["left_out"]]


def test_who_acts_is_said_and_must_be_a_curator(desk, home):
    home.run("account", "add", "ed@example.org", "--role", "editor", "--generate")
    home.run("account", "add", "zoe@example.org", "--role", "curator", "--generate")
    assert "Only curators" in desk("issue", "new", N, "--as", "ed@example.org").err
    begun = desk("issue", "new", N)
    assert "Acting as kim@example.org" in begun.err
    home.run("account", "disable", "kim@example.org")
    home.run("account", "disable", "zoe@example.org")
    refused = desk("issue", "archive", N, "1", "--yes")
    assert (refused.status, "no enabled account" in refused.err) == (1, True)


def test_wrong_usage_is_said(desk):
    for arguments, status, said in (
        (("issue", "new", "nix"), 1, "no newsletter 'nix'"),
        (("issue", "show", N, "7"), 1, "no issue 7"),
        (("issue", "show", N, "0"), 2, "NUMBER does not fit"),
        (("issue", "new", N, "--since", "gestern"), 2, "no date"),
        (("subscriber", "export", "nix"), 1, "no newsletter"),
        (("issue", "send", N), 2, "NUMBER"),
    ):
        ended = desk(*arguments)
        assert (ended.status, said in ended.err) == (status, True), ended.err


def test_one_person_s_data_is_shown_exported_and_erased(desk, home):
    (home.folder / "list.csv").write_text("email\nada@example.org\nben@example.org\n")
    desk("subscriber", "import", N, "list.csv", "--proof", PROOF)
    (about,) = desk("subscriber", "about", "Ada@example.org").json
    assert (about["newsletter"], about["proof"]) == (N, PROOF)
    assert desk("subscriber", "export", N).out.count("@example.org") == 2
    (home.folder / "bounced.csv").write_text("email\nben@example.org\n")
    assert "Taken out of the list: 1." in desk("subscriber", "bounces", N, "bounced.csv").out
    assert desk("subscriber", "erase", "ada@example.org").status == 0
    assert desk("subscriber", "erase", "ada@example.org").status == 1
    assert desk("subscriber", "about", "ada@example.org").json == []
