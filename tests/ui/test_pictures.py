# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from incident_console.resources_path import resource_path
from incident_console.ui.pages.catalogue import PAGES
from incident_console.ui.pictures import DARK, LARGE, LIGHT, Scene, contact_sheet, draw_pages, draw_scenes
from tests.helpers.workspaces import a_workspace


def test_every_page_is_drawn_in_every_look(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.plans.open_incident(joy.plans.find("facility-outage"), "Outage")
        drawn = draw_pages(joy, tmp_path / "pictures", (LIGHT, DARK))
    assert [path.name for path in drawn] == [f"{page.key}-{look}.png" for look in ("light", "dark") for page in PAGES]
    sizes = {(QImage(str(path)).width(), QImage(str(path)).height()) for path in drawn}
    assert sizes == {(1366, 768)}
    light, dark = (QImage(str(tmp_path / "pictures" / f"overview-{look}.png")) for look in ("light", "dark"))
    assert light.pixelColor(700, 700).lightness() > 200
    assert dark.pixelColor(700, 700).lightness() < 60
    contact_sheet(drawn, tmp_path / "sheet.png")
    assert QImage(str(tmp_path / "sheet.png")).width() > 1366


def test_a_document_and_the_keys_fit_the_lowest_screen_with_the_largest_text(qtbot: QtBot, tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        joy.plans.open_incident(joy.plans.find("facility-outage"), "Outage")
        joy.documents.import_paths([resource_path("docs_library", "cooling-loss-runbook.md")])
        read = joy.documents.lines()[0].id
        scenes = [
            Scene("document", (lambda view: view.go_to("documents", read),)),
            Scene("keys", (lambda view: view.go_to("log", None), lambda view: QTest.keyClick(view, Qt.Key.Key_F1))),
        ]
        drawn = draw_scenes(joy, tmp_path / "pictures", (LARGE,), scenes)
    assert {(QImage(str(path)).width(), QImage(str(path)).height()) for path in drawn} == {(1366, 768)}
