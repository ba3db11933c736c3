# SPDX-License-Identifier: Apache-2.0
"""The line at the bottom of the window: what is saved, which folders answer, who and where I am, which keys help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.key_hint import key_text
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.visibility import show_when


class StatusLine(QWidget):
    """Says only what is so: the words come from whoever knows.

    Long words are cut, but not whether all is saved; the keys give way first.
    """

    switch_clicked = Signal()
    held_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-line")
        self.setAccessibleName("State")
        set_ground(self, "rail", "top")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._saved = _Part("check", "status-saved", is_whole=True)
        self._folders = _Part("folder-sync", "status-folders")
        self._station = _Part("laptop", "status-station")
        self._clock = _Part("triangle-alert", "status-clock")
        self._switch, self._held = (Button("", ButtonKind.LINK) for _ in range(2))
        self._switch.setObjectName("status-switch")
        self._held.setObjectName("status-held")
        self._keys = ElidedLabel("", TextStyle.SMALL, Role.MUTED)
        self._row = QHBoxLayout(self)
        self._parts = (self._saved, self._folders, self._station, self._switch, self._clock, self._held)
        for part in self._parts:
            self._row.addWidget(part)
        for button, clicked in ((self._switch, self.switch_clicked), (self._held, self.held_clicked)):
            button.hide()
            button.clicked.connect(clicked)
        self._row.addStretch(1)
        self._row.addWidget(self._keys)
        follow_theme(self._restyle)

    def set_saved(self, words: str, tone: Tone = Tone.OK, icon: str = "check") -> None:
        """Say how far the last change got: "Saved 17:17:04", "Sealing", "Synced 17:10"."""
        self._saved.show_words(words, tone.role, icon)
        self._make_room()

    def set_folders(self, words: str, tone: Tone = Tone.PLAIN, icon: str = "folder-sync") -> None:
        """Say which folders answer, or since when one does not."""
        self._folders.show_words(words, tone.role, icon)
        self._make_room()

    def set_station(self, words: str, icon: str = "laptop") -> None:
        """Say which station this is, who writes and in which role."""
        self._station.show_words(words, Role.MUTED, icon)
        self._make_room()

    def set_switch(self, words: str) -> None:
        """Offer that somebody else writes; empty takes the offer away."""
        self._set_link(self._switch, words)

    def set_held(self, words: str) -> None:
        """Say how much work waits for an admin; empty takes it away."""
        self._set_link(self._held, words)

    @property
    def switch(self) -> Button:
        """The button for another writer, to open a list above it."""
        return self._switch

    def set_clock_warning(self, words: str) -> None:
        """Say that this laptop's clock is off; empty takes it away."""
        self._clock.show_words(words, Role.WARN, "triangle-alert")
        self._make_room()

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Say which keys help here: [("F1", "keys"), ("Ctrl+K", "find")]."""
        self._keys.set_text("      ".join(f"{key_text(key)} {words}" for key, words in keys))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        shown = [part for part in self._parts if not part.isHidden()]
        needed = sum(part.sizeHint().width() + self._row.spacing() for part in shown)
        needed += self._keys.sizeHint().width() + 2 * theme().px(16)
        show_when(self._keys, is_shown=bool(self._keys.text()) and needed <= self.width())

    def _set_link(self, button: Button, words: str) -> None:
        button.set_words(words)
        show_when(button, is_shown=bool(words))
        self._make_room()

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(4), px(16), px(4))
        self._row.setSpacing(px(18))
        self.setFixedHeight(px(26))
        self._make_room()


class _Part(QWidget):
    """An icon and words; hidden while there is nothing to say. One that ``is_whole`` is never cut."""

    def __init__(self, icon: str, name: str, *, is_whole: bool = False) -> None:
        super().__init__()
        self._is_whole = is_whole
        self.setObjectName(name)
        self._icon = IconMark(icon, Role.MUTED, 14)
        self._words = ElidedLabel("", TextStyle.SMALL, Role.MUTED)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self.hide()
        follow_theme(self._restyle)

    def show_words(self, words: str, role: Role, icon: str) -> None:
        self._icon.set_icon(icon, role)
        self._words.set_text(words, role)
        self._keep_whole()
        self.setAccessibleName(words)
        show_when(self, is_shown=bool(words))

    def _keep_whole(self) -> None:
        if self._is_whole:
            self._words.setMinimumWidth(self._words.sizeHint().width())

    def _restyle(self) -> None:
        self._row.setSpacing(theme().px(5))
        self._keep_whole()
