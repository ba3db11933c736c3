# SPDX-License-Identifier: Apache-2.0
"""One choice out of a few that need a sentence each: what to start with, which plan to open."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from incident_console.ui.delegates import Line, Text
from incident_console.ui.delegates.laid_line import LaidLine
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, fill_round
from incident_console.ui.widgets.pressable import is_enter

_SIDE, _ABOVE, _ICON, _GAP = 12, 9, 16, 10


class Option(QAbstractButton):
    """A framed title with a muted sentence below, ``is_brief`` only while chosen; checked means chosen."""

    def __init__(self, key: str, title: str, explains: str, icon: str, *, is_brief: bool) -> None:
        super().__init__()
        self._is_brief = is_brief
        self.key, self._title, self._explains, self._icon = key, title, explains, icon
        self.setCheckable(True)
        self.setObjectName(f"option-{key}")
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(explains)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self.updateGeometry)
        follow_theme(self.updateGeometry)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(line.height for line in self._lay(width))) + 2 * theme().px(_ABOVE)

    def sizeHint(self) -> QSize:
        width = theme().px(360)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().line_height() + 2 * theme().px(_ABOVE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, rect = QPainter(self), theme(), QRectF(self.rect())
        fill = Role.ACCENT_SOFT if self.isChecked() else Role.HOVER if self.underMouse() else Role.SURFACE
        fill_round(painter, rect, look.px(6), fill, Role.ACCENT if self.isChecked() else Role.BORDER)
        y = float(look.px(_ABOVE))
        box = QRectF(look.px(_SIDE), y, look.px(_ICON), look.line_height())
        draw_icon(painter, box, self._icon, Role.ACCENT if self.isChecked() else Role.MUTED, _ICON)
        for line in self._lay(self.width()):
            line.paint(painter, self._left(), y)
            y += line.height
        if self.hasFocus():
            draw_focus_ring(painter, rect, look.px(6))

    def _left(self) -> int:
        return theme().px(_SIDE + _ICON + _GAP)

    def _lay(self, width: int) -> list[LaidLine]:
        lines = [Line((Text(self._title, is_bold=True),))]
        if self._explains and (self.isChecked() or not self._is_brief):
            lines.append(Line((Text(self._explains, Role.MUTED, TextStyle.SMALL),), max_lines=0))
        inner = max(1, width - self._left() - theme().px(_SIDE))
        return [LaidLine(line, inner) for line in lines]


class OptionList(QWidget):
    """One stop of the Tab key; arrows choose, Enter takes what is chosen.

    ``chosen(key)`` comes with every choice of the user, ``taken(key)`` with Enter. ``is_brief`` explains the chosen
    one only.
    """

    chosen = Signal(str)
    taken = Signal(str)

    def __init__(self, accessible_name: str, *, is_brief: bool = False) -> None:
        super().__init__()
        self._is_brief = is_brief
        self.setObjectName("option-list")
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._options: dict[str, Option] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        follow_theme(self._restyle)

    def add_option(self, key: str, title: str, explains: str = "", icon: str = "circle") -> None:
        """Add a choice; the first one is chosen to begin with."""
        option = Option(key, title, explains, icon, is_brief=self._is_brief)
        option.clicked.connect(self._on_option_clicked)
        self._options[key] = option
        self._column.addWidget(option)
        if len(self._options) == 1:
            self.choose(key)
        else:
            option.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keys(self) -> tuple[str, ...]:
        """Every choice, from top to bottom."""
        return tuple(self._options)

    def chosen_key(self) -> str:
        """The choice, or an empty text while there is none."""
        return next((key for key, option in self._options.items() if option.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose one. Emits nothing."""
        for other, option in self._options.items():
            option.setChecked(other == key)
            option.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._options[key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._options:
            keys = self.keys()
            key = keys[(keys.index(self.chosen_key()) + step) % len(keys)]
            self._choose_and_tell(key)
            self._options[key].setFocus(Qt.FocusReason.TabFocusReason)
        elif is_enter(event) and self._options:
            self.taken.emit(self.chosen_key())
        else:
            super().keyPressEvent(event)

    def _on_option_clicked(self) -> None:
        option = self.sender()
        if isinstance(option, Option):
            self._choose_and_tell(option.key)

    def _choose_and_tell(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(6))
