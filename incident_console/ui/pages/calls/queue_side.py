# SPDX-License-Identifier: Apache-2.0
"""The queue of a call list with how far it has come above it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.services.calls import CallListLine, CallQueue
from incident_console.services.times import clock, span
from incident_console.ui.delegates import Line, Text
from incident_console.ui.delegates.call_row import CALL_COLUMNS
from incident_console.ui.models.calls_model import CallsModel
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.amounts import MeterBar
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.info_row import InfoRow
from incident_console.ui.widgets.row_list import RowList


class QueueSide(QWidget):
    """How many were reached, how fast and by whom; the bar; the rows, or why there are none."""

    def __init__(self, model: CallsModel) -> None:
        super().__init__()
        set_ground(self, "surface")
        self.rows = RowList(CALL_COLUMNS, "call-queue", "Whom to call")
        self.rows.setModel(model)
        self.words, self.meter = InfoRow(Line(), is_first=True), MeterBar("Reached")
        self.nothing = EmptyState("search", "Nobody found", "Nobody on this list fits what you search for.")
        self._stack = QStackedWidget()
        for part in (self.rows, self.nothing):
            self._stack.addWidget(part)
        self._head = QVBoxLayout()
        self._head.addWidget(self.words)
        self._head.addWidget(self.meter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._stack, 1)
        follow_theme(self._restyle)

    def tell(self, queue: CallQueue, shown: int, now: Moment) -> None:
        """Say how far a list has come; ``shown`` rows pass the search."""
        line, words = queue.list, progress_words(queue.list)
        if queue.next_retry_at_ms is not None:
            words = f"{words}; next call {clock(queue.next_retry_at_ms, now)}"
        reached = Text(f"{line.reached:,} of {line.listed:,} reached", is_bold=True)
        self.words.set_content(Line((reached, Text(f" {words}", Role.MUTED)), max_lines=2))
        self.meter.set_share(line.reached, line.listed)
        self.words.setToolTip(line.purpose)
        self._stack.setCurrentWidget(self.rows if shown else self.nothing)

    def focus_list(self) -> None:
        """Put the keyboard on the rows, or on what stands in their place."""
        (self._stack.currentWidget() or self.rows).setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        px = theme().px
        self._head.setContentsMargins(px(16), px(8), px(16), px(10))
        self._head.setSpacing(px(3))


def progress_words(line: CallListLine) -> str:
    """How fast and by whom: "median 4 min, 3 callers on 2 laptops"."""
    parts = [f"median {span(line.median_ms)}"] if line.median_ms is not None else []
    if line.callers:
        on = f" on {line.laptops:,} laptops" if line.laptops > 1 else ""
        parts.append(f"{line.callers:,} {'caller' if line.callers == 1 else 'callers'}{on}")
    return ", ".join(parts)
