# SPDX-License-Identifier: Apache-2.0
"""Whole windows made of all parts: they can be drawn, everything has a name, and nothing sticks out at 200 %."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.theme import ThemeChoice, theme_manager
from tests.ui.asking import focused
from tests.ui.gallery.scenes import SCENES

WHOLE_WINDOWS = ["log", "tasks", "overview", "unlock", "empty"]


def shown_scene(qtbot: QtBot, name: str) -> QWidget:
    window = SCENES[name]()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QApplication.processEvents()
    return window


def reachable(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QProgressBar, QAbstractScrollArea)
    widgets = [widget for kind in kinds for widget in window.findChildren(kind)]
    return [widget for widget in widgets if widget.isVisible() and not widget.objectName().startswith("qt_")]


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_every_scene_can_be_drawn(qtbot: QtBot, name: str, zoom: int, choice: ThemeChoice) -> None:
    theme_manager().apply(choice, zoom)
    window = shown_scene(qtbot, name)
    assert not window.grab().isNull()


@pytest.mark.parametrize("name", SCENES)
def test_every_control_has_a_name(qtbot: QtBot, name: str) -> None:
    window = shown_scene(qtbot, name)
    nameless = [f"{type(each).__name__} {each.objectName()}" for each in reachable(window) if not spoken(each)]
    assert not nameless


def spoken(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    placeholder = widget.placeholderText() if isinstance(widget, QLineEdit) else ""
    return widget.accessibleName() or placeholder or ("scene" if widget.objectName() == "" else "")


@pytest.mark.parametrize("name", SCENES)
def test_object_names_are_in_kebab_case(qtbot: QtBot, name: str) -> None:
    window = shown_scene(qtbot, name)
    names = {each.objectName() for each in window.findChildren(QWidget)} - {""}
    ours = {each for each in names if not each.startswith("qt_")}
    assert {each for each in ours if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each)} == set()


@pytest.mark.parametrize("name", WHOLE_WINDOWS)
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_a_window_of_1366_by_768_is_large_enough(qtbot: QtBot, name: str, zoom: int) -> None:
    theme_manager().apply(zoom_percent=zoom)
    window = shown_scene(qtbot, name)
    assert (window.width(), window.height()) == (1366, 768)
    outside = [
        f"{type(each).__name__} {each.objectName()}"
        for each in reachable(window)
        if not is_scrolled(each) and not window.rect().contains(each.rect().translated(each.mapTo(window, QPoint())))
    ]
    assert not outside


def is_scrolled(widget: QWidget) -> bool:
    parent: QWidget | None = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("name", ["log", "tasks", "overview"])
def test_tab_reaches_every_control_and_comes_round(qtbot: QtBot, name: str) -> None:
    window = shown_scene(qtbot, name)
    policies = {Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.WheelFocus}
    wanted = {each for each in reachable(window) if each.focusPolicy() in policies and each.isEnabled()}
    reached: set[QWidget] = set()
    for _ in range(100):
        window.focusNextChild()
        if focused() in reached:
            break
        reached.add(focused())
    assert {f"{type(each).__name__} {each.objectName()}" for each in wanted - reached} == set()
