"""What is exported comes back whole."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.catalogue import CatalogueFolder, export_folder, import_folder
from hub.errors import CatalogueError
from hub.model import (
    Collection,
    Event,
    Evidence,
    EvidenceStep,
    Funding,
    Resource,
    ResourceType,
    Status,
)
from tests.effort import tries

from .files import NOW, PLACES, RESOURCE, THESAURUS, write

MEMORY = Path("/dev/shm")  #: where there is one, files need not wait for a disk

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
resource_ids = ids.filter(lambda name: name != "collection")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120).filter(
    str.strip
)
lines = st.one_of(texts, st.sampled_from(["no", "2024", "true", "a: b", "- x", "~", "Wort " * 60]))
dates = st.one_of(
    st.integers(1, 9999).map(lambda y: f"{y:04}"),
    st.dates().map(lambda d: d.isoformat()[:7]),
    st.dates().map(dt.date.isoformat),
)
moments = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=dt.UTC)
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), lines),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=5,
)
unknown = st.dictionaries(st.from_regex(r"x-[a-z]{1,5}", fullmatch=True), values, max_size=2)


def maybe(strategy):
    return st.one_of(st.none(), strategy)


def some(strategy):
    return st.lists(strategy, max_size=3, unique=True).map(tuple)


evidence = st.one_of(
    st.just(Evidence()),
    st.builds(Evidence, step=st.sampled_from(EvidenceStep), source=lines),
)


def resources(collections: list[str]) -> st.SearchStrategy[Resource]:
    return st.builds(
        Resource,
        id=resource_ids,
        title=lines,
        url=maybe(ids.map(lambda name: f"https://WWW.example.org./{name}?utm_source=x#:~:text=y")),
        type=st.sampled_from(ResourceType),
        collections=st.lists(st.sampled_from(collections), min_size=1, unique=True).map(tuple),
        language=maybe(st.sampled_from(["de", "no", "en"])),
        date=maybe(dates),
        event=maybe(st.builds(Event, start=maybe(dates), place=maybe(lines))),
        funding=maybe(st.builds(Funding, deadline=maybe(dates), funder=maybe(lines))),
        evidence=maybe(evidence),
        publisher=maybe(lines),
        authors=some(lines),
        places=some(ids),
        tags=some(ids),
        keywords=some(lines),
        target_groups=some(lines),
        summary=maybe(lines),
        notes=maybe(lines),
        status=st.sampled_from(Status),
        added=maybe(moments),
        updated=maybe(moments),
        reviewed=maybe(dates),
        text=maybe(st.just("0f" * 32)),
        unknown=unknown,
    )


@st.composite
def catalogues(draw):
    names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    collections = [
        Collection(
            id=name,
            title={"de": draw(lines)},
            description=draw(st.one_of(st.just({}), st.builds(lambda t: {"en": t}, lines))),
            order=draw(st.integers(-5, 5)),
            access=draw(st.sampled_from(["members", "restricted"])),
            sources=draw(some(ids)) and ({"kind": "feed", "url": draw(lines)},),
            unknown=draw(unknown),
        )
        for name in names
    ]
    return collections, draw(st.lists(resources(names), max_size=4, unique_by=lambda r: r.id))


@settings(max_examples=tries(15, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogues())
def test_any_catalogue_comes_back_whole(made):
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    try:
        folder = CatalogueFolder(place / "one")
        folder.make()
        write(place / "one" / "thesaurus.yaml", THESAURUS)
        for collection in made[0]:
            folder.save_collection(collection)
        for resource in made[1]:
            folder.save(resource)
        before = folder.load()
        assert before.resources == {r.id: r for r in sorted(made[1], key=lambda r: r.id)}
        assert before.collections == {c.id: c for c in made[0]}
        export_folder(folder, place / "export")
        other = CatalogueFolder(place / "two")
        report = import_folder(place / "export", other, NOW)
        after = other.load()
        assert report.added == tuple(before.resources)
        assert (after.resources, after.collections) == (before.resources, before.collections)
        assert (after.version, after.problems) == (before.version, before.problems)
        assert import_folder(place / "export", other, NOW).unchanged == report.added
    finally:
        shutil.rmtree(place)


def test_tables_come_back_with_every_comment(folder, tmp_path):
    export_folder(folder, tmp_path / "export")
    other = CatalogueFolder(tmp_path / "other")
    import_folder(tmp_path / "export", other, NOW)
    assert (tmp_path / "other" / "thesaurus.yaml").read_text(encoding="utf-8") == THESAURUS
    assert (tmp_path / "other" / "places.yaml").read_text(encoding="utf-8") == PLACES
    assert other.load().thesaurus.by_id == folder.load().thesaurus.by_id


def test_broken_files_are_put_aside_as_they_are(root, folder, tmp_path):
    write(root / "a" / "two.yaml", "id: [")
    write(root / "b" / "one.yaml", RESOURCE.format(id="one", home="b"))
    write(root / "thesaurus.yaml", "concepts: [")
    write(root / "places.yaml", PLACES + "- 5\n")
    report = export_folder(folder, tmp_path / "export")
    aside = tmp_path / "export" / "set-aside"
    assert (report.resources, report.collections) == (1, 2)
    assert [p.path for p in report.set_aside] == ["a/two.yaml", "b/one.yaml", "thesaurus.yaml"]
    assert (aside / "a" / "two.yaml").read_text() == "id: ["
    other = CatalogueFolder(tmp_path / "other")
    assert import_folder(tmp_path / "export", other, NOW).added == ("one",)
    assert (tmp_path / "other" / "places.yaml").read_text(encoding="utf-8") == PLACES + "- 5\n"


def test_nothing_is_overwritten(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    assert export_folder(folder, tmp_path / "empty").resources == 1
    with pytest.raises(CatalogueError, match="is not empty"):
        export_folder(folder, tmp_path / "empty")
    with pytest.raises(CatalogueError, match="is a file"):
        export_folder(folder, write(tmp_path / "file", "x"))
    with pytest.raises(CatalogueError, match="cannot be written"):
        export_folder(folder, tmp_path / "file" / "below")
