import subprocess
import sys

import pytest

from kopa_sim import __version__
from kopa_sim.cli.main import build_group
from kopa_sim.cli.shared import wanted_language

COMMANDS = ("new", "import", "check", "run", "optimise", "coalitions")


def test_help_names_every_command(kopa):
    answer = kopa("--help")
    assert answer.status == 0
    for command in COMMANDS:
        assert f"\n  {command} " in answer.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(kopa, command):
    answer = kopa(command, "--help")
    assert answer.status == 0
    assert f"Example:\n    kopa {command} " in answer.out
    assert "--debug" in answer.out


@pytest.mark.parametrize(("language", "word"), [("fi", "Esimerkki:"), ("sv", "Exempel:")])
def test_help_is_in_the_language_asked_for(kopa, language, word):
    assert word in kopa("--lang", language, "run", "--help").out
    assert word in kopa("run", "--help", f"--lang={language}").out


def test_version(kopa):
    assert kopa("--version").out == f"kopa_sim {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("rnu",),
        ("run",),
        ("run", "x", "--draws", "0"),
        ("run", "x", "--seed", "-1"),
        ("run", "x", "--workers", "none"),
        ("run", "x", "--lang", "de"),
        ("check", "x", "--draws", "5"),
        ("new",),
    ],
)
def test_a_wrong_call_has_status_two_and_no_traceback(kopa, tmp_path, arguments):
    answer = kopa(*arguments)
    assert answer.status == 2
    assert answer.err.startswith("kopa") or answer.err.startswith("--")
    assert answer.err.endswith("\n1 problem\n")
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_command_without_a_name_shows_the_help(kopa):
    answer = kopa()
    assert answer.status == 2
    assert "Commands:" in answer.out + answer.err


def test_the_language_is_found_wherever_it_stands():
    assert wanted_language(["run", "x", "--lang", "fi"]) == "fi"
    assert wanted_language(["--lang=sv", "run"]) == "sv"
    assert wanted_language(["run", "--lang"]) == "en"
    assert wanted_language([]) == "en"


def test_commands_are_the_same_in_every_language(texts):
    assert set(build_group(texts).commands) == set(COMMANDS)


def test_help_needs_none_of_the_heavy_packages():
    code = (
        "import sys; from kopa_sim.cli.main import run_command_line as k; k(['run', '--help']);"
        "print([m for m in ('numpy', 'pandas', 'matplotlib', 'scipy', 'xarray', 'rich') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.endswith("[]\n")


def test_help_loads_nothing_heavy():
    """A call for help answers at once because the arrays and tables are only loaded by the work itself."""
    asked = (
        "import sys; from kopa_sim.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print('loaded:', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked, "--help"], capture_output=True, check=True, text=True
    )
    loaded = answer.stdout.split("loaded:")[1].split()
    assert not {"numpy", "scipy", "pandas", "xarray", "matplotlib", "simpy"} & set(loaded)
