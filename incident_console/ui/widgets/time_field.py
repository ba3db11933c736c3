# SPDX-License-Identifier: Apache-2.0
"""A small field for a time: empty it says "now 17:17"; what is typed (14:05, -10) is read at once and told back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.services.times import clock, full
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import fill_round, text_width
from incident_console.ui.widgets.pressable import is_enter

_SIDE, _HIGH = 11, 24


class TimeField(QLineEdit):
    """``parse(text)`` reads a time and raises KnownError for what is none; ``now()`` is the clock.

    What was typed becomes a moment when the field is left, so that "-10" stays the ten minutes before it was typed.
    ``left`` comes with Enter.
    """

    left = Signal()

    def __init__(
        self, accessible_name: str, parse: Callable[[str], Moment], now: Callable[[], Moment], name: str = "time-field"
    ) -> None:
        super().__init__()
        self._parse, self._now = parse, now
        self._moment: Moment | None = None
        self._error: KnownError | None = None
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setProperty("bare", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self.updateGeometry)
        self.tell_now()
        follow_theme(self.updateGeometry)

    def moment(self) -> Moment | None:
        """The time that was typed, None for now. Raises KnownError for what is no time."""
        self._read()
        if self._error is not None:
            raise self._error
        return self._moment

    def moment_so_far(self) -> Moment | None:
        """The time that was typed and left; None for now, and while somebody types."""
        return self._moment

    def set_moment(self, moment: Moment | None) -> None:
        """Show a time, or now."""
        self._moment, self._error = moment, None
        self.setText(clock(moment.ms, self._now()) if moment else "")
        self._tell()

    def tell_now(self) -> None:
        """Say what now is; call it as the clock goes on."""
        words = f"now {clock(self._now().ms, self._now())}"
        if self.placeholderText() != words:
            self.setPlaceholderText(words)
            self._tell()

    def sizeHint(self) -> QSize:
        shown = max(self.text(), self.placeholderText(), key=len)
        return QSize(round(text_width(shown)) + theme().px(2 * _SIDE) + 4, theme().px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._read()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.set_moment(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._read()

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = Role.DANGER if self._error else Role.FOCUS if self.hasFocus() else Role.BORDER
        rect = QRectF(self.rect())
        painter = QPainter(self)
        fill_round(painter, rect, rect.height() / 2, Role.SURFACE, edge)
        painter.end()
        super().paintEvent(event)

    def _on_text_edited(self) -> None:
        self._moment, self._error = None, None
        self._tell()

    def _read(self) -> None:
        if self._moment is not None or not self.text().strip():
            return
        try:
            self.set_moment(self._parse(self.text()))
        except KnownError as error:
            self._error = error
            self._tell()

    def _tell(self) -> None:
        words = "Now; type another time, such as 14:05, or -10 for ten minutes ago"
        if self._error:
            words = self._error.one_line()
        elif self._moment:
            words = full(self._moment.ms, self._moment.utc_offset_min)
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()
