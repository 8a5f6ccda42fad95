"""An export that comes into a fresh installation gives the same answers, counts and pages."""

import json
import re
import shutil

import pytest
import sqlalchemy as sa

import hub.core  # declares every table
from hub.accounts import Role
from hub.database import Base, scratch_database
from hub.errors import AccountError, HubError, TransferError
from hub.migrations import HEAD
from hub.portability.exporting import export_hub
from hub.portability.importing import MARK, examine, import_hub
from hub.portability.manifest import Manifest, sum_of
from hub.portability.model import MANIFEST, Choice
from hub.portability.rows import columns, read_lines, tables
from hub.portability.rules import CACHES, LEFT_OUT, OWN, PARTS, RULES
from tests.portability.conftest import fresh
from tests.portability.full import (
    ADDRESSES,
    READERS,
    files,
    pages,
    personal,
    remembered,
    searches,
)

EMAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.-]+")


@pytest.fixture(scope="module")
def moved(whole, tmp_path_factory):
    """The full hub, in a fresh installation."""
    new = fresh(tmp_path_factory.mktemp("moved"))
    import_hub(new.whole, whole)
    new.refresh()
    return new


def test_searches_answer_alike(full, moved):
    assert searches(moved) == searches(full.hub)
    assert any(total for total, *_ in searches(moved))


def test_pages_are_the_same(full, moved):
    ours, theirs = pages(full.hub), pages(moved)
    for name, body in ours.items():
        assert theirs[name] == body, name
    assert "Laternen" in "".join(theirs.values())


def test_all_that_is_remembered_is_the_same(full, moved):
    ours = remembered(full.hub, full.world.settings.collections)
    theirs = remembered(moved, moved.settings.collections)
    for name, value in ours.items():
        assert theirs[name] == value, name
        assert value, f"the full hub has no {name}"


def test_all_that_hangs_on_accounts_is_the_same(full, moved):
    ours, theirs = personal(full.hub), personal(moved)
    for name, value in ours.items():
        assert theirs[name] == value, name
    assert moved.curation.desk.subscribers.table(
        "netzwerk"
    ) == full.hub.curation.desk.subscribers.table("netzwerk")


def test_what_opens_without_a_password_still_does(full, moved):
    assert moved.curation.feeds.answer(full.feed, "atom", "https://hub.example.org")
    assert moved.curation.may_leave(full.leave)
    assert moved.accounts.tokens.owner(full.token, "")[1].email == "anna@example.org"
    assert moved.accounts.session(moved.accounts.enter(full.code, "")).role is Role.GUEST


def test_nobody_comes_in_without_a_new_password(moved):
    with pytest.raises(AccountError):
        moved.accounts.log_in("anna@example.org", "a long enough sentence", "")


def test_ids_are_never_given_again(full, moved):
    """One search was deleted for good; its number stood in mails."""
    anna = moved.accounts.account("anna@example.org")
    known = {s.id for s in moved.curation.saved.list(anna) + moved.curation.saved.deleted(anna)}
    with moved._database.write() as session:
        session.execute(sa.text("DELETE FROM saved_searches WHERE name = 'Weg damit'"))
    from hub.model import Query

    assert moved.curation.saved.add(anna, "Neu", Query("x")).id > max(known)


def test_originals_and_texts_come_along(full, moved):
    for part in ("files", "texts", "inbox", "drafts"):
        assert files(moved.settings.data / part) == files(full.world.settings.data / part), part
        assert files(moved.settings.data / part)


def test_nothing_is_left_that_says_an_import_goes_on(moved):
    assert not (moved.settings.data / MARK).exists()
    assert not list(moved.settings.data.glob(".importing*"))


# What leaves and what does not


def test_every_table_is_exported_or_has_a_reason(whole):
    assert hub.core
    known = set(Base.metadata.tables) | {"alembic_version"}
    assert set(RULES) <= known
    assert set(LEFT_OUT) <= known
    exported = {path.stem for path in (whole / "database").iterdir()}
    assert exported == known - set(LEFT_OUT)
    assert all(LEFT_OUT.values())


#: Columns that sound like people or secrets, and are none: they may always leave.
HARMLESS = {
    "history_changes.name",  # who did it, as people read it beside the change
    "ingest_runs.name",
    "gaps.key",  # names words, for whoever searched them
    "saved_searches.name",
    "saved_searches.key",
    "links.key",
    "links.address",
    "ingest_addresses.key",
    "ingest_addresses.address",
    "ingest_captures.address",
    "ingest_decisions.address",
    "ingest_items.key",
    "ingest_rows.key",
    "ingest_rows.address",
    "newsletter_known.key",
    "newsletter_sent.key",
}


