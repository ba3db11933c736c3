# SPDX-License-Identifier: Apache-2.0
"""The tasks side by side by how they stand: open, in progress, done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.task import DONE, IN_PROGRESS, OPEN
from incident_console.ui.delegates.task_row import CARD_COLUMNS
from incident_console.ui.models.tasks_model import BoardColumnModel, TaskBook
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.keyboard import has_keyboard
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList

_STATES = ((OPEN, "Open"), (IN_PROGRESS, "In progress"), (DONE, "Done"))


class TaskBoard(QWidget):
    """Left and Right go from column to column; with Ctrl they take the task along: ``move_wanted(key, state)``.

    ``current_key_changed(key or None)`` and ``row_activated(key)`` are those of the column that has the keyboard.
    """

    current_key_changed = Signal(object)
    row_activated = Signal(object)
    move_wanted = Signal(object, str)

    def __init__(self, book: TaskBook) -> None:
        super().__init__()
        self.setObjectName("task-board")
        self.setAccessibleName("Board")
        set_ground(self, "surface")
        self._columns = [_Column(state, words, book) for state, words in _STATES]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for column in self._columns:
            self._row.addWidget(column, 1)
            column.rows.installEventFilter(self)
            column.rows.current_key_changed.connect(self._on_current_changed)
            column.rows.row_activated.connect(self.row_activated)

    def current_key(self) -> object:
        """The chosen task, or None."""
        return next((key for column in self._columns if (key := column.rows.current_key()) is not None), None)

    def has_rows(self) -> bool:
        """Whether there is anything to choose."""
        return any(column.rows.model().rowCount() for column in self._columns)

    def select_first(self) -> None:
        """Choose the first task there is."""
        filled = next((column.rows for column in self._columns if column.rows.model().rowCount()), None)
        if filled is not None:
            filled.setCurrentIndex(filled.model().index(0, 0))

    def select_key(self, key: object) -> bool:
        """Choose a task, and keep the keyboard with it; False where the board has none such."""
        rows = next((column.rows for column in self._columns if column.rows.select_key(key)), None)
        if rows is None:
            return False
        if has_keyboard(self):
            rows.setFocus(Qt.FocusReason.OtherFocusReason)
        self._leave_others(rows)
        return True

    def focus_current(self) -> None:
        """Put the keyboard on the chosen task, or on the first there is."""
        chosen = next((column.rows for column in self._columns if column.rows.current_key() is not None), None)
        filled = next((column.rows for column in self._columns if column.rows.model().rowCount()), None)
        self._enter(chosen or filled or self._columns[0].rows, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        step = steps.get(Qt.Key(event.key()))
        place = next((number for number, column in enumerate(self._columns) if column.rows is watched), None)
        if step is None or place is None:
            return super().eventFilter(watched, event)
        self._step(place, step, is_taking=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        return True

    def _step(self, place: int, step: int, *, is_taking: bool) -> None:
        beside = place + step
        if not 0 <= beside < len(self._columns):
            return
        rows = self._columns[place].rows
        key = rows.current_key()
        if is_taking and key is not None:
            self.move_wanted.emit(key, self._columns[beside].state)
        elif not is_taking:
            self._enter(self._columns[beside].rows, rows.currentIndex().row())

    def _enter(self, rows: RowList, row: int) -> None:
        rows.setFocus(Qt.FocusReason.TabFocusReason)
        count = rows.model().rowCount()
        if rows.current_key() is None and count:
            rows.setCurrentIndex(rows.model().index(min(max(0, row), count - 1), 0))

    def _on_current_changed(self, key: object) -> None:
        rows = self.sender()
        if key is not None and isinstance(rows, RowList):
            self._leave_others(rows)
            self.current_key_changed.emit(key)
        elif self.current_key() is None:
            self.current_key_changed.emit(None)

    def _leave_others(self, chosen: RowList) -> None:
        for column in self._columns:
            if column.rows is not chosen and column.rows.current_key() is not None:
                column.rows.clearSelection()
                column.rows.setCurrentIndex(column.rows.model().index(-1, 0))


class _Column(QWidget):
    """One state: its name with how many, and the cards."""

    def __init__(self, state: str, words: str, book: TaskBook) -> None:
        super().__init__()
        self.state, self._words = state, words
        set_ground(self, "surface", "right")
        self._title = Label(words, TextStyle.SMALL, Role.MUTED, is_bold=True)
        self._head = QWidget()
        set_ground(self._head, "window", "bottom")
        self.rows = RowList(CARD_COLUMNS, f"board-{state.replace('_', '-')}", words)
        self._model = BoardColumnModel(book, state, self)
        self.rows.setModel(self._model)
        self._head_row = QHBoxLayout(self._head)
        self._head_row.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.rows, 1)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            signal.connect(self._count)
        self._count()
        follow_theme(self._restyle)

    def _count(self) -> None:
        self._title.setText(self._model.title(self._words))
        self.rows.setAccessibleName(self._title.text())

    def _restyle(self) -> None:
        px = theme().px
        self._head_row.setContentsMargins(px(16), px(5), px(16), px(5))
