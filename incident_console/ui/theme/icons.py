# SPDX-License-Identifier: Apache-2.0
"""The icons (Lucide, resources/icons): in a role's colour, sharp on every screen, kept until the theme changes."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from incident_console.resources_path import resource_path
from incident_console.ui.theme.manager import follow_theme, theme
from incident_console.ui.theme.roles import Role

ICON_SIZE = 16
"""The usual size of an icon, in pixels of the design."""
_NAME, _ROLE, _SIZE = "iconName", "iconRole", "iconSizeOfDesign"


def pixmap(name: str, role: Role = Role.TEXT, size: float = ICON_SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture for painting.

    ``size`` is in pixels of the design (it grows with the text), ``ratio`` the screen's devicePixelRatio.
    Raises FileNotFoundError for an icon that the program does not carry.
    """
    return _render(name, theme().colour(role).name(), theme().px(size), ratio)


def icon(name: str, role: Role = Role.TEXT, size: float = ICON_SIZE) -> QIcon:
    """An icon for a button, action or menu, in the colour of now; see `set_icon` for one that follows the theme."""
    result = QIcon()
    for ratio in _ratios():
        result.addPixmap(pixmap(name, role, size, ratio))
        result.addPixmap(pixmap(name, Role.DISABLED, size, ratio), QIcon.Mode.Disabled)
    return result


def set_icon(button: QAbstractButton, name: str, role: Role = Role.TEXT, size: float = ICON_SIZE) -> None:
    """Give a button an icon that is drawn anew whenever theme or zoom change."""
    for key, value in ((_NAME, name), (_ROLE, role.value), (_SIZE, size)):
        button.setProperty(key, value)
    _refresh(button)
    _follow()


def _refresh(button: QAbstractButton) -> None:
    size = float(button.property(_SIZE))
    side = theme().px(size)
    button.setIconSize(QSize(side, side))
    button.setIcon(icon(str(button.property(_NAME)), Role(button.property(_ROLE)), size))


@cache
def _follow() -> None:
    follow_theme(_refresh_all)


def _refresh_all() -> None:
    _render.cache_clear()
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton) and widget.property(_NAME) is not None:
            _refresh(widget)


def _ratios() -> list[float]:
    return sorted({1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


@lru_cache(maxsize=1024)
def _render(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(QColor(Qt.GlobalColor.transparent))
    drawing = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _source(name: str) -> bytes:
    return resource_path("resources", "icons", f"{name}.svg").read_bytes()