def test_columns_that_sound_personal_are_looked_at():
    sounds = re.compile(r"mail|recipient|token|hash|password|secret|csrf|address|name|key")
    open_ones = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if table.name not in LEFT_OUT
        and not (table.name in RULES and RULES[table.name].needs)
        and column.name not in (RULES[table.name].blanks if table.name in RULES else ())
        and sounds.search(column.name)
        and not column.foreign_keys
    }
    assert open_ones <= HARMLESS, "name it in hub/portability/rules.py, or say why it is harmless"


def test_every_part_of_the_data_directory_has_its_rule(full):
    for path in full.world.settings.data.iterdir():
        known = [*PARTS, *CACHES, *OWN]
        assert any(path.match(name) for name in known) or path.suffix == ".lock", path.name


def test_without_choice_no_address_of_anybody_leaves(modest):
    for path in modest.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not EMAIL.findall(content), path
            for name in (b"Anna@", b"argon2", *(a.encode() for a in (*ADDRESSES, *READERS))):
                assert name not in content, path


def test_passwords_sessions_and_secrets_never_leave(full, whole):
    with full.hub._database.read() as session:
        secrets = session.scalars(sa.text("SELECT value FROM secrets WHERE name <> 'leaving'"))
        hidden = [value.encode() for value in secrets]
    hidden += [full.code.encode(), full.token.encode(), b"argon2", b"hub.example.org>"]
    everything = b"".join(path.read_bytes() for path in whole.rglob("*") if path.is_file())
    assert not [value for value in hidden if value in everything]


def test_accounts_stay_owners_without_their_names(full, modest, tmp_path):
    new = fresh(tmp_path)
    brought = import_hub(new.whole, modest)
    assert (brought.accounts, brought.nameless) == (3, 3)
    people = new.accounts.list()
    assert [(p.id, p.role) for p in people] == [
        (p.id, p.role) for p in sorted(full.hub.accounts.list(), key=lambda p: p.id)
    ]
    assert {p.email for p in people} == {f"account-{p.id}@unknown.invalid" for p in people}
    assert not any(p.enabled or p.name or p.grants for p in people)
    new.accounts.enable(people[0].email)
    mine = new.curation.saved.list(new.accounts.account(people[0].email))
    assert [s.name for s in mine] == ["Laternen im Park"]
    assert new.curation.feeds.answer(full.feed, "atom", "https://hub.example.org") is None
    assert not new.curation.may_leave(full.leave)
    assert new.curation.desk.subscribers.counts("netzwerk") == {}
    new.refresh()
    assert searches(new) == searches(full.hub)


def test_texts_can_be_left_out(full, tmp_path):
    made = export_hub(full.hub.whole, tmp_path / "out", frozenset())
    assert made.manifest.counts["texts"] == 0
    assert not (tmp_path / "out" / "texts").exists()


def test_an_old_link_in_a_mail_works_for_subscribers_too(full, moved):
    with full.hub._database.read() as session:
        rows = session.execute(sa.text("SELECT id, token FROM subscribers ORDER BY id")).all()
    with moved._database.read() as session:
        assert (
            session.execute(sa.text("SELECT id, token FROM subscribers ORDER BY id")).all() == rows
        )


# What is refused


def copy_of(export, tmp_path):
    return shutil.copytree(export, tmp_path / "copy")


