"""What may be in the catalogue twice: by address, text, or title and publisher."""

from pathlib import Path

from hub.catalogue import Texts
from hub.ingest.suspects import Suspects
from hub.model import Catalogue, Resource

LONG = " ".join(f"Wort{n} über Plätze bei Nacht und Licht" for n in range(40))


def made(id: str, **values: object) -> Resource:
    usual = {"id": id, "title": id, "type": "document", "collections": ("park",)}
    return Resource.model_validate(usual | values)


def found(tmp_path: Path, *resources: Resource) -> dict[str, tuple[str, ...]]:
    suspects = Suspects(Texts(tmp_path / "texts"), tmp_path / "fingerprints.npz")
    return dict(suspects.of(Catalogue(resources={r.id: r for r in resources})))


def test_each_way_of_being_the_same_is_found(tmp_path):
    texts = Texts(tmp_path / "texts")
    one, other = texts.store(LONG), texts.store(LONG.replace("Wort7", "Wort-7"))
    short = texts.store("Zu kurz für einen Abdruck")
    twins = found(
        tmp_path,
        made("a", url="https://www.example.org/x/"),
        made("b", also_at=("http://example.org/x?utm_source=mail",)),
        made("c", text=one),
        made("d", text=other),
        made("e", title="Leitfaden Licht im Park", publisher="Stadt Ulm"),
        made("f", title="Leitfaden: Licht im Park", publisher="STADT ULM"),
        made("g", text=short),
        made("h", text=short),
        made("i", url="https://example.org/y", title="Leitfaden Licht im Park"),
    )
    assert twins == {
        **{"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)},
        **{"e": ("f",), "f": ("e",), "g": ("h",), "h": ("g",)},
    }


def test_the_answer_follows_the_catalogue_and_needs_each_text_once(tmp_path):
    texts = Texts(tmp_path / "texts")
    digest = texts.store(LONG)
    suspects = Suspects(texts, tmp_path / "fingerprints.npz")
    a, b = made("a", text=digest), made("b", text=digest)
    assert suspects.of(Catalogue(resources={"a": a})) == {}
    assert suspects.of(Catalogue(resources={"a": a, "b": b})) == {"a": ("b",), "b": ("a",)}
    reviewed = b.model_copy(update={"reviewed": "2026-01-01"})
    first = suspects.of(Catalogue(resources={"a": a, "b": b}))
    assert suspects.of(Catalogue(resources={"a": a, "b": reviewed})) is first
    for file in (tmp_path / "texts").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    again = Suspects(texts, tmp_path / "fingerprints.npz")
    assert again.of(Catalogue(resources={"a": a, "b": b})) == first
