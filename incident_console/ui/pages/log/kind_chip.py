# SPDX-License-Identifier: Apache-2.0
"""Which kind an entry is to be: a chip with a menu, Alt+1 to Alt+5, or a letter typed before the text."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from incident_console.domain.status_log import ENTRY_KINDS
from incident_console.ui.delegates.log_row import KIND_LOOKS
from incident_console.ui.theme import icon
from incident_console.ui.widgets.chips import Chip

LETTERS = {"f": "fact", "r": "report", "s": "assessment", "d": "decision", "a": "action"}
"""What is typed behind a slash at the beginning of a text."""
_TYPED = re.compile(r"/([a-z]+) ")


def typed_kind(text: str) -> tuple[str, str] | None:
    """The kind named before a text and the text without it, or None: "/d Move" is a decision, "Move"."""
    found = _TYPED.match(text)
    if found is None:
        return None
    word = found[1]
    by_name = next((kind for kind in ENTRY_KINDS if len(word) > 1 and kind.startswith(word)), None)
    kind = LETTERS.get(word, by_name)
    return (kind, text[found.end() :]) if kind else None


class KindChip(Chip):
    """Shows the kind; ``kind_changed`` tells of each choice. The keys work wherever ``area`` has the keyboard."""

    kind_changed = Signal(str)

    def __init__(self, area: QWidget) -> None:
        super().__init__("", has_arrow=True, is_checkable=True, name="entry-kind")
        self._kind = ""
        self.setChecked(True)
        self.setToolTip("Kind of entry: Alt+1 to Alt+5, or type /d and a blank before the text")
        self.clicked.connect(self._show_menu)
        for number, kind in enumerate(ENTRY_KINDS, start=1):
            keys = QShortcut(QKeySequence(f"Alt+{number}"), area)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.set_kind, kind))
        self.set_kind(ENTRY_KINDS[0])

    @property
    def kind(self) -> str:
        """The kind as it stands in the record."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Choose a kind."""
        if kind == self._kind:
            return
        self._kind = kind
        self.set_words(kind.capitalize())
        self.setAccessibleName(f"Kind: {kind}")
        self.kind_changed.emit(kind)

    def nextCheckState(self) -> None:
        """It looks chosen always; a click opens the menu."""

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("kind-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        group = QActionGroup(menu)
        letters = {kind: letter for letter, kind in LETTERS.items()}
        for number, kind in enumerate(ENTRY_KINDS, start=1):
            name, role = KIND_LOOKS[kind]
            action = QAction(icon(name, role), f"{kind.capitalize()}\tAlt+{number} or /{letters[kind]}", menu)
            action.setCheckable(True)
            action.setChecked(kind == self._kind)
            action.triggered.connect(partial(self.set_kind, kind))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
