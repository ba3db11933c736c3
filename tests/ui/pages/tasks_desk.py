# SPDX-License-Identifier: Apache-2.0
"""The tasks page on a real workspace, as somebody sits before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session
from incident_console.services.tasks import TaskLine
from incident_console.ui.item_roles import RowRole
from incident_console.ui.pages.tasks_page import TasksPage
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.row_list import RowList
from tests.ui.asking import focused, part
from tests.ui.pages.page_desk import PageDesk, shown_page


@dataclass
class TasksDesk:
    """The page in its window, and what one sees of it."""

    desk: PageDesk[TasksPage]

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def page(self) -> TasksPage:
        return self.desk.page

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(focused(), key, modifiers)

    def type(self, text: str) -> None:
        """Type into the field that has the keyboard; \\n is Enter."""
        for char in text:
            if char == "\n":
                self.press(Qt.Key.Key_Return)
            else:
                QTest.keyClicks(focused(), char)

    def rows(self) -> RowList:
        """The list of tasks."""
        return part(self.page, RowList, "task-list")

    def column(self, state: str) -> RowList:
        """One column of the board."""
        return part(self.page, RowList, f"board-{state}")

    def chips(self) -> FilterChips:
        """The looks at the tasks."""
        return part(self.page, FilterChips)

    def bar(self) -> InlineBar:
        """Where the page tells of errors."""
        return part(self.page, InlineBar)

    def shown(self, rows: RowList | None = None) -> list[str]:
        """What the rows say, from top to bottom, headings too."""
        model = (rows or self.rows()).model()
        return [model.index(row, 0).data(RowRole).spoken() for row in range(model.rowCount())]

    def said(self, task: TaskLine) -> str:
        """What the row of a task says, empty where the list has none."""
        return next((words for words in self.shown() if f"; {task.label};" in words), "")

    def choose(self, task: TaskLine) -> None:
        """Choose a task in the list and wait for its detail."""
        assert self.rows().select_key(task.id)
        self.rows().setFocus()
        self.wait_for_detail(task)

    def wait_for_detail(self, task: TaskLine) -> None:
        """Wait until all about a task is shown."""
        self.desk.wait_until(lambda: self.shown_task() == task.id and self.page.detail.is_whole)

    def shown_task(self) -> bytes | None:
        """The task whose detail is shown."""
        shown = self.page.detail.task
        return shown.id if shown else None

    def wait_for(self, task: TaskLine, **fields: object) -> None:
        """Wait until the record, and the detail if it shows the task, have these values."""

        def is_so() -> bool:
            shown = self.page.detail.task
            lines = [self.session.tasks.get(task.id), *([shown] if shown and shown.id == task.id else [])]
            return all(getattr(line, name) == value for line in lines for name, value in fields.items())

        self.desk.wait_until(is_so)


@contextmanager
def a_tasks_desk(session: Session, incident: bytes, qtbot: QtBot, tmp_path: Path) -> Iterator[TasksDesk]:
    """The page with the tasks of an incident."""
    with shown_page(session, TasksPage, qtbot, tmp_path) as desk:
        desk.page.show_incident(incident)
        desk.wait_until(lambda: desk.page.is_loaded)
        desk.page.focus_first()
        yield TasksDesk(desk)
