# SPDX-License-Identifier: Apache-2.0
"""Roles, removals and held work on the page of the team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.domain.roles import Role
from incident_console.sync.taking_acts import sign_act
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.label import Label
from incident_console.wire.acts import Revoke
from tests.helpers.workspaces import TwoLaptops, an_incident, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_newcomer, a_team_desk


def shown_words(desk: TeamDesk) -> set[str]:
    """What the pane beside the list says."""
    pane = desk.page.detail.currentWidget()
    assert pane is not None
    return {label.text() for label in pane.findChildren(Label) if label.isVisibleTo(pane)}


def button(desk: TeamDesk, name: str) -> Button:
    return part(desk.page.detail.currentWidget(), Button, name)


@contextmanager
def held_work(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[TeamDesk, TwoLaptops, bytes]]:
    """Joy's page after she removed Sam, who wrote two lines before he heard of it."""
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        team.joy.governing.revoke(team.sam.station.device)
        for text in ("From the stairwell", "Doors are open"):
            team.sam.log.add(incident, text)
            team.sam.station.seal()
        team.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.wait_for("2 pieces of work held; all of it waits for an admin; review")
            yield desk, team, incident


def texts(team: TwoLaptops, incident: bytes) -> set[str]:
    return {line.text for line in team.joy.log.lines(incident)}


