# SPDX-License-Identifier: Apache-2.0
"""Documents kept by people on real stations: properties, reviews, restrictions, and two versions settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.document_changes import Review
from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.roles import Role
from incident_console.services.session import Session
from tests.helpers.workspaces import Clock, TwoLaptops, a_workspace, an_incident, two_laptops

TOP = (
    "---\ntitle: Cooling loss\ncategory: plan\ntags: [water]\nreviewed: 2026-01-10\nreview_interval_days: 180\n---\n\n"
)


def brought(session: Session, folder: Path, text: str = "Restart the chiller.", top: str = TOP) -> bytes:
    """The document that a folder with one file becomes."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    (folder / "plans" / "cooling.md").write_text(f"{top}{text}\n", encoding="utf-8")
    session.documents.import_paths([folder / "plans"])
    return session.documents.find("plans/cooling.md").id


def test_properties_are_changed_without_a_new_version_and_both_laptops_show_them(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = brought(team.joy, tmp_path)
        fields: dict[str, Value] = {
            "title": "Loss of cooling",
            "category": "runbook",
            "is_vital": True,
            "site": "North",
        }
        assert team.joy.document_properties.change([document], fields) == 1
        assert team.joy.document_properties.change([document], fields) == 0
        team.sync()
        line = team.sam.documents.find("Loss of cooling")
        assert (line.category, line.is_vital, line.site, line.version_count) == ("runbook", True, "North", 1)
        assert [hit.title for hit in team.sam.search.find("category:runbook")] == ["Loss of cooling"]
        (change,) = team.sam.document_properties.history(document)
        assert (change.by, [name for name, *_ in change.fields]) == (
            "Joy Okafor",
            ["category", "is_vital", "site", "title"],
        )


def test_tags_that_two_people_give_apart_come_together_and_a_title_is_a_conflict_to_settle(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = brought(team.joy, tmp_path)
        team.sync()
        for session, tag, title in ((team.joy, "Chiller", "Cooling lost"), (team.sam, "north", "No cooling")):
            session.document_properties.change_tags([document], [tag, "WATER"])
            session.document_properties.change([document], {"title": title})
        team.sync()
        for session in (team.joy, team.sam):
            line = session.documents.get(document)
            assert (line.tags, line.conflict_fields) == (("Chiller", "north", "water"), ("title",))
        (conflict,) = team.joy.conflicts.of(document)
        assert {choice.words for choice in conflict.choices} == {"Cooling lost", "No cooling"}
        team.joy.conflicts.settle(conflict.id, "No cooling")
        team.sync()
        assert team.sam.documents.get(document).title == "No cooling"
        assert team.sam.conflicts.of(document) == []


def test_reviewed_without_change_is_one_action_that_the_record_keeps(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        document = brought(team.joy, tmp_path)
        team.sync()
        assert team.sam.documents.get(document).review is Review.OVERDUE
        assert team.sam.document_properties.note_reviewed([document]) == 1
        team.sync()
        line = team.joy.documents.get(document)
        assert (line.reviewed_on, line.review, line.reviewed_by) == ("2026-11-22", Review.CURRENT, "Sam Reed")
        assert line.next_review_on == "2027-05-21"
        assert line.version_count == 1


def test_a_day_that_the_file_says_names_nobody_as_its_reviewer(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        line = joy.documents.get(brought(joy, tmp_path))
        assert (line.reviewed_on, line.reviewed_by, line.reviewed_at_ms) == ("2026-01-10", "", None)


def test_a_viewer_changes_nothing_and_a_responder_restricts_nothing(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        document = brought(team.joy, tmp_path)
        team.sync()
        assert team.sam.document_properties.refusal() is None
        assert team.sam.document_properties.refusal(is_restricting=True) is not None
        with pytest.raises(KnownError):
            team.sam.document_properties.restrict([document], "restricted", ["Legal"])


def hidden_from_sam(team: TwoLaptops, tmp_path: Path) -> bytes:
    document = brought(team.joy, tmp_path)
    team.sync()
    team.sam.documents.read_for_search()
    assert [hit.id for hit in team.sam.search.find("chiller")] == [document]
    team.joy.document_properties.restrict([document], "restricted", ["Incident lead"])
    team.sync()
    return document


def test_a_restricted_document_is_shown_to_nobody_without_its_role(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = hidden_from_sam(team, tmp_path)
        line = team.sam.documents.get(document)
        assert (line.title, line.is_hidden, line.path, line.tags, line.readers) == (
            "Restricted document", True, "", (), ("Incident lead",),
        )  # fmt: skip
        assert team.sam.search.find("cooling") == team.sam.search.find("chiller") == []
        assert team.sam.search.find("category:plan") == []
        for read in (team.sam.documents.read, team.sam.documents.text, team.sam.documents.reading):
            with pytest.raises(KnownError, match="restricted") as told:
                read(document)
            assert "not a lock" in told.value.message
            assert "ooling" not in told.value.one_line()
        assert [version.title for version in team.sam.documents.versions(document)] == ["Restricted document"]
        with pytest.raises(KnownError, match="no “Cooling loss”"):
            team.sam.documents.find("Cooling loss")
        with pytest.raises(KnownError):
            team.sam.document_properties.change([document], {"title": "x"})


def test_whoever_gets_the_role_in_an_open_incident_sees_it_and_a_coordinator_may_lift_it(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = hidden_from_sam(team, tmp_path)
        incident = an_incident(team.sam).id
        team.sam.roles.add(incident, "incident-lead", "Incident lead")
        team.sam.roles.assign(incident, "incident-lead", "Sam Reed")
        assert team.sam.documents.get(document).title == "Cooling loss"
        assert [hit.id for hit in team.sam.search.find("chiller")] == [document]
        team.sam.roles.assign(incident, "incident-lead", "Somebody else")
        assert team.sam.documents.get(document).is_hidden
        team.sam.document_properties.restrict([document], "open")
        assert team.sam.documents.text(document).strip() == "Restart the chiller."


def test_a_restriction_without_a_role_is_for_coordinators(tmp_path: Path) -> None:
    with two_laptops(tmp_path, Role.RESPONDER) as team:
        document = brought(team.joy, tmp_path, top="---\nclassification: restricted\n---\n\n")
        team.sync()
        assert not team.joy.documents.get(document).is_hidden
        assert team.sam.documents.get(document).is_hidden
        assert team.joy.search.find("chiller")


def test_two_versions_made_apart_are_settled_by_keeping_one_of_them(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        document = brought(team.joy, tmp_path)
        team.sync()
        brought(team.joy, tmp_path / "joy-desk", "Joy's words.", TOP.replace("plan", "map"))
        brought(team.sam, tmp_path / "sam-desk", "Sam's words.", TOP.replace("plan", "form"))
        team.sync()
        assert team.joy.documents.get(document).has_two_versions
        mine = next(v for v in team.joy.documents.versions(document) if v.added_by == "Joy Okafor")
        shown = team.joy.documents.get(document).category
        team.joy.document_properties.keep_version(document, mine.id, "agreed by telephone")
        team.sync()
        line = team.sam.documents.get(document)
        assert (line.has_two_versions, line.version_count, line.category) == (False, 3, shown)
        assert "Joy's words" in team.sam.documents.text(document)
        assert team.sam.documents.versions(document)[0].why == "agreed by telephone"
        with pytest.raises(KnownError, match="nothing to settle"):
            team.joy.document_properties.keep_version(document, mine.id)


def test_several_documents_change_together_or_not_at_all(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        document = brought(joy, tmp_path)
        with pytest.raises(KnownError):
            joy.document_properties.change([document, bytes(16)], {"site": "North"})
        assert joy.documents.get(document).site == ""
