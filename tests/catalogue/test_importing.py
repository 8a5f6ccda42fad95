"""An import maps names to ids, cleans addresses, rejects with reasons, and loses nothing."""

import datetime as dt

import pytest
import yaml

from hub.catalogue import CatalogueFolder, import_folder
from hub.errors import CatalogueError
from hub.i18n import translator
from hub.model import Collection, Status

from .files import NOW, PLACES, PUBLISHERS, RESOURCE, THESAURUS, write

LATER = NOW + dt.timedelta(days=9)
COLLECTIONS = [
    {"slug": "a", "title": {"de": "A"}, "access": "restricted"},
    {"slug": "b", "title": {"de": "B", "en": "B"}, "description": {"de": "Text"}},
]
ONE = {
    "id": "one",
    "title": "Ein Titel",
    "url": "https://example.org./a?utm_source=x&id=1",
    "type": "news",
    "collections": ["a", "b"],
    "places": ["MÜNCHEN", "Landeshauptstadt München", "Allemagne", "Atlantis", "Halle"],
    "tags": ["crime", "Messergewalt", "quatsch"],
    "keywords": ["frei"],
}


class Plain(yaml.SafeDumper):
    """Writes every value out."""

    def ignore_aliases(self, data):
        return True


def dumped(data):
    return yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False)


@pytest.fixture
def source(tmp_path):
    """A folder to import with the collections a and b, and the tables."""
    source = tmp_path / "source"
    write(source / "collections.yaml", dumped({"collections": COLLECTIONS}))
    write(source / "thesaurus.yaml", THESAURUS)
    write(source / "places.yaml", PLACES)
    write(source / "publishers.yaml", PUBLISHERS)
    return source


@pytest.fixture
def fresh(tmp_path):
    """A catalogue that does not exist yet."""
    return CatalogueFolder(tmp_path / "fresh" / "collections")


def run(source, folder, *rows, now=NOW):
    text = dumped({"resources": list(rows)})
    write(source / "resources.yaml", text)
    report = import_folder(source, folder, now)
    assert report.total == len(rows)
    return report


def test_names_become_ids_and_unknown_ones_keywords(source, fresh):
    report = run(source, fresh, ONE)
    one = fresh.load().resources["one"]
    assert one.places == ("muenchen", "deutschland")
    assert one.tags == ("crime", "knife-violence")
    assert one.keywords == ("frei", "Atlantis", "Halle", "quatsch")
    assert one.added == NOW
    assert one.updated is None
    words = ["'Atlantis'", "'Halle' of 'one' may be any of halle-saale, halle-westfalen", "quatsch"]
    assert all(w in n.reason for w, n in zip(words, report.notices, strict=True))
    assert {(n.path, n.line, n.fatal) for n in report.notices} == {("resources.yaml", 2, False)}


def test_addresses_are_cleaned_and_told(source, fresh):
    report = run(source, fresh, ONE)
    clean = "https://example.org/a?id=1"
    assert report.cleaned == (("one", ONE["url"], clean),)
    assert fresh.load().resources["one"].url == clean


def test_collections_and_tables_come_along(source, fresh):
    run(source, fresh)
    catalogue = fresh.load()
    a = Collection(id="a", title={"de": "A"}, order=1, access="restricted")
    assert list(catalogue.collections) == ["a", "b"]
    assert catalogue.collections["a"] == a
    assert (len(catalogue.thesaurus), len(catalogue.gazetteer)) == (2, 4)
    assert (fresh.folder / "places.yaml").read_text(encoding="utf-8") == PLACES
    assert not catalogue.problems


def test_a_second_run_changes_nothing(source, fresh):
    rows = [ONE, {**ONE, "id": None, "title": "Ohne Kennung", "url": None}]
    first = run(source, fresh, *rows)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in fresh.folder.rglob("*")}
    second = run(source, fresh, *rows, now=LATER)
    assert (first.arithmetic, second.arithmetic) == ("2 = 2 + 0 + 0 + 0", "2 = 0 + 0 + 2 + 0")
    assert second.unchanged == first.added == ("one", "ohne-kennung")
    after = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in fresh.folder.rglob("*")}
    assert after == before


def test_a_changed_entry_keeps_what_the_import_does_not_name(source, fresh):
    run(source, fresh, ONE)
    ours = {"notes": "unser", "reviewed": "2026", "status": Status.DRAFT, "unknown": {"x": 1}}
    fresh.save(fresh.load().resources["one"].model_copy(update=ours))
    assert run(source, fresh, ONE, now=LATER).unchanged == ("one",)
    report = run(source, fresh, {**ONE, "title": "Neu", "y": 2, "keywords": []}, now=LATER)
    assert report.changed == ("one",)
    one = fresh.load().resources["one"]
    assert (one.title, one.added, one.updated) == ("Neu", NOW, LATER)
    assert (one.notes, one.reviewed, one.status) == ("unser", "2026", Status.DRAFT)
    assert one.unknown == {"x": 1, "y": 2}
    assert "frei" not in one.keywords


