# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.events import SyncStateChanged
from incident_console.services.session import Session
from incident_console.ui.jobs import JobRunner
from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.overview_page import OverviewPage
from incident_console.ui.pages.page import PageContext
from incident_console.ui.settings import Settings
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.info_row import InfoRow
from tests.helpers.workspaces import a_workspace


def _fail(trouble: BaseException) -> None:
    pytest.fail(repr(trouble))


class Visits:
    def __init__(self) -> None:
        self.seen: list[tuple[str, bytes | None]] = []

    def go_to(self, page: str, key: bytes | None) -> None:
        self.seen.append((page, key))


def a_page(session: Session, tmp_path: Path, visits: Visits) -> tuple[OverviewPage, JobRunner]:
    jobs = JobRunner(_fail, _fail, pool_threads=1)
    settings = Settings(LaptopFile(tmp_path / "settings.toml"))
    return OverviewPage(PageContext(session, jobs, settings, visits.go_to, lambda: None)), jobs


def rows_of(card: Card) -> list[str]:
    return [row.spoken() for row in card.findChildren(InfoRow) if row.isVisibleTo(card)]


def test_each_tile_shows_what_is_there_and_leads_to_its_list(
    tmp_path: Path, qtbot: QtBot, show: Callable[..., QWidget]
) -> None:
    visits = Visits()
    with a_workspace(tmp_path) as joy:
        incident = joy.plans.open_incident(joy.plans.find("facility-outage"), "Outage").id
        entry = joy.log.add(incident, "Generator runs")
        joy.log.mark(entry.id, True)
        page, jobs = a_page(joy, tmp_path, visits)
        show(page)
        page.show_incident(incident)
        qtbot.waitUntil(lambda: any("Generator runs" in words for words in rows_of(page.significant)))
        assert len(rows_of(page.tasks)) == 6
        assert any("Status report no. 1" in words for words in rows_of(page.next))
        row = next(row for row in page.significant.findChildren(InfoRow) if "Generator runs" in row.spoken())
        row.setFocus()
        QTest.keyClick(row, Qt.Key.Key_Return)
        assert visits.seen == [("log", entry.id)]
        jobs.shutdown()


def test_what_arrives_shows_without_asking(tmp_path: Path, qtbot: QtBot, show: Callable[..., QWidget]) -> None:
    with a_workspace(tmp_path) as joy:
        incident = joy.incidents.open_without_plan("Outage").id
        page, jobs = a_page(joy, tmp_path, Visits())
        show(page)
        page.show_incident(incident)
        qtbot.waitUntil(lambda: rows_of(page.tasks) == ["No task is open."])
        joy.tasks.add(incident, "Order fuel")
        page.take_events([SyncStateChanged()])
        qtbot.waitUntil(lambda: any("Order fuel" in words for words in rows_of(page.tasks)))
        jobs.shutdown()
