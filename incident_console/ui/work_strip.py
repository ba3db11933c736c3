# SPDX-License-Identifier: Apache-2.0
"""Long work in the pane that asked for it: how far it is, a way to stop it, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from incident_console.ui.watched_work import WatchedWork
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow
from incident_console.ui.widgets.visibility import show_when


class WorkStrip(QWidget):
    """Follows work; the buttons that begin it rest while it goes on."""

    def __init__(self, work: WatchedWork, buttons: Sequence[QAbstractButton]) -> None:
        super().__init__()
        self._work, self._buttons = work, buttons
        self._told: object = None
        self._phase = ""
        self._bar, self._progress = InlineBar(), ProgressRow("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._progress)
        self._progress.hide()
        self._progress.cancel_clicked.connect(work.cancel)
        work.changed.connect(self._follow)

    def _follow(self) -> None:
        progress, told = self._work.progress, self._work.outcome
        if progress is not None:
            if self._progress.isHidden() or self._phase != progress.what:
                self._progress.begin(self._work.words)
                self._phase = progress.what
            self._progress.show_progress(progress)
        show_when(self._progress, is_shown=progress is not None)
        for button in self._buttons:
            pane = _pane_of(button)
            if pane and button is self.window().focusWidget():  # also behind a dialog; else the keyboard is nobody's
                pane.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(progress is None)
        if told is None:
            self._bar.hide()
        elif told is not self._told:
            self._bar.tell(told.tone, told.title, told.message)
            if pane := _pane_of(self):
                pane.reveal(self._bar)
        self._told = told


def _pane_of(part: QWidget) -> DetailPane | None:
    parent = part.parentWidget()
    while parent is not None and not isinstance(parent, DetailPane):
        parent = parent.parentWidget()
    return parent
