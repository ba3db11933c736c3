# SPDX-License-Identifier: Apache-2.0
"""The rows of the log: order, headings, what is fetched, and Qt's own rules for models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from incident_console.domain.clock import Moment
from incident_console.services.log_arrivals import Wave
from incident_console.ui.delegates import Heading, Row
from incident_console.ui.item_roles import KeyRole, RowRole, SortRole
from incident_console.ui.models.log_model import LogModel
from tests.helpers.log_lines import AT_MS, a_log_line, key_of, place_of, some_news

NOW = Moment(AT_MS + 3_600_000, 60)
WAVE = Wave(place_of(2), 6, "stick", AT_MS, AT_MS + 60_000)


@pytest.fixture
def model(qapp: object) -> Iterator[LogModel]:
    model = LogModel(NOW)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    tester.deleteLater()


def shown(model: LogModel) -> list[object]:
    """What the rows say from top to bottom: the words of a heading, else the key."""
    found = []
    for row in range(model.rowCount()):
        data = model.index(row, 0).data(RowRole)
        found.append(data.text if isinstance(data, Heading) else model.index(row, 0).data(KeyRole))
    return found


def keys(*numbers: int) -> list[bytes]:
    return [key_of(n) for n in numbers]


def row_at(model: LogModel, row: int) -> Row:
    shown = model.index(row, 0).data(RowRole)
    assert isinstance(shown, Row)
    return shown


def fill(model: LogModel, *numbers: int, **changes: object) -> None:
    model.give_lines({key_of(n): a_log_line(n, **changes) for n in numbers})  # type: ignore[arg-type]


def test_the_newest_event_stands_on_top(model: LogModel) -> None:
    model.show(some_news(1, 3, 2))
    assert shown(model) == keys(3, 2, 1)
    assert model.first_key() == key_of(3)


def test_entries_come_and_go_one_by_one(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(1, 3))
    with qtbot.waitSignals([model.rowsInserted, model.rowsInserted]), qtbot.assertNotEmitted(model.modelReset):
        model.take(some_news(2, 4), [])
    assert shown(model) == keys(4, 3, 2, 1)
    model.take(some_news(hidden=(3,)), [])
    assert shown(model) == keys(4, 2, 1)


def test_the_same_news_twice_change_nothing(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(1, 2))
    with qtbot.assertNotEmitted(model.rowsInserted), qtbot.assertNotEmitted(model.rowsRemoved):
        model.take(some_news(1, 2, hidden=(7,)), [])
    assert shown(model) == keys(2, 1)


def test_a_row_is_asked_for_when_somebody_looks_and_those_around_it_with_it(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(*range(1000)))
    with qtbot.waitSignal(model.lines_wanted) as asked:
        assert "\N{HORIZONTAL ELLIPSIS}" in row_at(model, 500).spoken()
    assert set(asked.args[0]) == {model.key_at(row) for row in range(460, 588)}


def test_nothing_is_asked_for_twice(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(1, 2))
    with qtbot.waitSignal(model.lines_wanted):
        row_at(model, 0)
    with qtbot.assertNotEmitted(model.lines_wanted, wait=20):
        row_at(model, 1)


def test_a_line_that_came_is_shown_and_its_row_alone_changes(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(1, 2, 3))
    with qtbot.waitSignal(model.dataChanged) as changed:
        fill(model, 2)
    assert (changed.args[0].row(), changed.args[1].row()) == (1, 1)
    assert "entry 2" in row_at(model, 1).spoken()
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == row_at(model, 1).spoken()


def test_a_changed_entry_keeps_its_old_words_until_the_new_ones_are_here(model: LogModel, qtbot: QtBot) -> None:
    model.show(some_news(1))
    fill(model, 1)
    model.take(some_news(1), [])
    with qtbot.waitSignal(model.lines_wanted) as asked:
        assert "entry 1" in row_at(model, 0).spoken()
    assert asked.args[0] == keys(1)
    model.take(some_news(1), [a_log_line(1, is_significant=True)])
    assert "significant" in row_at(model, 0).spoken()


def test_what_arrived_stands_under_a_heading_that_arrow_keys_pass_over(model: LogModel) -> None:
    model.show(some_news(1, 2, 3, waves=(WAVE,)))
    assert shown(model) == [key_of(3), "6 entries arrived by stick from 15:05 to 15:06", *keys(2, 1)]
    assert model.index(1, 0).flags() == Qt.ItemFlag.NoItemFlags
    assert model.entry_count() == 3


def test_a_heading_follows_what_arrives_and_leaves_when_it_was_looked_at(model: LogModel) -> None:
    model.show(some_news(1, 2, 3, waves=(WAVE,)))
    model.take(some_news(waves=(Wave(place_of(1), 1, "stick", AT_MS, AT_MS),)), [])
    assert shown(model) == [*keys(3, 2), "1 entry arrived by stick at 15:05", *keys(1)]
    model.take(some_news(), [])
    assert shown(model) == keys(3, 2, 1)


def test_what_is_new_says_so_until_it_was_looked_at(model: LogModel) -> None:
    model.show(some_news(1, new=(1,)))
    fill(model, 1)
    assert "new" in row_at(model, 0).cells["number"].spoken()
    model.take(some_news(), [])
    assert "new" not in row_at(model, 0).cells["number"].spoken()


def test_words_searched_for_are_marked(model: LogModel) -> None:
    model.show(some_news(1), words="1 ENT")
    fill(model, 1)
    assert row_at(model, 0).cells["text"].lines[0].words[0].marks == ((0, 3), (6, 1))


def test_on_another_day_the_rows_name_their_day(model: LogModel) -> None:
    model.show(some_news(1))
    fill(model, 1)
    assert "22 Nov" not in row_at(model, 0).spoken()
    model.set_now(Moment(NOW.ms + 86_400_000, 60), is_other_day=True)
    assert "22 Nov" in row_at(model, 0).spoken()


def test_keys_are_found_in_a_long_log_at_once(model: LogModel) -> None:
    model.show_places([place_of(n) for n in range(20_000)])
    assert model.row_of_key(key_of(19_999)) == 0
    assert model.row_of_key(key_of(0)) == 19_999
    assert model.row_of_key(b"elsewhere") == -1
    assert model.index(5, 0).data(SortRole) == place_of(19_994)


def test_a_model_without_rows_has_no_first_entry(model: LogModel) -> None:
    model.show(some_news())
    assert model.first_key() is None
    assert model.rowCount() == model.entry_count() == 0
