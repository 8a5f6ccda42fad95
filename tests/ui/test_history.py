"""The history page: for editors, each seeing what is open to them, and for nobody else."""

import pytest

from hub.accounts import Role
from hub.history import Doer, FileChange, What
from hub.ui.frame import head
from hub.ui.show import view_of
from tests.ui.conftest import page, text

LEA = Doer(3, "Lea Lang")
LONG = "Ein langer Satz, der erzählt, worum es geht, und der dafür viele gewöhnliche Wörter braucht"


@pytest.fixture(scope="module")
def changed(hub):
    """One change of two resources and a table; the resource own-event is then changed again."""
    folder = hub.folder
    before = [hub.catalogue().resources[id] for id in ("own-event", "own-call")]
    files = []
    for id, summary in (("own-event", f"{LONG}."), ("own-call", "Kurz.")):
        resource = hub.catalogue().resources[id]
        new = resource.model_copy(update={"summary": summary, "tags": ("knives",), "date": "2026"})
        files += folder.changes_of(new)
    what = What("bulk.add-tag", {"name": "Messer", "number": 2})
    first = hub.history.apply(files, by=LEA, what=what)
    new = hub.reload().resources["own-event"]
    new = new.model_copy(update={"summary": f"{LONG.replace('langer', 'kurzer')}."})
    edited = What("resource.edited", {"title": new.title})
    second = hub.history.apply(folder.changes_of(new), by=Doer(), what=edited)
    hub.reload()
    yield first, second
    for resource in before:  # other tests read them, too
        folder.save(resource)
    hub.reload()


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_others_find_neither_page_nor_its_name(reader, changed, role):
    somebody = reader(role, "messergewalt")
    for params in ({}, {"resource": ["own-event"]}, {"change": [str(changed[0].id)]}):
        view = view_of(somebody, "history", params)
        assert view.title == "Nicht gefunden"
        assert "Lea" not in view.body
        assert "/history" not in head(somebody, view, "/")


def test_the_list_says_who_when_and_what(reader, changed):
    soup = page(reader(Role.EDITOR), "history")
    second, first = soup.select(".history section li")[:2]
    assert text(first.a) == "Thema „Messer“ bei 2 Einträgen ergänzt"
    assert "Lea Lang · 2 Dateien" in text(first)
    assert "Befehlszeile" in text(second)
    assert first.a["href"] == f"/history?change={changed[0].id}"
    soup = page(reader(Role.EDITOR), "history", kind=["bulk"])
    assert [text(a) for a in soup.select(".history section li > a")] == [text(first.a)]
    assert text(soup.select_one("option[selected]")) == "Viele Einträge auf einmal"
    soup = page(reader(Role.EDITOR), "history", before=[str(changed[1].id)])
    assert text(soup.select_one(".history section li > a")) == text(first.a)


def test_a_change_shows_what_differs_in_words(reader, changed):
    soup = page(reader(Role.EDITOR), "history", change=[str(changed[0].id)])
    assert soup.nav["aria-label"] == "Sie sind hier"
    said = text(soup)
    assert "Fachtag Nachtfalter" in said
    assert "neu: Messer" in said  # the label of the tag, not its id
    assert "Zusammenfassung" in said
    soup = page(reader(Role.EDITOR), "history", change=[str(changed[1].id)])
    assert [text(mark) for mark in soup.select(".prose del, .prose ins")] == [
        "entfernt: langer",
        "neu: kurzer",
    ]
    assert soup.select_one("form.undoing button[value=undo]")


def test_what_stands_in_the_way_of_an_undo_is_said(reader, changed):
    soup = page(reader(Role.EDITOR), "history", change=[str(changed[0].id)])
    assert "„Zusammenfassung“ von „Fachtag Nachtfalter“ wurde seitdem" in text(soup)
    assert not soup.select("form.undoing")


def test_a_resource_shows_its_states_and_the_way_back(reader, changed):
    soup = page(reader(Role.EDITOR), "history", resource=["own-event"])
    now, before = soup.select(".states > li")[:2]
    assert "so ist es jetzt" in text(now)
    link = before.select_one(".actions a")["href"]
    assert link == f"/history?resource=own-event&state={changed[0].id}"
    soup = page(reader(Role.EDITOR), "history", resource=["own-event"], state=[str(changed[0].id)])
    assert text(soup.select_one(".prose ins")) == "neu: langer"
    assert soup.select_one("button[value=back]")
    resource = page(reader(Role.EDITOR), "resource", id=["own-event"])
    assert resource.select_one('.editing a[href="/history?resource=own-event"]')


def test_nothing_of_what_is_shut_is_shown(reader, hub):
    """An editor without a grant for a restricted collection; R5."""
    files = [
        FileChange("geheim/collection.yaml", None, b"title: {de: Geheim}\naccess: restricted\n"),
        FileChange(
            "geheim/own-secret.yaml",
            None,
            b"id: own-secret\ntitle: Verschlusssache\ntype: news\ncollections: [geheim]\n",
        ),
    ]
    what = What("resource.added", {"title": "Verschlusssache"})
    change = hub.history.apply(files, by=LEA, what=what)
    hub.reload()
    params = ({}, {"change": [str(change.id)]}, {"resource": ["own-secret"]})
    try:
        for given in params:
            body = view_of(reader(Role.EDITOR), "history", given).body
            assert "Verschlusssache" not in body
            assert "own-secret" not in body
            assert "eheim" not in body
            assert "Verschlusssache" in view_of(reader(Role.ADMIN), "history", given).body
    finally:
        hub.history.undo(change.id, by=LEA)
        hub.reload()
    for given in params:  # nor after it is gone
        assert "Verschlusssache" not in view_of(reader(Role.EDITOR), "history", given).body
