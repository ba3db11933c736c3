# SPDX-License-Identifier: Apache-2.0
"""Evidence from the page of the team: a package is verified there, also where no incident is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.inline_bar import InlineBar
from tests.helpers.workspaces import a_workspace, an_incident
from tests.ui.asking import focused, part
from tests.ui.pages.team_desk import TeamDesk, a_team_desk


def verify(desk: TeamDesk, package: Path) -> str:
    """Name a package, press Enter; what the pane says at the end."""
    pane = desk.page.detail.evidence
    pane.verify.package.set_path(package)
    pane.verify.team.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.wait_until(lambda: not desk.page.evidence.is_busy and part(pane, InlineBar).isVisible())
    return part(pane, InlineBar).accessibleName()


def test_a_package_is_verified_from_the_team_where_no_incident_is_open(tmp_path: Path, qtbot: QtBot) -> None:
    package = tmp_path / "package"
    with a_workspace(tmp_path) as session:
        incident = an_incident(session).id
        session.log.add(incident, "Gate is shut")
        session.evidence.export(incident, package)
        with a_team_desk(session, qtbot, tmp_path) as desk:
            desk.page.show_incident(None)
            part(desk.page.head, Button, "evidence").click()
            desk.wait_until(lambda: desk.page.detail.evidence.verify.isAncestorOf(focused()))
            assert not desk.page.detail.evidence.chips.chip("export").isVisible()
            assert verify(desk, package).startswith("Sound: 1 entry.")
            (package / "entries.json").write_bytes((package / "entries.json").read_bytes().replace(b"shut", b"open"))
            assert verify(desk, package).startswith("Not sound:")
            assert "JO-1" in {entry for entry, _ in desk.page.evidence.found.faults}
            desk.press(Qt.Key.Key_Escape)
            assert not desk.page.detail.is_asking


def test_the_same_pane_exports_the_log_of_an_open_incident(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session:
        incident = an_incident(session).id
        session.log.tag(session.log.add(incident, "Gate is shut").id, "personal", True)
        with a_team_desk(session, qtbot, tmp_path) as desk:
            pane = desk.page.detail.evidence
            desk.page.show_incident(incident)
            desk.press(Qt.Key.Key_V)
            desk.wait_until(lambda: pane.verify.isAncestorOf(focused()))
            pane.chips.chip("verify").setFocus()
            desk.press(Qt.Key.Key_Left)
            desk.wait_until(pane.export.tags["personal"].isVisible)
            pane.export.folder.set_path(tmp_path / "out")
            pane.focus_first()
            desk.press(Qt.Key.Key_Return)
            desk.wait_until(lambda: part(pane, InlineBar).isVisible())
            assert part(pane, InlineBar).accessibleName().startswith("Exported: 1 entry")
            assert (tmp_path / "out" / "verify.py").is_file()
