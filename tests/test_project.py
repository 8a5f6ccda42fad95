"""The files around the code: pins, packages, nothing of the machine they were made on."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = (ROOT / "constraints.txt").read_text("utf-8")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return canonical(found[0])


def pinned() -> dict[str, str]:
    lines = [line for line in PINS.splitlines() if line and not line.startswith("#")]
    pairs = [line.split("==") for line in lines]
    assert all(len(pair) == 2 for pair in pairs), "only exact versions, no addresses"
    return {canonical(name): version for name, version in pairs}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_all_that_is_required_is_pinned():
    project = PROJECT["project"]
    required = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        required += extra
    assert {named(r) for r in required} - {"hub"} <= set(pinned())


def test_all_that_is_imported_is_required():
    """What only comes along with another package may go with its next version."""
    required = {named(r) for r in PROJECT["project"]["dependencies"]}
    comes_from = packages_distributions()
    for path in [*(ROOT / "hub").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"hub"}:
                known = {canonical(d) for d in comes_from.get(top, ())}
                assert known & required, f"{path} imports {top}: name it in pyproject.toml"


def test_the_pins_name_no_address():
    assert "://" not in PINS
    assert "--" not in PINS
    assert "@" not in PINS


#: Spelt in pieces, so that this file does not hold what it looks for.
PLACES = tuple(
    "".join(p) for p in (("/wor", "k/"), ("/ro", "ot/"), ("pypi.", "org"), (".py", "env"))
)


def test_no_file_names_the_machine_it_was_made_on():
    for path in tracked():
        if path.suffix in {".gz", ".png", ".bin"} or "collections" in path.parts:
            continue
        text = path.read_text("utf-8", errors="replace")
        for place in PLACES:
            assert place not in text, f"{path} names {place}"


def test_nothing_of_the_data_directory_is_committed():
    assert not [p for p in tracked() if p.relative_to(ROOT).parts[0] in {"var", ".venv"}]


def test_what_the_package_needs_is_packaged():
    """Every kind of file beside the Python files is named in the packaging."""
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    endings = {pattern.removeprefix("*") for pattern in patterns}
    for path in tracked():
        if path.relative_to(ROOT).parts[0] == "hub" and path.suffix not in {".py", ".md"}:
            assert path.suffix in endings or path.name in patterns, path
