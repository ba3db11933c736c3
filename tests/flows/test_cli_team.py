# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_create_tells_workspace_team_station_and_fingerprint(command: CommandLine) -> None:
    made = command.json(
        "create", command.base / "joy", "--team", "Harbour", "--member", "Joy Okafor", "--kdf-memory", "64"
    )
    assert made["workspace"] == str(command.base / "joy")
    assert (made["team"], made["station"], made["exercise"]) == ("Harbour", "JO", False)
    assert made["fingerprint"]


def test_options_may_stand_before_the_arguments(command: CommandLine) -> None:
    path = command.base / "drill"
    words = [
        "create",
        "--exercise",
        "--json",
        "--kdf-memory",
        "64",
        "--member",
        "Joy Okafor",
        "--team",
        "Drill",
        str(path),
    ]
    assert command(*words).json["exercise"] is True
    assert "EXERCISE" in command("status", path).out


def test_a_laptop_joins_by_eight_words(command: CommandLine) -> None:
    joy, sam, share = command.found(), command.base / "sam", command.base / "share"
    asked = command.json("join", sam, "--folder", share, "--member", "Sam Reed", "--kdf-memory", "64")
    assert (asked["state"], len(asked["words"])) == ("waiting", 8)
    (request,) = command.json("requests", joy)
    assert (request["member"], request["words"]) == ("Sam Reed", asked["words"])
    member = command.json("admit", joy, request["id"], "--role", "responder", "--code", "SAM")
    assert (member["code"], member["role"], member["member"]) == ("SAM", "responder", "Sam Reed")
    assert command.json("sync", sam)["state"] == "joined"
    assert command.json("requests", joy) == []
    again = command.json("join", sam, "--folder", share, "--member", "Sam Reed")
    assert (again["state"], again["words"]) == ("joined", asked["words"])


def test_a_laptop_that_waits_can_sync_and_tell_its_status_and_nothing_else(command: CommandLine) -> None:
    command.found()
    sam = command.base / "sam"
    command.json("join", sam, "--folder", command.base / "share", "--member", "Sam Reed", "--kdf-memory", "64")
    assert command.json("sync", sam)["state"] == "waiting"
    status = command.json("status", sam)
    assert (status["state"], status["stations"], status["counts"]["entries"]) == ("waiting", [], 0)
    refused = command("incidents", sam)
    assert (refused.code, refused.out) == (1, "")
    assert "not admitted yet" in refused.err