def test_an_import_may_say_status_and_moments_itself(source, fresh):
    given = {**ONE, "status": "withdrawn", "added": "2020-01-02", "notes": "x", "reviewed": 2021}
    run(source, fresh, given)
    one = fresh.load().resources["one"]
    assert (one.status, one.notes, one.reviewed) == (Status.WITHDRAWN, "x", "2021")
    assert one.added == dt.datetime(2020, 1, 2, tzinfo=dt.UTC)


def test_a_new_home_moves_the_file(source, fresh):
    run(source, fresh, ONE)
    run(source, fresh, {**ONE, "collections": ["b"]})
    assert [p.parent.name for p in fresh.folder.glob("*/one.yaml")] == ["b"]


REJECTED = {
    "no mapping": ("Text", "keys such as 'title'"),
    "a wrong date": ({**ONE, "date": "gestern"}, "'gestern', which is no date"),
    "an unknown type": ({**ONE, "type": "blog"}, "Choose one of: document"),
    "an unknown collection": ({**ONE, "collections": ["a", "c"]}, "no collection 'c'"),
    "no title": ({**ONE, "title": ""}, "'title' is missing"),
    "a wrong address": ({**ONE, "url": "example.org"}, "must begin with http"),
    "tags as text": ({**ONE, "tags": "crime"}, "'tags' must be a list"),
    "an id that is a list": ({**ONE, "id": ["x"]}, "'id' must be a text"),
    "an id without letters": ({**ONE, "id": "???"}, "'???', which is no id"),
    "a reserved id": ({**ONE, "id": "collection"}, "reserved"),
    "an id twice": ({**ONE, "id": "good"}, "'good' stands twice in this import"),
}


@pytest.mark.parametrize(("row", "words"), REJECTED.values(), ids=REJECTED.keys())
def test_a_wrong_entry_is_rejected_and_the_rest_comes_in(source, fresh, row, words):
    good = {**ONE, "id": "good", "tags": [], "places": [], "url": None}
    report = run(source, fresh, good, row)
    assert report.added == ("good",)
    (problem,) = report.rejected
    assert words in problem.reason
    assert (problem.path, problem.fatal) == ("resources.yaml", True)
    assert problem.line is not None
    assert problem.line > 10
    assert problem.text(translator("de")) != problem.reason
    assert list(fresh.load().resources) == ["good"]


def test_a_rejected_change_leaves_the_old_state(source, fresh):
    run(source, fresh, ONE)
    before = fresh.load().resources["one"]
    assert len(run(source, fresh, {**ONE, "date": "x"}).rejected) == 1
    assert fresh.load().resources["one"] == before


def test_a_broken_file_of_ours_is_not_overwritten(source, fresh):
    run(source, fresh, ONE)
    write(fresh.folder / "a" / "one.yaml", "id: [")
    report = run(source, fresh, ONE)
    assert "a/one.yaml is broken" in report.rejected[0].reason
    assert (fresh.folder / "a" / "one.yaml").read_text() == "id: ["


IDS = [
    ("Städtebau & Größe: ÄÖÜß", "staedtebau-groesse-aeoeuess"),
    ("Sta\u0308dte", "staedte"),
    ("Nächtliches  Feiern – 2024!", "naechtliches-feiern-2024"),
    ("Überall " * 40, "-".join(["ueberall"] * 11)),
]


@pytest.mark.parametrize(("title", "id"), IDS)
def test_an_id_is_made_of_the_title(source, fresh, title, id):
    assert run(source, fresh, {**ONE, "id": "", "title": title}).added == (id,)


def test_ids_that_are_taken_get_a_number(source, fresh):
    row = {k: v for k, v in ONE.items() if k != "id"}
    rows = [row, {**row, "url": "https://example.org/b"}, {**row, "title": "???", "url": None}]
    report = run(source, fresh, *rows)
    assert report.added[:2] == ("ein-titel", "ein-titel-2")
    assert report.added[2].startswith("resource-")
    assert run(source, fresh, *rows).unchanged == report.added
    assert run(source, fresh, rows[1], rows[2], rows[0]).unchanged[0] == "ein-titel-2"


def test_a_new_title_keeps_the_id_that_the_address_has(source, fresh):
    row = {k: v for k, v in ONE.items() if k != "id"}
    run(source, fresh, row)
    assert run(source, fresh, {**row, "title": "Neuer Titel"}).changed == ("ein-titel",)


@pytest.mark.parametrize("named", [{"id": "one"}, {}])
def test_an_address_of_old_leads_to_the_resource_as_it_is_today(source, fresh, named):
    run(source, fresh, ONE)
    moved = "https://example.org/b"
    old = fresh.load().resources["one"]
    fresh.save(old.model_copy(update={"url": moved, "also_at": ("https://example.org/a?id=1",)}))
    row = {k: v for k, v in ONE.items() if k != "id"} | named
    assert run(source, fresh, {**row, "url": "http://www.example.org/a/?id=1"}).changed == ()
    [resource] = fresh.load().resources.values()
    assert (resource.url, resource.also_at) == (moved, ("https://example.org/a?id=1",))


