# SPDX-License-Identifier: Apache-2.0
"""Boxes to tick, one-of-several and drop-down lists, drawn like everything else and as large as the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QListView, QRadioButton, QSizePolicy

from incident_console.ui.delegates.roomy_delegate import RoomyDelegate
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, draw_text, fill_round, text_width
from incident_console.ui.widgets.naming import kebab

_BOX, _GAP, _SIDE = 16, 8, 4


class CheckBox(QCheckBox):
    """A box to tick with its words."""

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        _name(self, words)

    def set_words(self, words: str) -> None:
        """Say something else, such as another count."""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return _size_of(self.accessibleName())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_choice(self, "square-check" if self.isChecked() else "square")


class RadioButton(QRadioButton):
    """One of several, with its words."""

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        _name(self, words)

    def sizeHint(self) -> QSize:
        return _size_of(self.accessibleName())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_choice(self, "circle-dot" if self.isChecked() else "circle")


class ChoiceBox(QComboBox):
    """A drop-down list; fill it with ``addItem(words, key)`` and ask ``currentData()``.

    Letters go to the choice that begins with them, not to buttons that listen to them.
    """

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(kebab(accessible_name))
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        popup = QListView()
        popup.setObjectName("choices")
        self.setView(popup)
        self.setItemDelegate(RoomyDelegate(self))
        follow_theme(self.updateGeometry)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.text().isalnum():
            event.accept()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        widest = max((text_width(self.itemText(place)) for place in range(self.count())), default=0)
        return QSize(int(widest) + theme().px(10 + _GAP + _BOX + 8) + 2, theme().px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill_round(painter, rect, look.px(6), Role.FIELD, Role.FOCUS if self.hasFocus() else Role.BORDER_STRONG)
        role = Role.TEXT if self.isEnabled() else Role.DISABLED
        arrow = QRectF(rect.right() - look.px(_BOX + 8), 0, look.px(_BOX), rect.height())
        words = rect.adjusted(look.px(10), 0, arrow.left() - look.px(_GAP) - rect.right(), 0)
        draw_text(painter, words, self.currentText(), role)
        draw_icon(painter, arrow, "chevron-down", role)


def _name(button: QAbstractButton, words: str) -> None:
    button.setObjectName(kebab(words))
    button.setAccessibleName(words)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    follow_theme(button.updateGeometry)


def _size_of(words: str) -> QSize:
    look = theme()
    width = look.px(_BOX + _GAP + 2 * _SIDE) + text_width(words)
    return QSize(int(width) + 2, look.line_height() + look.px(10))


def _paint_choice(button: QAbstractButton, icon: str) -> None:
    look = theme()
    painter = QPainter(button)
    rect = QRectF(button.rect())
    role = (Role.ACCENT if button.isChecked() else Role.TEXT) if button.isEnabled() else Role.DISABLED
    draw_icon(painter, QRectF(look.px(_SIDE), 0, look.px(_BOX), rect.height()), icon, role)
    words = rect.adjusted(look.px(_SIDE + _BOX + _GAP), 0, 0, 0)
    draw_text(painter, words, button.accessibleName(), Role.TEXT if button.isEnabled() else Role.DISABLED)
    if button.hasFocus():
        draw_focus_ring(painter, rect, look.px(4))
