# SPDX-License-Identifier: Apache-2.0
"""One line of facts in a card or a detail pane: icon or tag, words, and something at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from incident_console.ui.delegates import Cell, Line
from incident_console.ui.delegates.laid_line import LaidLine
from incident_console.ui.theme import Role, Theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, fill_round
from incident_console.ui.widgets.pressable import Pressable

_ABOVE = 5


class InfoRow(Pressable):
    """Shows a `Line` (or several, as a `Cell`) with a hairline above.

    With ``is_link`` it can be reached by Tab, pressed with Enter, Space or the mouse, and emits ``clicked``.
    """

    def __init__(self, content: Line | Cell, *, is_link: bool = False, is_first: bool = False) -> None:
        super().__init__()
        self._is_link, self._is_first = is_link, is_first
        self._laid_for: tuple[Theme, int] | None = None
        self._laid: list[LaidLine] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_link else Qt.FocusPolicy.NoFocus)
        if is_link:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._cell = Cell(())
        self.set_content(content)

    def set_content(self, content: Line | Cell) -> None:
        """Show something else."""
        self._cell = Cell((content,)) if isinstance(content, Line) else content
        self._laid_for = None
        self.setAccessibleName(self._cell.spoken())
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return self._cell.spoken()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(line.height for line in self._lay(width))) + 2 * theme().px(_ABOVE) + 1

    def sizeHint(self) -> QSize:
        lines = self._lay(theme().px(2000))
        width = max((line.natural_width for line in lines), default=0)
        return QSize(round(width), self.heightForWidth(theme().px(2000)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().line_height() + 2 * theme().px(_ABOVE) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._is_link and self.underMouse():
            fill_round(painter, rect.adjusted(0, 1, 0, -1), theme().px(4), Role.HOVER)
        if not self._is_first:
            painter.fillRect(QRectF(0, 0, rect.width(), 1), theme().colour(Role.BORDER))
        y = theme().px(_ABOVE) + 1.0
        for line in self._lay(self.width()):
            line.paint(painter, 0, y)
            y += line.height
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme().px(4))

    def _lay(self, width: int) -> list[LaidLine]:
        if self._laid_for != (theme(), width):
            self._laid = [LaidLine(line, width) for line in self._cell.lines]
            self._laid_for = (theme(), width)
        return self._laid
