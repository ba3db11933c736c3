# SPDX-License-Identifier: Apache-2.0
"""Decides which look is in force, puts it on the whole application at once, and tells who painted something by hand."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from incident_console.ui.theme.colours import load_colours
from incident_console.ui.theme.style_sheet import style_sheet
from incident_console.ui.theme.theme import Theme

MIN_ZOOM, MAX_ZOOM, ZOOM_STEP = 100, 200, 10


class ThemeChoice(StrEnum):
    """What the user chose; the value is kept in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class ThemeManager(QObject):
    """Holds the look in force. ``changed`` comes after the application wears the new one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = ThemeChoice.SYSTEM
        self._zoom = MIN_ZOOM
        self._current: Theme | None = None
        self._is_prepared = False

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._choice

    @property
    def zoom_percent(self) -> int:
        """Text size, 100 to 200."""
        return self._zoom

    def current(self) -> Theme:
        """The look in force. Before `apply` it is the system's at 100 %, not yet on the application."""
        if self._current is None:
            self._current = Theme(load_colours(self._effective_name()), self._zoom)
        return self._current

    def apply(self, choice: ThemeChoice | None = None, zoom_percent: int | None = None) -> None:
        """Wear a theme and a zoom (None keeps what is); out-of-range zoom is brought to the nearest end."""
        self._choice = self._choice if choice is None else choice
        self._zoom = self._zoom if zoom_percent is None else min(MAX_ZOOM, max(MIN_ZOOM, zoom_percent))
        self._wear()

    def zoom_in(self) -> None:
        """Make all text a step larger."""
        self.apply(zoom_percent=self._zoom + ZOOM_STEP)

    def zoom_out(self) -> None:
        """Make all text a step smaller."""
        self.apply(zoom_percent=self._zoom - ZOOM_STEP)

    def reset_zoom(self) -> None:
        """Back to 100 %."""
        self.apply(zoom_percent=MIN_ZOOM)

    def _prepare(self, app: QApplication) -> None:
        """Once: draw alike on every system, and listen to the system's wish for dark or for strong contrast."""
        if self._is_prepared:
            return
        self._is_prepared = True
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_colours_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_colours_changed)

    def _on_system_colours_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM and self.current().colours.name != self._effective_name():
            self._wear()

    def _effective_name(self) -> str:
        if self._choice is not ThemeChoice.SYSTEM:
            return self._choice.value
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return ThemeChoice.HIGH_CONTRAST.value
        is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        return ThemeChoice.DARK.value if is_dark else ThemeChoice.LIGHT.value

    def _wear(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("a theme needs a running QApplication")
        self._prepare(app)
        self._tell_window_frames()
        look = self._current = Theme(load_colours(self._effective_name()), self._zoom)
        app.setFont(look.body_font)
        app.setPalette(look.palette())
        app.setStyleSheet(style_sheet(look))
        self.changed.emit()

    def _tell_window_frames(self) -> None:
        """Title bars are drawn by the system: ask it for the same brightness (it may not listen)."""
        hints = QGuiApplication.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
        else:
            is_dark = load_colours(self._choice.value).is_dark
            hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)


@cache
def theme_manager() -> ThemeManager:
    """The one manager of this process."""
    return ThemeManager()


def theme() -> Theme:
    """The look in force: what to paint and measure with. Ask each time, do not keep it."""
    return theme_manager().current()


def follow_theme(restyle: Callable[[], None]) -> None:
    """Call a widget's own method now and after each change of theme or zoom, for as long as the widget lives."""
    theme_manager().changed.connect(restyle)
    restyle()
