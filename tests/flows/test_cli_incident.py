# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.commands import CommandLine

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ENTRY_KEYS = {"id", "number", "text", "kind", "struck", "significant", "event_at", "entered_at", "received_at",
               "station", "author"}  # fmt: skip


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))


def test_an_incident_is_opened_from_a_plan_and_named_by_id_beginning_or_name(command: CommandLine) -> None:
    joy = command.found()
    opened = command.json("open-incident", joy, "--plan", "Facility outage", "--name", "Outage, Harbour House")
    assert set(opened) >= {"id", "name"}
    for named in (opened["id"], opened["id"][:8], "outage, harbour house"):
        assert len(command.json("tasks", joy, named)) > 20
    assert command.json("incidents", joy)[0]["name"] == "Outage, Harbour House"
    assert {"facility-outage", "ransomware", "loss-of-staff-access"} <= {plan["id"] for plan in command.json("plans")}


def test_a_line_is_logged_and_listed_with_all_its_times(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    words = ["Lüfter läuft, 31 °C", "--kind", "report", "--at", "2026-11-22T14:05:00+01:00"]
    saved = command.json("log", joy, incident, *words)
    entry = next(line for line in command.json("entries", joy, incident) if line["id"] == saved["id"])
    assert entry.keys() >= _ENTRY_KEYS
    assert (entry["number"], entry["text"], entry["kind"]) == (saved["number"], "Lüfter läuft, 31 °C", "report")
    assert entry["event_at"] == "2026-11-22T13:05:00.000Z"
    assert _UTC.fullmatch(entry["entered_at"])
    assert _UTC.fullmatch(entry["received_at"])
    assert (entry["author"], entry["station"], entry["struck"], entry["significant"]) == (
        "Joy Okafor",
        "JO",
        False,
        False,
    )


def test_lines_from_stdin_are_each_an_entry_in_order(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    joy = command.found()
    incident = command.opened(joy)
    feed(monkeypatch, b"one\r\n\n  two  \nthree")
    ran = command("log", joy, incident, "-", "--json")
    saved = ran.rows
    listed = command.json("entries", joy, incident)[-3:]
    assert ran.code == 0
    assert all(set(row) == {"id", "number"} for row in saved)
    assert [row["text"] for row in listed] == ["one", "two", "three"]
    assert [row["id"] for row in saved] == [row["id"] for row in listed]


def test_a_bad_line_from_stdin_is_told_and_the_others_are_saved(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    joy = command.found()
    incident = command.opened(joy)
    feed(monkeypatch, b"one\n\xff\xfe\n" + b"x" * 600_000 + b"\nlast\n")
    ran = command("log", joy, incident, "-", "--json")
    assert ran.code == 1
    assert len(ran.rows) == 2
    assert "Line 2: It is not UTF-8" in ran.err
    assert "Line 3: It is longer" in ran.err
    assert [row["text"] for row in command.json("entries", joy, incident)[-2:]] == ["one", "last"]


def test_a_strike_is_listed_too_and_the_struck_entry_says_so(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    saved = command.json("log", joy, incident, "All staff accounted for")
    strike = command.json("strike", joy, saved["number"], "--reason", "two visitors missing")
    rows = {row["id"]: row for row in command.json("entries", joy, incident)}
    assert set(strike) == {"id", "number"}
    assert (rows[strike["id"]]["kind"], rows[strike["id"]]["text"]) == ("strike", "two visitors missing")
    assert rows[strike["id"]]["target"] == saved["id"]
    assert (rows[saved["id"]]["struck"], rows[saved["id"]]["text"]) == (True, "All staff accounted for")
    twice = command("strike", joy, saved["id"], "--reason", "again")
    assert (twice.code, "struck already" in twice.err) == (1, True)


def test_an_entry_is_marked_as_significant_and_back(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    saved = command.json("log", joy, incident, "Power is back")
    assert command.json("significant", joy, saved["id"][:10])["significant"] is True
    assert command.json("significant", joy, saved["number"], "--off")["significant"] is False


def test_a_task_is_set_by_number_and_shows_it(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    task = command.json("tasks", joy, incident)[0]
    assert task.keys() >= {"id", "number", "title", "state", "owner", "due"}
    assert task["owner"] == "Facilities lead"
    assert _UTC.fullmatch(task["due"])
    words = ["--state", "in progress", "--owner", "N. Aydin", "--due", "2026-11-22T16:00Z", "--acknowledge"]
    changed = command.json("task", "set", joy, task["number"], *words)
    assert (changed["state"], changed["owner"], changed["due"]) == (
        "in_progress",
        "N. Aydin",
        "2026-11-22T16:00:00.000Z",
    )
    assert changed["acknowledged_by"] == "Joy Okafor"
    assert command.json("task", "set", joy, task["id"], "--due", "none")["due"] is None
    assert command.json("tasks", joy, incident)[0]["state"] == "in_progress"


def test_a_task_is_added_for_a_role(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    added = command.json("task", "add", joy, incident, "Read the meter", "--role", "Facilities lead", "--due", "+30")
    assert (added["title"], added["owner"], added["state"]) == ("Read the meter", "Facilities lead", "open")
    assert command.json("tasks", joy, incident)[-1]["id"] == added["id"]


def test_two_values_set_apart_are_shown_and_settled(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    incident = command.opened(joy)
    command.json("sync", joy)
    command.json("sync", sam)
    task = command.json("tasks", joy, incident)[0]
    command.json("task", "set", joy, task["number"], "--owner", "Reyes")
    command.json("task", "set", sam, task["number"], "--owner", "Novak")
    for workspace in (joy, sam, joy):
        command.json("sync", workspace)
    (conflict,), (same,) = command.json("conflicts", joy), command.json("conflicts", sam)
    assert conflict == same
    assert (conflict["id"], conflict["entity"], conflict["field"]) == (f"{task['id']}:owner", task["id"], "owner")
    assert {(value["value"], value["author"], value["station"]) for value in conflict["values"]} == {
        ("Reyes", "Joy Okafor", "JO"),
        ("Novak", "Sam Reed", "SR"),
    }
    assert all(_UTC.fullmatch(value["at"]) for value in conflict["values"])
    assert "Reyes" in command("conflicts", joy).out
    command.json("settle", sam, conflict["id"], "Reyes")
    for workspace in (sam, joy):
        command.json("sync", workspace)
    assert command.json("conflicts", joy) == []
    assert command.json("tasks", joy, incident)[0]["owner"] == "Reyes"


@pytest.mark.parametrize("outcome", ["no answer", "no_answer", "No-Answer"])
def test_a_call_is_recorded_however_its_outcome_is_spelt(command: CommandLine, tmp_path: Path, outcome: str) -> None:
    joy = command.found()
    incident = command.opened(joy)
    card = tmp_path / "ann.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Petrov\nTEL:+49 171 5550101\nEND:VCARD\n")
    command.json("import-contacts", joy, card)
    (person,) = command.json("people", joy)
    call = command.json("call", joy, incident, "ann petrov", outcome, "--note", "rang out")
    assert (call["person"], call["outcome"], call["note"]) == (person["id"], "no_answer", "rang out")
    assert call["number"] == "+49 171 5550101"


def test_people_read_tables(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    saved = command("log", joy, incident, "Gate\x1b[31m 2 open\nat once")
    assert re.fullmatch(r"JO-\d+  [0-9a-f]{64}\n", saved.out)
    entries = command("entries", joy, incident).out
    assert "\x1b" not in entries
    assert "Gate [31m 2 open at once" in entries
    assert "T-JO1" in command("tasks", joy, incident).out
    assert "Facility outage" in command("incidents", joy).out
    assert command("conflicts", joy).out == "There is no conflict.\n"
    assert "facility-outage" in command("plans").out


def test_the_log_is_listed_as_it_was_known_at_an_earlier_time(command: CommandLine) -> None:
    joy = command.found()
    sam = command.admitted(joy)
    command.json("sync", joy)
    incident = command.opened(joy)
    command.json("sync", joy)
    command.json("sync", sam)
    before = command.json("log", sam, incident, "Pump failed")
    command.json("sync", sam)
    command.json("sync", joy)
    entries = command.json("entries", joy, incident)
    (pump,) = (entry for entry in entries if entry["id"] == before["id"])
    known = command.json("known-at", joy, incident, pump["received_at"])
    assert pump in known
    assert [entry for entry in known if entry not in entries] == []
    assert pump not in command.json("known-at", joy, incident, pump["entered_at"])
    assert pump["id"] in {entry["id"] for entry in command.json("known-at", sam, incident, pump["entered_at"])}
    assert command.json("known-at", joy, incident, "-10") == []
    assert command("known-at", joy, incident, "-10").out.startswith("Nothing was known here at ")
    assert command("known-at", joy, incident, pump["received_at"]).err == ""
    for word in ("noonish", "yesterday"):
        refused = command("known-at", joy, incident, word)
        assert (refused.code, refused.out) == (1, "")
        assert f"“{word}” is not a time. Nothing was looked up. Type 14:05, -30 for 30 minutes ago" in refused.err


def test_a_moment_that_is_still_to_come_is_told_beside_what_is_known_by_now(command: CommandLine) -> None:
    joy = command.found()
    incident = command.opened(joy)
    told = command("known-at", joy, incident, "+10", "--json")
    assert (told.code, told.json) == (0, command.json("entries", joy, incident))
    assert told.err.count("\n") == 1
    assert "is still to come: what is known here by now is listed" in told.err
