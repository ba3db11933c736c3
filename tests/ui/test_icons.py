# SPDX-License-Identifier: Apache-2.0
"""Icons wear the colours of the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from incident_console.resources_path import resource_path
from incident_console.ui.theme import Role, ThemeChoice, icon, pixmap, set_icon, theme, theme_manager

FOLDER = resource_path("resources", "icons")


def strongest_colour(picture: QPixmap) -> str:
    image = picture.toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(x, y) for x, y in points), key=QColor.alpha).name()


def shown_by(button: QPushButton) -> QPixmap:
    return button.icon().pixmap(button.iconSize(), 1.0)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_can_be_drawn(path: Path) -> None:
    assert strongest_colour(pixmap(path.stem, Role.DANGER, 24)) == theme().colour(Role.DANGER).name()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_carries_its_licence_and_can_be_recoloured(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "lucide" in source
    assert "ISC" in source
    assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', source)) <= {"currentColor", "none"}
    assert (FOLDER / "LICENSE.txt").is_file()


def test_an_icon_is_sharp_on_a_dense_screen() -> None:
    picture = pixmap("star", Role.TEXT, 16, ratio=2.0)
    assert picture.width() == 2 * theme().px(16)
    assert picture.devicePixelRatio() == 2.0


def test_the_same_picture_is_drawn_once() -> None:
    assert pixmap("star", Role.TEXT).cacheKey() == pixmap("star", Role.TEXT).cacheKey()


def test_a_disabled_button_shows_a_paler_icon() -> None:
    pale = icon("star").pixmap(16, 16, mode=QIcon.Mode.Disabled)
    assert strongest_colour(pale) == theme().colour(Role.DISABLED).name()


def test_a_buttons_icon_follows_the_theme(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "star", Role.ACCENT)
    assert strongest_colour(shown_by(button)) == theme().colour(Role.ACCENT).name()
    theme_manager().apply(ThemeChoice.DARK)
    assert strongest_colour(shown_by(button)) == theme().colour(Role.ACCENT).name()


def test_a_buttons_icon_follows_the_zoom(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "star", size=20)
    theme_manager().apply(zoom_percent=200)
    assert button.iconSize().width() == theme().px(20)


def test_an_icon_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        pixmap("no-such-icon")
