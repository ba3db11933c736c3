# SPDX-License-Identifier: Apache-2.0
"""The log page: writing, reading, filtering, marking, striking, by keyboard, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from incident_console.domain.clock import Moment
from incident_console.domain.roles import Role
from incident_console.services.session import Session, open_session
from incident_console.ui.item_roles import KeyRole
from incident_console.ui.theme import theme_manager
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.label import Label
from tests.helpers.workspaces import MINUTE_MS, PASSPHRASE, Clock, TwoLaptops, a_workspace, an_incident, two_laptops
from tests.ui.asking import focused, part
from tests.ui.pages.log_desk import LogDesk, a_desk

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def joy(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    with a_workspace(tmp_path, clock) as session:
        yield session


@pytest.fixture
def desk(joy: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[LogDesk]:
    with a_desk(joy, an_incident(joy).id, qtbot, tmp_path) as desk:
        yield desk


def offers(desk: LogDesk, words: str) -> bool:
    """Whether the detail has this button."""
    return any(button.words == words for button in desk.page.detail.findChildren(Button))


def the_only_entry(desk: LogDesk) -> str:
    (line,) = desk.session.log.lines(desk.incident)
    return line.text


# Writing -------------------------------------------------------------------------------------------


def test_enter_saves_the_line_and_it_stands_in_the_list(desk: LogDesk) -> None:
    desk.page.compose()
    desk.type("Generator 2 started\n")
    assert desk.page.compose_bar.text.text() == "Generator 2 started"  # until it is durable
    desk.wait_for("Generator 2 started")
    assert desk.saved == [1]
    assert the_only_entry(desk) == "Generator 2 started"
    assert desk.page.compose_bar.text.text() == ""
    assert focused() is desk.page.compose_bar.text


def test_shift_enter_begins_a_new_line(desk: LogDesk) -> None:
    desk.page.compose()
    low = desk.page.compose_bar.text.height()
    desk.type("Why")
    desk.press(Qt.Key.Key_Return, SHIFT)
    desk.type("Because")
    assert desk.page.compose_bar.text.height() > low
    desk.press(Qt.Key.Key_Return)
    desk.wait_for("Why\nBecause")


def test_a_blank_line_is_not_saved(desk: LogDesk) -> None:
    desk.page.compose()
    desk.type("  \n")
    assert desk.session.log.count(desk.incident) == 0


@pytest.mark.parametrize(("typed", "kind"), [("/d ", "decision"), ("/a ", "action"), ("/assess ", "assessment")])
def test_a_letter_before_the_text_says_the_kind(desk: LogDesk, typed: str, kind: str) -> None:
    desk.write(f"{typed}Move payments")
    (line,) = desk.session.log.lines(desk.incident)
    assert (line.kind, line.text) == (kind, "Move payments")
    assert desk.page.compose_bar.kind.kind == "fact"


def test_a_slash_of_no_kind_stays_in_the_text(desk: LogDesk) -> None:
    desk.write("/xyz is full")
    assert the_only_entry(desk) == "/xyz is full"


def test_alt_and_a_number_says_the_kind(desk: LogDesk) -> None:
    desk.page.compose()
    desk.press(Qt.Key.Key_2, ALT)
    assert desk.page.compose_bar.kind.shown_text == "Report"
    desk.type("Fault in the ring main\n")
    desk.wait_for("Fault in the ring main")
    assert desk.session.log.lines(desk.incident)[0].kind == "report"


def test_a_time_that_was_typed_is_the_events_and_the_next_line_is_of_now_again(desk: LogDesk, clock: Clock) -> None:
    desk.page.compose()
    desk.press(Qt.Key.Key_T, ALT)
    desk.type("-10\n")
    assert desk.page.compose_bar.time.text() == "14:55"
    clock.pass_minutes(3)
    desk.type("Seen earlier\n")
    desk.wait_for("Seen earlier")
    (line,) = desk.session.log.lines(desk.incident)
    assert clock.ms - line.event_at_ms == 13 * MINUTE_MS
    assert desk.page.compose_bar.time.text() == ""


def test_what_is_no_time_is_told_and_the_text_stays(desk: LogDesk) -> None:
    desk.page.compose()
    desk.type("Seen")
    desk.press(Qt.Key.Key_T, ALT)
    desk.type("25:99\n\n")
    assert "25:99" in desk.page.compose_bar.bar.accessibleName()
    assert desk.page.compose_bar.text.text() == "Seen"
    assert focused() is desk.page.compose_bar.time
    assert desk.session.log.count(desk.incident) == 0


def test_a_failure_is_told_inline_and_the_text_stays(desk: LogDesk) -> None:
    record = desk.session.station.record.connection
    record.execute("PRAGMA query_only = ON")
    desk.page.compose()
    desk.type("Generator 2 started\n")
    desk.qtbot.waitUntil(desk.page.compose_bar.bar.isVisible)
    assert desk.page.compose_bar.text.text() == "Generator 2 started"
    assert desk.saved == []
    record.execute("PRAGMA query_only = OFF")
    desk.type("\n")
    desk.wait_for("Generator 2 started")
    assert not desk.page.compose_bar.bar.isVisible()


def test_what_is_typed_while_a_line_is_saved_is_left_for_the_next(desk: LogDesk) -> None:
    with desk.session.station.lock:
        desk.page.compose()
        desk.type("first\nsecond\n")
        assert desk.page.compose_bar.text.text() == "firstsecond"
    desk.wait_for("second", "first")
    assert desk.page.compose_bar.text.text() == ""


def test_a_typed_line_comes_back_after_a_lock(tmp_path: Path, qtbot: QtBot) -> None:
    with a_workspace(tmp_path) as joy:
        incident = an_incident(joy).id
        with a_desk(joy, incident, qtbot, tmp_path) as desk:
            desk.page.compose()
            desk.press(Qt.Key.Key_4, ALT)
            desk.type("Half a thou")
            desk.page.keep_unsaved()
    again = open_session(tmp_path / "joy", PASSPHRASE, now=Clock())
    try:
        with a_desk(again, incident, qtbot, tmp_path) as desk:
            compose = desk.page.compose_bar
            qtbot.waitUntil(lambda: compose.text.text() == "Half a thou")
            assert compose.kind.kind == "decision"
    finally:
        again.close()


def test_every_stroke_is_on_its_way_into_the_record_at_once(desk: LogDesk) -> None:
    desk.page.compose()
    desk.qtbot.waitUntil(lambda: desk.page.context.jobs.is_quiet)
    for text in ("H", "Ha", "Hal"):
        desk.type(text[-1])
        assert not desk.page.context.jobs.is_quiet
        desk.qtbot.waitUntil(lambda: desk.page.context.jobs.is_quiet)
        assert desk.session.log_view.draft(desk.incident).text == text


def test_a_typed_line_is_kept_for_a_crash_asks_nobody(desk: LogDesk) -> None:
    desk.page.compose()
    desk.type("Half a thou")
    desk.qtbot.waitUntil(lambda: desk.session.log_view.draft(desk.incident).text == "Half a thou")
    desk.type("ght\n")
    desk.wait_for("Half a thought")
    desk.qtbot.waitUntil(lambda: desk.session.log_view.draft(desk.incident).text == "")


def test_each_incident_has_its_own_unfinished_line(desk: LogDesk) -> None:
    other = an_incident(desk.session, "Another").id
    desk.page.compose()
    desk.type("for the first")
    desk.page.show_incident(other)
    assert desk.page.compose_bar.text.text() == ""
    desk.page.show_incident(desk.incident)
    desk.qtbot.waitUntil(lambda: desk.page.compose_bar.text.text() == "for the first")


def test_esc_leaves_the_line_for_the_list_and_keeps_the_text(desk: LogDesk) -> None:
    desk.write("Generator 2 started")
    desk.type("next")
    desk.page._came_by_key = False
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.page.rows
    assert desk.page.compose_bar.text.text() == "next"


def test_a_viewer_reads_and_is_told_why_they_cannot_write(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path, Role.VIEWER) as team:
        incident = an_incident(team.joy).id
        team.joy.log.add(incident, "Generator 2 started")
        team.sync()
        with a_desk(team.sam, incident, qtbot, tmp_path) as desk:
            desk.page.rows.grab()
            desk.wait_for("Generator 2 started")
            qtbot.waitUntil(desk.page.compose_bar.refusal.isVisible)
            assert "viewer" in desk.page.compose_bar.refusal.text()
            assert not desk.page.compose_bar.text.isVisible()
            desk.choose("Generator 2 started")
            desk.type("sx")
            assert not desk.page.detail.has_form
            assert team.sam.log.count(incident) == 1


# Reading -------------------------------------------------------------------------------------------


def test_an_empty_log_teaches_the_first_step(desk: LogDesk) -> None:
    assert desk.page.empty.isVisible()
    assert focused() is desk.page.compose_bar.text
    desk.write("Power failed")
    assert desk.page.rows.isVisible()


def test_the_list_is_walked_by_keys_and_enter_leads_to_the_detail(desk: LogDesk) -> None:
    for n in range(40):
        desk.session.log.add(desk.incident, f"entry {n}", at=Moment(1_795_000_000_000 + n * MINUTE_MS, 60))
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 40)
    desk.page.focus_first()
    model, rows = desk.page.model, desk.page.rows

    def chosen() -> int:
        return model.row_of_key(rows.current_key())

    assert chosen() == 0
    desk.press(Qt.Key.Key_Down)
    assert chosen() == 1
    desk.press(Qt.Key.Key_PageDown)
    assert chosen() > 5
    desk.press(Qt.Key.Key_End)
    assert chosen() == 39
    desk.qtbot.waitUntil(lambda: desk.page.detail.key == model.key_at(39))
    desk.press(Qt.Key.Key_Home)
    desk.press(Qt.Key.Key_Up)
    assert chosen() == 0
    desk.press(Qt.Key.Key_Return)
    assert desk.page.detail.isAncestorOf(focused())
    desk.press(Qt.Key.Key_Escape)
    assert focused() is rows


def test_the_detail_says_who_when_and_what_proves_it(desk: LogDesk, clock: Clock) -> None:
    desk.session.log.add(desk.incident, "Seen", at=Moment(clock.ms - 41 * MINUTE_MS, 60))
    desk.session.station.seal()
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 1)
    desk.page.rows.grab()
    desk.wait_for("Seen")
    desk.choose("Seen")
    said = " | ".join(label.text() for label in desk.page.detail.findChildren(Label))
    assert "14:24 +01:00, typed" in said
    assert "15:05:00 +01:00, late 41 min" in said
    assert "Joy Okafor on JO" in said
    rows = [row.spoken() for row in desk.page.detail.findChildren(InfoRow)]
    assert rows == ["Signed by JO, chain whole to JO-1"]


def test_a_number_in_the_text_leads_to_its_entry(desk: LogDesk) -> None:
    desk.write("Load shed")
    desk.write("see JO-1")
    desk.choose("see JO-1")
    link = part(desk.page.detail, InfoRow)
    assert link.spoken() == "JO-1 Load shed"
    link.click()
    desk.qtbot.waitUntil(lambda: desk.page.rows.current_key() == desk.page.model.key_at(1))


def test_another_page_may_show_an_entry_that_a_filter_hides(desk: LogDesk) -> None:
    desk.write("Generator 2 started")
    entry = desk.session.log.lines(desk.incident)[0]
    desk.page.filters.chips.chip("decisions").click()
    desk.qtbot.waitUntil(desk.page.nothing.isVisible)
    desk.page.show_thing(entry.id)
    desk.qtbot.waitUntil(lambda: desk.page.rows.current_key() == entry.id)
    assert desk.page.filters.base == "all"
    assert focused() is desk.page.rows


# Filtering -----------------------------------------------------------------------------------------


def test_chips_filter_and_say_what_they_hide(desk: LogDesk) -> None:
    desk.write("/d Move payments")
    desk.write("Fuel for 7 h")
    desk.page.filters.chips.chip("decisions").click()
    desk.wait_for("Move payments")
    assert desk.page.filters.note.words() == "1 of 2 entries, 1 hidden"
    assert desk.page.filters.chips.chip("decisions").shown_text == "Decisions 1"
    desk.write("/d Close the east gate")
    desk.wait_for("Close the east gate", "Move payments")
    assert desk.page.filters.note.words() == "2 of 3 entries, 1 hidden"
    desk.page.filters.note.show_all_clicked.emit()
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 3)
    assert desk.page.filters.note.words() == ""


def test_an_entry_that_passes_no_longer_leaves_the_list(desk: LogDesk) -> None:
    desk.write("Fuel for 7 h")
    entry = desk.session.log.lines(desk.incident)[0]
    desk.session.log.mark(entry.id, True)
    desk.page.filters.chips.chip("significant").click()
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 1)
    desk.session.log.mark(entry.id, False)
    desk.qtbot.waitUntil(desk.page.nothing.isVisible)
    assert desk.page.filters.note.words() == "0 of 1 entries, 1 hidden"


def test_ctrl_f_searches_and_down_goes_to_the_hits(desk: LogDesk) -> None:
    desk.write("Generator 2 started")
    desk.write("Roll-call opened")
    desk.press(Qt.Key.Key_F, CONTROL)
    desk.type("gen")
    desk.wait_for("Generator 2 started")
    desk.press(Qt.Key.Key_Down)
    assert focused() is desk.page.rows
    desk.press(Qt.Key.Key_F, CONTROL)
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 2)


def test_more_filters_are_picked_from_a_menu_and_taken_off_by_their_chip(desk: LogDesk) -> None:
    desk.write("Fuel for 7 h")
    desk.write("/r Fault in the ring main")
    desk.page.filters.more.click()
    desk.qtbot.waitUntil(lambda: bool(desk.page.findChildren(QMenu, "filter-menu")))
    menu = part(desk.page, QMenu, "filter-menu")
    words = [action.text() for action in menu.actions() if action.isEnabled()]
    assert words == ["Fact\t1", "Report\t1", "JO\t2", "Joy Okafor\t2"]
    next(action for action in menu.actions() if action.text() == "Report\t1").trigger()
    menu.close()
    desk.wait_for("Fault in the ring main")
    picked = part(desk.page, Chip, "chip-picked")
    assert picked.shown_text == "Report"
    picked.click()
    desk.qtbot.waitUntil(lambda: desk.page.model.rowCount() == 2)


# Marking and striking ------------------------------------------------------------------------------


def test_s_marks_an_entry_and_takes_the_mark_off(desk: LogDesk) -> None:
    desk.write("Fuel for 7 h")
    desk.choose("Fuel for 7 h")
    chip = desk.page.filters.chips.chip("significant")
    desk.type("s")
    desk.qtbot.waitUntil(lambda: chip.shown_text == "Significant 1")
    assert desk.session.log.lines(desk.incident)[0].is_significant
    desk.qtbot.waitUntil(lambda: offers(desk, "Not significant"))
    desk.type("s")
    desk.qtbot.waitUntil(lambda: chip.shown_text == "Significant 0")


def test_p_tags_an_entry_for_withholding_and_takes_the_tag_off(desk: LogDesk) -> None:
    desk.write("Called Ann Petrov at home")
    desk.choose("Called Ann Petrov at home")
    desk.type("p")
    desk.press(Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.waitUntil(lambda: offers(desk, "Not privileged") and offers(desk, "Not personal"))
    assert desk.session.log.lines(desk.incident)[0].tags == ("personal", "privileged")
    said = [label.text() for label in desk.page.detail.findChildren(Label)]
    assert "personal, privileged: its words can be withheld from evidence" in said
    desk.type("p")
    desk.qtbot.waitUntil(lambda: offers(desk, "Tag privileged"))
    assert desk.session.log.lines(desk.incident)[0].tags == ("personal",)


def test_x_strikes_an_entry_with_a_reason(desk: LogDesk) -> None:
    desk.write("All staff accounted for")
    desk.choose("All staff accounted for")
    desk.type("x")
    desk.type("two not yet seen\n")
    desk.wait_for("two not yet seen", "All staff accounted for")
    struck, strike = (desk.page.model.line(desk.page.model.key_at(row)) for row in (1, 0))
    assert struck is not None
    assert strike is not None
    assert struck.entry.strike_reason == "two not yet seen"
    assert (struck.counterpart, strike.counterpart) == ("JO-2", "JO-1")
    assert desk.page.filters.note.words() == ""
    desk.qtbot.waitUntil(lambda: not offers(desk, "Strike\N{HORIZONTAL ELLIPSIS}") and not desk.page.detail.has_form)
    desk.type("x")
    assert not desk.page.detail.has_form


def test_a_strike_without_a_reason_is_told_in_the_form(desk: LogDesk) -> None:
    desk.write("All staff accounted for")
    desk.choose("All staff accounted for")
    desk.type("x\n")
    bar = desk.page.detail.findChildren(QWidget, "inline-bar")[-1]
    desk.qtbot.waitUntil(bar.isVisible)
    assert "needs a reason" in bar.accessibleName()
    assert focused().objectName() == "strike-reason"


def test_a_reason_is_there_again_after_esc(desk: LogDesk) -> None:
    desk.write("All staff accounted for")
    desk.choose("All staff accounted for")
    desk.type("xtwo not")
    desk.press(Qt.Key.Key_Escape)
    assert focused() is desk.page.rows
    desk.type("x")
    assert focused().toPlainText() == "two not"  # type: ignore[attr-defined]


def test_nothing_is_refreshed_while_somebody_types_a_reason(desk: LogDesk) -> None:
    desk.write("All staff accounted for")
    desk.choose("All staff accounted for")
    entry = desk.session.log.lines(desk.incident)[0]
    desk.type("xtwo")
    field = focused()
    desk.session.log.mark(entry.id, True)
    desk.qtbot.waitUntil(lambda: desk.page.filters.chips.chip("significant").shown_text == "Significant 1")
    desk.qtbot.waitUntil(lambda: not desk.page._details.is_asking)
    assert focused() is field
    desk.press(Qt.Key.Key_Escape)
    assert offers(desk, "Not significant")


# What others write ---------------------------------------------------------------------------------


@pytest.fixture
def team(tmp_path: Path, clock: Clock) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.RESPONDER, clock) as team:
        yield team


def test_what_arrives_stands_under_a_heading_and_can_be_looked_at_alone(
    team: TwoLaptops, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    incident = an_incident(team.joy).id
    team.sync()
    with a_desk(team.joy, incident, qtbot, tmp_path) as desk:
        desk.write("Generator 2 started")
        team.sam.log.add(incident, "Server room 31", at=Moment(clock.ms - 30 * MINUTE_MS, 60))
        clock.pass_minutes(5)
        team.sync()
        desk.wait_for("Generator 2 started", "1 entry arrived by share at 15:10", "Server room 31")
        chip = desk.page.filters.chips.chip("new")
        assert chip.shown_text == "Since I looked 1"
        chip.click()
        desk.wait_for("Server room 31")
        assert desk.page.filters.note.words() == "1 of 2 entries, 1 hidden · arrived after 15:05"
        desk.page.filters.note.action_clicked.emit()
        desk.wait_for("Generator 2 started", "Server room 31")
        assert chip.shown_text == "Since I looked 0"


def test_leaving_the_page_is_having_looked_but_only_writing_is_not(
    team: TwoLaptops, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    incident = an_incident(team.joy).id
    team.sync()
    with a_desk(team.joy, incident, qtbot, tmp_path) as desk:
        chip = desk.page.filters.chips.chip("new")
        desk.page.hide()
        clock.pass_minutes(1)
        team.sam.log.add(incident, "Server room 31")
        clock.pass_minutes(1)
        team.sync()
        qtbot.waitUntil(lambda: chip.shown_text == "Since I looked 1")
        desk.page.show()
        desk.page.compose()
        desk.page.hide()
        desk.page.show()
        desk.page.focus_first()
        assert chip.shown_text == "Since I looked 1"
        desk.page.hide()
        desk.page.show()
        qtbot.waitUntil(lambda: chip.shown_text == "Since I looked 0")


def test_new_arrivals_do_not_move_what_i_read(team: TwoLaptops, clock: Clock, qtbot: QtBot, tmp_path: Path) -> None:
    incident = an_incident(team.joy).id
    for n in range(60):
        team.joy.log.add(incident, f"entry {n} " + "of many words " * (n % 9))
        clock.pass_minutes(1)
    team.sync()
    with a_desk(team.joy, incident, qtbot, tmp_path) as desk:
        rows = desk.page.rows
        rows.verticalScrollBar().setValue(700)
        qtbot.waitUntil(lambda: "..." not in desk.texts())
        QApplication.sendPostedEvents()
        rows.verticalScrollBar().setValue(701)

        def before_my_eyes() -> tuple[object, int]:
            index = rows.indexAt(QPoint(0, 0))
            return index.data(KeyRole), rows.rowViewportPosition(index.row())

        before = before_my_eyes()
        for n in range(5):
            team.sam.log.add(incident, f"from Sam {n} " + "with many words " * 20)
        team.sync()
        qtbot.waitUntil(lambda: desk.page.model.entry_count() == 65)
        QApplication.sendPostedEvents()
        assert before_my_eyes() == before


def test_very_much_at_once_is_followed_too_and_the_chosen_entry_stays(desk: LogDesk) -> None:
    desk.write("Power failed")
    desk.choose("Power failed")
    for n in range(320):
        desk.session.log.add(desk.incident, f"entry {n}")
    desk.qtbot.waitUntil(lambda: desk.page.model.entry_count() == 321)
    assert desk.page.rows.current_key() == desk.page.model.key_at(320)


def test_a_pasted_file_does_not_hold_up_the_window(desk: LogDesk) -> None:
    desk.session.log.add(desk.incident, "many words " * 18_000)
    desk.qtbot.waitUntil(lambda: desk.page.detail.key is not None)
    (whole,) = (b for b in desk.page.detail.findChildren(Button) if b.words.startswith("Show all"))
    assert whole.words == "Show all 197,999 letters"
    shown = max(len(label.text()) for label in desk.page.detail.findChildren(Label))
    whole.click()
    assert shown < max(len(label.text()) for label in desk.page.detail.findChildren(Label))


def test_hovering_tells_the_times_in_full(desk: LogDesk) -> None:
    desk.write("Power failed")
    tip = desk.page.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Happened 2026-11-22 15:05:00 +01:00\nEntered 2026-11-22 15:05:00 +01:00"


# How it fits ---------------------------------------------------------------------------------------


def test_every_part_that_takes_the_keyboard_has_a_spoken_name(desk: LogDesk) -> None:
    desk.write("All staff accounted for")
    desk.choose("All staff accounted for")
    desk.type("x")
    parts = [w for w in desk.page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [w for w in parts if not w.accessibleName() and not w.inherits("QScrollBar") and w.isVisible()]
    assert [(type(w).__name__, w.objectName()) for w in nameless] == []


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_it_fits_beside_the_rail_at_every_text_size(desk: LogDesk, zoom: int) -> None:
    theme_manager().apply(zoom_percent=zoom)
    QApplication.sendPostedEvents()
    needed = desk.page.minimumSizeHint()
    assert needed.width() <= 1366 - 120
    assert needed.height() <= 560


def test_the_keys_of_the_page_are_listed(desk: LogDesk) -> None:
    assert {"S", "X", "Ctrl+F", "Alt+T"} <= {key.keys for key in desk.page.page_keys()}
