# SPDX-License-Identifier: Apache-2.0
"""What pages are made of: split, detail, cards, empty states, progress, the crash dialog."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from incident_console.ui.delegates import Icon, Line, Tag, Text
from incident_console.ui.jobs import Progress
from incident_console.ui.theme import Role, Tone, theme, theme_manager
from incident_console.ui.widgets.amounts import BigNumber, MeterBar
from incident_console.ui.widgets.button import Button, SecondaryButton
from incident_console.ui.widgets.card import Card
from incident_console.ui.widgets.card_grid import CardGrid
from incident_console.ui.widgets.crash_dialog import CrashDialog
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.progress_row import ProgressRow
from incident_console.ui.widgets.search_field import SearchField
from incident_console.ui.widgets.split_page import SplitPage
from tests.ui.asking import focused, part
from tests.ui.gallery.scenes import Memory

Show = Callable[..., QWidget]


def a_row(text: str = "T-12 Shed load") -> Line:
    return Line((Text(text),), before=(Tag("late", Tone.WARN),), end=(Text("done", Role.OK),))


def shown_in(pane: DetailPane, kind: type[QWidget]) -> list[QWidget]:
    content: QWidget | None = pane.widget()
    assert content is not None
    return content.findChildren(kind)


def moved_splitter(split: SplitPage) -> QSplitter:
    splitter = part(split, QSplitter)
    splitter.moveSplitter(500, 1)
    return splitter


def test_a_splitter_stays_where_the_user_put_it(show: Show) -> None:
    memory = Memory()
    first = SplitPage(QWidget(), QWidget(), "log", memory)
    show(first)
    sizes = moved_splitter(first).sizes()
    assert list(memory.kept) == ["splitter/log"]
    again = SplitPage(QWidget(), QWidget(), "log", memory)
    show(again)
    splitter = part(again, QSplitter)
    assert splitter.sizes() == pytest.approx(sizes, abs=2)


def test_a_list_begins_slim_where_there_would_be_too_little_room_to_read(show: Show) -> None:
    split = SplitPage(QWidget(), QWidget(), "log", Memory(), main_width=400, slim_width=200)
    show(split)
    sizes = []
    for width in (1000, 820):
        split.resize(width, 400)
        sizes.append(part(split, QSplitter).sizes()[0])
    assert sizes == [400, 200]


def test_a_splitter_forgets_what_it_cannot_read(show: Show) -> None:
    memory = Memory()
    memory.kept["splitter/log"] = "not a splitter"
    split = SplitPage(QWidget(), QWidget(), "log", memory)
    show(split)
    assert not split.is_narrow


def test_in_a_narrow_window_list_and_detail_take_turns(show: Show, qtbot: QtBot) -> None:
    rows, detail = QLineEdit(), QLineEdit()
    split = SplitPage(rows, detail, "log", Memory())
    show(split)
    assert rows.isVisible()
    assert detail.isVisible()
    theme_manager().apply(zoom_percent=200)
    assert split.is_narrow
    assert rows.isVisible()
    assert not detail.isVisible()
    split.show_detail()
    assert detail.isVisible()
    assert not rows.isVisible()
    with qtbot.waitSignal(split.back_to_list):
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert rows.isVisible()
    assert not detail.isVisible()


def test_filters_leave_their_room_to_the_detail_and_come_back_with_the_list(show: Show) -> None:
    page, header, split = QWidget(), QLineEdit(), SplitPage(QLineEdit(), QLineEdit(), "log", Memory())
    split.turn_with_list(header)
    column = QVBoxLayout(page)
    column.addWidget(header)
    column.addWidget(split)
    show(page)
    split.show_detail()
    assert header.isVisible()
    theme_manager().apply(zoom_percent=200)
    assert not header.isVisible()
    split.show_list()
    assert header.isVisible()
    split.show_detail()
    split.hide()
    assert header.isVisible()


def test_nothing_follows_the_last_words_of_a_detail(show: Show, qtbot: QtBot) -> None:
    pane = DetailPane("log-detail", "Entry")
    show(pane)
    values = pane.add_values()
    for number in range(30):
        values.add(f"Value {number}", "Words that wrap into several lines in the pane. " * 8)
    last = pane.add_text("The last words")
    content: QWidget | None = pane.widget()
    assert content is not None
    qtbot.waitUntil(lambda: pane.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: content.height() - last.geometry().bottom() <= theme().px(16) + 1)


def test_a_part_that_appears_below_is_scrolled_into_sight(show: Show, qtbot: QtBot) -> None:
    pane = DetailPane("log-detail", "Entry")
    show(pane)
    values = pane.add_values()
    for number in range(60):
        values.add(f"Value {number}", "Words that wrap into several lines in the pane. " * 8)
    field = QLineEdit()
    pane.add_widget(field)
    pane.reveal(field)
    qtbot.waitUntil(lambda: field.isVisible() and field.visibleRegion().boundingRect().height() == field.height())


def test_in_a_wide_window_there_is_no_way_back_to_offer(show: Show, qtbot: QtBot) -> None:
    split = SplitPage(QWidget(), QWidget(), "log", Memory())
    show(split)
    split.show_detail()
    with qtbot.assertNotEmitted(split.back_to_list):
        split.show_list()
    back = part(split, Button, "back-to-the-list")
    assert not back.isVisible()


def test_a_detail_pane_shows_what_it_is_filled_with(show: Show) -> None:
    pane = DetailPane("log-detail", "Entry")
    show(pane)
    pane.add_section("Entry C-07")
    pane.add_headline("Server room 31 °C")
    values = pane.add_values()
    values.add("Happened", "16:22")
    values.set_value("Happened", "16:23", Role.WARN)
    pane.add_text("Not yet D-5.")
    pane.add_row(a_row())
    pane.add_gap()
    pane.add_buttons([SecondaryButton("Strike...", key="X")])
    pane.add_widget(QLineEdit("note"))
    shown = [label.text() for label in pane.findChildren(QLabel)]
    assert shown == ["ENTRY C-07", "Server room 31 °C", "Happened", "16:23", "Not yet D-5."]
    assert part(pane, QLabel).accessibleName() == "Entry C-07"


def test_a_cleared_pane_is_empty_and_keeps_the_keyboard(show: Show) -> None:
    pane = DetailPane("log-detail", "Entry")
    show(pane)
    field = QLineEdit()
    pane.add_widget(field)
    field.setFocus()
    pane.clear()
    assert pane.hasFocus()
    assert not shown_in(pane, QLineEdit)


def test_a_button_may_clear_the_pane_it_stands_in(show: Show, qtbot: QtBot) -> None:
    pane = DetailPane("log-detail", "Entry")
    show(pane)
    button = SecondaryButton("Done", key="D")
    button.clicked.connect(pane.clear)
    pane.add_buttons([button])
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not shown_in(pane, Button)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_row_that_leads_somewhere_is_reached_and_pressed_by_keyboard(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    link, plain = InfoRow(a_row(), is_link=True), InfoRow(a_row())
    show(plain, link)
    assert plain.focusPolicy() is Qt.FocusPolicy.NoFocus
    link.setFocus()
    with qtbot.waitSignal(link.clicked):
        QTest.keyClick(link, key)
    assert link.accessibleName() == "late T-12 Shed load done"
    assert not link.grab().isNull()


def test_a_row_grows_with_its_words() -> None:
    words = Line((Text("many words " * 30),), before=(Icon("star"),), max_lines=0)
    assert InfoRow(words).heightForWidth(200) > InfoRow(words).heightForWidth(600)


def test_a_card_leads_to_its_list_and_can_be_filled_anew(show: Show, qtbot: QtBot) -> None:
    card = Card("list-checks", "Tasks", "34 open")
    show(card)
    card.add_row(a_row(), is_link=True)
    card.add_widget(MeterBar("Tasks done"))
    card.set_link("35 open")
    link = part(card, Button)
    assert link.words == "35 open"
    with qtbot.waitSignal(card.link_clicked):
        QTest.keyClick(link, Qt.Key.Key_Return)
    card.clear_rows()
    card.add_row(a_row("another"))
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert [row.spoken() for row in card.findChildren(InfoRow)] == ["late another done"]


def test_a_card_without_a_link_has_none_to_change() -> None:
    with pytest.raises(ValueError, match="without a link"):
        Card("users", "People").set_link("Roll-call")


def test_tiles_with_and_without_a_link_begin_at_the_same_height(show: Show) -> None:
    row = QWidget()
    layout = QHBoxLayout(row)
    cards = (Card("list-checks", "Tasks", "34 open"), Card("alarm-clock", "Next"))
    for card in cards:
        layout.addWidget(card)
        card.add_row(a_row())
    show(row)
    assert len({part(card, InfoRow).y() for card in cards}) == 1
    assert len({part(card, QLabel).geometry().center().y() for card in cards}) == 1


def test_cards_use_as_many_columns_as_fit(show: Show) -> None:
    grid = CardGrid("overview-cards", "Overview")
    cards = [Card("users", f"Card {number}") for number in range(4)]
    for card in cards:
        grid.add_card(card)
    show(grid)
    assert cards[1].y() == cards[0].y()
    theme_manager().apply(zoom_percent=200)
    QApplication.processEvents()
    assert cards[1].y() > cards[0].y()


def test_an_empty_state_teaches_the_next_step(show: Show, qtbot: QtBot) -> None:
    empty = EmptyState("scroll-text", "No entries yet", "Press Ctrl+L and write.", "Write the first entry", "Ctrl+L")
    window = show(empty)
    assert empty.accessibleName() == "No entries yet. Press Ctrl+L and write."
    window.setFocus()
    with qtbot.waitSignal(empty.action_clicked):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    empty.set_words("Nothing here", "The filter hides 9 entries.")
    assert empty.accessibleName() == "Nothing here. The filter hides 9 entries."


def test_progress_says_amount_and_time_left(show: Show) -> None:
    now = [0.0]
    row = ProgressRow("Importing", lambda: now[0])
    show(row)
    row.show_progress(Progress(10, 100, "files"))
    assert row.amount_text == "10 of 100 files"
    now[0] = 10.0
    row.show_progress(Progress(50, 100, "files"))
    assert row.amount_text == "50 of 100 files, 5 a second, about 10 s left"
    now[0] = 600.0
    row.show_progress(Progress(60, 100, "files"))
    assert row.amount_text == "60 of 100 files, about 7 min left"
    row.show_progress(Progress(1234))
    assert row.amount_text == "1,234"


def test_work_is_cancelled_once_and_begins_anew(show: Show, qtbot: QtBot) -> None:
    row = ProgressRow("Importing")
    show(row)
    cancel = part(row, Button)
    with qtbot.waitSignal(row.cancel_clicked):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not cancel.isEnabled()
    assert row.amount_text == "stopping"
    row.begin("Exporting")
    assert cancel.isEnabled()
    assert row.amount_text == ""


def test_a_share_of_nothing_is_an_empty_bar() -> None:
    bar = MeterBar("Tasks done")
    bar.set_share(0, 0)
    assert (bar.value(), bar.maximum()) == (0, 1)
    bar.set_share(26, 60)
    assert bar.accessibleDescription() == "26 of 60"


def test_a_big_number_is_said_with_its_caption() -> None:
    number = BigNumber(1206, "safe", Role.OK)
    assert number.accessibleName() == "1,206 safe"
    number.set_value(5, "unaccounted")
    assert number.accessibleName() == "5 unaccounted"


def test_a_page_header_wraps_when_narrow(show: Show) -> None:
    header = PageHeader("Log")
    header.add(QLineEdit())
    header.add_end(SearchField("Search this log"))
    show(header)
    header.set_title("Status log")
    assert header.heightForWidth(200) > header.heightForWidth(1200)


def test_the_crash_dialog_says_where_and_never_what(show: Show, qtbot: QtBot) -> None:
    try:
        try:
            raise KeyError("Sokolov +49 40 5550")
        except KeyError as cause:
            raise ValueError("fuel for 7 h") from cause
    except ValueError as error:
        dialog = CrashDialog(error)
    show(dialog)
    assert "builtins.ValueError" in dialog.details
    assert "builtins.KeyError" in dialog.details
    assert "test_page_parts.py" in dialog.details
    assert "fuel" not in dialog.details
    assert "Sokolov" not in dialog.details
    dialog.copy_details()
    assert QGuiApplication.clipboard().text() == dialog.details
    shown = part(dialog, QPlainTextEdit)
    assert shown.toPlainText() == dialog.details
    QGuiApplication.clipboard().clear()