def state(installation):
    """Everything an import could touch."""
    with installation._database.read() as session:
        rows = {
            name: session.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    data = installation.settings.data
    kept = {p.name for p in data.iterdir() if not p.name.startswith("hub.db")}
    return rows, kept, installation.settings.collections.exists()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A fresh installation that stays one."""
    return fresh(tmp_path_factory.mktemp("untouched"))


#: How a fresh installation looks.
NOTHING_THERE = (dict.fromkeys(Base.metadata.tables, 0), set(), False)


def _cut(path):
    path.write_bytes(path.read_bytes()[:-3])


def _change(path):
    path.write_bytes(path.read_bytes().replace(b"Laternen", b"Lampione", 1) + b" ")


def _link(path):
    aside = path.with_name("aside")
    path.rename(aside)
    path.symlink_to(aside)


@pytest.mark.parametrize("harm", [_cut, _change, _link, lambda path: path.unlink()])
@pytest.mark.parametrize(
    "name", ["database/saved_searches.jsonl", "catalogue/park/a.yaml", "texts"]
)
def test_damage_is_refused_and_nothing_changes(modest, untouched, tmp_path, harm, name):
    export = copy_of(modest, tmp_path)
    path = export / name
    harm(next(path.iterdir()) if path.is_dir() else path)
    with pytest.raises(TransferError, match="Nothing was imported"):
        import_hub(untouched.whole, export)
    assert state(untouched) == NOTHING_THERE


def rewritten(export, **changes):
    path = export / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format_version": 2, "program": "9.0"}, r"newer program \(9.0"),
        ({"schema_version": "9999", "program": "9.0"}, r"newer program \(9.0"),
        ({"format": "something"}, "no manifest of a hub"),
        ({"files": {"../../etc/passwd": {"size": 1, "sha256": "0" * 64}}}, "no manifest"),
        ({"files": {"/etc/passwd": {"size": 1, "sha256": "0" * 64}}}, "no manifest"),
        ({"files": 7}, "no manifest"),
        ({"files": {}}, "no manifest"),
        ({"tables": {"sessions": {"rows": 0, "columns": {}}}}, "no manifest"),
        ({"tables": {"../a": {"rows": 0, "columns": {}}}}, "no manifest"),
        ({"chosen": ["everything"]}, "no manifest"),
    ],
)
def test_other_manifests_are_refused(modest, untouched, tmp_path, changes, sentence):
    (tmp_path / MANIFEST).write_bytes((modest / MANIFEST).read_bytes())
    rewritten(tmp_path, **changes)
    with pytest.raises(TransferError, match=sentence):
        import_hub(untouched.whole, tmp_path)
    assert state(untouched) == NOTHING_THERE


def with_rows(export, table, text):
    """The export, with other rows in a table and a manifest that fits them."""
    path = export / "database" / f"{table}.jsonl"
    path.write_text(text, "utf-8")
    manifest = Manifest.model_validate_json((export / MANIFEST).read_bytes())
    sums = manifest.files | {f"database/{table}.jsonl": sum_of(path)}
    rows = manifest.tables[table].model_copy(update={"rows": text.count("\n")})
    own = {"files": sums, "tables": manifest.tables | {table: rows}}
    (export / MANIFEST).write_text(manifest.model_copy(update=own).model_dump_json())


LOOK = {"account": 1, "search": 1, "at": "2026-01-01T00:00:00Z", "hits": "AAAA"}
KINDS = {"account": "integer", "search": "integer", "at": "moment", "hits": "bytes"}


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "[" * 100_000,
        '{"account": 1}',
        *(
            json.dumps(LOOK | wrong)
            for wrong in (
                {"at": "gestern"},
                {"at": 7},
                {"hits": "%"},
                {"account": "1"},
                {"account": 1.5},
                {"further": 1},
            )
        ),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps(LOOK)}\n{line}\n")
    with pytest.raises(TransferError, match=r"rows.jsonl is damaged \(line 2\)"):
        list(read_lines(path, KINDS))
    path.write_text(json.dumps(LOOK))
    assert [row["hits"] for row in read_lines(path, KINDS)] == [b"\0\0\0"]


@pytest.mark.parametrize(
    "rows", [[LOOK, LOOK], [LOOK | {"account": 999}], [LOOK | {"at": None}]], ids=str
)
def test_rows_that_do_not_fit_leave_no_row(modest, tmp_path, rows):
    export = copy_of(modest, tmp_path)
    with_rows(export, "saved_looks", "".join(json.dumps(row) + "\n" for row in rows))
    new = fresh(tmp_path / "new")
    with pytest.raises(TransferError, match="Nothing was imported"):
        import_hub(new.whole, export)
    assert not any(state(new)[0].values())


def test_a_table_with_other_columns_is_refused(modest, tmp_path):
    export = copy_of(modest, tmp_path)
    manifest = json.loads((export / MANIFEST).read_text())
    manifest["tables"]["links"]["columns"]["dead"] = "text"
    rewritten(export, tables=manifest["tables"])
    new = fresh(tmp_path / "new")
    with pytest.raises(TransferError, match="table links of the export does not fit"):
        import_hub(new.whole, export)
    assert not any(state(new)[0].values())


def test_an_installation_in_use_is_refused(full, modest, tmp_path):
    with pytest.raises(TransferError, match="in use already"):
        import_hub(full.hub.whole, modest)
    new = fresh(tmp_path)
    new.settings.collections.mkdir()
    (new.settings.collections / "thesaurus.yaml").write_text("concepts: []\n")
    before = state(new)
    with pytest.raises(TransferError, match="--catalogue-only"):
        examine(new.whole, modest)
    with pytest.raises(TransferError, match="--catalogue-only"):
        import_hub(new.whole, modest)
    assert state(new) == before


def test_the_catalogue_alone_goes_into_one_in_use(full, modest, tmp_path):
    new = fresh(tmp_path)
    new.accounts.ensure_admin("chef@example.org")
    assert new.import_folder(modest).rejected == ()
    assert dict(new.catalogue().resources) == dict(full.hub.catalogue().resources)
    assert [p.email for p in new.accounts.list()] == ["chef@example.org"]


def test_an_older_export_is_brought_up_to_date(modest, full, tmp_path):
    """As the program wrote it before there were tokens and a history."""
    export = copy_of(modest, tmp_path)
    manifest = json.loads((export / MANIFEST).read_text())
    old = scratch_database(tmp_path / "old.db", "0005")
    with old.read() as session:
        known = {table.name: columns(table) for table in tables(session.connection())}
    old.close()
    for name in set(manifest["tables"]) - set(known):
        del manifest["tables"][name], manifest["files"][f"database/{name}.jsonl"]
    for name, facts in manifest["tables"].items():
        path = export / "database" / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        path.write_text(
            "".join(json.dumps({n: row[n] for n in known[name]}) + "\n" for row in rows)
        )
        facts["columns"] = known[name]
        manifest["files"][f"database/{name}.jsonl"] = sum_of(path).model_dump()
    (export / MANIFEST).write_text(json.dumps({**manifest, "schema_version": "0005"}))
    new = fresh(tmp_path / "new")
    import_hub(new.whole, export)
    new.refresh()
    assert searches(new) == searches(full.hub)
    assert new.curation.desk.newsletters.all() == full.hub.curation.desk.newsletters.all()
    assert not list(new.settings.data.glob(".importing*"))


# Runs that were cut short


def test_what_a_killed_run_left_is_completed(whole, full, tmp_path):
    """Killed before the database was written: files and catalogue are there already."""
    export = copy_of(whole, tmp_path)
    with_rows(export, "alerts", "no json\n")
    good = json.loads((whole / MANIFEST).read_text())
    new = fresh(tmp_path / "new")
    with pytest.raises(TransferError):
        import_hub(new.whole, export)
    assert (new.settings.data / MARK).exists()
    assert not any(state(new)[0].values())
    with pytest.raises(TransferError, match="another export was cut short"):
        import_hub(new.whole, whole)
    assert good["format"] == "hub-export"
    (new.settings.data / MARK).write_text(
        json.dumps({"export": Manifest.model_validate(good).digest})
    )
    import_hub(new.whole, whole)
    new.refresh()
    assert searches(new) == searches(full.hub)
    assert not (new.settings.data / MARK).exists()


def test_one_killed_after_the_last_step_has_ended(whole, tmp_path):
    new = fresh(tmp_path)
    import_hub(new.whole, whole)
    manifest = Manifest.model_validate_json((whole / MANIFEST).read_bytes())
    (new.settings.data / MARK).write_text(json.dumps({"export": manifest.digest}))
    before = state(new)[0]
    import_hub(new.whole, whole)
    assert state(new)[0] == before
    with pytest.raises(TransferError, match="in use already"):
        import_hub(new.whole, whole)


# Exports themselves


def test_an_export_overwrites_nothing(full, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    for name, sentence in (("out", "not empty"), ("file", "is a file")):
        with pytest.raises(HubError, match=sentence):
            export_hub(full.hub.whole, tmp_path / name, frozenset())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "out"]


def test_what_a_killed_export_left_is_swept_away(full, tmp_path):
    left = tmp_path / ".out.partial"
    left.mkdir()
    (left / "half").write_text("x")
    (tmp_path / "out").mkdir()
    export_hub(full.hub.whole, tmp_path / "out", {Choice.TEXTS})
    assert not left.exists()
    assert not (tmp_path / "out" / "half").exists()
    assert (tmp_path / "out" / MANIFEST).stat().st_size > 1000


def test_an_export_of_an_export_is_the_same(moved, whole, tmp_path):
    made = export_hub(moved.whole, tmp_path / "again", frozenset(Choice))
    first = Manifest.model_validate_json((whole / MANIFEST).read_bytes())
    changed = {"audit", "saved_searches", "accounts", "secrets", "tokens"}
    changed |= {"search_months", "gaps", "gap_ways"}  # the tests before this one have searched
    for name, facts in first.tables.items():
        if name not in changed:
            assert made.manifest.tables[name] == facts, name
            path = f"database/{name}.jsonl"
            assert made.manifest.files[path] == first.files[path], name
    assert made.manifest.schema_version == first.schema_version == HEAD
