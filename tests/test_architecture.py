"""The shape of the package: who may import whom, and who may know which library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hub"

#: From the ground up. A part may import parts of lower layers and itself, nothing else.
LAYERS = (
    {"errors", "i18n"},
    {"model", "settings"},
    {"labels", "addressing", "migrations"},
    {"database", "answers", "exporting"},
    {"language", "catalogue", "accounts"},
    {"history"},
    {"ingest", "index", "curation", "upkeep", "figures"},
    {"thesaurus", "following", "portability", "vocabulary"},
    {"core"},
    {"web", "ui", "cli"},
    {"__main__"},
)

#: Where a library may be imported.
ONLY_IN = {
    "streamlit": {"ui"},
    "whoosh": {"index"},
    "sqlalchemy": {
        *("accounts", "curation", "figures", "history", "ingest", "portability"),
        *("database", "migrations"),
    },
    "alembic": {"migrations"},
    "typer": {"cli"},
    "rich": {"cli"},
    "rdflib": {"catalogue", "ingest"},
    "starlette": {"web", "ui"},
    "requests": {"ingest"},
}


def part_of(path: Path) -> str:
    """The part of the package a file belongs to: the name of its folder, or its own."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports by full name, so that they can be found"
            yield from ([f"hub.{a.name}" for a in node.names] if node.module == "hub" else ())
            yield node.module or ""


def layer(part: str) -> int:
    found = [number for number, parts in enumerate(LAYERS) if part in parts]
    assert found, f"hub/{part} has no place in the layers yet"
    return found[0]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down_only(path):
    here = part_of(path)
    for name in imports(path):
        if not name.startswith("hub.") or name == "hub.__version__":
            continue
        there = name.split(".")[1]
        assert there == here or layer(there) < layer(here), f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_part(path):
    for name in imports(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or part_of(path) in allowed, f"{path} imports {name}"


def test_only_the_index_names_the_engine():
    naming = {part_of(p) for p in modules() if "whoosh" in p.read_text("utf-8").lower()}
    assert naming == {"index"}


def test_the_app_puts_together_and_does_nothing_else():
    tree = ast.parse((ROOT / "app.py").read_text("utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]


def test_the_catalogue_is_no_package():
    """An __init__.py there would hide Python's own `collections`."""
    assert not list((ROOT / "collections").rglob("*.py"))


def test_no_file_grows_beyond_reading():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_the_pages_load_nothing_from_elsewhere():
    """Links to originals are data; what stands in our own files must be ours."""
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".css", ".js", ".html", ".svg"}:
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert "http://" not in text, path
            assert "https://" not in text, path
