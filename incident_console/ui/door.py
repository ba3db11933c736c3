# SPDX-License-Identifier: Apache-2.0
"""What stands before an unlocked workspace: a card in the middle of the window, and a line below that calms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console import __version__
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.form_column import FormColumn
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import ElidedLabel, Label

_WIDTH = 504
ENCRYPTED = "Everything is encrypted, on this laptop and in every shared folder"


class Door(QWidget):
    """Subclasses fill `card`; `bar` tells of errors, below the title."""

    def __init__(self, title: str, *, icon: str = "shield", width: int = _WIDTH, foot: str = "") -> None:
        super().__init__()
        set_ground(self, "window")
        self.card = FormColumn(width, is_card=True)
        self.bar = InlineBar()
        self._about = ElidedLabel("", TextStyle.SMALL, Role.MUTED)
        self.card.add(_Title(title, icon, self._about))
        self.card.add(self.bar)
        self._foot = _Foot(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.card, 1)
        column.addWidget(self._foot)

    def set_about(self, words: str) -> None:
        """Say something small below the title."""
        self._about.set_text(words)

    def focus_first(self) -> None:
        """Put the keyboard where it is needed."""

    def tell_error(self, error: KnownError) -> None:
        """Say what went wrong."""
        self.bar.tell_error(error)

    def tell(self, tone: Tone, title: str, message: str) -> None:
        """Say something."""
        self.bar.tell(tone, title, message)

    def take_events(self, events: Sequence[Event]) -> None:
        """Follow what happened, where a workspace is open behind the door."""

    def keep_unsaved(self) -> None:
        """Nothing is typed here that should outlast a lock."""


class Rule(QFrame):
    """A hairline between parts of a card."""

    def __init__(self) -> None:
        super().__init__()
        set_ground(self, "surface", "top")
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class Links(QWidget):
    """Links beside each other; they wrap where large text needs it."""

    def __init__(self, *links: QWidget) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=18)
        for link in links:
            flow.addWidget(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class _Title(QWidget):
    """Sign, title, and the small line below it."""

    def __init__(self, title: str, icon: str, about: QWidget) -> None:
        super().__init__()
        self._row, self._words = QHBoxLayout(self), QVBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._words.addWidget(Label(title, TextStyle.TITLE, is_bold=True, is_wrapped=True))
        self._words.addWidget(about)
        self._row.addWidget(IconMark(icon, Role.TEXT, 30), 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(self._words, 1)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._row.setSpacing(theme().px(12))
        self._words.setSpacing(theme().px(2))


class _Foot(QWidget):
    """The line at the bottom: that nothing can be read, and which program this is."""

    def __init__(self, words: str) -> None:
        super().__init__()
        set_ground(self, "rail", "top")
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark("lock", Role.MUTED, 14))
        self._row.addWidget(ElidedLabel(words, TextStyle.SMALL, Role.MUTED), 1)
        self._row.addWidget(ElidedLabel(f"Incident Console {__version__}", TextStyle.SMALL, Role.MUTED))
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(5))
        self.setFixedHeight(px(26))