def test_an_admin_gives_another_role_by_the_keyboard(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        desk.press(Qt.Key.Key_Return)
        assert focused() is part(desk.page.detail.station, ChoiceBox, "role")
        desk.press(Qt.Key.Key_Up)
        assert "writes the log, works on tasks, makes calls" in shown_words(desk)
        desk.press(Qt.Key.Key_Tab)
        desk.press(Qt.Key.Key_Return)
        desk.wait_for("SR; Sam Reed; all; responder")
        assert "SR is responder now" in desk.page.bar.accessibleName()
        assert desk.told.saved == 1
        team.sync()
        assert team.sam.station.role is Role.RESPONDER


def test_a_role_is_changed_only_where_another_one_is_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        assert not button(desk, "change-role").isEnabled()


def test_a_removal_says_what_it_means_and_wants_the_code(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        desk.press(Qt.Key.Key_Delete)
        assert focused() is part(desk.page.detail.station, QLineEdit, "removal-code")
        said = " ".join(shown_words(desk))
        for words in ("Remove SR, Sam Reed, from the team?", "is held", "under a new key", "keeps what it has"):
            assert words in said
        desk.press(Qt.Key.Key_Return)
        desk.type("JO")
        desk.press(Qt.Key.Key_Return)
        assert not button(desk, "confirm-removal").isEnabled()
        assert all(line.is_active for line in team.joy.team.members())
        part(desk.page.detail.station, QLineEdit, "removal-code").clear()
        desk.type("sr")
        desk.press(Qt.Key.Key_Return)
        desk.wait_for("removed; SR, Sam Reed; removed 15:05 by Joy Okafor on JO")
        assert "SR is removed" in desk.page.bar.accessibleName()
        assert focused() is desk.page.rows
        assert desk.page.head.chips.chip("stations").shown_text == "Stations 1"
        team.sync()
        assert team.sam.is_removed


def test_escape_leaves_a_removal_undone(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        desk.press(Qt.Key.Key_Delete)
        desk.type("SR")
        desk.press(Qt.Key.Key_Escape)
        assert focused() is button(desk, "remove-this-station")
        assert not desk.page.detail.station.governing.is_asking
        assert all(line.is_active for line in team.joy.team.members())


def test_what_was_begun_for_one_station_is_not_asked_of_another(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "tom"):
        team.joy.folders.sync()
        team.joy.team.admit(team.joy.team.requests()[0].id, Role.VIEWER)
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("Sam Reed")
            desk.press(Qt.Key.Key_Delete)
            desk.choose("Tom Brandt")
            assert not desk.page.detail.station.governing.is_asking
            assert part(desk.page.detail.station, ChoiceBox, "role").currentText() == "viewer"


def test_who_is_no_admin_sees_roles_and_is_told_who_changes_them(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.sam, qtbot, tmp_path) as desk:
        desk.choose("Joy Okafor")
        assert "Only an admin changes roles or removes a station: Joy Okafor on JO." in shown_words(desk)
        assert not button(desk, "remove-this-station").isVisible()
        desk.press(Qt.Key.Key_Delete)
        assert not desk.page.detail.station.governing.is_asking


def test_the_last_admin_is_not_taken_away_and_the_page_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path, Role.ADMIN) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("Sam Reed")
        team.sam.governing.change_role(team.joy.station.device, Role.VIEWER)
        team.sync()
        desk.wait_for("JO; Joy Okafor; this laptop; viewer")
        assert "Only an admin changes roles or removes a station: Sam Reed on SR." in shown_words(desk)


def test_it_is_told_who_has_not_switched_to_the_new_key(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "tom") as tom:
        team.joy.folders.sync()
        team.joy.team.admit(team.joy.team.requests()[0].id, Role.RESPONDER)
        team.sync()
        tom.folders.sync()
        team.joy.folders.sync()
        team.joy.governing.revoke(team.sam.station.device)
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.wait_for("New key; 1 of 2 have switched to the new key; not yet: TB (TB)")
            tom.station.now.pass_minutes(6)  # type: ignore[attr-defined]
            team.joy.folders.sync()
            tom.folders.sync()
            team.joy.folders.sync()
            desk.wait_until(lambda: not any("New key" in row for row in desk.rows()))
            desk.choose("removed; SR")
            assert "2 of 2 have switched to it" in shown_words(desk)


def test_where_no_key_is_clean_an_admin_changes_it_in_one_act(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        sign_act(
            team.joy.station, Revoke(team.sam.station.device, ())
        )  # as if the program had ended before the new key
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("Key change pending; somebody outside the team still holds the key that is written under")
            desk.press(Qt.Key.Key_Return)
            assert focused() is button(desk, "change-the-key-now")
            desk.press(Qt.Key.Key_Return)
            desk.wait_until(lambda: not any("Key change pending" in row for row in desk.rows()))
            assert "The key is changed" in desk.page.bar.accessibleName()
        assert not team.joy.governing.is_key_pending


def test_held_work_is_reviewed_piece_by_piece(tmp_path: Path, qtbot: QtBot) -> None:
    with held_work(tmp_path, qtbot) as (desk, team, incident):
        desk.choose("2 pieces of work held")
        desk.press(Qt.Key.Key_Return)
        assert desk.page.head.chips.chip("held").shown_text == "Held 2"
        assert desk.rows()[0] == "From SR"
        assert "entry: From the stairwell, written after its station was removed, without knowing it" in desk.rows()[1]
        desk.choose("From the stairwell")
        assert "SR" in shown_words(desk)
        desk.press(Qt.Key.Key_A)
        desk.wait_until(lambda: len(desk.rows()) == 2)
        assert "From the stairwell" in texts(team, incident)
        assert "Doors are open" not in texts(team, incident)


def test_all_of_a_station_is_let_count_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    with held_work(tmp_path, qtbot) as (desk, team, incident):
        desk.look_at("held")
        desk.choose("Doors are open")
        assert button(desk, "let-all-count").words == "Let all 2 of SR count"
        button(desk, "let-all-count").click()
        desk.wait_until(desk.page.no_held.isVisible)
        assert {"From the stairwell", "Doors are open"} <= texts(team, incident)
        assert "2 pieces of held work let count" in desk.page.bar.accessibleName()


def test_what_is_left_stays_held(tmp_path: Path, qtbot: QtBot) -> None:
    with held_work(tmp_path, qtbot) as (desk, team, incident):
        desk.look_at("held")
        desk.choose("Doors are open")
        button(desk, "leave-it").click()
        assert focused() is desk.page.rows
        assert "Doors are open" not in texts(team, incident)
        assert len(desk.rows()) == 3


def test_a_removed_station_leads_to_its_held_work(tmp_path: Path, qtbot: QtBot) -> None:
    with held_work(tmp_path, qtbot) as (desk, _, _incident):
        desk.choose("2 pieces of its work held")
        button(desk, "review-its-held-work").click()
        assert desk.rows()[0] == "From SR"


def test_refused_work_is_shown_as_such_without_a_button(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        team.joy.governing.revoke(team.sam.station.device)
        team.sync()
        with patch.object(type(team.sam.station), "require", lambda *_: None):  # as a changed program would
            team.sam.log.add(incident, "Still here")
        team.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.look_at("held")
            desk.choose("; refused")
            assert "knew that it was removed" in desk.row("; refused")
            assert "Refused: it cannot be let count." in " ".join(shown_words(desk))
            assert not button(desk, "let-it-count").isVisible()
            desk.press(Qt.Key.Key_A)
            assert "Still here" not in texts(team, incident)


def test_without_held_work_the_list_says_what_would_be_there(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.look_at("held")
        assert desk.page.no_held.isVisible()


def test_a_removed_laptop_sees_itself_among_the_removed(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        team.joy.governing.revoke(team.sam.station.device)
        team.sync()
        with a_team_desk(team.sam, qtbot, tmp_path) as desk:
            desk.choose("removed, this laptop; SR, Sam Reed")
            assert "What it holds stays readable here" in " ".join(shown_words(desk))
