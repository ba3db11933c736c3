# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from tests.helpers.workspaces import Clock, a_workspace, an_incident, an_outage, two_laptops

LIST = """---
title: Generator checklist
category: checklist
owner: Facilities lead
---

## Start

1. Within 10 minutes read the load:
    - lamp
    - meter
2. Order fuel. Half a tank lasts six hours.

## Then

- [ ] Close the doors
- [x] Open the vents
"""


def a_checklist(session: Session, text: str = LIST) -> bytes:
    return session.document_writing.save(DocumentDraft(b"n" * 16, b"", "", text)).document


def test_steps_become_tasks_of_the_incident_with_the_role_of_the_owner_and_the_version_that_was_open(
    tmp_path: Path,
) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as session:
        incident, document = an_outage(session).id, a_checklist(session)
        choice = session.document_tasks.choice(incident, document)
        made = session.document_tasks.make(incident, document, choice.version.id, choice.open_keys, choice.role)
        lines = {line.title: line for line in session.tasks.some(made)}
    assert choice.role == "facilities-lead"
    assert set(lines) == {"Within 10 minutes read the load", "Order fuel", "Close the doors"}
    first = lines["Within 10 minutes read the load"]
    assert (first.role, first.phase, first.due_at_ms) == ("facilities-lead", "Start", clock.ms + 600_000)
    assert [step.text for step in first.steps] == ["lamp", "meter"]
    assert lines["Order fuel"].detail == "Order fuel. Half a tank lasts six hours."
    assert {line.document_id for line in lines.values()} == {document}
    assert {line.document_version for line in lines.values()} == {choice.version.id}
    assert {line.document for line in lines.values()} == {"generator-checklist.md"}


def test_made_again_nothing_is_doubled_and_what_is_a_task_says_its_number(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident, document = an_outage(session).id, a_checklist(session)
        choice = session.document_tasks.choice(incident, document)
        keys = [line.step.key for line in choice.steps]
        before = len(session.tasks.lines(incident))
        made = session.document_tasks.make(incident, document, choice.version.id, keys)
        again = session.document_tasks.make(incident, document, choice.version.id, keys)
        labels = {line.task for line in session.document_tasks.choice(incident, document).steps}
        assert len(session.tasks.lines(incident)) == before + 4
        assert labels == {line.label for line in session.tasks.some(made)}
    assert (len(made), again) == (4, [])


def test_two_laptops_apart_make_the_same_tasks(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident, document = an_incident(team.joy).id, a_checklist(team.joy)
        team.sync()
        for session in (team.joy, team.sam):
            choice = session.document_tasks.choice(incident, document)
            session.document_tasks.make(incident, document, choice.version.id, choice.open_keys)
        team.sync()
        boards = [[(line.id, line.title) for line in one.tasks.lines(incident)] for one in (team.joy, team.sam)]
        conflicts = team.sam.conflicts.lines()
    assert len(boards[0]) == 3
    assert sorted(boards[0]) == sorted(boards[1])
    assert conflicts == []


def test_a_step_of_another_incident_or_a_later_version_is_another_or_the_same_task(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        first, second, document = an_incident(session).id, an_incident(session, "Flood").id, a_checklist(session)
        old = session.document_tasks.choice(first, document)
        session.document_tasks.make(first, document, old.version.id, old.open_keys)
        assert session.document_tasks.choice(second, document).open_keys == old.open_keys
        text = LIST.replace("- [ ] Close", "- [ ] Call the fire watch\n- [ ] Close")
        session.document_writing.save(DocumentDraft(document, old.version.id, "generator-checklist.md", text))
        new = session.document_tasks.choice(first, document)
        (made,) = session.document_tasks.make(first, document, new.version.id, new.open_keys)
        cited = session.tasks.get(made).document_version
        earlier = next(line for line in session.tasks.lines(first) if line.title == "Order fuel")
    assert (cited, earlier.document_version) == (new.version.id, old.version.id)
    assert new.version.id != old.version.id


def test_a_document_without_steps_says_so(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as session:
        incident, document = an_incident(session).id, a_checklist(session, "# Only words\n\nAnd more.\n")
        with pytest.raises(KnownError, match="no steps"):
            session.document_tasks.choice(incident, document)


def test_a_viewer_makes_no_tasks(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        incident, document = an_incident(team.joy).id, a_checklist(team.joy)
        team.sync()
        choice = team.sam.document_tasks.choice(incident, document)
        with pytest.raises(KnownError):
            team.sam.document_tasks.make(incident, document, choice.version.id, choice.open_keys)
        assert team.sam.tasks.lines(incident) == []
