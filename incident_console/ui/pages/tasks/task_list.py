# SPDX-License-Identifier: Apache-2.0
"""The tasks as a table in groups, whose names stay in sight."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.ui.delegates.task_row import TASK_COLUMNS
from incident_console.ui.item_roles import KeyRole
from incident_console.ui.models.tasks_model import TaskBook, TasksModel
from incident_console.ui.widgets.row_header import RowHeader
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.split_page import ViewMemory
from incident_console.ui.widgets.sticky_heading import StickyHeading

_WIDTHS = "tasks/columns"


class TaskList(QWidget):
    """``current_key_changed(key or None)``, ``row_activated(key)``; keeps the widths that the user gave the columns."""

    current_key_changed = Signal(object)
    row_activated = Signal(object)

    def __init__(self, book: TaskBook, memory: ViewMemory) -> None:
        super().__init__()
        self._memory = memory
        self.rows = RowList(TASK_COLUMNS, "task-list", "Tasks", self)
        self.rows.setModel(TasksModel(book, self))
        self._titles = RowHeader(self.rows)
        self._sticky = StickyHeading(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._titles)
        column.addWidget(self.rows, 1)
        self.rows.current_key_changed.connect(self.current_key_changed)
        self.rows.row_activated.connect(self.row_activated)
        self._titles.set_widths(_widths_in(memory.read(_WIDTHS)))
        self._titles.widths_changed.connect(self._on_widths_changed)

    def current_key(self) -> object:
        """The chosen task, or None."""
        return self.rows.current_key()

    def has_rows(self) -> bool:
        """Whether there is anything to choose."""
        return self.rows.model().rowCount() > 0

    def select_key(self, key: object) -> bool:
        """Choose a task; False where the list has none such."""
        return self.rows.select_key(key)

    def select_first(self) -> None:
        """Choose the first task."""
        model = self.rows.model()
        indexes = (model.index(row, 0) for row in range(model.rowCount()))
        first = next((index for index in indexes if index.flags() & Qt.ItemFlag.ItemIsEnabled), QModelIndex())
        self.rows.select_key(first.data(KeyRole))

    def focus_current(self) -> None:
        """Put the keyboard into the list."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_widths_changed(self) -> None:
        self._memory.write(_WIDTHS, json.dumps(self._titles.widths()))


def _widths_in(kept: str) -> Mapping[str, int]:
    try:
        found = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: width for key, width in pairs if isinstance(width, int) and 0 < width < 2000}