def test_an_id_that_cannot_be_used_becomes_one(source, fresh):
    report = run(source, fresh, {**ONE, "id": "Über uns"})
    assert report.added == ("ueber-uns",)
    assert any("'Über uns' cannot be used" in n.reason for n in report.notices)


def test_suspected_duplicates_and_mirrors_are_told(source, fresh):
    plain = {**ONE, "tags": [], "places": []}
    other = {**plain, "id": "two", "url": "http://www.example.org/a/?ID=1"}
    mirror = {**plain, "id": "three", "url": "https://de.docplayer.org/1"}
    reasons = [n.reason for n in run(source, fresh, plain, other, mirror).notices]
    assert any("'one' and 'two' have the same address" in r for r in reasons)
    assert any("'three' lies on a host that only mirrors" in r for r in reasons)
    assert len(reasons) == 2


def test_tables_grow_and_lose_nothing(source, fresh):
    run(source, fresh)
    places = fresh.folder / "places.yaml"
    write(places, PLACES + "- {id: ulm, label: {de: Ulm}, kind: city, x: 1}\n")
    run(source, fresh)
    assert "ulm" in fresh.load().gazetteer
    write(
        source / "places.yaml",
        PLACES.replace("Munich", "Monaco") + "- {id: y, label: {de: Y}, kind: city}\n",
    )
    run(source, fresh)
    catalogue = fresh.load()
    assert list(catalogue.gazetteer.by_id)[-2:] == ["ulm", "y"]
    assert catalogue.gazetteer.by_id["muenchen"].label["en"] == "Monaco"
    assert "x: 1" in places.read_text(encoding="utf-8")
    assert places.read_text(encoding="utf-8").startswith("# Orte\n")


def test_a_collection_keeps_what_the_import_does_not_name(source, fresh):
    run(source, fresh)
    b = fresh.load().collections["b"]
    changes = {"access": "restricted", "sources": ({"kind": "feed"},), "unknown": {"x": 1}}
    fresh.save_collection(Collection(**{**b.model_dump(), **changes}))
    run(source, fresh)
    kept = fresh.load().collections["b"]
    assert (kept.access, kept.sources, kept.unknown) == (
        "restricted",
        ({"kind": "feed"},),
        {"x": 1},
    )


def test_a_wrong_collection_is_left_out_with_its_resources(source, fresh):
    rows = [*COLLECTIONS[:1], {"slug": "B B", "title": {"de": "x"}}, {"slug": "c"}, COLLECTIONS[0]]
    write(source / "collections.yaml", dumped({"collections": rows}))
    report = run(source, fresh, ONE)
    assert [p.fatal for p in report.notices if p.path == "collections.yaml"] == [True] * 3
    assert "no collection 'b'" in report.rejected[0].reason


def test_any_of_the_files_may_be_missing(source, fresh, folder):
    for name in ("collections.yaml", "thesaurus.yaml", "places.yaml", "publishers.yaml"):
        (source / name).unlink()
    assert run(source, folder, {**ONE, "id": "two"}).added == ("two",)
    (source / "resources.yaml").unlink()
    write(source / "collections.yaml", dumped({"collections": COLLECTIONS}))
    assert import_folder(source, fresh, NOW).total == 0
    assert len(fresh.load().collections) == 2


@pytest.mark.parametrize("name", ["collections.yaml", "places.yaml", "resources.yaml"])
@pytest.mark.parametrize("content", [b"x: [", b"- a", b"x: 1", b"\xff", b"", b"resources: text"])
def test_a_file_that_cannot_be_used_stops_before_anything_is_written(source, fresh, name, content):
    write(source / name, content)
    with pytest.raises(CatalogueError, match=f"Nothing was imported, because .*{name}") as caught:
        import_folder(source, fresh, NOW)
    assert not fresh.folder.exists()
    german = caught.value.text(translator("de"))
    assert german.startswith("Es wurde nichts eingelesen")
    assert " the " not in german


def test_a_folder_without_anything_to_import_is_told(tmp_path, fresh):
    with pytest.raises(CatalogueError, match="is no folder"):
        import_folder(tmp_path / "none", fresh, NOW)
    with pytest.raises(CatalogueError, match="holds nothing to import"):
        import_folder(tmp_path, fresh, NOW)


def test_progress_is_told(source, fresh):
    write(source / "resources.yaml", dumped({"resources": [ONE, {**ONE, "id": "two"}]}))
    told = []
    import_folder(source, fresh, NOW, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_hand_written_file_takes_part(source, root, folder):
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="a"))
    report = run(
        source, folder, {"id": "two", "title": "Ein Titel", "type": "news", "collections": ["a"]}
    )
    assert report.unchanged == ("two",)
