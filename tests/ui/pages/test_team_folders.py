# SPDX-License-Identifier: Apache-2.0
"""Work with shared folders: sync, check, fill, add, remove, each by its key."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.services.folders import CheckOutcome
from incident_console.ui.folder_words import Told
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow
from tests.helpers.workspaces import TwoLaptops, a_workspace, an_incident, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_team_desk


def outcome(desk: TeamDesk, folder: Path) -> Told:
    """What the work with a folder came to, once it ended."""
    desk.wait_until(lambda: desk.page.work.outcome(str(folder)) is not None)
    found = desk.page.work.outcome(str(folder))
    assert found is not None
    return found


def bar_of(desk: TeamDesk) -> str:
    """What the pane of the folder tells."""
    desk.wait_until(part(desk.page.detail.folder, InlineBar).isVisible)
    return part(desk.page.detail.folder, InlineBar).accessibleName()


def with_lines(team: TwoLaptops, count: int = 3) -> None:
    incident = an_incident(team.joy).id
    for number in range(count):
        team.joy.log.add(incident, f"Line {number}")
        team.joy.station.seal()
    team.sync()


def test_s_syncs_with_the_folder_and_says_what_moved(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.sam).id
        team.sam.log.add(incident, "Gate is open")
        team.sam.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            desk.press(Qt.Key.Key_S)
            assert bar_of(desk).startswith("Synced: 1 file received, ")
            assert [line.text for line in team.joy.log.lines(incident)] == ["Gate is open"]


def test_c_compares_every_file_and_says_what_it_found(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        with_lines(team)
        batches = sorted(path for path in (team.folder / "s").rglob("*") if path.is_file())
        batches[0].unlink()
        batches[1].write_bytes(b"junk")
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            desk.press(Qt.Key.Key_C)
            assert bar_of(desk).startswith("Checked: 1 missing, 1 damaged, 2 written again")
            desk.press(Qt.Key.Key_C)
            desk.wait_until(lambda: bar_of(desk).startswith("Checked: every file is there and whole"))


def test_an_emptied_folder_is_filled(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        with_lines(team)
        shutil.rmtree(team.folder)
        team.folder.mkdir()
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; does not hold the team's files")
            assert desk.row("share; ").endswith("fill it")
            desk.press(Qt.Key.Key_F)
            desk.wait_for("share; whole and equal at 15:05")
            team.sam.folders.sync()
            assert team.sam.folders.lines()[0].state == "ok"


def test_an_encrypted_folder_is_called_damaged_and_filled_anew(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        with_lines(team)
        for path in [path for path in team.folder.rglob("*") if path.is_file()]:
            path.rename(path.with_name(f"{path.name}.locked"))
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; damaged: its files were renamed, encrypted or deleted")
            assert desk.row("share; ").endswith("fill it")
            desk.press(Qt.Key.Key_F)
            desk.wait_for("share; whole and equal at 15:05")
            team.sam.folders.sync()
            assert team.sam.folders.lines()[0].state == "ok"


def test_the_pane_says_what_was_last_found_in_a_folder(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        with_lines(team)
        batches = sorted(path for path in (team.folder / "s").rglob("*") if path.is_file())
        batches[0].unlink()
        team.joy.folders.sync()
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            shown = [label.text() for label in desk.page.detail.folder.findChildren(QLabel)]
            assert "1 file was gone and was written again (15:05)" in shown


def test_a_folder_that_cannot_be_reached_says_so_where_it_was_tried(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team:
        team.folder.rename(tmp_path / "gone")
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            desk.press(Qt.Key.Key_S)
            assert bar_of(desk).startswith("Not synced: unreachable. Everything is safe")
            desk.wait_for("share; unreachable since 15:05; try again")
            desk.press(Qt.Key.Key_C)
            desk.wait_until(lambda: "cannot be reached" in bar_of(desk))
            (tmp_path / "gone").rename(team.folder)


def test_the_words_at_the_end_of_a_row_do_the_next_thing(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        rows = desk.page.rows
        place = desk.rows().index(desk.row("share; "))
        at = QPoint(rows.viewport().width() - 40, rows.rowViewportPosition(place) + 5)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert outcome(desk, team.folder).title == "Synced: nothing new on either side"


def test_work_shows_how_far_it_is_and_can_be_stopped(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as team:
        check = team.joy.folders.check

        def slowly(path: Path, progress: object, cancel: Event) -> CheckOutcome:
            assert callable(progress)
            progress("comparing", 120, 400)
            assert cancel.wait(10)
            return check(path, None, cancel)

        monkeypatch.setattr(team.joy.folders, "check", slowly)
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            desk.press(Qt.Key.Key_C)
            desk.wait_for("share; checking, 120 of 400 files compared")
            row = part(desk.page.detail.folder, ProgressRow)
            assert row.isVisible()
            assert row.amount_text == "120 of 400 files compared"
            assert not part(desk.page.detail.folder, Button, "sync-now").isEnabled()
            part(row, Button, "cancel").click()
            assert bar_of(desk).startswith("Stopped")
            assert part(desk.page.detail.folder, Button, "sync-now").isEnabled()
            desk.wait_for("share; whole and equal")


def test_what_ends_while_one_looks_elsewhere_is_told_above_the_list(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as team:
        gate, check = Event(), team.joy.folders.check

        def later(path: Path, progress: object, cancel: Event) -> CheckOutcome:
            assert gate.wait(10)
            return check(path)

        monkeypatch.setattr(team.joy.folders, "check", later)
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            desk.choose("share; ")
            desk.press(Qt.Key.Key_C)
            desk.choose("Sam Reed")
            gate.set()
            desk.wait_until(desk.page.bar.isVisible)
            assert desk.page.bar.accessibleName().startswith("share: Checked: every file is there and whole")


def test_n_adds_a_folder_which_is_filled_when_it_is_new(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        stick = tmp_path / "stick"
        stick.mkdir()
        desk.press(Qt.Key.Key_N)
        desk.wait_until(lambda: desk.page.detail.add_folder.isAncestorOf(focused()))
        desk.type(str(stick))
        desk.press(Qt.Key.Key_Return)
        desk.wait_for("stick; whole and equal at 15:05")
        assert outcome(desk, stick).title.startswith("Synced")
        assert (stick / "a").is_dir()
        assert desk.page.detail.folder.path == str(stick)
        assert focused() is desk.page.rows


def test_a_folder_that_is_not_there_is_told_and_the_path_stays(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        desk.look_at("folders")
        part(desk.page.no_folder, Button).click()
        desk.type(str(tmp_path / "nowhere"))
        desk.press(Qt.Key.Key_Return)
        bar = part(desk.page.detail.add_folder, InlineBar)
        desk.wait_until(bar.isVisible)
        assert "is not there" in bar.accessibleName()
        assert part(desk.page.detail.add_folder, QLineEdit).text() == str(tmp_path / "nowhere")
        desk.press(Qt.Key.Key_Escape)
        assert not desk.page.detail.is_asking


def test_del_removes_a_folder_and_it_can_be_used_again(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as team, a_team_desk(team.joy, qtbot, tmp_path) as desk:
        desk.choose("share; ")
        desk.press(Qt.Key.Key_Delete)
        desk.wait_until(lambda: not any("share; " in row for row in desk.rows()))
        assert team.joy.folders.lines() == []
        assert (team.folder / "a").is_dir()
        part(desk.page.bar, Button, "try-again").click()
        desk.wait_for("share; whole and equal")
        assert not desk.page.bar.isVisible()
