# SPDX-License-Identifier: Apache-2.0
"""The two things that one does with a recovery kit while the team has laptops: print a new one, and try the old one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.kit_words_field import KitWordsField
from incident_console.ui.widgets.label import Label

_MEANS = (
    "A page with 24 words. With it and any copy of the team's folder a new laptop gets in as an admin, when all others"
    " are lost. Anybody who finds it can do the same: it belongs in a safe. A new print ends the older kits."
)
_WHERE = "The page is written there as one PDF. Print it, delete the file, and try the kit."


class KitForm(QWidget):
    """A text, fields and two buttons; ``wanted`` is the first of them, ``left`` the other one and Esc."""

    wanted = Signal()
    left = Signal()

    def __init__(self, explains: str, do: str) -> None:
        super().__init__()
        self.do, cancel = SecondaryButton(do), SecondaryButton("Cancel", key="Esc", is_key_hint_only=True)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        for button in (self.do, cancel):
            flow.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(Label(explains, role=Role.MUTED, is_wrapped=True))
        self._column.addWidget(buttons)
        self.do.clicked.connect(self._on_wanted)
        cancel.clicked.connect(self.left)
        follow_theme(self._restyle)

    def add_field(self, field: QWidget) -> None:
        """Put a field above the buttons."""
        self._column.insertWidget(self._column.count() - 1, field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_wanted(self) -> None:
        if self.do.isEnabled():
            self.wanted.emit()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(10))


class PrintForm(KitForm):
    """Says what a kit means, and asks where its page goes."""

    def __init__(self) -> None:
        super().__init__(_MEANS, "Print it")
        self._place = FolderField("Directory for the page", "a stick, or a directory of this laptop")
        self._place.submitted.connect(self._on_wanted)
        self._place.changed.connect(self._on_changed)
        self.add_field(FormField("Where the page goes", self._place, _WHERE))
        self._on_changed()
        self.setFocusProxy(self._place)

    def directory(self) -> Path | None:
        """Where the page goes, if that was said."""
        return self._place.path()

    def _on_changed(self) -> None:
        self.do.setEnabled(self._place.path() is not None)


class TryForm(KitForm):
    """Asks for the words of the kit in hand; they are forgotten when it closes."""

    def __init__(self) -> None:
        super().__init__("Nothing is used up: it only tells whether these words would let a laptop in.", "Try them")
        self.words = KitWordsField()
        self.words.submitted.connect(self._on_wanted)
        self.add_field(FormField("The words of the kit, in the order of their numbers", self.words))
        self.setFocusProxy(self.words)

    def forget(self) -> None:
        """Drop what was typed."""
        self.words.clear()
