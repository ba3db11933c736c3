# SPDX-License-Identifier: Apache-2.0
"""Colours, sizes and the switch from one look to another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QFontInfo, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from incident_console.ui.theme import Role, TextStyle, Theme, ThemeChoice, theme, theme_manager
from incident_console.ui.theme import style_sheet as style_sheet_module
from incident_console.ui.theme.colours import contrast_ratio, load_colours
from incident_console.ui.theme.fonts import load_fonts
from incident_console.ui.theme.roles import TEXT_PAIRS
from incident_console.ui.theme.style_sheet import style_sheet

THEMES = ["light", "dark", "high-contrast"]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_every_pair_of_words_and_ground_can_be_read(name: str, words: Role, ground: Role) -> None:
    colours = load_colours(name).by_role
    assert contrast_ratio(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("edge", [Role.FOCUS, Role.BORDER_STRONG])
@pytest.mark.parametrize("ground", [Role.WINDOW, Role.SURFACE])
def test_focus_and_edges_of_fields_stand_out_from_their_ground(name: str, edge: Role, ground: Role) -> None:
    colours = load_colours(name).by_role
    assert contrast_ratio(colours[edge], colours[ground]) >= 3


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast_ratio(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast_ratio(QColor("white"), QColor("white")) == pytest.approx(1)


def test_a_theme_that_lacks_a_role_is_refused(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load_colours("light")
    assert set(whole.by_role) == set(Role)
    monkeypatch.setattr("incident_console.ui.theme.colours.Role", [*Role][1:])
    load_colours.cache_clear()
    with pytest.raises(ValueError, match="light: roles differ"):
        load_colours("light")
    monkeypatch.undo()
    load_colours.cache_clear()


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_choosing_a_theme_changes_palette_and_style_sheet(qapp: QApplication, choice: ThemeChoice) -> None:
    theme_manager().apply(choice)
    expected = load_colours(choice.value).by_role
    assert qapp.palette().color(QPalette.ColorRole.Window) == expected[Role.WINDOW]
    assert expected[Role.ACCENT].name() in qapp.styleSheet()
    assert qapp.style().name().lower() in ("fusion", "")


def test_the_system_theme_follows_the_system(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    theme_manager().apply(ThemeChoice.SYSTEM)
    assert theme().colours.name == "light"
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    with qtbot.waitSignal(theme_manager().changed, timeout=5000):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme().colours.name == "dark"
    contrast = Qt.ContrastPreference.HighContrast
    monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _hints: contrast)
    with qtbot.waitSignal(theme_manager().changed, timeout=5000):
        QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.emit(contrast)
    assert theme().colours.name == "high-contrast"


def test_a_chosen_theme_does_not_follow_the_system(qtbot: QtBot) -> None:
    theme_manager().apply(ThemeChoice.DARK)
    with qtbot.assertNotEmitted(theme_manager().changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme().is_dark


def test_zoom_grows_text_and_lengths_alike(qtbot: QtBot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    small, length = QFontInfo(label.font()).pixelSize(), theme().px(100)
    theme_manager().apply(zoom_percent=200)
    label.ensurePolished()
    assert QFontInfo(label.font()).pixelSize() == 2 * small
    assert theme().px(100) == pytest.approx(2 * length, abs=2)


def test_zoom_goes_by_steps_and_stays_between_100_and_200() -> None:
    manager = theme_manager()
    manager.zoom_out()
    assert manager.zoom_percent == 100
    manager.zoom_in()
    assert manager.zoom_percent == 110
    manager.apply(zoom_percent=1000)
    assert manager.zoom_percent == 200
    manager.reset_zoom()
    assert manager.zoom_percent == 100


def test_text_styles_keep_their_order_of_size() -> None:
    heights = [theme().metrics(style).height() for style in TextStyle]
    assert heights == sorted(heights)


def test_a_length_is_never_rounded_away() -> None:
    assert theme().px(0.2) == 1
    assert theme().px(0) == 0


def test_the_style_sheet_has_no_placeholder_left() -> None:
    assert "@" not in style_sheet(Theme(load_colours("light"), 100))


def test_a_placeholder_that_nothing_fills_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style_sheet_module, "_template", lambda _name: "QLabel { color: @no-such-role; }")
    with pytest.raises(ValueError, match="no-such-role"):
        style_sheet(theme())


def test_bundled_fonts_come_first(qapp: QApplication) -> None:
    assert load_fonts()[0] == "Inter"
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert qapp.font().families() == list(load_fonts())


def test_thinning_a_colour_changes_it_for_nobody_else() -> None:
    mine = theme().colour(Role.WARN)
    mine.setAlphaF(0.3)
    assert theme().colour(Role.WARN).alphaF() == 1.0
