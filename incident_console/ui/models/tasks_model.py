# SPDX-License-Identifier: Apache-2.0
"""The tasks of an incident as one list: grouped, filtered, with due times that go with the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from incident_console.domain.clock import Moment
from incident_console.domain.task import NOT_APPLICABLE
from incident_console.services.tasks import TaskLine
from incident_console.ui.delegates import Heading, Row
from incident_console.ui.delegates.task_row import task_card, task_row, task_tip
from incident_console.ui.models.keyed_rows import KeyedRows
from incident_console.ui.models.task_view import Grouping, TaskItem, TaskView, arrange, arrange_column


class TaskBook(QObject):
    """Every task of the incident that is shown, by id, and what is looked at.

    ``about_to_change`` comes before, ``changed`` after any of it did.
    """

    about_to_change = Signal()
    changed = Signal()

    def __init__(self, now: Moment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[bytes, TaskLine] = {}
        self.view, self.now = TaskView(), now

    @property
    def lines(self) -> Sequence[TaskLine]:
        """Every task."""
        return tuple(self._lines.values())

    def get(self, key: object) -> TaskLine | None:
        """One task, None for a key that none has."""
        return self._lines.get(key) if isinstance(key, bytes) else None

    def fill(self, lines: Iterable[TaskLine], now: Moment) -> None:
        """Hold these tasks instead."""
        with self._changing():
            self._lines, self.now = {line.id: line for line in lines}, now

    def take(self, asked: Iterable[bytes], lines: Sequence[TaskLine]) -> None:
        """Hold what became of some tasks; asked for and not found, they are gone."""
        with self._changing():
            for key in set(asked) - {line.id for line in lines}:
                self._lines.pop(key, None)
            self._lines.update((line.id, line) for line in lines)

    def look_at(self, view: TaskView) -> None:
        """Look at another part of it."""
        if view != self.view:
            with self._changing():
                self.view = view

    def pass_time(self, now: Moment) -> None:
        """Let the clock go on."""
        with self._changing():
            self.now = now

    def waiting_for(self, keys: Iterable[bytes]) -> set[bytes]:
        """Tasks that name one of these as coming first: their rows change with it."""
        first = set(keys)
        return {line.id for line in self._lines.values() if not first.isdisjoint(line.blocker_ids)}

    @contextmanager
    def _changing(self) -> Iterator[None]:
        self.about_to_change.emit()
        yield
        self.changed.emit()


class TasksModel(KeyedRows[TaskItem]):
    """The list: follows a book by itself, unless its board is looked at."""

    def __init__(self, book: TaskBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._seen = (book.now, book.view.words)
        book.changed.connect(self._follow)

    def look(self, item: TaskItem) -> Row | Heading:
        if item.line is None:
            return Heading(item.heading)
        return self._look_of(item.line, self._book.now, self._book.view.words)

    def is_heading(self, item: TaskItem) -> bool:
        return item.line is None

    def tip(self, item: TaskItem) -> str:
        return task_tip(item.line, self._book.now) if item.line else ""

    def _look_of(self, line: TaskLine, now: Moment, words: str) -> Row:
        return task_row(line, now, words)

    def _arranged(self) -> list[TaskItem] | None:
        """What to show; None while nobody looks."""
        view = self._book.view
        return None if view.grouping is Grouping.BOARD else arrange(self._book.lines, view, self._book.now)

    def _follow(self) -> None:
        items = self._arranged()
        if items is None:
            return
        self.show_items(items)
        seen = (self._book.now, self._book.view.words)
        if seen != self._seen:
            self._seen = seen
            self.refresh_looks()


class BoardColumnModel(TasksModel):
    """One column of the board: the tasks of one state."""

    def __init__(self, book: TaskBook, state: str, parent: QObject | None = None) -> None:
        super().__init__(book, parent)
        self._state = state

    def title(self, words: str) -> str:
        """How many there are, such as "Done 3, 1 not applicable"."""
        idle = sum(item.line is not None and item.line.state == NOT_APPLICABLE for item in self.items)
        count = f"{words} {len(self.items) - idle:,}"
        return f"{count}, {idle:,} not applicable" if idle else count

    def _look_of(self, line: TaskLine, now: Moment, words: str) -> Row:
        return task_card(line, now, words)

    def _arranged(self) -> list[TaskItem] | None:
        view = self._book.view
        return arrange_column(self._book.lines, self._state, view) if view.grouping is Grouping.BOARD else None
