# SPDX-License-Identifier: Apache-2.0
"""What only real processes show: a kill at any moment, two owners, signals, output while it happens."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from tests.helpers.commands import CommandLine, run, start

KILLS = 6


def lines_into(stream: IO[bytes], found: list[bytes]) -> threading.Thread:
    """Collect the whole lines of a stream as they come."""

    def read() -> None:
        found.extend(line for line in stream if line.endswith(b"\n"))

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def wait_for(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Go on as soon as something is so."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that is ending."""
    assert process.stdin is not None
    process.stdin.close()
    code = process.wait(timeout=30)
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    return code


def kill_while_logging(workspace: Path, incident: str, after: int, pause: float) -> list[str]:
    """Kill ``log -`` in the middle of its lines; returns the ids that it had printed."""
    process = start("log", workspace, incident, "-", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    printed: list[bytes] = []
    reader = lines_into(process.stdout, printed)
    process.stdin.write(b"".join(b"line %d\n" % number for number in range(400)))
    process.stdin.flush()
    wait_for(lambda: len(printed) >= after)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    reader.join()
    assert ended(process) == -signal.SIGKILL
    return [json.loads(line)["id"] for line in printed]


def test_each_id_that_was_printed_survives_a_kill_at_any_moment(command: CommandLine) -> None:
    joy, chance = command.found(), random.Random(7)
    incident = command.opened(joy)
    printed: list[str] = []
    for _ in range(KILLS):
        printed += kill_while_logging(joy, incident, chance.randrange(1, 120), chance.random() / 50)
    entries = command.json("entries", joy, incident)
    assert set(printed) <= {entry["id"] for entry in entries}
    numbers = [entry["number"] for entry in entries]
    assert sorted(numbers, key=lambda number: int(number[3:])) == [f"JO-{n}" for n in range(1, len(entries) + 1)]
    before = command.json("status", joy)
    assert before["quarantine"] == []
    assert command.json("rebuild", joy)["state_hash"] == before["state_hash"]
    assert {entry["id"] for entry in command.json("entries", joy, incident)} == {entry["id"] for entry in entries}
    command.json("sync", joy)
    assert len(list((command.base / "share" / "s").iterdir())) == 1


def test_an_id_is_printed_as_soon_as_its_line_is_durable(command: CommandLine) -> None:
    joy = command.found()
    process = start("log", joy, command.opened(joy), "-", "--json")
    assert process.stdin is not None
    assert process.stdout is not None
    printed: list[bytes] = []
    reader = lines_into(process.stdout, printed)
    for count, line in enumerate((b"one\n", b"two\n"), start=1):
        process.stdin.write(line)
        process.stdin.flush()
        wait_for(lambda wanted=count: len(printed) == wanted)  # type: ignore[misc]
    process.stdin.close()
    reader.join()
    assert ended(process) == 0


def test_a_second_process_is_told_who_has_the_workspace(command: CommandLine) -> None:
    joy = command.found()
    owner = start("log", joy, command.opened(joy), "-")
    assert owner.stdin is not None
    assert owner.stdout is not None
    owner.stdin.write(b"mine\n")
    owner.stdin.flush()
    assert owner.stdout.readline()
    second = run("status", joy)
    assert (second.code, second.out) == (1, "")
    assert "in use by incident-console log" in second.err
    assert len(second.err.splitlines()) == 1
    assert ended(owner) == 0
    assert run("status", joy).code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watching_brings_what_others_wrote_and_ends_when_asked(command: CommandLine, number: signal.Signals) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("sync", joy)
    process = start("sync", sam, "--watch", "--json")
    assert process.stdout is not None
    told: list[bytes] = []
    reader = lines_into(process.stdout, told)
    wait_for(lambda: sum(json.loads(line)["received"] for line in told) > 0)
    exchanges = len(told)
    command.json("log", joy, incident, "Seen while watching")
    command.json("sync", joy)
    wait_for(lambda: sum(json.loads(line)["received"] for line in told[exchanges:]) > 0)
    process.send_signal(number)
    reader.join()
    assert ended(process) == 0
    assert "Seen while watching" in [entry["text"] for entry in command.json("entries", sam, incident)]


def test_a_laptop_that_waits_and_watches_is_in_as_soon_as_it_is_admitted(command: CommandLine) -> None:
    joy, sam = command.found(), command.base / "sam"
    command.json("join", sam, "--folder", command.base / "share", "--member", "Sam Reed", "--kdf-memory", "64")
    process = start("sync", sam, "--watch", "--json")
    assert process.stdout is not None
    told: list[bytes] = []
    reader = lines_into(process.stdout, told)
    command.json("admit", joy, "Sam Reed", "--role", "viewer")
    wait_for(lambda: any(json.loads(line)["state"] == "joined" for line in told))
    process.send_signal(signal.SIGTERM)
    reader.join()
    assert ended(process) == 0


def test_a_reader_that_goes_away_is_no_crash(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    process = start("entries", joy, incident)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    code, told = process.wait(timeout=30), process.stderr.read()
    process.stderr.close()
    assert process.stdin is not None
    process.stdin.close()
    assert code in (0, 1)
    assert b"Traceback" not in told


def test_no_passphrase_and_no_terminal_is_one_clear_line(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    joy = command.found()
    monkeypatch.setattr("tests.helpers.commands.PASSPHRASE", "")
    ran = run("status", joy)
    assert (ran.code, "--passphrase-file" in ran.err) == (1, True)
