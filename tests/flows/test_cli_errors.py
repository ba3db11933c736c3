# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
from pathlib import Path

import pytest

import incident_console
from incident_console.cli.passphrase import VARIABLE
from tests.helpers.commands import CommandLine

COMMANDS = [
    "demo",
    "create",
    "join",
    "requests",
    "admit",
    "folder",
    "sync",
    "incidents",
    "open-incident",
    "log",
    "entries",
    "strike",
    "significant",
    "tasks",
    "task",
    "conflicts",
    "settle",
    "call",
    "import-documents",
    "import-contacts",
    "search",
    "report",
    "recovery-kit",
    "recover",
    "status",
    "rebuild",
]


def told(command: CommandLine, *words: str | Path) -> str:
    """The one line that a command tells when something known is wrong."""
    ran = command(*words)
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err
    return ran.err


def test_a_missing_workspace_is_told_before_anybody_is_asked_for_a_passphrase(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    assert "is not a workspace" in told(command, "status", command.base / "nothing")


def test_a_wrong_passphrase_is_told(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    joy = command.found()
    monkeypatch.setenv(VARIABLE, "wrong")
    assert "passphrase is not right" in told(command, "status", joy)


def test_the_passphrase_may_come_from_the_first_line_of_a_file(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    joy, file = command.found(), tmp_path / "passphrase"
    file.write_bytes(b"lift harbour quiet oak\r\nanother line\n")
    monkeypatch.setenv(VARIABLE, "wrong")
    assert command("status", joy, "--passphrase-file", file).code == 0
    file.write_bytes(b"\n")
    assert "empty" in told(command, "status", joy, "--passphrase-file", file)
    file.write_bytes(b"\xff\xfe\n")
    assert "not UTF-8" in told(command, "status", joy, "--passphrase-file", file)
    assert "cannot be read" in told(command, "status", joy, "--passphrase-file", tmp_path / "missing")


def test_a_new_passphrase_is_asked_for_twice(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("incident_console.cli.passphrase._has_terminal", lambda: True)
    words: list[str | Path] = [
        "create",
        command.base / "joy",
        "--team",
        "Harbour",
        "--member",
        "Joy Okafor",
        "--kdf-memory",
        "64",
    ]
    typed = iter(["one", "two", "one", "one", "one"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert "differ" in told(command, *words)
    assert not (command.base / "joy").exists()
    assert command(*words).code == 0
    assert command("status", command.base / "joy").code == 0


def test_without_a_terminal_nobody_is_asked(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    joy = command.found()
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("incident_console.cli.passphrase._has_terminal", lambda: False)
    assert "--passphrase-file" in told(command, "status", joy)


def test_a_workspace_is_not_made_over_something_else(command: CommandLine) -> None:
    joy = command.found()
    words: list[str | Path] = ["create", joy, "--team", "Harbour", "--member", "Joy Okafor", "--kdf-memory", "64"]
    assert "not empty" in told(command, *words)


def test_an_unknown_or_ambiguous_incident_is_told(command: CommandLine) -> None:
    joy = command.found()
    assert "incidents" in told(command, "entries", joy, "Nothing")
    for _ in range(2):
        command.opened(joy, "Twice")
    assert "means 2 of the incidents" in told(command, "entries", joy, "Twice")


@pytest.mark.parametrize(
    "words",
    [
        ("log", "Outage", "   "),
        ("log", "Outage", "x", "--kind", "rumour"),
        ("log", "Outage", "x", "--at", "soon"),
        ("strike", "JO-99", "--reason", "r"),
        ("task set", "T-JO99", "--state", "done"),
        ("task set", "T-JO1", "--state", "perhaps"),
        ("task set", "T-JO1", "--state", "not_applicable"),
        ("settle", "nothing:owner", "x"),
        ("call", "Outage", "Nobody", "reached"),
        ("admit", "nobody", "--role", "viewer"),
        ("open-incident", "--plan", "picnic", "--name", "x"),
        ("open-incident", "--plan", "ransomware", "--name", "  "),
        ("report", "Outage", "--out", "report.pdf", "--number", "9"),
        ("import-contacts", "missing.vcf"),
        ("folder remove", "nowhere"),
        ("folder check", "nowhere"),
        ("folder seed", "nowhere"),
        ("folder add", "nowhere"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_clear_line(command: CommandLine, words: tuple[str, ...]) -> None:
    joy = command.found()
    command.opened(joy, "Outage")
    told(command, *words[0].split(), joy, *words[1:])


@pytest.mark.parametrize("role", ["king", ""])
def test_a_role_that_is_none_is_told(command: CommandLine, role: str) -> None:
    assert "There is no role" in told(command, "admit", command.base, "somebody", "--role", role)


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("log",), ("create", "x"), ("status",), ("status", "x", "--wrong"), ("folder", "burn", "x"),
     ("task", "set", "x", "y"), ("create", "x", "--team", "a", "--member", "b", "--kdf-memory", "much")],
    ids=" ".join,
)  # fmt: skip
def test_a_command_typed_wrongly_ends_with_2(command: CommandLine, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage:" in ran.err


def test_version_and_help_tell_and_end(command: CommandLine) -> None:
    assert command("--version").out == f"incident-console {incident_console.__version__}\n"
    shown = command("--help")
    assert shown.code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.out] == []
    for name in COMMANDS:
        assert command(name, "--help").code == 0


def test_each_command_knows_json(command: CommandLine) -> None:
    for name in COMMANDS:
        if name not in ("folder", "task"):
            assert "--json" in command(name, "--help").out
    for name in ("folder add", "folder remove", "folder list", "folder check", "folder seed", "task set", "task add"):
        assert "--json" in command(*name.split(), "--help").out


def test_a_cost_out_of_bounds_is_told(command: CommandLine) -> None:
    words: list[str | Path] = ["create", command.base / "joy", "--team", "a", "--member", "b", "--kdf-memory", "3"]
    assert "64 to 2048" in told(command, *words)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_the_window_says_so(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "no screen" in told(command)
