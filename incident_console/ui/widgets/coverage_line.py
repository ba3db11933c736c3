# SPDX-License-Identifier: Apache-2.0
"""Who was heard from, and who is silent: the truth about everything else on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from incident_console.ui.delegates import Icon, Line, Text
from incident_console.ui.delegates.laid_line import LaidLine
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring
from incident_console.ui.widgets.pressable import Pressable
from incident_console.ui.widgets.visibility import show_when


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many stations were heard, of how many; ``silent`` names the others, such as "Ops-2 (38 min)"."""

    heard: int
    total: int
    silent: str = ""

    def as_line(self) -> Line:
        """The line that says so."""
        words = [
            Text("Heard ", Role.MUTED),
            Text(f"{self.heard} of {self.total}", Role.TEXT, is_bold=True),
            Text(" stations", Role.MUTED),
        ]
        if self.silent:
            words.append(Text(f"  silent: {self.silent}", Role.WARN))
        return Line(tuple(words), before=(Icon("radio-tower"),))


class CoverageLine(Pressable):
    """One line that leads to the stations; cut short it keeps the count and tells the rest in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("coverage-line")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._line = Line()
        self.set_coverage(None)
        follow_theme(self.updateGeometry)

    def set_coverage(self, coverage: Coverage | None) -> None:
        """Show who was heard; None (no incident, no team yet) shows nothing."""
        self._line = coverage.as_line() if coverage else Line()
        spoken = " ".join(self._line.spoken().split())
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        show_when(self, is_shown=coverage is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        laid = LaidLine(self._line, theme().px(2000))
        return QSize(round(laid.natural_width) + 1, theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(150), theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        laid = LaidLine(self._line, self.width())
        laid.paint(painter, 0, (self.height() - laid.height) / 2)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), theme().px(4))
