"""The docs name every command, option and setting, and point nowhere in vain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.cli import command_line
from hub.settings import SETTINGS

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "collections" / "README.md",
]


def commands() -> Iterator[tuple[str, object]]:
    waiting: list[tuple[str, object]] = [("hub", command_line())]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        below = getattr(command, "commands", {})
        waiting += [(f"{name} {sub}", c) for sub, c in below.items()]


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda v: str(v)[:40])
def test_every_command_and_option_is_described(name, command):
    assert re.search(rf"(?m)^##? {name}$|`{name}[ `]", COMMANDS), f"{name} is not described"
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"{option}" in COMMANDS, f"{name} {option} is not described"


def test_no_command_is_described_that_does_not_exist():
    known = {name for name, _ in commands()}
    for text in (README, COMMANDS, (ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        for typed in re.findall(r"(?m)(?:^    |`)(hub(?: [a-z]+)+)", text):
            words = typed.split()
            while words and " ".join(words) not in known:
                words.pop()
            assert len(words) > 1, f"{typed!r} is no command"


def test_no_option_is_described_that_does_not_exist():
    known = {o for _, c in commands() for p in c.params for o in p.opts} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", COMMANDS)) <= known


def test_every_setting_stands_in_the_table_with_its_default():
    for name, default, help in SETTINGS:
        value = f"`{default}`" if default else ""
        assert f"| `{name}` | {value} | {help} |" in README


def test_no_setting_is_described_that_does_not_exist():
    known = {name for name, _, _ in SETTINGS} | {"HUB_SETTINGS"}
    tests_only = {"HUB_EVAL_DATA", "HUB_REQUIRE_BROWSER"}
    for page in PAGES:
        assert set(re.findall(r"HUB_[A-Z_]+", page.read_text("utf-8"))) <= known | tests_only


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target:
            path, _, heading = target.partition("#")
            aim = (page.parent / path) if path else page
            assert aim.exists(), f"{page.name} points to {target}"
            assert not heading or heading in headings(aim), f"{page.name} points to {target}"


def headings(page: Path) -> set[str]:
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("goal", ["serve", "test", "setup", "check", "bench", "clean"])
def test_the_goals_of_make_exist(goal):
    assert re.search(rf"(?m)^{goal}:", (ROOT / "Makefile").read_text("utf-8"))
    assert "make serve" in README
    assert "make test" in README


def test_paths_named_in_the_docs_exist():
    for page in PAGES:
        for path in re.findall(
            r"`((?:hub|tests|docs|collections|benchmarks)/[\w./-]*)`", page.read_text("utf-8")
        ):
            assert (ROOT / path).exists(), f"{page.name} names {path}"
