# SPDX-License-Identifier: Apache-2.0
"""Documents on the command line: listed, filtered, shown, exported on purpose."""

from __future__ import annotations

import stat
from pathlib import Path

from tests.helpers.commands import CommandLine

COOLING = """---
title: Cooling loss
category: runbook
owner: Facilities lead
tags: [chiller, Café]
reviewed: 2020-01-10
review_interval_days: 180
vital: true
version: 2.1
---

Before any chiller restart check that both pumps run.
"""


def a_library(command: CommandLine, joy: Path) -> Path:
    folder = command.base / "plans"
    folder.mkdir()
    (folder / "cooling.md").write_text(COOLING, encoding="utf-8")
    (folder / "power.md").write_text("# Power loss\n\nStart the generator.\n", encoding="utf-8")
    command.json("import-documents", joy, folder)
    return folder


def test_documents_are_listed_with_state_versions_and_review(command: CommandLine) -> None:
    joy = command.found()
    folder = a_library(command, joy)
    (folder / "cooling.md").write_text(COOLING.replace("both", "all"), encoding="utf-8")
    command.json("import-documents", joy, folder)
    cooling, power = command.json("documents", joy)
    assert (cooling["title"], cooling["state"], cooling["versions"], cooling["version"]) == (
        "Cooling loss", "ok", 2, "2.1",
    )  # fmt: skip
    assert cooling["review"] == {
        "state": "overdue", "reviewed_on": "2020-01-10", "interval_days": 180, "next_on": "2020-07-08", "by": None,
        "at": None,
    }  # fmt: skip
    assert (cooling["stations"], cooling["readable"]) == ({"yes": ["JO"], "no": [], "unknown": []}, None)
    assert (power["review"]["state"], power["stations"], power["tags"]) == ("none", None, [])
    told = command("documents", joy).out
    assert "vital, on 1 of 1 station  2 versions  review overdue, 2020-07-08" in told


def test_the_list_is_narrowed_and_vital_documents_are_read_where_asked(command: CommandLine) -> None:
    joy = command.found()
    a_library(command, joy)
    for words in (["--category", "Runbook"], ["--tag", "chiller"], ["--vital"], ["--review", "overdue"],
                  ["--owner", "facilities lead"]):  # fmt: skip
        assert [line["title"] for line in command.json("documents", joy, *words)] == ["Cooling loss"]
    assert [line["title"] for line in command.json("documents", joy, "--not-vital")] == ["Power loss"]
    assert command.json("documents", joy, "--tag", "chiller", "--tag", "other") == []
    (cooling,) = command.json("documents", joy, "--vital", "--check")
    assert cooling["readable"] is True
    assert "readable here" in command("documents", joy, "--vital", "--check").out
    for part in (joy / "replica" / "b").rglob("*.c"):
        part.unlink()
    (cooling,) = command.json("documents", joy, "--vital", "--check")
    assert (cooling["readable"], cooling["state"], cooling["stations"]["no"]) == (False, "not_here", ["JO"])


def test_a_search_takes_filters_as_words_and_as_options(command: CommandLine) -> None:
    joy = command.found()
    a_library(command, joy)
    for words in (
        ["category:runbook"],
        ["tag:cafe", "pumps"],
        ["--tag", "café"],
        ["pumps", "--category", "runbook"],
        ["--vital"],
        ['"both pumps"', 'owner:"facilities lead"'],
        ["--owner", "Facilities lead"],
    ):
        assert [hit["title"] for hit in command.json("search", joy, *words)] == ["Cooling loss"]
    assert command.json("search", joy, "pumps", "--category", "plan") == []
    assert command("search", joy).code == 2


def test_what_is_imported_can_be_given_a_category_and_tags(command: CommandLine) -> None:
    joy = command.found()
    folder = a_library(command, joy)
    again = command.json("import-documents", joy, folder, "--category", "plan", "--tag", "north", "--tag", "water")
    assert again["same"] == 2
    cooling, power = command.json("documents", joy)
    assert (cooling["category"], cooling["tags"]) == ("plan", ["Café", "chiller", "north", "water"])
    assert (power["category"], power["tags"], power["versions"]) == ("plan", ["north", "water"], 1)


def test_a_document_is_shown_on_the_terminal(command: CommandLine) -> None:
    joy = command.found()
    a_library(command, joy)
    assert "Before any chiller restart check that both pumps run." in command("show-document", joy, "Cooling loss").out
    shown = command.json("show-document", joy, "plans/cooling.md")
    assert (set(shown), shown["version"]) == ({"id", "title", "version", "text"}, "2.1")
    assert command("show-document", joy, "nothing").code == 1


