# SPDX-License-Identifier: Apache-2.0
"""A list at the left and its detail at the right; in a narrow window one at a time."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from incident_console.ui.theme import follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.visibility import show_when

# Narrower than this (pixels of the design), list and detail take turns.
_MIN_WIDTH_FOR_BOTH = 660
_DETAIL_WIDTH = 340
_ROOMY_DETAIL_WIDTH = 460


class ViewMemory(Protocol):
    """Keeps small facts about how a user left the view; holds no content of the record."""

    def read(self, key: str) -> str:
        """What was kept, or an empty text."""

    def write(self, key: str, value: str) -> None:
        """Keep it for next time."""


class SplitPage(QWidget):
    """Keeps where the user put the splitter. `show_detail` matters in a narrow window only: call it on Enter.

    Esc in the detail goes back to the list; ``back_to_list`` tells so, to give the list the keyboard. What belongs to
    the list but stands outside, its filters say, goes and comes with it: name it to `turn_with_list`.
    With ``main_width`` (pixels of the design) the list begins that wide, and the detail has all the rest; with
    ``slim_width`` it begins so slim where a detail to read in would have too little.
    """

    back_to_list = Signal()

    def __init__(
        self, main: QWidget, detail: QWidget, key: str, memory: ViewMemory, *, main_width: int = 0, slim_width: int = 0
    ) -> None:
        super().__init__()
        self.setObjectName(f"{key}-split")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._key, self._memory = f"splitter/{key}", memory
        self._main, self._main_width, self._slim_width = main, main_width, slim_width
        self._is_narrow, self._is_detail_open = False, False
        self._list_parts: tuple[QWidget, ...] = ()
        self._back = Button("Back to the list", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True)
        self._detail_side = self._make_detail_side(detail)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("splitter")
        self._splitter.setChildrenCollapsible(False)
        for side in (main, self._detail_side):
            self._splitter.addWidget(side)
        self._splitter.setStretchFactor(1 if main_width else 0, 1)
        self._splitter.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self._is_restored = self._splitter.restoreState(QByteArray.fromBase64(memory.read(self._key).encode()))
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self._back.clicked.connect(self.show_list)
        follow_theme(self._arrange)

    def _make_detail_side(self, detail: QWidget) -> QWidget:
        side = QWidget()
        set_ground(side, "window")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._back)
        column.addWidget(detail, 1)
        return side

    @property
    def is_narrow(self) -> bool:
        """Whether list and detail take turns now."""
        return self._is_narrow

    def turn_with_list(self, *parts: QWidget) -> None:
        """Leave the room of these parts to the detail while it stands in the place of the list."""
        self._list_parts = parts

    def show_detail(self) -> None:
        """In a narrow window: show the detail in place of the list."""
        self._is_detail_open = True
        self._arrange()
        if self._is_narrow:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        """In a narrow window: show the list again."""
        was_turned = self._is_narrow and self._is_detail_open
        self._is_detail_open = False
        self._arrange()
        if was_turned:
            self.back_to_list.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._show_list_parts(is_shown=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_narrow and self._is_detail_open:
            self.show_list()
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._is_narrow = self.width() < theme().px(_MIN_WIDTH_FOR_BOTH)
        is_list_shown = not (self._is_narrow and self._is_detail_open)
        show_when(self._main, is_shown=is_list_shown)
        if self.isVisible():
            self._show_list_parts(is_shown=is_list_shown)
        show_when(self._detail_side, is_shown=not self._is_narrow or self._is_detail_open)
        show_when(self._back, is_shown=self._is_narrow)
        self._detail_side.setMinimumWidth(0 if self._is_narrow else theme().px(240))
        if not self._is_restored and not self._is_narrow and self.isVisible():
            main_width = self._first_width()
            self._splitter.setSizes([main_width, max(1, self.width() - main_width)])

    def _first_width(self) -> int:
        """How wide the list begins."""
        px = theme().px
        if self._slim_width and self.width() < px(self._main_width + _ROOMY_DETAIL_WIDTH):
            return px(self._slim_width)
        return px(self._main_width) or max(1, self.width() - px(_DETAIL_WIDTH))

    def _show_list_parts(self, *, is_shown: bool) -> None:
        for part in self._list_parts:
            show_when(part, is_shown=is_shown)

    def _on_splitter_moved(self) -> None:
        self._is_restored = True
        self._memory.write(self._key, self._splitter.saveState().toBase64().toStdString())
