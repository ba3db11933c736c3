# SPDX-License-Identifier: Apache-2.0
"""Rows that stay known by their keys: what views are told when the list is shown anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from incident_console.ui.delegates import Heading, Row, line
from incident_console.ui.item_roles import KeyRole, RowRole
from incident_console.ui.models.keyed_rows import KeyedRows


@dataclass(frozen=True)
class Thing:
    key: str
    words: str = ""


class Things(KeyedRows[Thing]):
    clock = ""

    def look(self, item: Thing) -> Row | Heading:
        if self.is_heading(item):
            return Heading(item.words)
        return Row({"words": line(f"{item.key}{item.words}{self.clock if item.words == 'late' else ''}")})

    def is_heading(self, item: Thing) -> bool:
        return item.key.startswith("group")

    def tip(self, item: Thing) -> str:
        return item.words


class Told:
    """Every change that views were told of."""

    def __init__(self, model: Things) -> None:
        self.resets, self.removed, self.inserted, self.changed = 0, 0, 0, list[int]()
        model.modelReset.connect(self._on_reset)
        model.rowsRemoved.connect(self._on_removed)
        model.rowsInserted.connect(self._on_inserted)
        model.dataChanged.connect(self._on_changed)

    def _on_reset(self) -> None:
        self.resets += 1

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.removed += last - first + 1

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.inserted += last - first + 1

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.changed.extend(range(first.row(), last.row() + 1))


def things(keys: str, words: str = "") -> list[Thing]:
    return [Thing(key, words) for key in keys]


def keys(model: Things) -> str:
    return "".join(model.index(row, 0).data(KeyRole) for row in range(model.rowCount()))


@contextmanager
def a_model(keys: str = "") -> Iterator[tuple[Things, Told]]:
    model = Things()
    model.show_items(things(keys))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model, Told(model)
    assert tester.model() is model


def test_what_stays_is_neither_taken_out_nor_put_in_again(qapp: QApplication) -> None:
    with a_model("abcdef") as (model, told):
        chosen = QPersistentModelIndex(model.index(3, 0))
        model.show_items(things("axcdeyf"))
        assert keys(model) == "axcdeyf"
        assert (told.removed, told.inserted, told.resets) == (1, 2, 0)
        assert chosen.data(KeyRole) == "d"


def test_a_row_that_moves_is_the_only_one_that_moves(qapp: QApplication) -> None:
    with a_model("abcdefgh") as (model, told):
        model.show_items(things("bcdefgah"))
        assert keys(model) == "bcdefgah"
        assert (told.removed, told.inserted) == (1, 1)


def test_only_rows_that_look_otherwise_are_told_of(qapp: QApplication) -> None:
    with a_model("abc") as (model, told):
        assert [model.index(row, 0).data(RowRole).spoken() for row in range(3)] == ["a", "b", "c"]
        told.changed.clear()
        model.show_items([Thing("a"), Thing("b", "!"), Thing("c")])
        assert told.changed == [1]
        assert model.index(1, 0).data(RowRole).spoken() == "b!"


def test_as_the_clock_goes_on_only_rows_that_tell_the_time_change(qapp: QApplication) -> None:
    with a_model() as (model, told):
        model.show_items([Thing("a"), Thing("b", "late"), Thing("c")])
        for row in range(3):
            model.index(row, 0).data(RowRole)
        told.changed.clear()
        model.refresh_looks()
        assert told.changed == []
        model.clock = " by 1 min"
        model.refresh_looks()
        assert told.changed == [1]


def test_headings_cannot_be_chosen_and_every_row_is_read_aloud(qapp: QApplication) -> None:
    with a_model() as (model, _):
        model.show_items([Thing("group", "Facilities"), Thing("a", "x")])
        heading, row = model.index(0, 0), model.index(1, 0)
        assert heading.flags() == Qt.ItemFlag.NoItemFlags
        assert row.flags() & Qt.ItemFlag.ItemIsEnabled
        assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Facilities"
        assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "ax"
        assert row.data(Qt.ItemDataRole.ToolTipRole) == "x"
        assert row.data(Qt.ItemDataRole.DisplayRole) is None
        assert model.data(QModelIndex(), KeyRole) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.permutations("abcdefghij").flatmap(lambda keys: st.integers(0, 10).map(lambda n: keys[:n])), max_size=4)
)
def test_any_list_follows_any_other(qapp: QApplication, lists: list[list[str]]) -> None:
    with a_model("acegi") as (model, told):
        for wanted in lists:
            model.show_items(things("".join(wanted)))
            assert keys(model) == "".join(wanted)
            assert [model.row_of_key(key) for key in wanted] == list(range(len(wanted)))
            assert model.row_of_key("z") == -1
        assert told.resets == 0


def test_ten_thousand_rows_turned_round_are_shown_anew_at_once(qapp: QApplication) -> None:
    with a_model() as (model, told):
        many = [Thing(f"{number:05d}") for number in range(10_000)]
        model.show_items(many)
        started = process_time()
        model.show_items([*many[5000:], *many[:5000]])
        model.show_items(many[::-1])
        assert process_time() - started < 2
        assert told.inserted < 25_000
        assert model.items[0].key == "09999"


def test_a_scattered_change_is_a_reset(qapp: QApplication) -> None:
    with a_model() as (model, told):
        many = [Thing(f"{number:05d}") for number in range(1000)]
        model.show_items(many)
        model.show_items(many[::2])
        assert told.resets == 1
        assert len(model.items) == 500
