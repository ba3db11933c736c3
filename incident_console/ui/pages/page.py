# SPDX-License-Identifier: Apache-2.0
"""What every page is: a widget that shows one part of the record and refreshes the parts that events touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from incident_console.domain.events import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner
    from incident_console.ui.settings import Settings


@dataclass(frozen=True)
class PageContext:
    """What a page may use: the services, the runner for its jobs, its remembered layout, and the way to other pages.

    ``go_to(page key, thing key)`` shows another page at one thing; ``tell_saved`` makes the status line say when.
    """

    session: Session
    jobs: JobRunner
    settings: Settings
    go_to: Callable[[str, bytes | None], None]
    tell_saved: Callable[[], None]


@dataclass(frozen=True, slots=True)
class PageKey:
    """A key of a page and what it does, for F1."""

    keys: str
    does: str


class Page(QWidget):
    """One page; made when first shown, kept while the workspace is unlocked."""

    key = ""
    title = ""
    icon = ""

    badge_changed = Signal(int)
    """How many things here want attention; 0 shows none."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.incident: bytes | None = None

    def add_key(self, keys: str, slot: Callable[[], None]) -> None:
        """Let a key work in all of the page, also while the button that names it is out of sight."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    def show_incident(self, incident: bytes | None) -> None:
        """Show another incident, or none."""
        self.incident = incident

    def show_thing(self, key: bytes) -> None:
        """Select one thing of this page, such as an entry that another page refers to."""

    def take_events(self, events: Sequence[Event]) -> None:
        """Refresh what these events touch; called once a turn with all that came."""

    def refuse(self, reason: str) -> None:
        """Let nobody write here, for this reason; empty lets them again. For pages that do not ask by themselves."""

    def focus_first(self) -> None:
        """Put the keyboard where work on this page begins."""

    def compose(self) -> None:
        """Put the keyboard where one writes, for Ctrl+L; Esc that nothing here takes goes back to where one was."""
        self.focus_first()

    def keep_unsaved(self) -> None:
        """Keep what was typed and not saved, by a job on ``session.drafts``; called before locking and closing."""

    def page_keys(self) -> Sequence[PageKey]:
        """The keys of this page, for F1."""
        return ()
