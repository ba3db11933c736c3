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
SECTIONS = {
    "Purpose": ("Purpose",),
    "when it is used": ("Activate when", "Use when"),
    "Roles": ("Roles",),
    "Contacts": ("Contacts",),
    "Steps": ("Steps",),
    "Decide": ("Decide",),
    "Checklist": ("Checklist",),
    "Record": ("Record",),
    "Stand down": ("Stand down",),
}
EVERY_INCIDENT = {
    "start-here.md", "crisis-management-plan.md", "crisis-team-activation.md", "incident-authority-policy.md",
    "role-cards.md", "battle-rhythm.md", "status-log-guide.md", "status-report-guide.md", "calling-guide.md",
    "emergency-contact-sheet.md", "communication-templates.md", "media-and-regulator-statements.md",
    "notification-checklist.md", "handover-briefing.md", "stand-down-checklist.md", "after-action-review.md",
    "service-data-sheet.md",
}  # fmt: skip
BETWEEN_INCIDENTS = {"go-dark-drill.md"}
READ_BY_EVERYONE = {"start-here.md", "role-cards.md"}
LEADS_TO_OTHER_PLANS = {"crisis-management-plan.md"}
TIME_TARGET = re.compile(
    r"[Ww]ithin (the )?(\d+|\[site: minutes\]) (minutes|hours|days|working days)"
    r"|\bT\+\d|^Minute \d|\d+ (minutes|hours|days) (before|after)|\b(by|at) \d\d:\d\d"
)
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
BRACKETS = re.compile(r"\[([^\]]*)\](?!\()")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
each_plan = pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)


def body_of(document: Path) -> str:
    return split_front_matter(document.read_text(encoding="utf-8"))[1]


def headings_of(document: Path) -> list[str]:
    return re.findall(r"^## (.+)$", body_of(document), re.MULTILINE)


def steps_of(document: Path) -> list[str]:
    """The numbered steps, each with the lines that it runs on to."""
    return re.findall(r"^\d+\. (.+(?:\n {3,4}\S.*)*)", body_of(document), re.MULTILINE)


def plan_of(path: Path) -> Plan:
    return parse_plan(path.read_bytes())


def test_there_are_documents_and_plans_to_begin_with() -> None:
    assert len(DOCUMENTS) >= 24
    assert {path.stem for path in PLANS} >= {
        "facility-outage", "technology-outage", "ransomware", "loss-of-staff-access", "severe-weather",
        "supplier-failure",
    }  # fmt: skip


def test_the_topics_of_a_bad_night_each_have_a_document() -> None:
    names = {path.stem for path in DOCUMENTS}
    assert names >= {
        "crisis-management-plan", "evacuation-and-roll-call", "power-failure-runbook", "water-supply-loss-runbook",
        "cooling-loss-runbook", "network-phone-loss-runbook", "data-centre-loss-plan", "cold-start-runbook",
        "cluster-failover-runbook", "application-continuity-plan", "restore-from-backup-runbook",
        "tape-restore-runbook", "virtual-machine-recovery-runbook", "email-and-out-of-band-runbook",
        "ransomware-first-hours",
        "loss-of-staff-access-plan", "severe-weather-plan", "supplier-outage-runbook", "emergency-notification-plan",
        "media-and-regulator-statements", "role-cards", "handover-briefing", "stand-down-checklist",
        "after-action-review", "go-dark-drill", "vital-records-go-bag", "battle-rhythm", "site-data-sheet",
        "service-data-sheet",
    }  # fmt: skip


def test_there_is_a_card_for_each_role_that_a_plan_or_the_activation_names() -> None:
    cards = {heading.lower() for heading in headings_of(LIBRARY / "role-cards.md")}
    named = {role.title.lower() for path in PLANS for role in plan_of(path).roles}
    assert cards >= named | {"liaison", "safety lead", "recovery lead"}


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


@each_document
def test_a_document_can_be_worked_from_without_another(document: Path) -> None:
    headings = headings_of(document)
    is_contact_sheet = "category: contact sheet" in document.read_text(encoding="utf-8")
    for name, beginnings in SECTIONS.items():
        found = any(heading.startswith(beginnings) for heading in headings)
        assert found or (name == "Contacts" and is_contact_sheet), f"{document.name} has no section: {name}"


@each_document
def test_a_document_has_steps_with_a_time_and_boxes_to_tick(document: Path) -> None:
    assert any(TIME_TARGET.search(step) for step in steps_of(document)), f"{document.name}: no step has a time"
    assert "- [ ] " in body_of(document)


@each_document
def test_a_document_leads_on_to_another(document: Path) -> None:
    assert set(LINK.findall(body_of(document))) - {document.name}


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
def test_a_plan_brings_what_every_incident_needs_and_each_document_once(path: Path) -> None:
    documents = plan_of(path).documents
    assert set(documents) >= EVERY_INCIDENT
    assert len(set(documents)) == len(documents)


def test_every_document_is_brought_by_a_plan_but_those_between_incidents() -> None:
    brought = {name for path in PLANS for name in plan_of(path).documents}
    assert {path.name for path in DOCUMENTS} - brought == BETWEEN_INCIDENTS


def test_every_document_is_where_a_task_sends_somebody() -> None:
    cited = {task.document for path in PLANS for task in plan_of(path).tasks}
    assert {path.name for path in DOCUMENTS} - cited == BETWEEN_INCIDENTS | READ_BY_EVERYONE


@each_plan
def test_every_task_of_a_plan_says_which_document_to_open(path: Path) -> None:
    assert [task.key for task in plan_of(path).tasks if not task.document] == []


@each_plan
def test_a_plan_brings_the_runbooks_that_the_documents_of_its_tasks_send_on_to(path: Path) -> None:
    """No dead end at night: who follows a link of a task's plan or runbook finds the document in the incident."""
    plan = plan_of(path)
    worked = {task.document for task in plan.tasks if task.document.endswith(("-plan.md", "-runbook.md", "-hours.md"))}
    sent_on = {link for name in worked - LEADS_TO_OTHER_PLANS for link in LINK.findall(body_of(LIBRARY / name))}
    assert sent_on - BETWEEN_INCIDENTS <= set(plan.documents)


@each_plan
def test_every_role_of_a_plan_has_something_to_do(path: Path) -> None:
    plan = plan_of(path)
    assert {task.role for task in plan.tasks} == {role.key for role in plan.roles}
    assert {task.phase for task in plan.tasks} == set(plan.phases)


@each_plan
def test_the_first_tasks_of_a_plan_are_due_within_a_quarter_of_an_hour(path: Path) -> None:
    assert min(task.due_minutes for task in plan_of(path).tasks if task.due_minutes is not None) <= 15


@each_plan
def test_the_tasks_of_a_plan_stand_in_the_order_in_which_they_are_due(path: Path) -> None:
    plan = plan_of(path)
    order = [(plan.phases.index(task.phase), task.due_minutes or 10**6) for task in plan.tasks]
    assert order == sorted(order)


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
