# SPDX-License-Identifier: Apache-2.0
"""Bundles in the window: saved for a station, read when one came, stopped in between."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from incident_console.services.bundles import BundleTaken
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow
from tests.helpers.workspaces import a_workspace, an_incident, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_team_desk


def open_pane(desk: TeamDesk) -> None:
    """Press B and wait for the pane."""
    desk.press(Qt.Key.Key_B)
    desk.wait_until(lambda: desk.page.detail.bundle.isAncestorOf(focused()))


def answer(desk: TeamDesk, button: str, path: Path) -> None:
    """Press a button, and give the system's dialog a path."""
    asks = part(desk.page.detail.bundle, Button, button)
    asks.setFocus()
    asks.click()
    dialog = part(desk.page.window(), QFileDialog, "bundle-dialog")
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    desk.page.window().activateWindow()  # as a window manager would


def told(desk: TeamDesk) -> str:
    """What the pane says at the end."""
    bar = part(desk.page.detail.bundle, InlineBar)
    desk.wait_until(bar.isVisible)
    return bar.accessibleName()


def test_a_bundle_is_saved_for_a_station_and_read_there(tmp_path: Path, qtbot: QtBot) -> None:
    bundle = tmp_path / "mail.bundle"
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        team.sync()
        team.joy.log.add(incident, "Gate is open")
        with a_team_desk(team.joy, qtbot, tmp_path) as desk:
            open_pane(desk)
            whom = part(desk.page.detail.bundle, ChoiceBox)
            assert [whom.itemText(at).partition(":")[0] for at in range(whom.count())] == ["Everybody", "Sam Reed"]
            whom.setCurrentIndex(1)
            answer(desk, "save-bundle", bundle)
            assert told(desk).startswith("Saved: 5 files in mail.bundle")
            desk.wait_until(desk.page.detail.bundle.hasFocus)
            desk.press(Qt.Key.Key_Escape)
            assert not desk.page.detail.is_asking
        with a_team_desk(team.sam, qtbot, tmp_path) as desk:
            open_pane(desk)
            answer(desk, "read-bundle", bundle)
            assert told(desk) == "Read: 2 files received."
            assert [line.text for line in team.sam.log.lines(incident)] == ["Gate is open"]
            answer(desk, "read-bundle", bundle)
            desk.wait_until(lambda: told(desk) == "Read: nothing in it was new.")


def test_what_is_wrong_is_said_and_what_is_safe(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "letter").write_text("Dear Joy")
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        open_pane(desk)
        answer(desk, "read-bundle", tmp_path / "letter")
        assert "is no bundle. Nothing was taken from it" in told(desk)
        answer(desk, "save-bundle", tmp_path / "letter")
        desk.wait_until(lambda: "Choose another name" in told(desk))
        session.bundles.save(tmp_path / "whole")
        (tmp_path / "torn").write_bytes((tmp_path / "whole").read_bytes()[:-1500])
        answer(desk, "read-bundle", tmp_path / "torn")
        desk.wait_until(lambda: told(desk).startswith("The bundle did not arrive whole. Read: nothing"))


def test_reading_shows_how_far_it_is_and_can_be_stopped(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_workspace(tmp_path) as session:

        def slowly(_path: Path, progress: object, cancel: Event) -> BundleTaken:
            assert callable(progress)
            progress("receiving files", 3, 40)
            assert cancel.wait(10)
            return BundleTaken(3, None)

        monkeypatch.setattr(session.bundles, "read", slowly)
        with a_team_desk(session, qtbot, tmp_path) as desk:
            open_pane(desk)
            answer(desk, "read-bundle", tmp_path / "mail.bundle")
            row = part(desk.page.detail.bundle, ProgressRow)
            desk.wait_until(lambda: row.isVisible() and row.amount_text == "3 of 40 parts of documents received")
            assert not part(desk.page.detail.bundle, Button, "save-bundle").isEnabled()
            part(row, Button, "cancel").click()
            assert told(desk).startswith("Stopped. What was read so far stays")
            assert not row.isVisible()
            assert part(desk.page.detail.bundle, Button, "save-bundle").isEnabled()


def test_saving_that_is_stopped_leaves_no_file(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with a_workspace(tmp_path) as session:
        save = session.bundles.save

        def stopped(path: Path, station: bytes | None, progress: object, cancel: Event) -> object:
            cancel.set()
            return save(path, station, None, cancel)

        monkeypatch.setattr(session.bundles, "save", stopped)
        with a_team_desk(session, qtbot, tmp_path) as desk:
            open_pane(desk)
            answer(desk, "save-bundle", out / "mail.bundle")
            assert told(desk) == "Stopped. No bundle was saved."
    assert list(out.iterdir()) == []


def test_what_ends_while_one_looks_elsewhere_is_told_above_the_list(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_team_desk(session, qtbot, tmp_path) as desk:
        desk.page.bundles.save(tmp_path / "mail.bundle", None)
        desk.wait_until(desk.page.bar.isVisible)
        assert desk.page.bar.accessibleName().startswith("Saved: 3 files in mail.bundle")
