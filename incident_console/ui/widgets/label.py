# SPDX-License-Identifier: Apache-2.0
"""Words on the screen. Always plain text: what people type is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, theme
from incident_console.ui.theme.painting import text_width
from incident_console.ui.widgets.visibility import show_when


class Label(QLabel):
    """Words in a size and colour of the theme."""

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        role: Role = Role.TEXT,
        *,
        is_bold: bool = False,
        is_wrapped: bool = False,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("face", style.value)
        self.setProperty("strong", is_bold)
        self.setProperty("role", role.value)
        self.setWordWrap(is_wrapped)

    def set_role(self, role: Role) -> None:
        """Change the colour."""
        if self.property("role") != role.value:
            self.setProperty("role", role.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def make_selectable(self) -> None:
        """Let mouse and keyboard mark the words, to copy them."""
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)


class ElidedLabel(QWidget):
    """One line that ends in an ellipsis where there is no room, and then tells all of it in its tooltip."""

    def __init__(
        self,
        text: str = "",
        style: TextStyle = TextStyle.BODY,
        role: Role = Role.TEXT,
        *,
        is_bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style, self._role, self._is_bold = style, role, is_bold
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, role: Role | None = None) -> None:
        """Show other words, perhaps in another colour."""
        self._text = text
        self._role = role or self._role
        self.setAccessibleName(text)
        show_when(self, is_shown=bool(text))
        self._tell_all_if_cut()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = text_width(self._text, self._style, is_bold=self._is_bold)
        return QSize(int(width) + 2, theme().line_height(self._style))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme().px(24), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._tell_all_if_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setFont(look.font(self._style, is_bold=self._is_bold))
        painter.setPen(look.colour(self._role))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _tell_all_if_cut(self) -> None:
        self.setToolTip(self._text if self.width() < self.sizeHint().width() - 2 else "")
