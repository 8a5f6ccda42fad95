"""The frame of all commands: language, help, complaints, exit status."""

import subprocess
import sys

import pytest

from hub import __version__


def test_the_program_runs_from_a_new_python(empty_home):
    ended = empty_home.run_program("--version")
    assert (ended.status, ended.out) == (0, f"hub {__version__}\n")


def test_every_command_has_help(empty_home):
    for command in ("serve", "index", "search", "eval", "import", "export", "doctor"):
        ended = empty_home.run(command, "--help")
        assert ended.status == 0
        assert f"Usage: hub {command}" in ended.out
    assert "code" in empty_home.run("account", "--help").out


def test_without_a_command_the_help_is_shown_and_nothing_went_well(empty_home):
    for arguments in ((), ("account",), ("account", "code")):
        ended = empty_home.run(*arguments)
        assert ended.status == 2
        assert "Commands:" in ended.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serach"], "There is no command 'serach'. Try: hub search"),
        (["quokka"], "There is no command 'quokka'. Try: hub --help"),
        (["account", "ad"], "There is no command 'ad'. Try: hub account add"),
        (["search"], "QUERY is missing. Try: hub search --help"),
        (["search", "x", "y"], "does not take all of these arguments. Try: hub search --help"),
        (["search", "x", "--limt", "3"], "There is no option --limt. Try: hub search --help"),
        (["search", "x", "--limit", "many"], "--limit does not fit: it must be 1 … 1000."),
        (["search", "x", "--limit", "0"], "--limit does not fit: it must be 1 … 1000."),
        (["search", "x", "--year-from", "MMXX"], "--year-from does not fit"),
        (["search", "x", "--type", "poem"], "--type does not fit: it must be document, method,"),
        (["search", "x", "--sort", "size"], "it must be relevance, newest, title."),
        (["search", "x", "--limit"], "The option --limit cannot be used like that"),
        (["eval"], "--queries is missing. Try: hub eval --help"),
        (["serve", "--port", "99999"], "--port does not fit: it must be 1 … 65535."),
        (["account", "role", "a@b.de"], "ROLE is missing."),
        (["account", "code", "revoke", "one"], "NUMBER does not fit: it must be a whole number."),
    ],
)
def test_a_mistyped_command_gets_a_sentence_with_a_way_out(empty_home, arguments, sentence):
    ended = empty_home.run(*arguments)
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err.startswith("hub: ")
    assert ended.err.count("\n") == 1
    assert sentence in ended.err
    assert not (empty_home.folder / "var").exists()


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"HUB_LANGUAGE": "", "LANG": "de_DE.UTF-8"}, "Aufruf:"),
        ({"HUB_LANGUAGE": "", "LANG": "en_GB.UTF-8"}, "Usage:"),
        ({"HUB_LANGUAGE": "", "LANG": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "Usage:"),
        ({"HUB_LANGUAGE": "", "LANG": "en_US.UTF-8", "LC_MESSAGES": "de_AT.UTF-8"}, "Aufruf:"),
        ({"HUB_LANGUAGE": "", "LANG": "C.UTF-8"}, "Aufruf:"),
        ({"HUB_LANGUAGE": "", "LC_ALL": "C", "LANG": "en_US.UTF-8"}, "Aufruf:"),
        ({"HUB_LANGUAGE": ""}, "Aufruf:"),
        ({"HUB_LANGUAGE": "en", "LANG": "de_DE.UTF-8"}, "Usage:"),
        ({"HUB_LANGUAGE": "de", "LC_ALL": "en_US.UTF-8"}, "Aufruf:"),
    ],
)
def test_the_language_is_that_of_the_setting_then_of_the_locale(empty_home, environment, word):
    assert word in empty_home.run("--help", **environment).out


def test_a_locale_that_says_nothing_leaves_it_to_the_settings_file(empty_home):
    (empty_home.folder / "hub.yaml").write_text("language: en\n")
    assert "Usage:" in empty_home.run("--help", HUB_LANGUAGE="", LANG="C").out


def test_complaints_come_in_german(empty_home):
    ended = empty_home.run("serach", HUB_LANGUAGE="de")
    assert ended.err == "hub: Einen Befehl „serach“ gibt es nicht. Versuchen Sie: hub search\n"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"HUB_PORT": "x"}, "HUB_PORT is 'x', but must be a whole number."),
        ({"HUB_PORT": "0"}, "HUB_PORT is 0, but must lie between 1 and 65535."),
        ({"HUB_LANGUAGE": "fr"}, "HUB_LANGUAGE ist 'fr', aber der Hub spricht nur de und en."),
        ({"HUB_SETTINGS": "gone.yaml"}, "The settings file gone.yaml cannot be read"),
    ],
)
def test_wrong_settings_are_refused(empty_home, environment, sentence):
    ended = empty_home.run("index", **environment)
    assert ended.status == 1
    assert ended.err.startswith("hub: ")
    assert sentence in ended.err
    assert not (empty_home.folder / "var").exists()


def test_help_is_there_even_with_wrong_settings(empty_home):
    (empty_home.folder / "hub.yaml").write_text("langauge: en\n")
    assert empty_home.run("--help", HUB_LANGUAGE="").status == 0
    ended = empty_home.run("index")
    assert "unknown settings: langauge" in ended.err


def test_whoever_stops_reading_gets_no_complaint(home):
    program = [sys.executable, "-m", "hub", "search", "Stadt", "--json"]
    with subprocess.Popen(
        program,
        cwd=home.folder,
        env=home.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdout.close()
        complaint = running.stderr.read()
    assert complaint == b""
    assert running.returncode == 1
