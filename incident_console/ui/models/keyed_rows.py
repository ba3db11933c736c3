# SPDX-License-Identifier: Apache-2.0
"""A list of rows that stay known by their keys: shown anew, it tells its views only what is different."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from incident_console.ui.delegates import Heading, Row
from incident_console.ui.item_roles import AnyIndex, KeyRole, RowRole

_KEPT_ROWS = 1024
_MOST_RUNS = 200
"""With more runs of rows to take out and put in than these, telling of each costs more than looking at all anew."""


class Keyed(Protocol):
    """What can be a row: something with a lasting key that two rows never share."""

    @property
    def key(self) -> object:
        """What the row stays known by."""


Item = TypeVar("Item", bound=Keyed)


class KeyedRows(QAbstractListModel, Generic[Item]):
    """Subclasses say how an item looks (`look`); rows are made when they are first asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Item] = []
        self._keys: list[object] = []
        self._rows: dict[object, int] | None = None
        self._looks: OrderedDict[object, Row | Heading] = OrderedDict()

    def look(self, item: Item) -> Row | Heading:
        """How an item looks now."""
        raise NotImplementedError

    def is_heading(self, item: Item) -> bool:
        """Whether an item only names those below it, so that the arrow keys pass over it."""
        return False

    def tip(self, item: Item) -> str:
        """What hovering over an item tells."""
        return ""

    @property
    def items(self) -> Sequence[Item]:
        """What is shown, from top to bottom."""
        return self._items

    def row_of_key(self, key: object) -> int:
        """The row with this key, -1 for none."""
        if self._rows is None:
            self._rows = {key: row for row, key in enumerate(self._keys)}
        return self._rows.get(key, -1)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these in place of what was shown; rows that stay are kept, also as chosen row and place of a view."""
        old, new = self._keys, [item.key for item in items]
        kept = _in_same_order(old, new)
        gone = _runs(row for row, key in enumerate(old) if key not in kept)
        come = _runs(row for row, key in enumerate(new) if key not in kept)
        if len(gone) + len(come) > _MOST_RUNS:
            self._start_anew(items, new)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._forget_looks(self._items[first : last + 1])
            del self._items[first : last + 1], self._keys[first : last + 1]
            self._rows = None
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._items[first:first] = items[first : last + 1]
            self._keys[first:first] = new[first : last + 1]
            self._rows = None
            self.endInsertRows()
        self._replace(items)

    def refresh_looks(self) -> None:
        """Look at every row again that was asked for, as when the clock went on; tell of those that differ."""
        made = set(self._looks)
        changed = [row for row, item in enumerate(self._items) if item.key in made and self._looks_other(item)]
        self._tell_changed(changed)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == KeyRole:
            return item.key
        if role == RowRole:
            return self._look(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._look(item).spoken()
        return (self.tip(item) or None) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self.is_heading(self._items[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _forget_looks(self, gone: Sequence[Item]) -> None:
        """Rows that go may come back otherwise: with the passage that a search found, say."""
        for item in gone:
            self._looks.pop(item.key, None)

    def _start_anew(self, items: Sequence[Item], keys: list[object]) -> None:
        self.beginResetModel()
        self._items, self._keys, self._rows = list(items), keys, None
        self._looks.clear()
        self.endResetModel()

    def _replace(self, items: Sequence[Item]) -> None:
        changed = [row for row, item in enumerate(items) if self._items[row] != item]
        self._items = list(items)
        self._tell_changed([row for row in changed if self._looks_other(items[row])])

    def _looks_other(self, item: Item) -> bool:
        """Whether an item looks otherwise than views were told; from now on that is how it looks."""
        before = self._looks.pop(item.key, None)
        return before is None or self._look(item) != before

    def _tell_changed(self, rows: Iterable[int]) -> None:
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def _look(self, item: Item) -> Row | Heading:
        made = self._looks.get(item.key)
        if made is None:
            made = self._looks[item.key] = self.look(item)
            if len(self._looks) > _KEPT_ROWS:
                self._looks.popitem(last=False)
        return made


def _in_same_order(old: Sequence[object], new: Sequence[object]) -> set[object]:
    """The most keys that may stay where they are: a longest increasing run of their old places."""
    if old == new:
        return set(old)
    place = {key: row for row, key in enumerate(old)}
    shared = [(place[key], key) for key in new if key in place]
    if all(before < after for (before, _), (after, _) in pairwise(shared)):
        return {key for _, key in shared}
    return set(_longest_rise(shared))


def _longest_rise(shared: Sequence[tuple[int, object]]) -> Iterator[object]:
    """Patience sorting: piles of ever higher cards, each remembering the top of the pile before it."""
    tops: list[int] = []
    top_cards: list[int] = []
    before: list[int] = []
    for card, (place, _) in enumerate(shared):
        pile = bisect_left(tops, place)
        before.append(top_cards[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        top_cards[pile : pile + 1] = [card]
    card = top_cards[-1] if top_cards else -1
    while card >= 0:
        yield shared[card][1]
        card = before[card]


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows that follow each other, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
