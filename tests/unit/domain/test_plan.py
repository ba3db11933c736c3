# SPDX-License-Identifier: Apache-2.0
"""Plans: a good file is read whole, a bad one is refused with the place of its mistake."""

from __future__ import annotations

import contextlib
import random

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.plan import PlanSeverity, fill_script, parse_plan

HEAD = """
id = "power-cut"
name = "Power cut"
version = "2.1"
summary = "Use when the mains fail."
report_every_minutes = 60
opening_severity = 2
phases = ["First hour", "Later"]
documents = ["power.md", "log.md"]
"""
SEVERITIES = """
[[severity_levels]]
name = "Critical"
meaning = "Life at risk."

[[severity_levels]]
name = "Major"
meaning = "A critical activity stops."
"""
ROLES = """
[[roles]]
key = "lead"
title = "Incident lead"
duties = ["Decides."]

[[roles]]
key = "scribe"
title = "Scribe"
duties = ["Writes the record."]
"""
TASKS = """
[[tasks]]
key = "open-log"
title = "Open the log"
role = "scribe"
phase = "First hour"
due_minutes = 5
priority = "high"
steps = ["Note the time.", "Note who is present."]
document = "log.md"

[[tasks]]
key = "close"
title = "Close the incident"
role = "lead"
phase = "Later"
priority = "low"
blocked_by = ["open-log"]
"""
REST = """
[[call_lists]]
name = "Suppliers"
purpose = "Fuel and power."
say = "This is {caller}. Since {since}: {incident}."
groups = ["suppliers", "utilities"]

[[entries]]
kind = "action"
text = "Opened from the plan."

[[report_topics]]
title = "Headline"
question = "What is the impact?"
"""
GOOD = HEAD + SEVERITIES + ROLES + TASKS + REST


def one_line_of_refusal(source: str | bytes) -> str:
    with pytest.raises(KnownError) as caught:
        parse_plan(source)
    return caught.value.one_line()


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_plan_is_read_whole() -> None:
    plan = parse_plan(GOOD)
    assert (plan.id, plan.name, plan.version) == ("power-cut", "Power cut", "2.1")
    assert (plan.report_every_minutes, plan.opening_severity) == (60, 2)
    assert plan.severity_levels[0] == PlanSeverity(1, "Critical", "Life at risk.")
    assert [role.title for role in plan.roles] == ["Incident lead", "Scribe"]
    first, last = plan.tasks
    assert (first.due_minutes, first.priority, first.document) == (5, "high", "log.md")
    assert first.steps == ("Note the time.", "Note who is present.")
    assert (last.due_minutes, last.blocked_by, last.document) == (None, ("open-log",), "")
    assert plan.role_title(first.role) == "Scribe"
    assert plan.call_lists[0].groups == ("suppliers", "utilities")
    assert plan.entries[0].kind == "action"
    assert plan.report_topics[0].title == "Headline"


def test_bytes_with_or_without_a_byte_order_mark_are_the_same_plan() -> None:
    assert parse_plan(GOOD.encode("utf-8")) == parse_plan(GOOD.encode("utf-8-sig")) == parse_plan(GOOD)


def test_a_plan_without_call_lists_entries_and_topics_is_complete() -> None:
    assert parse_plan(HEAD + SEVERITIES + ROLES + TASKS).call_lists == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('summary = "', 'sumary = "', 'The plan: "summary" is missing'),
        ('version = "2.1"', 'version = "2.1"\ncolour = "red"', 'The plan: unknown key "colour"'),
        ('title = "Scribe"', 'title = "Scribe"\ndeputy = "x"', 'Role 2: unknown key "deputy"'),
        ('priority = "low"', 'priority = "low"\nowner = "x"', 'Task 2 (close): unknown key "owner"'),
        ('id = "power-cut"', 'id = "Power Cut"', 'The plan: "id" may hold lower-case letters'),
        ('name = "Power cut"', "name = 7", 'The plan: "name" must be text'),
        ('name = "Power cut"', 'name = "  "', 'The plan: "name" is empty'),
        ('name = "Power cut"', f'name = "{"x" * 161}"', 'The plan: "name" has 161 characters, at most 160'),
        ('name = "Power cut"', 'name = "Power\\u0007"', 'The plan: "name" holds control characters'),
        ('name = "Power cut"', 'name = "Power\\ncut"', 'The plan: "name" holds control characters'),
        ("report_every_minutes = 60", "report_every_minutes = 5", '"report_every_minutes" must lie between 10 and'),
        ("opening_severity = 2", "opening_severity = 3", '"opening_severity" is 3, beyond the severity levels'),
        ('phases = ["First hour", "Later"]', "phases = []", '"phases" is empty'),
        ('"First hour", "Later"', '"Later", "Later"', '"phases" holds "Later" twice'),
        ('phases = ["First hour", "Later"]', 'phases = "Later"', '"phases" must be a list'),
        ('"power.md"', '"../power.md"', '"documents" holds "../power.md", which is not a plain file name'),
        ('"power.md"', '"C:power.md"', "which is not a plain file name"),
        ('"power.md"', "3", '"documents", item 1 must be text'),
        ("due_minutes = 5", 'due_minutes = "5"', 'Task 1 (open-log): "due_minutes" must be a whole number'),
        ("due_minutes = 5", "due_minutes = true", '"due_minutes" must be a whole number'),
        ("due_minutes = 5", "due_minutes = -1", '"due_minutes" must lie between 0 and 43200'),
        ("due_minutes = 5", "due_minutes = 43201", '"due_minutes" must lie between 0 and 43200'),
        ('priority = "high"', 'priority = "urgent"', '"priority" must be one of: high, normal, low'),
        ('role = "scribe"', 'role = "warden"', 'Task 1 (open-log): its role "warden" is not among the roles'),
        ('phase = "First hour"', 'phase = "Dawn"', 'its phase "Dawn" is not among the phases'),
        ('document = "log.md"', 'document = "fire.md"', 'its document "fire.md" is not among the documents'),
        ('["open-log"]', '["roll-call"]', 'it is blocked by "roll-call", which is not among the tasks'),
        ('["open-log"]', '["close"]', "tasks wait for each other in a circle: close > close"),
        ('["open-log"]', '["open-log", "open-log"]', '"blocked_by" holds "open-log" twice'),
        ('["open-log"]', '["Open log"]', '"blocked_by" may hold lower-case letters'),
        ('priority = "low"', 'priority = "low"\ndue_minutes = 4', 'it is due before "open-log", which blocks it'),
        ('priority = "high"', 'priority = "high"\nblocked_by = ["close"]', "in a circle"),
        ('key = "close"', 'key = "open-log"', 'two tasks are called "open-log"'),
        ('key = "scribe"', 'key = "lead"', 'two roles are called "lead"'),
        ("{caller}", "{name}", 'Call list 1: "say" has the unknown blank {name}'),
        ("{caller}", "{caller", 'Call list 1: "say" has'),
        ("{caller}", "caller}", 'Call list 1: "say" has a brace without its partner'),
        ('groups = ["suppliers", "utilities"]', "groups = []", 'Call list 1: "groups" is empty'),
        ('kind = "action"', 'kind = "rumour"', 'Entry 1: "kind" must be one of: fact, report'),
        ('question = "What is the impact?"', "", 'Report topic 1: "question" is missing'),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert told in one_line_of_refusal(changed(old, new))


