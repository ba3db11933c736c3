# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.resources_path import resource_path
from tests.helpers.commands import CommandLine

CARDS = """BEGIN:VCARD
VERSION:3.0
UID:ann
FN:Ann Petrov
TEL;TYPE=CELL:+49 171 5550101
CATEGORIES:Crisis team
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Boris Haas
TEL:+49 40 5550102
END:VCARD
"""


def test_documents_are_imported_once_and_found_by_a_phrase_from_their_middle(command: CommandLine) -> None:
    joy, library = command.found(), resource_path("docs_library")
    first = command.json("import-documents", joy, library)
    again = command.json("import-documents", joy, library)
    assert set(first) == {"added", "updated", "same", "failed"}
    assert first["added"] >= 12
    assert first["failed"] == []
    assert (again["added"], again["updated"], again["same"]) == (0, 0, first["added"])
    hits = command.json("search", joy, "raised", "floor")
    assert all(set(hit) >= {"kind", "id", "title", "snippet"} for hit in hits)
    assert "document" in {hit["kind"] for hit in hits}
    assert command.json("status", joy)["counts"]["documents"] == first["added"] == len(command.json("documents", joy))


def test_a_search_without_a_hit_is_an_empty_list_and_no_error(command: CommandLine) -> None:
    joy = command.found()
    assert command.json("search", joy, "walrus") == []
    assert command("search", joy, "walrus").out == "Nothing holds all of these words.\n"


def test_another_laptop_finds_documents_after_a_sync(command: CommandLine, tmp_path: Path) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    plan = tmp_path / "plan.md"
    plan.write_text("# North site\n\nThe spare key hangs behind the boiler.\n")
    command.json("import-documents", joy, plan)
    command.json("sync", joy)
    command.json("sync", sam)
    (hit,) = command.json("search", sam, "boiler")
    assert (hit["kind"], hit["title"]) == ("document", "North site")
    assert "boiler" in hit["snippet"]


def test_what_cannot_be_imported_is_named(command: CommandLine, tmp_path: Path) -> None:
    joy, plan = command.found(), tmp_path / "plan.md"
    plan.write_text("# Plan\n")
    some = command("import-documents", joy, plan, tmp_path / "missing.md", "--json")
    assert (some.code, some.json["added"]) == (0, 1)
    (failure,) = some.json["failed"]
    assert failure["path"].endswith("missing.md")
    assert failure["reason"]
    none = command("import-documents", joy, tmp_path / "missing.md", "--json")
    assert (none.code, none.json["added"]) == (1, 0)
    assert len(none.err.splitlines()) == 1


def test_contacts_are_tried_first_and_then_imported(command: CommandLine, tmp_path: Path) -> None:
    joy, cards = command.found(), tmp_path / "cards.vcf"
    cards.write_text(CARDS)
    tried = command.json("import-contacts", joy, cards, "--dry-run")
    assert set(tried) == {"added", "changed", "same", "failed"}
    assert (tried["added"], command.json("people", joy)) == (2, [])
    assert "nothing was written" in command("import-contacts", "--dry-run", joy, cards).out
    assert command.json("import-contacts", joy, cards)["added"] == 2
    assert command.json("import-contacts", joy, cards) == {"added": 0, "changed": 0, "same": 2, "failed": []}
    ann, boris = command.json("people", joy)
    assert (ann["name"], ann["groups"], boris["name"]) == ("Ann Petrov", ["crisis-team"], "Boris Haas")


def test_a_report_is_issued_and_drawn_again_with_the_same_bytes(command: CommandLine, tmp_path: Path) -> None:
    joy = command.found()
    incident, first, again = command.opened(joy), tmp_path / "first.pdf", tmp_path / "again.pdf"
    issued = command.json("report", joy, incident, "--out", first)
    assert (issued["out"], issued["number"], issued["label"]) == (str(first), 1, "R-JO1")
    assert issued["pages"] >= 2
    command.json("log", joy, incident, "Something new")
    for number in ("1", "R-JO1"):
        drawn = command.json("report", joy, incident, "--out", again, "--number", number)
        assert again.read_bytes() == first.read_bytes()
        assert (drawn["number"], drawn["pages"]) == (1, issued["pages"])
    assert command.json("report", joy, incident, "--out", again)["number"] == 2
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


@pytest.mark.parametrize("place", ["no/such/folder/report.pdf", "share"])
def test_no_report_is_issued_that_cannot_be_written(command: CommandLine, tmp_path: Path, place: str) -> None:
    joy = command.found()
    incident = command.opened(joy)
    failed = command("report", joy, incident, "--out", tmp_path / place)
    assert (failed.code, "Nothing was issued" in failed.err) == (1, True)
    assert command.json("report", joy, incident, "--out", tmp_path / "report.pdf")["number"] == 1


def test_a_dry_run_of_an_import_foretells_it_and_names_duplicates(command: CommandLine) -> None:
    joy = command.found()
    plans = command.base / "plans"
    plans.mkdir()
    (plans / "cooling.md").write_text("# Cooling loss\n", encoding="utf-8")
    (plans / "cooling again.md").write_text("# Cooling loss\n", encoding="utf-8")
    told = command.json("import-documents", joy, plans, "--dry-run")
    assert (told["added"], told["updated"], told["same"], told["failed"]) == (2, 0, 0, [])
    assert command.json("documents", joy) == []
    (twin,) = told["duplicates"]
    assert twin["path"] == "plans/cooling.md"
    came = command.json("import-documents", joy, plans, "--skip-duplicates")
    assert (came["added"], came["same"], len(came["duplicates"])) == (1, 1, 1)
    ran = command("import-documents", joy, plans)
    assert "very content of \u201cCooling loss\u201d" in ran.err
    assert len(command.json("documents", joy)) == 2
