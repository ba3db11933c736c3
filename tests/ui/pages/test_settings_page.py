# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.laptop_file import LaptopFile
from incident_console.ui.pages.settings_page import KnownWorkspaces, SettingsPage
from incident_console.ui.settings import LOCK_AFTER_MIN, THEME, Settings
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.label import Label
from tests.helpers.workspaces import a_workspace
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import shown_page


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> Iterator[SettingsPage]:
    settings = Settings(LaptopFile(tmp_path / "laptop.json"))
    for name in ("ops-1", "exercise"):
        settings.remember_workspace(Path("/srv", name))
    with a_workspace(tmp_path) as session, shown_page(session, SettingsPage, qtbot, tmp_path) as desk:
        yield desk.page


def test_a_theme_is_chosen_by_keyboard_and_holds_at_once(page: SettingsPage) -> None:
    page.focus_first()
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert page.context.settings.get(THEME) == "dark"


def test_a_number_is_kept_as_one(page: SettingsPage) -> None:
    row = part(page, QWidget, "setting-lock-after-min")
    QTest.mouseClick(part(row, Chip, "chip-60"), Qt.MouseButton.LeftButton)
    assert page.context.settings.get(LOCK_AFTER_MIN) == 60


def test_a_setting_that_changed_elsewhere_is_shown(page: SettingsPage) -> None:
    page.context.settings.set(THEME, "light")
    assert part(part(page, QWidget, "setting-theme"), Chip, "chip-light").isChecked()


def test_a_workspace_can_be_forgotten_by_its_path(page: SettingsPage, qtbot: QtBot) -> None:
    known = part(page, KnownWorkspaces)
    button(known, "Forget /srv/ops-1").click()
    assert page.context.settings.workspaces() == [Path("/srv/exercise")]
    qtbot.waitUntil(lambda: len(known.findChildren(Button)) == 1)


def test_an_empty_list_says_so(page: SettingsPage, qtbot: QtBot) -> None:
    known = part(page, KnownWorkspaces)
    for path in page.context.settings.workspaces():
        button(known, f"Forget {path}").click()
    qtbot.waitUntil(lambda: not known.findChildren(Button))
    assert [label.text() for label in known.findChildren(Label)] == ["None: the start asks where the workspace lies."]


def test_what_lies_open_on_the_laptop_is_said(page: SettingsPage) -> None:
    words = " ".join(label.text() for label in page.findChildren(QWidget) if hasattr(label, "text"))
    assert "paths of these workspaces" in words


def button(known: KnownWorkspaces, name: str) -> Button:
    """A button by the name that a screen reader says."""
    return next(button for button in known.findChildren(Button) if button.accessibleName() == name)
