# SPDX-License-Identifier: Apache-2.0
"""What stands around every page: header, band, status line, messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.errors import KnownError
from incident_console.ui.theme import Tone, theme
from incident_console.ui.widgets.badge import Badge, RealityBadge
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.coverage_line import Coverage, CoverageLine
from incident_console.ui.widgets.exercise_band import ExerciseBand
from incident_console.ui.widgets.header_bar import HeaderBar, HeaderState
from incident_console.ui.widgets.incident_button import IncidentButton
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.status_line import StatusLine
from tests.ui.asking import part

Show = Callable[..., QWidget]
STATE = HeaderState(
    incident_name="Facility outage, Harbour House",
    severity="Severity 1 of 4",
    elapsed="3 h 12 min since 14:05",
    report_due="Report no. 4 due in 18 min",
    coverage=Coverage(5, 7, "Ops-2 (38 min), Home-1 (2 h)"),
)


def test_the_header_says_what_happens_and_who_was_heard(show: Show) -> None:
    header = HeaderBar()
    show(header)
    header.show_state(STATE)
    assert part(header, IncidentButton).accessibleName() == "Incident: Facility outage, Harbour House"
    assert part(header, RealityBadge).accessibleName() == "Real incident"
    assert part(header, Badge).accessibleName() == "Severity 1 of 4"
    silent = "Heard 5 of 7 stations silent: Ops-2 (38 min), Home-1 (2 h)"
    assert part(header, CoverageLine).accessibleName() == silent


def test_without_an_incident_the_header_claims_nothing(show: Show) -> None:
    header = HeaderBar()
    show(header)
    header.show_state(HeaderState())
    assert part(header, IncidentButton).accessibleName() == "No incident open"
    for kind in (RealityBadge, Badge, CoverageLine):
        assert not part(header, kind).isVisible()


def test_an_exercise_differs_in_word_name_and_picture(show: Show) -> None:
    badge = RealityBadge()
    show(badge)
    real = badge.grab().toImage()
    badge.set_exercise(is_exercise=True)
    assert badge.text == "EXERCISE"
    assert badge.accessibleName() == "Exercise, not real"
    badge.setFixedSize(real.size())
    assert badge.grab().toImage() != real


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down])
def test_the_incident_switcher_opens_by_keyboard(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    header = HeaderBar()
    show(header)
    header.incident_button.setFocus()
    with qtbot.waitSignal(header.incident_clicked):
        QTest.keyClick(header.incident_button, key)


def test_the_coverage_line_leads_to_the_stations(show: Show, qtbot: QtBot) -> None:
    header = HeaderBar()
    show(header)
    header.show_state(STATE)
    with qtbot.waitSignal(header.coverage_clicked):
        QTest.keyClick(part(header, CoverageLine), Qt.Key.Key_Return)


def test_a_narrow_header_wraps_instead_of_hiding(show: Show) -> None:
    header = HeaderBar()
    header.show_state(STATE)
    show(header)
    assert header.heightForWidth(500) > header.heightForWidth(1500)
    header.resize(500, header.heightForWidth(500))
    line = part(header, CoverageLine)
    assert header.rect().contains(line.geometry())


def test_the_band_says_exercise(show: Show) -> None:
    band = ExerciseBand()
    show(band)
    assert band.accessibleName() == "Exercise: nothing here is real"
    assert not band.grab().isNull()


def test_the_status_line_says_what_it_is_told_and_nothing_before(show: Show) -> None:
    line = StatusLine()
    show(line)
    assert not part(line, QWidget, "status-saved").isVisible()
    line.set_saved("Saved 17:17:04")
    line.set_folders("Share: unreachable since 16:39", Tone.WARN, "folder-x")
    line.set_station("Ops-1 · J. Okafor · Scribe")
    assert part(line, QWidget, "status-saved").accessibleName() == "Saved 17:17:04"
    assert part(line, QWidget, "status-folders").isVisible()
    line.set_clock_warning("This clock is 4 min ahead of the team")
    assert part(line, QWidget, "status-clock").isVisible()
    line.set_clock_warning("")
    assert not part(line, QWidget, "status-clock").isVisible()


def test_keys_give_way_when_there_is_no_room(show: Show) -> None:
    line = StatusLine()
    line.set_saved("Saved 17:17:04")
    line.set_keys([("F1", "keys"), ("Ctrl+K", "find")])
    show(line)
    keys = next(label for label in line.findChildren(ElidedLabel) if "F1 keys" in label.text())
    assert keys.isVisible()
    line.setFixedWidth(200)
    assert not keys.isVisible()


def test_words_that_are_cut_are_told_in_the_tooltip(show: Show) -> None:
    label = ElidedLabel("Share: unreachable since 16:39, stick: synced 17:10")
    show(label)
    assert label.toolTip() == ""
    label.setFixedWidth(80)
    assert label.toolTip() == label.text()


def test_a_known_error_is_told_whole_and_can_be_acted_on(show: Show, qtbot: QtBot) -> None:
    bar = InlineBar()
    show(bar)
    assert not bar.isVisible()
    bar.tell_error(KnownError("Folder away", "Nothing is lost.", "Plug in the stick."), "Try again")
    assert bar.isVisible()
    assert bar.accessibleName() == "Folder away. Nothing is lost. Plug in the stick."
    with qtbot.waitSignal(bar.action_clicked):
        QTest.mouseClick(part(bar, Button, "try-again"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(part(bar, Button, "close-this-message"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_news_take_no_focus_and_need_no_button(show: Show) -> None:
    bar, field = InlineBar(), Button("Other")
    window = show(bar, field)
    field.setFocus()
    bar.tell(Tone.OK, "Six documents imported")
    assert window.focusWidget() is field
    assert not part(bar, Button, "try-again").isVisible()


def test_what_people_type_is_never_read_as_markup(show: Show) -> None:
    bar = InlineBar()
    show(bar)
    bar.tell(Tone.INFO, "<b>bold</b><img src='http://host/x.png'>")
    assert not bar.grab().isNull()
    assert "<b>" in bar.accessibleName()


def test_an_empty_badge_is_no_badge_and_never_a_window_of_its_own(show: Show) -> None:
    badge = Badge("", Tone.WARN)
    badge.set_text("late")
    assert not badge.isVisible()
    show(badge)
    assert badge.isVisible()
    badge.set_text("")
    assert not badge.isVisible()
    assert Badge("x", is_large=True).sizeHint().height() == theme().px(22)


def test_whether_all_is_saved_is_said_in_full_however_long_the_rest_is(show: Show) -> None:
    status = StatusLine()
    status.set_saved("Everything saved")
    status.set_folders("share: unreachable since 27 Nov 23:26, usb-stick: synced 27 Nov 23:26, " * 3)
    status.set_station("Ops-1 \N{MIDDLE DOT} Joy Okafor \N{MIDDLE DOT} admin")
    status.setFixedWidth(500)
    show(status)
    saved = part(part(status, QWidget, "status-saved"), ElidedLabel)
    assert saved.width() >= saved.sizeHint().width()
