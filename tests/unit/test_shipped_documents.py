# SPDX-License-Identifier: Apache-2.0
"""The documents and plans that come with the program fit together: what one names, another holds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from incident_console.domain.plan import Plan, fill_script, parse_plan
from incident_console.library.front_matter import split_front_matter
from incident_console.resources_path import resource_path

LIBRARY = resource_path("docs_library")
DOCUMENTS = sorted(LIBRARY.glob("*.md"))
PLANS = sorted(resource_path("resources", "plans").glob("*.toml"))
CATEGORIES = {"plan", "runbook", "checklist", "contact sheet", "role card", "form", "policy", "reference"}
KEYS = {
    "title", "category", "owner", "tags", "classification", "review_interval_days", "reviewed", "vital", "version",
}  # fmt: skip
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
BRACKETS = re.compile(r"\[([^\]]*)\](?!\()")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
each_plan = pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)


def body_of(document: Path) -> str:
    return split_front_matter(document.read_text(encoding="utf-8"))[1]


def plan_of(path: Path) -> Plan:
    return parse_plan(path.read_bytes())


def test_there_are_documents_and_plans_to_begin_with() -> None:
    assert len(DOCUMENTS) >= 20
    assert {path.stem for path in PLANS} >= {"facility-outage", "ransomware", "loss-of-staff-access"}


@each_document
def test_a_document_says_what_it_is_and_when_it_was_reviewed(document: Path) -> None:
    properties, _ = split_front_matter(document.read_text(encoding="utf-8"))
    assert set(properties) == KEYS
    assert properties["category"] in CATEGORIES
    assert properties["classification"] == "open"
    assert isinstance(properties["vital"], bool)
    assert isinstance(properties["review_interval_days"], int)
    assert isinstance(properties["tags"], list)
    assert properties["tags"]
    assert date.fromisoformat(str(properties["reviewed"])) >= date(2026, 1, 1)


@each_document
def test_a_document_begins_with_its_title(document: Path) -> None:
    properties, body = split_front_matter(document.read_text(encoding="utf-8"))
    assert body.lstrip().splitlines()[0] == f"# {properties['title']}"


@each_document
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(body_of(document)):
        assert (LIBRARY / target).is_file(), f"{document.name} links to {target}"


@each_document
def test_blanks_are_marked_as_to_be_filled_by_the_site(document: Path) -> None:
    for inside in BRACKETS.findall(body_of(document)):
        assert inside == " " or inside.startswith("site: "), f"{document.name} holds [{inside}]"


@each_document
def test_no_text_is_lost_as_an_html_tag_or_a_link_definition(document: Path) -> None:
    body = body_of(document)
    assert "<" not in body
    assert not re.search(r"^ {0,3}\[[^\]]+\]:", body, re.MULTILINE)


@each_document
def test_numbers_of_steps_run_without_a_gap(document: Path) -> None:
    before = 0
    for number in map(int, re.findall(r"^(\d+)\. ", body_of(document), re.MULTILINE)):
        assert number in (1, before + 1), f"{document.name}: step {number} follows {before}"
        before = number


@each_document
def test_rows_of_a_table_have_the_columns_of_its_head(document: Path) -> None:
    columns = 0
    for line in body_of(document).splitlines():
        if line.startswith("|"):
            columns = columns or line.count("|")
            assert line.count("|") == columns, f"{document.name}: {line}"
        else:
            columns = 0


@pytest.mark.parametrize(
    "document",
    [path for path in DOCUMENTS if path.stem.endswith(("-plan", "-runbook", "-hours"))],
    ids=lambda path: path.stem,
)
def test_a_plan_or_runbook_can_be_worked_from(document: Path) -> None:
    body = body_of(document)
    headings = re.findall(r"^## (.+)$", body, re.MULTILINE)
    assert {"Purpose", "Activate when", "Roles", "Steps", "Record", "Stand down"} <= set(headings)
    assert any(heading.startswith("Decide") for heading in headings)
    assert "- [ ] " in body
    assert re.search(r"[Ww]ithin \d+ (minutes|hours)|hours before", body)


def test_the_first_page_leads_to_every_document() -> None:
    linked = set(LINK.findall(body_of(LIBRARY / "start-here.md")))
    assert {path.name for path in DOCUMENTS} - linked == {"start-here.md"}


@each_plan
def test_a_plan_is_named_like_its_file_and_parses(path: Path) -> None:
    plan = plan_of(path)
    assert plan.id == path.stem
    assert len(plan.tasks) >= 20
    assert len(plan.severity_levels) == 4


@each_plan
def test_every_document_of_a_plan_is_in_the_library(path: Path) -> None:
    for name in plan_of(path).documents:
        assert (LIBRARY / name).is_file(), name


@each_plan
def test_every_role_of_a_plan_has_something_to_do(path: Path) -> None:
    plan = plan_of(path)
    assert {task.role for task in plan.tasks} == {role.key for role in plan.roles}
    assert {task.phase for task in plan.tasks} == set(plan.phases)


@each_plan
def test_the_first_tasks_of_a_plan_are_due_within_a_quarter_of_an_hour(path: Path) -> None:
    assert min(task.due_minutes for task in plan_of(path).tasks if task.due_minutes is not None) <= 15


@each_plan
def test_the_groups_to_call_are_explained_on_the_contact_sheet(path: Path) -> None:
    sheet = body_of(LIBRARY / "emergency-contact-sheet.md")
    for call_list in plan_of(path).call_lists:
        assert all(group in sheet for group in call_list.groups), call_list.name


@each_plan
def test_the_words_to_say_read_well_once_filled(path: Path) -> None:
    for call_list in plan_of(path).call_lists:
        said = fill_script(call_list.say, incident="a power failure", caller="Joy Okafor", since="14:05")
        assert said.startswith("This is Joy Okafor")
        assert "{" not in said
