# SPDX-License-Identifier: Apache-2.0
"""Tells of an error or of news inside the page, above its content, until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, SecondaryButton
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_ICONS = {
    Tone.DANGER: "circle-x",
    Tone.WARN: "triangle-alert",
    Tone.OK: "circle-check",
    Tone.INFO: "info",
}


class InlineBar(QWidget):
    """Hidden until something is to be told; opens no dialog and takes no focus, screen readers announce it.

    ``action_clicked`` comes from its button, ``closed`` from its cross.
    """

    action_clicked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inline-bar")
        self._tone = Tone.INFO
        self._icon = IconMark("info")
        self._title = Label("", is_bold=True, is_wrapped=True)
        self._message = Label("", is_wrapped=True)
        self._what_to_do = Label("", TextStyle.BODY, is_wrapped=True)
        self._action = SecondaryButton("Try again")
        self._close = Button("Close this message", ButtonKind.QUIET, icon="x", is_icon_only=True)
        self._words = QVBoxLayout()
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._action.clicked.connect(self.action_clicked)
        self._close.clicked.connect(self.dismiss)
        self.hide()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        for label in (self._title, self._message, self._what_to_do):
            self._words.addWidget(label)
            label.make_selectable()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def tell_error(self, error: KnownError, action: str = "") -> None:
        """Say what happened, what is safe and what to do; ``action`` puts a button beside it."""
        self.tell(Tone.DANGER, error.title, error.message, error.what_to_do, action)

    def tell(self, tone: Tone, title: str, message: str = "", what_to_do: str = "", action: str = "") -> None:
        """Say something in a tone; it stays until closed or until something else is said."""
        self._tone = tone
        self._icon.set_icon(_ICONS.get(tone, "info"), tone.role)
        for label, text in ((self._title, title), (self._message, message), (self._what_to_do, what_to_do)):
            label.setText(text)
            show_when(label, is_shown=bool(text))
        self._title.set_role(tone.role)
        if action:
            self._action.set_words(action)
        show_when(self._action, is_shown=bool(action))
        spoken = " ".join(filter(None, (title + ".", message, what_to_do)))
        self.setAccessibleName(spoken)
        show_when(self, is_shown=True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))
        self.update()

    @property
    def title(self) -> str:
        """What was said last, in short."""
        return self._title.text()

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()

    def forget(self, title: str) -> None:
        """Take the message away if it is this one: something else says it."""
        if self.title == title:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme().colour(self._tone.soft_role))
        painter.fillRect(QRectF(0, 0, theme().px(3), rect.height()), theme().colour(self._tone.role))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme().colour(Role.BORDER))

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(8), px(10), px(9))
        self._row.setSpacing(px(10))
        self._words.setSpacing(px(2))
