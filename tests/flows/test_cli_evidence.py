# SPDX-License-Identifier: Apache-2.0
"""Evidence by commands: tag, export, withhold, check; a fault ends with 1 and the entry's number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine


@pytest.fixture
def workspace(command: CommandLine) -> tuple[Path, str]:
    """An incident in whose log opening it wrote JO-1 to JO-3, then a person JO-4 and JO-5."""
    path = command.found()
    incident = command.opened(path)
    command.json("log", path, incident, "Generator 2 started")
    command.json("log", path, incident, "Called Ann Petrov at home")
    return path, incident


def test_a_package_is_written_and_checked(command: CommandLine, workspace: tuple[Path, str]) -> None:
    path, incident = workspace
    out = command.base / "evidence"
    assert command.json("evidence", path, incident, "--out", out) == {"out": str(out), "entries": 5, "redacted": 0}
    fingerprint = command.json("status", path)["fingerprint"]
    checked = command.json("verify", out, "--team", fingerprint)
    assert (checked["ok"], checked["findings"]) == (True, [])
    assert "Everything holds" in command("verify", out).out


def test_tagged_entries_and_named_ones_are_withheld(command: CommandLine, workspace: tuple[Path, str]) -> None:
    path, incident = workspace
    assert command.json("tag", path, "JO-5", "personal")["tags"] == ["personal"]
    assert command.json("entries", path, incident)[-1]["tags"] == ["personal"]
    out, other = command.base / "tagged", command.base / "named"
    assert command.json("evidence", path, incident, "--out", out, "--redact", "personal,privileged")["redacted"] == 1
    assert command.json("evidence", path, incident, "--out", other, "--redact", "JO-4,personal")["redacted"] == 2
    assert not [file for file in out.iterdir() if b"Ann Petrov" in file.read_bytes()]
    assert command.json("verify", out)["ok"]
    command.json("tag", path, "JO-5", "personal", "--off")
    third = command.base / "third"
    assert command.json("evidence", path, incident, "--out", third, "--redact", "personal")["redacted"] == 0


def test_an_unknown_tag_is_refused(command: CommandLine, workspace: tuple[Path, str]) -> None:
    refused = command("tag", workspace[0], "JO-2", "secret")
    assert (refused.code, refused.out) == (1, "")
    assert "privileged, personal" in refused.err


def test_a_changed_entry_ends_with_one_and_its_number(command: CommandLine, workspace: tuple[Path, str]) -> None:
    path, incident = workspace
    out = command.base / "evidence"
    command.json("evidence", path, incident, "--out", out)
    batches = out / "batches.bin"
    batches.write_bytes(batches.read_bytes().replace(b"Generator 2", b"Generator 3"))
    ran = command("verify", out, "--json")
    assert ran.code == 1
    assert not ran.json["ok"]
    assert "JO-4" in {finding["entry"] for finding in ran.json["findings"]}
    told = command("verify", out)
    assert told.code == 1
    assert "JO-4" in told.out


def test_what_is_no_package_is_refused_in_words(command: CommandLine) -> None:
    refused = command("verify", command.base / "nowhere")
    assert refused.code == 1
    assert "no directory" in refused.err


def test_the_words_of_a_removed_station_do_not_count_until_they_are_admitted(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("sync", joy)
    command.json("sync", sam)
    command.json("log", sam, incident, "From the stairwell")
    command.json("revoke", joy, "SR")
    for path in (joy, sam, joy):
        command.json("sync", path)
    held, admitted = command.base / "held", command.base / "admitted"
    assert command.json("evidence", joy, incident, "--out", held)["entries"] == 3
    assert '"standing": "held"' in (held / "entries.json").read_text("utf-8")
    (line,) = command.json("held", joy)
    command.json("admit-held", joy, line["id"])
    assert command.json("evidence", joy, incident, "--out", admitted)["entries"] == 4
    assert command.json("verify", held)["ok"]
    assert command.json("verify", admitted)["ok"]