def test_a_plan_without_roles_or_tasks_is_refused() -> None:
    assert '"roles" is missing' in one_line_of_refusal(HEAD + SEVERITIES + TASKS)
    assert '"tasks" is missing' in one_line_of_refusal(HEAD + SEVERITIES + ROLES)


def test_tables_written_as_something_else_are_refused() -> None:
    assert '"roles" must be written as [[roles]] tables' in one_line_of_refusal(
        HEAD + 'roles = ["lead"]\n' + SEVERITIES + TASKS
    )
    assert '"roles" must be a list' in one_line_of_refusal(HEAD + '[roles]\nkey = "lead"\n' + SEVERITIES + TASKS)


def test_two_call_lists_of_one_name_are_refused() -> None:
    second = REST[REST.index("[[call_lists]]") : REST.index("[[entries]]")]
    assert 'two call lists are called "Suppliers"' in one_line_of_refusal(GOOD + second)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", '"id" is missing'),
        ("this is no plan", "it is not valid TOML"),
        (b"\xff\xfe\x00i", "it is not UTF-8 text (byte 0)"),
        (b"\x00" * 100, "it is not valid TOML"),
        ("#" * 300_000, "it is larger than 131,072"),
        (b"#" * 300_000, "it is larger than 131,072"),
        ("#" * 1_001, "a line has more than 1,000 characters"),
        ("x = " + "[\n" * 5_000, "it is nested too deeply"),
        ("n = " + "9" * 900, '"id" is missing'),
        (".".join(["a"] * 5_000) + " = 1", "a line has more than 1,000 characters"),
        ('"\\u001b[2J" = 1\n' + GOOD, 'unknown key "?[2J"'),
    ],
)
def test_a_file_that_is_no_plan_is_refused_at_once(source: str | bytes, told: str) -> None:
    assert told in one_line_of_refusal(source)


def a_task(key: str, blocked_by: str = "") -> str:
    blockers = f'blocked_by = ["{blocked_by}"]\n' if blocked_by else ""
    return f'[[tasks]]\nkey = "{key}"\ntitle = "T"\nrole = "lead"\nphase = "Later"\npriority = "low"\n{blockers}'


def test_too_many_tasks_are_refused() -> None:
    many = "".join(a_task(f"t{at}") for at in range(301))
    assert '"tasks" holds 301 items, at most 300' in one_line_of_refusal(HEAD + SEVERITIES + ROLES + many)


def test_a_plan_damaged_anywhere_is_read_or_refused_but_never_breaks_the_program() -> None:
    chance = random.Random(20261014)
    for _ in range(400):
        damaged = bytearray(GOOD.encode())
        at = chance.randrange(len(damaged))
        damaged[at : at + chance.randrange(30)] = bytes(chance.choices(b'[]{}"\\=.#\n\x00\xff', k=chance.randrange(4)))
        with contextlib.suppress(KnownError):
            parse_plan(bytes(damaged))


def test_a_long_circle_is_told_short() -> None:
    ring = "".join(a_task(f"t{at}", blocked_by=f"t{(at + 1) % 300}") for at in range(300))
    told = one_line_of_refusal(HEAD + SEVERITIES + ROLES + ring)
    assert "in a circle" in told
    assert len(told) < 300


def test_the_words_to_say_keep_braces_of_the_names_filled_in() -> None:
    said = fill_script("{caller} about {incident}, since {since}", incident="{since}", caller="J. {x}", since="14:05")
    assert said == "J. {x} about {since}, since 14:05"