def test_a_picture_has_no_words_to_show(command: CommandLine) -> None:
    joy, picture = command.found(), command.base / "valve.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    command.json("import-documents", joy, picture)
    ran = command("show-document", joy, "valve.png")
    assert (ran.code, ran.out) == (0, "")
    assert "no words" in ran.err


def test_an_export_is_for_one_person_never_overwrites_and_stands_in_the_record(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    a_library(command, joy)
    out = command.base / "cooling copy.md"
    done = command.json("export-document", joy, "Cooling loss", "--out", out)
    assert (done["out"], done["bytes"], done["warning"]) == (str(out), len(COOLING.encode()), None)
    assert out.read_text(encoding="utf-8") == COOLING
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = command("export-document", joy, "Power loss", "--out", out)
    assert (again.code, "never overwrites" in again.err) == (1, True)
    assert out.read_text(encoding="utf-8") == COOLING
    nowhere = command("export-document", joy, "Power loss", "--out", command.base / "none" / "x.md")
    assert (nowhere.code, nowhere.out) == (1, "")
    command.json("sync", joy)
    command.json("sync", sam)
    assert command.json("status", joy)["state_hash"] == command.json("status", sam)["state_hash"]
    cooling, _ = command.json("documents", sam)
    assert [(each["how"], each["by"], each["station"]) for each in cooling["left"]] == [("export", "Joy Okafor", "JO")]


def test_an_export_into_a_shared_folder_says_that_it_leaves_the_laptop(command: CommandLine) -> None:
    joy = command.found()
    a_library(command, joy)
    (command.base / "Dropbox (Harbour)").mkdir()
    for folder in ("share", "Dropbox (Harbour)"):
        ran = command("export-document", joy, "Cooling loss", "--out", command.base / folder / "cooling.md")
        assert (ran.code, "leaves this laptop" in ran.err) == (0, True)


def test_the_vital_documents_of_a_team_are_told_from_heads(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    a_library(command, joy)
    (unheard, _) = command.json("documents", joy)
    assert unheard["stations"] == {"yes": ["JO"], "no": [], "unknown": ["SR"]}
    command.json("sync", joy)
    (before, _) = command.json("documents", joy)
    assert before["stations"] == {"yes": ["JO"], "no": ["SR"], "unknown": []}
    for laptop in (sam, joy):
        command.json("sync", laptop)
    (after, _) = command.json("documents", joy)
    assert after["stations"] == {"yes": ["JO", "SR"], "no": [], "unknown": []}
    assert "on 2 of 2 stations" in command("documents", joy).out


def test_a_log_line_cites_documents_and_the_versions_of_then_stay_cited(command: CommandLine) -> None:
    joy = command.found()
    folder, incident = a_library(command, joy), command.opened(joy)
    saved = command.json(
        "log", joy, incident, "Run on one pump", "--kind", "decision", "--cites", "cooling.md", "--cites", "Power loss"
    )
    (folder / "cooling.md").write_text(COOLING.replace("title: Cooling loss", "title: Cooling, new"), encoding="utf-8")
    command.json("import-documents", joy, folder)
    assert set(saved) == {"id", "number"}
    entry = next(line for line in command.json("entries", joy, incident) if line["id"] == saved["id"])
    assert [cited["title"] for cited in entry["cites"]] == ["Cooling loss", "Power loss"]
    ids = {line["id"] for line in command.json("documents", joy)}
    assert {cited["document"] for cited in entry["cites"]} == ids
    assert all(len(bytes.fromhex(cited["version"])) == 32 for cited in entry["cites"])
    assert "Run on one pump (cites Cooling loss, Power loss)" in command("entries", joy, incident).out
    assert all(line["cites"] == [] for line in command.json("entries", joy, incident) if line["id"] != saved["id"])


def test_citing_what_is_not_in_the_library_saves_nothing(command: CommandLine) -> None:
    joy = command.found()
    a_library(command, joy)
    incident = command.opened(joy)
    before = len(command.json("entries", joy, incident))
    refused = command("log", joy, incident, "By the plan", "--cites", "nowhere.md")
    assert (refused.code, len(command.json("entries", joy, incident))) == (1, before)
    assert "nowhere.md" in refused.err
