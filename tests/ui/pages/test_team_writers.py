# SPDX-License-Identifier: Apache-2.0
"""Who works at this laptop, on the page of the team; and the same person at another laptop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.ui.pages.catalogue import WRITERS
from incident_console.ui.pages.team.writers_part import WritersPart
from incident_console.ui.widgets.choices import ChoiceBox, RadioButton
from tests.helpers.workspaces import a_workspace, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_newcomer, a_team_desk
from tests.ui.pages.test_team_requests import answer, read_out


def choices(desk: TeamDesk) -> dict[str, bool]:
    """Who may be chosen, and who is."""
    shown = part(desk.page, WritersPart)
    return {
        button.accessibleName(): button.isChecked()
        for button in shown.findChildren(RadioButton)
        if button.isVisibleTo(shown)
    }


def test_a_person_is_added_by_the_keyboard_and_writes_from_then_on(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy, a_team_desk(joy, qtbot, tmp_path) as desk:
        desk.wait_until(lambda: choices(desk) == {"Joy Okafor": True})
        desk.page.show_thing(WRITERS)
        assert focused() is part(desk.page, QLineEdit, "person-name")
        desk.type("Mia Toth")
        desk.press(Qt.Key.Key_Return)
        desk.wait_until(lambda: choices(desk) == {"Joy Okafor": False, "Mia Toth": True})
        assert joy.station.member_name == "Mia Toth"
        assert desk.told.saved == 1
        assert part(desk.page, QLineEdit, "person-name").text() == ""


def test_one_click_lets_another_person_write(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        joy.writers.add("Mia Toth")
        with a_team_desk(joy, qtbot, tmp_path) as desk:
            shown = part(desk.page, WritersPart)
            next(one for one in shown.findChildren(RadioButton) if one.accessibleName() == "Joy Okafor").click()
            desk.wait_until(lambda: joy.station.member_name == "Joy Okafor")
            desk.wait_until(lambda: choices(desk) == {"Joy Okafor": True, "Mia Toth": False})


def test_a_namesake_may_be_the_same_person_at_a_second_laptop(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "second", "Sam Reed") as second:
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.asked()
            box = part(desk.page.detail.request, ChoiceBox, "who")
            assert [box.itemText(row) for row in range(box.count())] == ["a new person", "same as on SR", "replaces SR"]
            assert box.currentText() == "a new person"
            box.setFocus()
            desk.press(Qt.Key.Key_Down)
            answer(desk, read_out(second))
            desk.wait_for("SR2; Sam Reed; responder")
            team.joy.folders.sync()
            second.folders.sync()
            assert second.station.person == team.sam.station.person


def test_a_new_laptop_that_replaces_another_has_its_role_and_ends_it(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "second", "Sam Reed") as second:
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.asked()
            part(desk.page.detail.request, ChoiceBox, "who").setCurrentText("replaces SR")
            role = part(desk.page.detail.request, ChoiceBox, "role")
            assert (role.currentText(), role.isEnabled()) == ("coordinator", False)
            answer(desk, read_out(second))
            desk.wait_for("SR2; Sam Reed; coordinator", "removed; SR, Sam Reed; removed 15:05 by Joy Okafor on JO")


def test_nobody_is_asked_who_it_is_where_the_name_is_new(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_newcomer(team.folder, tmp_path / "tom"):
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.asked()
            assert not part(desk.page.detail.request, ChoiceBox, "who").isVisible()
