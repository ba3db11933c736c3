# SPDX-License-Identifier: Apache-2.0
"""Says on top of the page which plain copies lie outside the library, until each is closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.services.taking_out import OutsideLine
from incident_console.services.times import clock
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_MOST_ROWS = 4


class OutsideStrip(QWidget):
    """Asks by signals, each with the copy's key: ``take_back``, ``throw_away``, ``close_copy``."""

    take_back = Signal(str)
    throw_away = Signal(str)
    close_copy = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outside-strip")
        self.setAccessibleName("Plain copies outside the library")
        self.lines: Sequence[OutsideLine] = ()
        self._is_hushed = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def hush(self, *, is_hushed: bool) -> None:
        """Make room for a question, which comes first, or come back."""
        self._is_hushed = is_hushed
        show_when(self, is_shown=bool(self.lines) and not is_hushed)

    def show_lines(self, lines: Sequence[OutsideLine], now: Moment) -> None:
        """Show what lies outside now, changes first."""
        if list(lines) == list(self.lines):
            return
        self.lines = lines
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        ordered = sorted(lines, key=lambda line: not line.is_changed)
        for line in ordered[:_MOST_ROWS]:
            self._column.addWidget(self._row(line, now))
        if (more := len(ordered) - _MOST_ROWS) > 0:
            self._column.addWidget(Label(f"and {more:,} more", TextStyle.SMALL, Role.MUTED))
        self.hush(is_hushed=self._is_hushed)

    def _row(self, line: OutsideLine, now: Moment) -> QWidget:
        title, key = quoted(line.title), line.copy.key
        if not line.is_changed:
            words = f"{title} is open in another program, in plain"
            row = _Row(Tone.INFO, "file-up", words, _since(line, now))
            row.add(_button("Close the copy", ButtonKind.SECONDARY, partial(self.close_copy.emit, key)))
            return row
        gone = " The copy is gone; the change is kept sealed." if line.copy.is_sealed else ""
        more = f"Taken back it is a new version; nothing is overwritten.{gone}"
        row = _Row(Tone.WARN, "triangle-alert", f"{title} was changed in another program", more)
        row.add(_button("Take the change back", ButtonKind.SECONDARY, partial(self.take_back.emit, key)))
        row.add(_button("Throw it away", ButtonKind.QUIET, partial(self.throw_away.emit, key)))
        return row


class _Row(QWidget):
    """One copy: what it is, and what can be done with it."""

    def __init__(self, tone: Tone, icon: str, words: str, more: str) -> None:
        super().__init__()
        self._tone = tone
        self._icon = IconMark(icon)
        self._icon.set_icon(icon, tone.role)
        self._words, self._buttons = QVBoxLayout(), QHBoxLayout()
        self._words.addWidget(Label(words, is_bold=True, is_wrapped=True))
        self._words.addWidget(Label(more, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        self._row.addLayout(self._buttons)
        self.setAccessibleName(f"{words}. {more}")
        follow_theme(self._restyle)

    def add(self, button: Button) -> None:
        """One more thing to do."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, theme().colour(self._tone.soft_role))
        painter.fillRect(QRectF(0, 0, theme().px(3), rect.height()), theme().colour(self._tone.role))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme().colour(Role.BORDER))

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(8), px(10), px(9))
        self._row.setSpacing(px(10))
        self._words.setSpacing(px(2))
        self._buttons.setSpacing(px(8))


def quoted(title: str) -> str:
    """A title within a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"


def _button(words: str, kind: ButtonKind, press: object) -> Button:
    button = Button(words, kind)
    button.clicked.connect(press)
    return button


def _since(line: OutsideLine, now: Moment) -> str:
    since = clock(line.copy.at_ms, now)
    return f"{line.copy.path.name}, since {since}; what is saved under this name can be taken back"
