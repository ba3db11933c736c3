# SPDX-License-Identifier: Apache-2.0
"""A list of any length: it knows where every row stands, and asks for a row's content when somebody looks at it."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal

from incident_console.ui.delegates import Heading, Row, line
from incident_console.ui.item_roles import AnyIndex, KeyRole, RowRole, SortRole
from incident_console.ui.theme import Role

T = TypeVar("T")
Place = tuple[int, int, bytes]
"""What a row is sorted by, its key last. The place of a key never changes."""

_KEPT = 4_000
_BEFORE, _BEHIND = 40, 88
"""Rows fetched around one that is looked at, so that scrolling finds them there."""
_COMING = Row({"text": line("\N{HORIZONTAL ELLIPSIS}", Role.MUTED)})


class PagedModel(QAbstractListModel, Generic[T]):
    """Shows places newest first; ``lines_wanted(keys)`` asks for content, which `give_lines` brings.

    Changes are idempotent: a place put twice is there once, removing what is not there does nothing. Subclasses say
    how a line looks (`make_row`) and may keep rows of their own that need no line (`own_row`), such as headings.
    """

    lines_wanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[Place] = []  # ascending: row 0 is the last one
        self._place_of: dict[bytes, Place] = {}
        self._lines: OrderedDict[bytes, T] = OrderedDict()
        self._rows: dict[bytes, Row] = {}
        self._stale: set[bytes] = set()
        self._asked: set[bytes] = set()
        self._wanted: list[bytes] = []
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def make_row(self, shown: T) -> Row:
        """How a line looks."""
        raise NotImplementedError

    def tip(self, shown: T) -> str:
        """What hovering over a line tells."""
        return ""

    def own_row(self, key: bytes) -> Row | Heading | None:
        """A row that needs no line, or None."""

    # What stands where ---------------------------------------------------------------------------

    def show_places(self, places: Iterable[Place]) -> None:
        """Show these and nothing else; they come in their order, the smallest first. Lines that are here stay."""
        self.beginResetModel()
        self._places = list(places)
        self._place_of = {place[-1]: place for place in self._places}
        self._asked.clear()
        self.endResetModel()

    def put_places(self, places: Iterable[Place]) -> None:
        """Add rows at their places; those that are there already stay as they are."""
        for place in places:
            if place[-1] in self._place_of:
                continue
            at = bisect_left(self._places, place)
            row = len(self._places) - at
            self.beginInsertRows(QModelIndex(), row, row)
            self._places.insert(at, place)
            self._place_of[place[-1]] = place
            self.endInsertRows()

    def remove_keys(self, keys: Iterable[bytes]) -> None:
        """Take rows away."""
        for key in keys:
            row = self.row_of_key(key)
            if row < 0:
                continue
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._places[len(self._places) - 1 - row]
            del self._place_of[key]
            self.endRemoveRows()
            self._forget((key,))

    def key_at(self, row: int) -> bytes:
        """The key of a row."""
        return self._places[len(self._places) - 1 - row][-1]

    def row_of_key(self, key: object) -> int:
        """Where a key stands, -1 if it is not shown."""
        place = self._place_of.get(key) if isinstance(key, bytes) else None
        return len(self._places) - 1 - bisect_left(self._places, place) if place else -1

    def shows(self, key: object) -> bool:
        """Whether a key has a row."""
        return key in self._place_of

    # What the rows say ---------------------------------------------------------------------------

    def line(self, key: bytes) -> T | None:
        """The content of a row, None while it is not here."""
        return self._lines.get(key)

    def give_lines(self, lines: Mapping[bytes, T]) -> None:
        """Bring contents that were asked for, or newer ones."""
        for key, content in lines.items():
            self._lines[key] = content
            self._lines.move_to_end(key)
        self._rows = {key: row for key, row in self._rows.items() if key not in lines}
        self._asked -= lines.keys()
        self._stale -= lines.keys()
        while len(self._lines) > _KEPT:
            key, _ = self._lines.popitem(last=False)
            self._rows.pop(key, None)
        self._tell_changed(lines)

    def refresh_lines(self, keys: Iterable[bytes] | None = None) -> None:
        """Ask again for these contents, or all of them, when somebody looks; until then the old ones are shown."""
        self._stale |= self._lines.keys() if keys is None else self._lines.keys() & set(keys)
        self._asked -= self._stale
        self._tell_changed(self._stale)

    def rebuild_rows(self) -> None:
        """Make every row anew from its line, as when the day changed or other words are searched for."""
        self._rows.clear()
        if self._places:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._places) - 1, 0))

    def _tell_changed(self, keys: Collection[bytes]) -> None:
        rows = [row for key in keys if (row := self.row_of_key(key)) >= 0]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def _forget(self, keys: Iterable[bytes]) -> None:
        for key in keys:
            self._lines.pop(key, None)
            self._rows.pop(key, None)
            self._stale.discard(key)
            self._asked.discard(key)

    # As Qt asks ----------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == KeyRole:
            return self.key_at(index.row())
        if role == RowRole:
            return self._row(index.row())
        if role == SortRole:
            return self._place_of[self.key_at(index.row())]
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = self.line(self.key_at(index.row()))
            return self.tip(shown) if shown is not None else None
        return self._row(index.row()).spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.own_row(self.key_at(index.row())), Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _row(self, row: int) -> Row | Heading:
        key = self.key_at(row)
        own = self.own_row(key)
        if own is not None:
            return own
        if key not in self._lines or key in self._stale:
            self._want_around(row)
        if key not in self._lines:
            return _COMING
        if key not in self._rows:
            self._rows[key] = self.make_row(self._lines[key])
        return self._rows[key]

    def _want_around(self, row: int) -> None:
        if self.key_at(row) in self._asked:
            return
        last = len(self._places)
        for near in range(max(0, row - _BEFORE), min(last, row + _BEHIND)):
            key = self.key_at(near)
            if key not in self._asked and (key not in self._lines or key in self._stale) and not self.own_row(key):
                self._asked.add(key)
                self._wanted.append(key)
        self._asking.start()

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        if wanted:
            self.lines_wanted.emit(wanted)
