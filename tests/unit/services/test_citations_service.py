# SPDX-License-Identifier: Apache-2.0
"""Entries that cite documents: the version of then stays cited, whatever becomes of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.citation import MOST_CITED, Citation, citations_of
from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role
from incident_console.domain.status_log import add_entry
from incident_console.services.document_drafts import DocumentDraft
from incident_console.services.session import Session
from tests.helpers.workspaces import Clock, a_workspace, an_incident, two_laptops


def a_plan(session: Session, text: str = "# Cooling plan\n\nRun both pumps.\n") -> bytes:
    return session.document_writing.save(DocumentDraft(b"c" * 16, b"", "", text)).document


def a_newer_version(session: Session, plan: bytes, text: str) -> None:
    opened = session.citations.current(plan).version
    session.document_writing.save(DocumentDraft(plan, opened, "", text))


def test_a_decision_cites_the_version_of_then_and_that_one_is_read(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        plan, brought_ms = a_plan(joy), clock.ms
        cite = joy.citations.current(plan)
        line = joy.log.add(an_incident(joy).id, "Run on one pump", "decision", cites=[cite])
        (cited,) = joy.citations.lines(line.cites)
        assert (cited.title, cited.added_at_ms, cited.added_by) == ("Cooling plan", brought_ms, "Joy Okafor")
        assert (cited.is_known, cited.is_here, cited.has_newer) == (True, True, False)
        clock.pass_minutes(30)
        a_newer_version(joy, plan, "# Cooling plan, revised\n\nRun one pump.\n")
        (cited,) = joy.citations.lines(joy.log.get(line.id).cites)
        assert (cited.title, cited.has_newer) == ("Cooling plan", True)
        assert b"both pumps" in joy.documents.read(cited.cite.document, cited.cite.version)
        assert joy.citations.current(plan) != cite


def test_a_version_brought_back_to_the_same_words_is_not_called_newer(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        first = "# Cooling plan\n\nRun both pumps.\n"
        plan = a_plan(joy, first)
        cite = joy.citations.current(plan)
        a_newer_version(joy, plan, "# Cooling plan\n\nRun one pump.\n")
        a_newer_version(joy, plan, first)
        (cited,) = joy.citations.lines([cite])
    assert not cited.has_newer


def test_another_laptop_sees_what_was_cited_and_says_what_has_not_arrived(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident, plan = an_incident(team.joy).id, a_plan(team.joy)
        line = team.joy.log.add(incident, "Run on one pump", "decision", cites=[team.joy.citations.current(plan)])
        team.joy.folders.sync()
        for part in team.folder.glob("b/*/*.c"):
            part.unlink()
        team.sam.folders.sync()
        (cited,) = team.sam.citations.lines(team.sam.log.get(line.id).cites)
        assert (cited.title, cited.is_known, cited.is_here) == ("Cooling plan", True, False)
        team.sync()
        (cited,) = team.sam.citations.lines(team.sam.log.get(line.id).cites)
        assert cited.is_here
        assert team.joy.station.state_hash() == team.sam.station.state_hash()


def test_a_cited_version_that_nobody_here_knows_is_unknown_and_cannot_be_cited_from_here(tmp_path: Path) -> None:
    stranger = Citation(b"d" * 16, b"v" * 32)
    with a_workspace(tmp_path) as joy:
        incident, now = an_incident(joy).id, joy.now()
        other = Citation(a_plan(joy), b"v" * 32)
        draft = add_entry(b"e" * 16, incident, "By the plan", "fact", now.ms, 0, [stranger, other])
        joy.station.save([draft])
        (line,) = joy.log.lines(incident)
        assert [cited.is_known for cited in joy.citations.lines(line.cites)] == [False, False]
        for cite in (stranger, other):
            with pytest.raises(KnownError, match="not here"):
                joy.log.add(incident, "By the plan", cites=[cite])
        assert len(joy.log.lines(incident)) == 1


def test_a_restricted_document_is_cited_and_told_of_without_its_name(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        incident, plan = an_incident(team.joy).id, a_plan(team.joy)
        cite = team.joy.citations.current(plan)
        line = team.joy.log.add(incident, "Told the insurer", cites=[cite])
        team.joy.document_properties.restrict([plan], "restricted", ["coordinator"])
        team.sync()
        (cited,) = team.sam.citations.lines(team.sam.log.get(line.id).cites)
        assert (cited.title, cited.is_hidden) == ("Restricted document", True)
        assert team.sam.citations.offered("cooling") == []
        with pytest.raises(KnownError, match="restricted"):
            team.sam.log.add(incident, "Me too", cites=[cite])
        with pytest.raises(KnownError, match="restricted"):
            team.sam.citations.current(plan)


def test_what_to_cite_is_offered_by_words_of_title_and_file_name(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        cooling = a_plan(joy)
        joy.document_writing.save(DocumentDraft(b"w" * 16, b"", "", "# Water plan\n\nShut the valve.\n"))
        assert [line.title for line in joy.citations.offered("")] == ["Cooling plan", "Water plan"]
        assert [line.cite for line in joy.citations.offered("PLAN cool")] == [joy.citations.current(cooling)]
        assert [line.title for line in joy.citations.offered("water-plan.md")] == ["Water plan"]
        assert joy.citations.offered("valve") == []


def test_an_entry_cites_so_many_documents_and_no_more(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        incident, cite = an_incident(joy).id, joy.citations.current(a_plan(joy))
        with pytest.raises(KnownError, match="at most 20"):
            joy.log.add(incident, "By everything", cites=[cite] * (MOST_CITED + 1))
        assert joy.log.lines(incident) == []


def test_citations_of_another_program_are_read_as_far_as_they_are_some() -> None:
    good: Value = {"document": b"d" * 16, "version": b"v" * 32, "page": 3}
    bad: list[Value] = [None, 1, "x", {}, {"document": b"d" * 16}, {"document": b"d", "version": b"v" * 32}, [good]]
    assert citations_of([*bad, good, good]) == (Citation(b"d" * 16, b"v" * 32),)
    assert citations_of("x") == citations_of(None) == ()
    many: list[Value] = [{"document": bytes([n]) * 16, "version": b"v" * 32} for n in range(99)]
    assert [cite.document[0] for cite in citations_of(many)] == list(range(MOST_CITED))