def test_two_laptops_and_one_folder_come_to_show_the_same(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("log", joy, incident, "Generator 2 started")
    first = command.json("sync", joy)
    assert first["sent"] > 0
    assert command.json("sync", sam)["received"] > 0
    command.json("sync", joy)
    here, there = command.json("status", joy), command.json("status", sam)
    assert (here["state_hash"], here["set_hash"]) == (there["state_hash"], there["set_hash"])
    assert here["counts"] == there["counts"]
    assert here["counts"]["incidents"] == 1
    assert set(here["counts"]) == {
        "incidents", "entries", "tasks", "people", "documents", "messages", "operations", "held",
    }  # fmt: skip
    assert {line["name"]: (line["code"], line["role"], line["silent"]) for line in here["stations"]} == {
        "JO": ("JO", "admin", False),
        "SR": ("SR", "coordinator", False),
    }
    assert all(_UTC.fullmatch(line["last_heard"]) for line in here["stations"])
    assert [(line["path"], line["state"]) for line in here["folders"]] == [(str(command.base / "share"), "ok")]
    assert here["quarantine"] == []
    assert command.json("rebuild", sam)["state_hash"] == here["state_hash"]


def test_a_second_sync_with_nothing_new_opens_and_moves_nothing(command: CommandLine) -> None:
    joy = command.found()
    command.opened(joy)
    command.json("sync", joy)
    again = command.json("sync", joy)
    assert [again[name] for name in ("sent", "received", "healed", "quarantined", "opened")] == [0, 0, 0, 0, 0]


def test_a_stick_carries_between_two_laptops_without_their_folder(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    (command.base / "share").rename(command.base / "away")
    incident, stick = command.opened(joy), command.base / "stick"
    stick.mkdir()
    assert command.json("folder", "seed", joy, stick)["sent"] > 0
    command.json("sync", sam, "--folder", stick)
    assert [line["id"] for line in command.json("incidents", sam)] == [incident]


def test_a_folder_that_is_away_is_told_and_the_command_fails(command: CommandLine) -> None:
    joy = command.found()
    shutil.rmtree(command.base / "share")
    failed = command("sync", joy, "--json")
    assert failed.code == 1
    assert failed.json["folders"][0]["state"] == "unreachable"
    assert "cannot be reached" in failed.err
    assert len(failed.err.splitlines()) == 1


def test_with_one_of_two_folders_away_the_other_is_enough(command: CommandLine) -> None:
    joy, other = command.found(), command.base / "other"
    other.mkdir()
    command.json("folder", "add", joy, other)
    command.json("folder", "seed", joy, other)
    shutil.rmtree(command.base / "share")
    ran = command("sync", joy, "--json")
    assert ran.code == 0
    assert "cannot be reached" in ran.err


def test_folders_are_listed_added_checked_and_removed(command: CommandLine) -> None:
    joy, share = command.found(), command.base / "share"
    assert [line["path"] for line in command.json("folder", "list", joy)] == [str(share)]
    command.opened(joy)
    command.json("sync", joy)
    victim = next(share.glob("s/*/*.b"))
    victim.write_bytes(b"ransom" * 100)
    found = command.json("folder", "check", joy, share)
    assert set(found) == {"missing", "damaged", "foreign", "healed", "rolled_back"}
    assert (found["damaged"], found["healed"], found["rolled_back"]) == (1, 1, False)
    (line,) = command.json("folder", "list", joy)
    assert (line["finding"], line["finding_files"]) == ("overwritten", 1)
    assert "1 file there was damaged and has been made good" in command("folder", "list", joy).out
    victim.unlink()
    assert "1 file was gone and was written again" in command("sync", joy).err
    for path in [path for path in share.rglob("*") if path.is_file()]:
        path.rename(path.with_name(f"{path.name}.locked"))
    refused = command("sync", joy)
    assert (refused.code, "renamed, encrypted or deleted" in refused.err) == (1, True)
    assert command.json("folder", "list", joy)[0]["state"] == "damaged"
    command.json("folder", "seed", joy, share)
    assert command.json("folder", "list", joy)[0]["state"] == "ok"
    assert command.json("folder", "remove", joy, share)["path"] == str(share)
    assert command.json("folder", "list", joy) == []
    lonely = command("sync", joy)
    assert (lonely.code, "no shared folder" in lonely.err) == (1, True)


def test_a_stick_with_damaged_files_is_made_good_and_told(command: CommandLine) -> None:
    joy, stick = command.found(), command.base / "stick"
    command.opened(joy)
    stick.mkdir()
    command.json("sync", joy, "--folder", stick)
    for victim in stick.rglob("*"):
        if victim.is_file() and victim.name != "readme.txt":
            victim.write_bytes(b"")
    ran = command("sync", joy, "--folder", stick, "--json")
    assert (ran.code, ran.json["sent"], ran.json["healed"] > 3) == (0, 0, True)
    assert f"The folder {stick}: {ran.json['healed']} files there were damaged and have been made good" in ran.err
    copy = shutil.copytree(stick, command.base / "copy")
    next(copy.glob("a/*.m")).write_bytes(b"half")
    ran = command("sync", joy, "--folder", copy)
    assert ran.out.startswith("0 sent, 0 received, 1 healed")
    assert f"The folder {copy}: 1 file there was damaged and has been made good" in ran.err


@pytest.mark.parametrize("role", ["admin", "coordinator", "responder", "viewer"])
def test_each_role_can_be_given(command: CommandLine, role: str) -> None:
    joy = command.found()
    sam = command.admitted(joy, role=role)
    station = next(line for line in command.json("status", sam)["stations"] if line["self"])
    assert station["role"] == role


def test_people_read_the_same_facts_as_lines(command: CommandLine) -> None:
    joy = command.found()
    status = command("status", joy)
    assert (status.code, status.err) == (0, "")
    assert "Harbour (REAL), station JO" in status.out
    assert "Heard 1 of 1 stations" in status.out
    assert command("requests", joy).out == "Nobody asks to join.\n"
    assert "sent" in command("sync", joy).out
    assert str(command.base / "share") in command("folder", "list", joy).out


def test_a_copy_that_a_command_met_is_told_there_and_in_the_status_until_a_window_was_read(
    command: CommandLine,
) -> None:
    told = "This workspace was used on another laptop too"
    joy = command.found()
    incident = command.opened(joy)
    command.json("sync", joy)
    copy = Path(shutil.copytree(joy, command.base / "copy"))
    for workspace, text in ((joy, "in the office"), (copy, "in the car")):
        command.json("log", workspace, incident, text)
    assert command("sync", joy).err == ""
    for workspace in (copy, joy):
        assert command("sync", workspace).err.count(told) == 1
        assert command("sync", workspace).err == ""
        for options in ((), ("--json",)):
            assert command("status", workspace, *options).err.count(told) == 1
