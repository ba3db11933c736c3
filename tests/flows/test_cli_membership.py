# SPDX-License-Identifier: Apache-2.0
"""A laptop is lost: it is removed, its later work is held, an admin looks through it; roles change hands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine


@pytest.fixture
def team(command: CommandLine) -> tuple[Path, Path, str]:
    """An admin's and a coordinator's workspace with one incident, everything exchanged."""
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    for workspace in (joy, sam, joy):
        command.json("sync", workspace)
    return joy, sam, incident


def texts(command: CommandLine, workspace: Path, incident: str) -> list[str]:
    return [entry["text"] for entry in command.json("entries", workspace, incident)]


def test_members_tell_role_state_and_key(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    lines = command.json("members", team[0])
    assert {(line["member"], line["role"], line["state"], line["switched"]) for line in lines} == {
        ("Joy Okafor", "admin", "active", True),
        ("Sam Reed", "coordinator", "active", True),
    }
    assert all(line["station"] and line["code"] for line in lines)


def test_a_lost_laptop_is_removed_and_reads_nothing_new(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    joy, sam, incident = team
    removed = command.json("revoke", joy, "SR")
    assert removed["station"]
    assert len(removed["epoch"]) == 64
    command.json("log", joy, incident, "Only for members")
    command.json("sync", joy)
    for told in (command("sync", sam), command("sync", sam), command("status", sam)):
        assert told.err.count("This laptop was removed from the team.") == 1
    assert command("status", joy).err == ""
    assert "Only for members" not in texts(command, sam, incident)
    refused = command("log", sam, incident, "Still here")
    assert (refused.code, refused.out) == (1, "")
    assert "removed from the team" in refused.err
    states = {line["code"]: line["state"] for line in command.json("members", joy)}
    assert states == {"JO": "active", "SR": "revoked"}
    assert "1 of 1 have switched" in command("members", joy).out


def test_a_removed_station_is_shown_with_its_last_role_and_says_in_its_status_what_it_is(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    joy, sam, _ = team
    command.json("role", joy, "SR", "responder")
    assert command.json("status", sam)["state"] == "joined"
    command.json("revoke", joy, "SR")
    roles = {line["code"]: (line["role"], line["state"]) for line in command.json("members", joy)}
    assert roles == {"JO": ("admin", "active"), "SR": ("responder", "revoked")}
    for workspace in (joy, sam):
        command.json("sync", workspace)
    assert command.json("status", sam)["state"] == "revoked"
    assert "station SR, removed from the team" in command("status", sam).out


def test_a_laptop_whose_admission_counts_no_more_says_so_in_its_status(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    joy, sam, _ = team
    command.json("role", joy, "SR", "admin")
    for workspace in (joy, sam):
        command.json("sync", workspace)
    command.json("revoke", joy, "SR")  # nobody hears of it yet
    tom = command.admitted(sam, "tom", "Tom Brandt", "responder")
    assert command.json("status", tom)["state"] == "joined"
    for workspace in (joy, tom):
        command.json("sync", workspace)
    assert command.json("status", tom)["state"] == "undone"
    assert "its admission does not count" in command("status", tom).out


def test_whoever_removes_himself_leaves_the_new_key_to_another_admin(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    joy, sam, _ = team
    command.json("role", joy, "SR", "admin")
    for workspace in (joy, sam):
        command.json("sync", workspace)
    assert "is removed; another admin makes the new key" in command("revoke", joy, "JO").out
    assert command.json("status", joy)["state"] == "revoked"


def test_later_work_is_held_with_its_reason_and_counts_once_admitted(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    joy, sam, incident = team
    command.json("log", sam, incident, "From the stairwell")
    command.json("revoke", joy, "Sam Reed")
    for workspace in (joy, sam, joy):
        command.json("sync", workspace)
    assert "From the stairwell" not in texts(command, joy, incident)
    (line,) = command.json("held", joy)
    assert (line["what"], line["admissible"]) == (["entry: From the stairwell"], True)
    assert "removed" in line["reason"]
    assert "From the stairwell" in command("held", joy).out
    assert command.json("admit-held", joy, line["id"][:12])["admitted"] == [line["id"]]
    assert "From the stairwell" in texts(command, joy, incident)
    assert command.json("held", joy) == []


def test_another_role_counts_at_once(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    joy, sam, _ = team
    assert command.json("role", joy, "SR", "responder")["role"] == "responder"
    command.json("sync", joy)
    command.json("sync", sam)
    assert "may not" in command("open-incident", sam, "--plan", "ransomware", "--name", "Second").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("revoke", "JO"), "last admin"),
        (("revoke", "nobody"), "There is no"),
        (("role", "JO", "viewer"), "last admin"),
        (("role", "SR", "king"), "no role"),
        (("admit-held", "abcdef"), "There is no"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    command: CommandLine, team: tuple[Path, Path, str], words: tuple[str, ...], says: str
) -> None:
    refused = command(words[0], team[0], *words[1:])
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert says in refused.err


def test_a_coordinator_decides_nothing(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    for words in (("revoke", "JO"), ("role", "JO", "viewer"), ("admit-held", "abcdef")):
        refused = command(words[0], team[1], *words[1:])
        assert refused.code == 1
        assert "may not" in refused.err


def test_two_persons_at_one_laptop_each_stand_in_their_entries(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    joy, sam, incident = team
    assert [line["name"] for line in command.json("persons", sam, "--add", "Mia Toth") if line["writing"]] == [
        "Mia Toth"
    ]
    command.json("log", sam, incident, "By Mia")
    assert "Sam Reed  is writing" in command("persons", sam, "--as", "sam reed").out
    command.json("log", sam, incident, "By Sam")
    for workspace in (sam, joy):
        command.json("sync", workspace)
    written = {(entry["text"], entry["author"]) for entry in command.json("entries", joy, incident)}
    assert {("By Mia", "Mia Toth"), ("By Sam", "Sam Reed")} <= written
    refused = command("persons", sam, "--as", "nobody")
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_a_new_laptop_takes_over_from_an_old_one(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    joy, sam, incident = team
    command.json("log", sam, incident, "From the old one")
    for workspace in (sam, joy):
        command.json("sync", workspace)
    new = command.base / "new"
    command.json("join", new, "--folder", command.base / "share", "--member", "Sam Reed", "--kdf-memory", "64")
    line = command.json("admit", joy, "Sam Reed", "--replaces", "SR")
    assert (line["code"], line["role"], line["member"]) == ("SR2", "coordinator", "Sam Reed")
    command.json("sync", new)
    assert "From the old one" in texts(command, new, incident)
    states = {line["code"]: line["state"] for line in command.json("members", joy)}
    assert states == {"JO": "active", "SR": "revoked", "SR2": "active"}


def test_a_second_laptop_of_one_person(command: CommandLine, team: tuple[Path, Path, str]) -> None:
    joy, sam, _ = team
    second = command.base / "second"
    command.json("join", second, "--folder", command.base / "share", "--member", "Sam Reed", "--kdf-memory", "64")
    command.json("admit", joy, "Sam Reed", "--role", "viewer", "--same-person", "SR")
    command.json("sync", second)
    assert command.json("persons", second) == command.json("persons", sam)


def test_an_admission_says_either_a_role_or_whom_it_replaces(
    command: CommandLine, team: tuple[Path, Path, str]
) -> None:
    for words in ((), ("--role", "viewer", "--replaces", "SR"), ("--same-person", "SR", "--replaces", "SR")):
        assert command("admit", team[0], "Tom Brandt", *words).code == 2
