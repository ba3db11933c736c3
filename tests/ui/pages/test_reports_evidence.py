# SPDX-License-Identifier: Apache-2.0
"""Evidence in the window: exported with words withheld by tag, stopped in between, verified, faults listed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.evidence_check import check
from incident_console.services.session import Session
from incident_console.ui.pages.reports.evidence_pane import EvidencePane
from incident_console.ui.pages.reports_page import ReportsPage
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow
from tests.helpers.workspaces import a_workspace, an_incident
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page

SECRET = "Bergström saw the gate open"


@contextmanager
def a_desk(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[PageDesk[ReportsPage]]:
    """The reports of an incident with four entries, one of them personal; the pane for evidence opened by its key."""
    incident = an_incident(session).id
    for text in ("Power is out", SECRET, "Generator runs", "Gate is shut"):
        session.log.add(incident, text)
    session.log.tag(session.log.find("JO-2").id, "personal", True)
    with shown_page(session, ReportsPage, qtbot, tmp_path) as desk:
        desk.page.show_incident(incident)
        desk.page.focus_first()
        desk.press(Qt.Key.Key_V)
        desk.wait_until(lambda: pane_of(desk).isAncestorOf(focused()))
        desk.wait_until(pane_of(desk).export.tags["personal"].isVisible)
        yield desk


def pane_of(desk: PageDesk[ReportsPage]) -> EvidencePane:
    return desk.page.evidence


def told(desk: PageDesk[ReportsPage]) -> str:
    """What the pane says at the end."""
    bar = part(pane_of(desk), InlineBar)
    desk.wait_until(bar.isVisible)
    return bar.accessibleName()


def found(desk: PageDesk[ReportsPage]) -> list[str]:
    """What the list of findings reads aloud."""
    model = pane_of(desk).rows.model()
    return [str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def export(desk: PageDesk[ReportsPage], into: Path) -> None:
    """Type a folder and press Enter."""
    pane_of(desk).export.folder.set_path(into)
    pane_of(desk).focus_first()
    desk.press(Qt.Key.Key_Return)


def verify(desk: PageDesk[ReportsPage], package: Path, fingerprint: str = "") -> None:
    """Name a package and a team and press Enter."""
    form = pane_of(desk).verify
    if not form.isVisible():
        pane_of(desk).chips.chip("export").setFocus()
        desk.press(Qt.Key.Key_Right)
    form.package.set_path(package)
    form.team.setText(fingerprint)
    form.team.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.wait_until(lambda: not desk.page.evidence_work.is_busy)


def test_a_log_is_exported_without_the_words_of_a_tag_and_a_stranger_can_check_it(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        pane, out = pane_of(desk), tmp_path / "for the inquiry"
        assert pane.export.tags["personal"].text() == "Tagged personal: 1 entry"
        assert not pane.export.tags["privileged"].isVisible()
        pane.export.tags["personal"].setFocus()
        desk.press(Qt.Key.Key_Space)
        export(desk, out)
        assert told(desk).startswith("Exported: 4 entries, 1 of them redacted.")
        assert str(out) in told(desk)
        assert session.team.fingerprint in told(desk)
        pane.copy.click()
        command = QGuiApplication.clipboard().text()
        assert command == f"python verify.py . --team {session.team.fingerprint}"
        typed = [sys.executable, *command.split()[1:]]
        assert subprocess.run(typed, cwd=out, check=False, capture_output=True).returncode == 0
        assert not [file for file in out.iterdir() if SECRET.encode() in file.read_bytes()]


def test_entries_are_withheld_by_number_and_a_folder_in_use_gets_a_new_one_inside(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        pane_of(desk).export.entries.setText("JO-1, jo-3")
        export(desk, tmp_path)
        assert told(desk).startswith("Exported: 4 entries, 2 of them redacted.")
        (out,) = tmp_path.glob("evidence-*")
        rows = json.loads((out / "entries.json").read_text("utf-8"))
        assert [row["number"] for row in rows if row["redacted"]] == ["JO-1", "JO-3"]
        export(desk, tmp_path)
        desk.wait_until(lambda: len(list(tmp_path.glob("evidence-*"))) == 2)


def test_what_cannot_be_exported_is_said_with_what_is_safe_and_what_to_do(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        export(desk, tmp_path / "nowhere" / "out")
        assert told(desk).endswith("cannot be written. Nothing was written. Name a directory in one that is there.")
        pane_of(desk).export.entries.setText("secret")
        export(desk, tmp_path / "out")
        desk.wait_until(lambda: "secret" in told(desk))
        assert not (tmp_path / "out").exists()


def test_an_export_that_is_stopped_leaves_nothing(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        real = session.evidence.export

        def slow(incident, out, redact, progress, cancel):  # type: ignore[no-untyped-def]
            begun.set()
            assert cancel.wait(15)
            return real(incident, out, redact, progress, cancel)

        monkeypatch.setattr(session.evidence, "export", slow)
        export(desk, tmp_path / "out")
        desk.wait_until(begun.is_set)
        row = part(pane_of(desk), ProgressRow)
        desk.wait_until(row.isVisible)
        assert not pane_of(desk).export.do.isEnabled()
        row._cancel.click()
        assert told(desk) == "Stopped. No package was written."
        assert not [path for path in tmp_path.iterdir() if "out" in path.name]
        assert pane_of(desk).export.do.isEnabled()


def test_a_sound_package_is_called_sound_with_what_no_check_can_see(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        QAbstractItemModelTester(pane_of(desk).findings, QAbstractItemModelTester.FailureReportingMode.Fatal)
        session.evidence.export(desk.page.incident or b"", tmp_path / "package")
        verify(desk, tmp_path / "package", session.team.fingerprint)
        assert told(desk).startswith("Sound: 4 entries.")
        assert any("cannot be missed here" in line for line in found(desk))
        verify(desk, tmp_path / "package", "0000-0000-0000-0000-0000")
        assert told(desk).startswith("Not sound: 1 fault.")
        assert "another team" in found(desk)[0]


def test_a_changed_package_shows_each_fault_with_its_entry(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        package = tmp_path / "package"
        session.evidence.export(desk.page.incident or b"", package)
        page = package / "entries.html"
        page.write_bytes(page.read_bytes().replace(b"Gate is shut", b"Gate is open"))
        verify(desk, package, session.team.fingerprint)
        assert told(desk).startswith("Not sound: 2 faults.")
        assert any(line.startswith("fault JO-4") and "is not what was signed" in line for line in found(desk))
        assert len(check(package).faults) == 2
        verify(desk, tmp_path / "not there")
        desk.wait_until(lambda: "no directory" in told(desk))
        assert not pane_of(desk).rows.isVisible()


def test_esc_goes_back_to_the_reports_and_what_ends_meanwhile_is_told_there(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        desk.press(Qt.Key.Key_Escape)
        desk.wait_until(desk.page.rows.hasFocus)
        assert not pane_of(desk).isVisible()
        desk.page.evidence_work.export(desk.page.incident or b"", tmp_path / "out", ())
        desk.wait_until(desk.page.bar.isVisible)
        assert desk.page.bar.accessibleName().startswith("Exported: 4 entries, none redacted.")


def test_every_part_has_a_spoken_name_and_fits_beside_the_rail_at_every_text_size(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as session, a_desk(session, qtbot, tmp_path) as desk:
        export(desk, tmp_path / "out")
        assert told(desk)
        parts = [part for part in pane_of(desk).findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        seen = [part for part in parts if part.isVisible() and not part.inherits("QScrollBar")]
        assert [(type(part).__name__, part.objectName()) for part in seen if not part.accessibleName()] == []
        for zoom in (100, 150, 200):
            theme_manager().apply(zoom_percent=zoom)
            QApplication.sendPostedEvents()
            needed = desk.page.minimumSizeHint()
            assert (needed.width() <= 1366 - 120, needed.height() <= 560) == (True, True), zoom
