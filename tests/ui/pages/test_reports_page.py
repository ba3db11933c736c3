# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.models.reports_model import DRAFT
from incident_console.ui.pages.page import PageContext
from incident_console.ui.pages.reports_page import ReportsPage
from incident_console.ui.settings import Settings
from tests.helpers.workspaces import a_workspace


def _fail(trouble: BaseException) -> None:
    pytest.fail(repr(trouble))


@pytest.fixture
def joy(tmp_path: Path) -> Iterator[Session]:
    with a_workspace(tmp_path) as session:
        yield session


@pytest.fixture
def page(joy: Session, tmp_path: Path, show: Callable[..., QWidget]) -> Iterator[ReportsPage]:
    jobs = JobRunner(_fail, _fail, pool_threads=1)
    settings = Settings(LaptopFile(tmp_path / "settings.toml"))
    made = ReportsPage(PageContext(joy, jobs, settings, lambda *_: None, lambda: None))
    show(made)
    made.show_incident(joy.incidents.open_without_plan("Outage").id)
    yield made
    jobs.shutdown()


def test_the_draft_is_drawn_at_once(page: ReportsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.pane.place.text().startswith("Page 1"))
    assert page.rows.current_key() == DRAFT
    assert page.pane.issue.isVisible()
    assert not page.pane.export.isVisible()


def test_issuing_makes_a_report_that_never_changes(joy: Session, page: ReportsPage, qtbot: QtBot) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: page.pane.place.text().startswith("Page 1"))
    page.pane.form.headline.insert("Power is out; people are safe.")
    QTest.keyClick(page.pane.form.headline, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    incident = page.incident or b""
    qtbot.waitUntil(lambda: len(joy.reports.lines(incident)) == 1)
    report = joy.reports.lines(incident)[0]
    assert report.headline == "Power is out; people are safe."
    qtbot.waitUntil(lambda: page.rows.current_key() == report.id and page.pane.export.isVisible())
    assert page.pane.form.headline.text() == ""
    assert not page.pane.issue.isVisible()


def test_a_report_is_saved_as_a_private_file(
    joy: Session, page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = joy.reports.issue(page.incident or b"")
    page.show_thing(issued.id)
    qtbot.waitUntil(page.pane.export.isVisible)
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.pane.export.click()
    qtbot.waitUntil(target.is_file)
    qtbot.waitUntil(lambda: target.read_bytes() == joy.reports.render(issued.id).pdf)
    assert target.stat().st_mode & 0o077 == 0
