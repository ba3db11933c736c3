# SPDX-License-Identifier: Apache-2.0
"""Laptops that reach each other by mail, and by sticks that pass through other hands."""

from __future__ import annotations

import os
import shutil
import tarfile
import time
from pathlib import Path

import pytest

from tests.helpers.commands import CommandLine, start


def state_of(command: CommandLine, workspace: Path) -> tuple[str, str]:
    status = command.json("status", workspace)
    return status["state_hash"], status["set_hash"]


def texts(command: CommandLine, workspace: Path, incident: str) -> list[str]:
    return [entry["text"] for entry in command.json("entries", workspace, incident)]


def test_a_bundle_brings_a_station_what_it_lacks(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    command.json("sync", joy)
    incident = command.opened(joy)
    command.json("log", joy, incident, "Generator 2 started")
    bundle = command.base / "for-sam.bundle"
    for named in ("SR", "sam reed"):
        made = command.json("bundle", joy, "--out", bundle, "--for", named)
        assert made["out"] == str(bundle)
        with tarfile.open(bundle) as found:
            assert made["files"] == len(found.getnames())
    assert command.json("bundle-import", sam, bundle)["received"] > 0
    assert "Generator 2 started" in texts(command, sam, incident)
    assert state_of(command, sam) == state_of(command, joy)
    assert command.json("bundle-import", sam, bundle)["received"] == 0
    back = command.base / "back.bundle"
    command.json("log", sam, incident, "Road is open")
    command.json("bundle", sam, "--out", back)
    assert command.json("bundle-import", joy, back)["received"] > 0
    assert state_of(command, sam) == state_of(command, joy)


def test_people_read_what_a_bundle_came_to(command: CommandLine) -> None:
    joy = command.found()
    bundle = command.base / "all.bundle"
    assert command("bundle", joy, "--out", bundle).out == f"3 files: {bundle}\n"
    assert command("bundle-import", joy, bundle).out == "0 files received\n"


def test_a_laptop_joins_a_team_by_mail(command: CommandLine) -> None:
    joy, lee = command.found(), command.base / "lee"
    incident = command.opened(joy)
    out, back = command.base / "out.bundle", command.base / "back.bundle"
    command.json("bundle", joy, "--out", out)
    asked = command.json("join", lee, "--folder", out, "--member", "Lee Chan", "--kdf-memory", "64")
    assert asked["state"] == "waiting"
    assert command.json("bundle", lee, "--out", back)["files"] == 2
    assert command.json("bundle-import", joy, back)["received"] == 1
    (request,) = command.json("requests", joy)
    assert request["words"] == asked["words"]
    assert command.json("bundle-import", lee, out) == {"received": 0, "state": "waiting"}
    command.json("admit", joy, "Lee Chan", "--role", "responder")
    command.json("bundle", joy, "--out", out, "--for", "LC")
    joined = command.json("join", lee, "--folder", out, "--member", "Lee Chan")
    assert (joined["state"], joined["words"]) == ("joined", asked["words"])
    assert command.json("status", lee)["folders"] == []
    command.json("log", lee, incident, "Here by mail")
    command.json("bundle", lee, "--out", back, "--for", "Joy Okafor")
    command.json("bundle-import", joy, back)
    assert "Here by mail" in texts(command, joy, incident)
    assert state_of(command, lee) == state_of(command, joy)


def test_documents_that_came_by_mail_are_found(command: CommandLine, tmp_path: Path) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    (tmp_path / "pump.md").write_text("# Pump\n\nTurn the red wheel.\n")
    command.json("import-documents", joy, tmp_path / "pump.md")
    command.json("bundle", joy, "--out", command.base / "bundle", "--for", "SR")
    command.json("bundle-import", sam, command.base / "bundle")
    assert [hit["title"] for hit in command.json("search", sam, "red wheel")] == ["Pump"]


def test_what_is_wrong_with_a_bundle_is_told_in_one_line(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    command.json("sync", joy)
    incident = command.opened(joy)
    bundle, letter = command.base / "bundle", command.base / "letter.txt"
    command.json("bundle", joy, "--out", bundle)
    letter.write_text("Dear Sam")
    for words, told in (
        (("bundle-import", sam, letter), "is no bundle"),
        (("bundle-import", sam, command.base / "nowhere"), "No such file"),
        (("bundle-import", sam, command.base), "is a folder, not a bundle. Nothing was taken from it. Exchange"),
        (("bundle", joy, "--out", letter), "is no bundle"),
        (("bundle", joy, "--out", bundle, "--for", "Nobody"), "There is no “Nobody” among the stations"),
        (("bundle", joy, "--out", bundle, "--for", "JO"), "is this laptop"),
    ):
        ran = command(*words)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
        assert told in ran.err
    assert letter.read_text() == "Dear Sam"
    lee = command.admitted(joy, "lee", "Lee Chan")
    command.json("revoke", joy, "LC")
    removed = command("bundle", joy, "--out", bundle, "--for", "LC")
    assert (removed.code, "was removed from the team" in removed.err) == (1, True)
    assert command("bundle-import", lee, bundle).code == 0

    bundle.write_bytes(bundle.read_bytes()[:-3000])
    torn = command("bundle-import", sam, bundle, "--json")
    assert torn.code == 1
    assert torn.json["received"] > 0
    assert "did not arrive whole" in torn.err
    assert texts(command, sam, incident)


def test_another_teams_bundle_is_refused(command: CommandLine) -> None:
    joy = command.found()
    other = command.base / "other"
    command.json("create", other, "--team", "Harbour", "--member", "Joy Okafor", "--kdf-memory", "64")
    drill = command.base / "drill"
    command.json("create", drill, "--exercise", "--team", "Drill", "--member", "Joy Okafor", "--kdf-memory", "64")
    for stranger, whose in ((other, "another team"), (drill, "an exercise")):
        bundle = command.base / f"{stranger.name}.bundle"
        command.json("bundle", stranger, "--out", bundle)
        ran = command("bundle-import", joy, bundle)
        assert (ran.code, ran.out) == (1, "")
        assert f"is the bundle of {whose}" in ran.err


def test_a_bundle_whose_writing_was_killed_is_not_there_and_the_next_one_tidies_up(
    command: CommandLine, tmp_path: Path
) -> None:
    joy = command.found()
    (tmp_path / "film.bin").write_bytes(os.urandom(40 << 20))
    command.json("import-documents", joy, tmp_path / "film.bin")
    out = command.base / "mail"
    out.mkdir()
    process = start("bundle", joy, "--out", out / "bundle")
    while process.poll() is None and not any(out.glob(".bundle.*.part")):
        time.sleep(0.001)
    process.kill()
    process.communicate()
    assert [path.suffix for path in out.iterdir()] == [".part"]
    command.json("bundle", joy, "--out", out / "bundle")
    assert [path.name for path in out.iterdir()] == ["bundle"]


# --- sticks in other hands --------------------------------------------------------------------------------------


def test_a_stick_copied_by_somebody_else_is_as_good_as_the_stick(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("log", joy, incident, "Generator 2 started")
    stick, copy = command.base / "stick", command.base / "copy"
    stick.mkdir()
    command.json("sync", joy, "--folder", stick)
    shutil.copytree(stick, copy)
    assert command.json("sync", sam, "--folder", copy)["received"] > 0
    assert state_of(command, sam)[0] == state_of(command, joy)[0]


@pytest.mark.parametrize("missing", ["h", "a", "s", "b", "j"])
def test_a_stick_of_which_only_a_part_was_copied_gives_what_it_holds_and_is_completed(
    command: CommandLine, missing: str
) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("log", joy, incident, "Generator 2 started")
    stick, copy = command.base / "stick", command.base / "copy"
    stick.mkdir()
    command.json("sync", joy, "--folder", stick)
    whole = {path.relative_to(stick) for path in stick.rglob("*") if path.is_file() and "h" not in path.parts}
    shutil.copytree(stick, copy, ignore=lambda at, names: [missing] if Path(at) == stick and missing in names else [])
    command.json("sync", sam, "--folder", copy)
    command.json("sync", joy, "--folder", copy)
    command.json("sync", sam, "--folder", copy)
    assert "Generator 2 started" in texts(command, sam, incident)
    assert state_of(command, sam)[0] == state_of(command, joy)[0]
    assert whole <= {path.relative_to(copy) for path in copy.rglob("*") if path.is_file()}


def test_several_folders_and_a_stick_at_once_carry_the_same(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    places = [command.base / name for name in ("cloud", "stick")]
    for place in places:
        place.mkdir()
        command.json("folder", "add", joy, place)
    command.json("log", joy, incident, "Generator 2 started")
    told = command.json("sync", joy)
    assert [(folder["state"], folder["left"]) for folder in told["folders"]] == [("ok", 0)] * 3
    for place in places:
        shutil.rmtree(command.base / "share", ignore_errors=True)
        command("sync", sam, "--folder", place, "--json")
        assert "Generator 2 started" in texts(command, sam, incident)
