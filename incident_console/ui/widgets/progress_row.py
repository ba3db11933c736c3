# SPDX-License-Identifier: Apache-2.0
"""Long work on the screen: what it is, how much is done, how long it takes yet, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.ui.jobs import Progress
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.amounts import MeterBar
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.label import ElidedLabel

_MIN_SECONDS_FOR_A_GUESS = 2.0
_MIN_SPEED = 2.0
"""What is done at a slower pace is not told by the second."""


class ProgressRow(QWidget):
    """Give it to a job's ``on_progress`` as `show_progress`; ``cancel_clicked`` asks for the end of the work."""

    cancel_clicked = Signal()

    def __init__(self, words: str, seconds_now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.setObjectName("progress-row")
        self._seconds_now = seconds_now
        self._began = seconds_now()
        self._words = ElidedLabel(words)
        self._amount = ElidedLabel("", TextStyle.SMALL, Role.MUTED)
        self._bar = MeterBar(words)
        self._cancel = SecondaryButton("Cancel")
        self._column = QVBoxLayout()
        for part in (self._words, self._bar, self._amount):
            self._column.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self._cancel)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        follow_theme(self._restyle)

    @property
    def amount_text(self) -> str:
        """What is said about amount and time."""
        return self._amount.text()

    def begin(self, words: str) -> None:
        """Start over for another piece of work."""
        self._began = self._seconds_now()
        self._words.set_text(words)
        self._amount.set_text("")
        self._bar.set_share(0, 0)
        self._cancel.setEnabled(True)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; a total of 0 means that nobody knows the total."""
        self._bar.setMaximum(progress.total)
        self._bar.setValue(progress.done)
        self._amount.set_text(", ".join(filter(None, (_amount(progress), *self._pace(progress)))))
        self.setAccessibleName(f"{self._words.text()}: {self._amount.text()}")

    def _pace(self, progress: Progress) -> tuple[str, ...]:
        """How fast it goes and how long it takes yet, by the pace so far; nothing before there is one to speak of."""
        passed = self._seconds_now() - self._began
        if passed < _MIN_SECONDS_FOR_A_GUESS or not 0 < progress.done < progress.total:
            return ()
        left, speed = passed / progress.done * (progress.total - progress.done), progress.done / passed
        time_left = f"about {max(1, round(left))} s left" if left < 90 else f"about {round(left / 60)} min left"
        return (f"{speed:,.0f} a second", time_left) if speed >= _MIN_SPEED else (time_left,)

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._amount.set_text("stopping")
        self.cancel_clicked.emit()

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(16))
        self._column.setSpacing(px(4))


def _amount(progress: Progress) -> str:
    count = f"{progress.done:,} of {progress.total:,}" if progress.total else f"{progress.done:,}"
    return f"{count} {progress.what}".strip()
