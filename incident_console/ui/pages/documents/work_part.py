# SPDX-License-Identifier: Apache-2.0
"""Long work with documents, one at a time: its progress while it goes on, and then what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.ui.jobs import JobHandle, JobRunner, Lane, Report
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow

_Result = TypeVar("_Result")


class WorkPart(QWidget):
    """A row of progress over a bar for the outcome, each hidden while there is none of it."""

    def __init__(self, jobs: JobRunner, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._jobs = jobs
        self._handle: JobHandle | None = None
        self.progress, self.bar = ProgressRow(words), InlineBar()
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.progress, self.bar):
            column.addWidget(part)
        self.progress.cancel_clicked.connect(self._on_cancel_clicked)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._handle is not None

    def _begin(
        self,
        words: str,
        job: Callable[[Event, Report], _Result],
        on_success: Callable[[_Result], None],
        on_cancelled: Callable[[], None] | None = None,
    ) -> None:
        """Do this beside the store's lane, under these words; on failure the bar tells why."""
        self.bar.hide()
        self.progress.begin(words)
        self.progress.show()
        self._handle = self._jobs.submit(
            job,
            lane=Lane.POOL,
            on_success=partial(self._on_done, on_success),
            on_failure=partial(self._on_done, self.bar.tell_error),
            on_cancelled=partial(self._on_stopped, on_cancelled),
            on_progress=self.progress.show_progress,
        )

    def _on_done(self, tell: Callable[[Any], None], outcome: object | KnownError) -> None:
        self._end()
        tell(outcome)

    def _on_stopped(self, tell: Callable[[], None] | None) -> None:
        self._end()
        if tell is not None:
            tell()

    def _end(self) -> None:
        self._handle = None
        self.progress.hide()

    def _on_cancel_clicked(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
