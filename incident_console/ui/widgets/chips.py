# SPDX-License-Identifier: Apache-2.0
"""Filter chips: one look at a list out of several, or switches, each with how many rows it means."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.theme.painting import draw_focus_ring, draw_icon, draw_text, fill_round, text_width
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.naming import kebab
from incident_console.ui.widgets.pressable import Pressable
from incident_console.ui.widgets.visibility import show_when

_SIDE, _SIDE_SMALL, _GAP, _ICON = 11, 8, 5, 13


class Chip(Pressable):
    """A round-ended button. With ``has_arrow`` it looks like the opener of a menu; ``is_small`` stands among words."""

    def __init__(
        self,
        words: str,
        *,
        icon: str = "",
        is_checkable: bool = False,
        has_arrow: bool = False,
        is_small: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        self._words, self._icon, self._has_arrow = words, icon, has_arrow
        self._side = _SIDE_SMALL if is_small else _SIDE
        self._count: int | None = None
        self._note = ""
        self.setCheckable(is_checkable)
        self.setObjectName(name or f"chip-{kebab(words)}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name_aloud()
        follow_theme(self.updateGeometry)

    @property
    def shown_text(self) -> str:
        """The words with count and note, such as "Done 26 hidden"."""
        count = "" if self._count is None else f"{self._count:,}"
        return " ".join(filter(None, (self._words, count, self._note)))

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words = words
        self._name_aloud()

    def set_count(self, count: int | None, note: str = "") -> None:
        """Show how many rows it means, and perhaps a word about them (such as "hidden"); None shows no number."""
        self._count, self._note = count, note
        self._name_aloud()

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.shown_text, is_bold=self.isChecked()) + 2 * look.px(self._side)
        width += sum(look.px(_ICON + _GAP) for part in (self._icon, self._has_arrow) if part)
        return QSize(int(width) + 1, look.px(24))

    def nextCheckState(self) -> None:
        super().nextCheckState()
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        fill = Role.ACCENT_SOFT if self.isChecked() else Role.HOVER if is_hot else Role.SURFACE
        fill_round(painter, rect, rect.height() / 2, fill, None if self.isChecked() else Role.BORDER)
        words = Role.ACCENT if self.isChecked() else Role.MUTED
        words = words if self.isEnabled() else Role.DISABLED
        x = rect.x() + look.px(self._side)
        if self._icon:
            draw_icon(painter, QRectF(x, rect.y(), look.px(_ICON), rect.height()), self._icon, words, _ICON)
            x += look.px(_ICON + _GAP)
        right = rect.right() - look.px(self._side)
        if self._has_arrow:
            right -= look.px(_ICON)
            box = QRectF(right, rect.y(), look.px(_ICON), rect.height())
            draw_icon(painter, box, "chevron-down", words, _ICON)
        draw_text(
            painter, QRectF(x, rect.y(), right - x, rect.height()), self.shown_text, words, is_bold=self.isChecked()
        )
        if self.hasFocus():
            draw_focus_ring(painter, rect, rect.height() / 2)

    def _name_aloud(self) -> None:
        self.setText(self.shown_text.replace("&", "&&"))
        self.setAccessibleName(self.shown_text)
        self.updateGeometry()
        self.update()


class FilterChips(QWidget):
    """A row of chips that is one stop of the Tab key; the arrow keys go from chip to chip.

    Exclusive (usual): exactly one is chosen, arrows choose at once, ``chosen(key)`` tells. Otherwise each is a switch
    for Space or Enter and ``toggled(key, is_on)`` tells. Both are emitted for what the user does only.
    """

    chosen = Signal(str)
    toggled = Signal(str, bool)

    def __init__(self, accessible_name: str, *, is_exclusive: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter-chips")
        self.setAccessibleName(accessible_name)
        self._is_exclusive = is_exclusive
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(self, gap=6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add_chip(self, key: str, words: str, *, icon: str = "", count: int | None = None) -> Chip:
        """Add a chip; the first of an exclusive row is chosen to begin with."""
        chip = Chip(words, icon=icon, is_checkable=True, name=f"chip-{key}")
        chip.set_count(count)
        chip.clicked.connect(self._on_chip_clicked)
        self._chips[key] = chip
        self._flow.addWidget(chip)
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if len(self._chips) == 1:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setChecked(self._is_exclusive)
        return chip

    def clear(self) -> None:
        """Take every chip away, to show other choices."""
        for chip in self._chips.values():
            self._flow.takeAt(self._flow.indexOf(chip))  # removeWidget would free what Python holds
            chip.hide()
            chip.deleteLater()
        self._chips.clear()

    def chip(self, key: str) -> Chip:
        """The chip with this key. Raises KeyError where there is none."""
        return self._chips[key]

    def chosen_key(self) -> str:
        """The chosen chip of an exclusive row, empty where none is."""
        return next(iter(self.chosen_keys()), "")

    def chosen_keys(self) -> tuple[str, ...]:
        """All chips that are on."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def set_count(self, key: str, count: int | None, note: str = "") -> None:
        """Show how many rows a chip means."""
        self._chips[key].set_count(count, note)

    def set_shown(self, key: str, *, is_shown: bool) -> None:
        """Show or hide a chip; one that is hidden is passed over by the keyboard."""
        show_when(self._chips[key], is_shown=is_shown)

    def choose(self, key: str) -> None:
        """Choose a chip of an exclusive row, as when a view is opened again as it was left. Emits nothing."""
        for other, chip in self._chips.items():
            chip.setChecked(other == key)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)
            chip.updateGeometry()

    def set_on(self, key: str, *, is_on: bool) -> None:
        """Turn a switch on or off. Emits nothing."""
        self._chips[key].setChecked(is_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._chips:
            super().keyPressEvent(event)
            return
        self._go(step)

    def _go(self, step: int) -> None:
        keys = [key for key, chip in self._chips.items() if not chip.isHidden()]
        now = next((number for number, key in enumerate(keys) if self._chips[key].hasFocus()), 0)
        key = keys[(now + step) % len(keys)]
        if self._is_exclusive:
            self.choose(key)
        else:
            self._make_tab_stop(key)
        self._chips[key].setFocus(Qt.FocusReason.TabFocusReason)
        if self._is_exclusive:
            self.chosen.emit(key)

    def _make_tab_stop(self, key: str) -> None:
        for other, chip in self._chips.items():
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus)

    def _on_chip_clicked(self) -> None:
        key = next(key for key, chip in self._chips.items() if chip is self.sender())
        if self._is_exclusive:
            self.choose(key)
            self.chosen.emit(key)
        else:
            self.toggled.emit(key, self._chips[key].isChecked())
