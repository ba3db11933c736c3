# SPDX-License-Identifier: Apache-2.0
"""An unlocked workspace on the screen: band, header, rail, the page, the status line, and the ways between pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, Notice
from incident_console.services.session import Session
from incident_console.ui.frame.facts import FrameFacts
from incident_console.ui.frame.head_and_foot import HeadAndFoot
from incident_console.ui.frame.incident_switch import IncidentSwitch, remembered_incident
from incident_console.ui.frame.keys_panel import KeysPanel
from incident_console.ui.frame.open_incident import OpenIncidentPanel
from incident_console.ui.frame.page_stack import PageStack
from incident_console.ui.frame.standing import refusal_words, show_standing
from incident_console.ui.frame.way_back import WayBack
from incident_console.ui.frame.writer_switch import WriterSwitch
from incident_console.ui.jobs import JobRunner
from incident_console.ui.membership_words import REMOVED_TITLE
from incident_console.ui.pages.catalogue import HELD, PAGES, WRITERS, PageEntry
from incident_console.ui.pages.page import PageContext, PageKey
from incident_console.ui.settings import Settings
from incident_console.ui.theme import Tone, follow_theme, theme
from incident_console.ui.widgets.exercise_band import ExerciseBand
from incident_console.ui.widgets.header_bar import HeaderBar
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.navigation_rail import NavigationRail
from incident_console.ui.widgets.standing_bar import StandingBar
from incident_console.ui.widgets.status_line import StatusLine

LOG, TEAM, LOCK = "log", "team", "lock"
_PAGE = "frame/page"
_NARROW_BELOW = 1000
_MAY_OPEN = ("admin", "coordinator")
WINDOW_KEYS = (
    PageKey("Ctrl+L", "write into the log; Esc goes back"),
    PageKey("Ctrl+I", "choose another incident"),
    PageKey("Ctrl+P", "the next person of this laptop writes"),
    PageKey("Ctrl+Shift+L", "lock"),
    PageKey("Ctrl++", "larger text"),
    PageKey("Ctrl+-", "smaller text"),
    PageKey("Ctrl+0", "text at 100 %"),
    PageKey("F1", "show these keys, or hide them"),
)


class WorkspaceView(QWidget):
    """Frame and navigation. ``lock_requested`` comes from rail and key; `take_events` is fed by the event bridge."""

    lock_requested = Signal()

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        settings: Settings,
        entries: Sequence[PageEntry] = PAGES,
    ) -> None:
        super().__init__()
        self.setObjectName("workspace-view")
        self._session, self._jobs, self._settings = session, jobs, settings
        self._entries = {entry.key: entry for entry in entries}
        self._way_back, self._has_begun = WayBack(), False
        self._band, self._header, self._rail, self._status = ExerciseBand(), HeaderBar(), NavigationRail(), StatusLine()
        self._standing = StandingBar()
        self._bar, self._keys, self._panel = InlineBar(), KeysPanel(), OpenIncidentPanel(session, jobs)
        chosen = remembered_incident(settings)
        self._head_and_foot = HeadAndFoot(session, jobs, self._header, self._status, chosen)
        self._switch = IncidentSwitch(self._header, self._head_and_foot, settings)
        self._writers = WriterSwitch(session, jobs, self._status, self._head_and_foot)
        context = PageContext(session, jobs, settings, self.go_to, self._head_and_foot.note_saved)
        self._stack = PageStack(entries, context, self._panel)
        self._fill_rail()
        self._lay_out()
        self._connect()
        self._band.setVisible(session.is_exercise)
        self._status.set_keys([("F1", "keys"), ("Ctrl+L", "log")])
        follow_theme(self._arrange)

    # --- what others ask ---------------------------------------------------------------------------------------

    def go_to(self, key: str, thing: bytes | None) -> None:
        """Show another page, and on it one thing. Raises KeyError for a page that is none."""
        self._way_back.forget()
        self._show_page(key)
        page = self._stack.shown_page()
        if page is not None and thing is not None:
            page.show_thing(thing)

    def take_events(self, events: Sequence[Event]) -> None:
        """Let pages and frame follow what happened."""
        self._stack.take_events(events)
        self._head_and_foot.take_events(events)
        for event in events:
            if isinstance(event, Notice):
                self._bar.tell(Tone.INFO, event.title, event.message)

    def tell_error(self, error: KnownError) -> None:
        """Tell of a failure that no page took."""
        self._bar.tell_error(error)

    def tell(self, tone: Tone, title: str, message: str) -> None:
        """Tell something above the page."""
        self._bar.tell(tone, title, message)

    def keep_unsaved(self) -> None:
        """Let every page keep what was typed and not saved."""
        self._stack.keep_unsaved()

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
        (self._stack.shown_page() or self._panel).focus_first()

    # --- making ------------------------------------------------------------------------------------------------

    def _fill_rail(self) -> None:
        for entry in self._entries.values():
            add = self._rail.add_lower if entry.is_lower else self._rail.add_page
            add(entry.key, entry.icon, entry.words, entry.shortcut)
        self._rail.add_lower(LOCK, "lock", "Lock", "Ctrl+Shift+L")

    def _lay_out(self) -> None:
        beside, middle, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._column, self._beside = column, beside
        for layout in (beside, middle, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        beside.addWidget(self._bar)
        beside.addWidget(self._stack, 1)
        middle.addWidget(self._rail)
        middle.addLayout(beside, 1)
        middle.addWidget(self._keys)
        column.addWidget(self._band)
        column.addWidget(self._header)
        column.addLayout(middle, 1)
        column.addWidget(self._status)

    def _connect(self) -> None:
        self._rail.page_requested.connect(self._on_page_requested)
        self._header.coverage_clicked.connect(self._on_coverage_clicked)
        self._head_and_foot.facts_read.connect(self._on_facts)
        self._switch.changed.connect(self._on_incident_changed)
        self._switch.opening_wanted.connect(self._on_opening_wanted)
        self._panel.opened.connect(self._on_incident_opened)
        self._panel.left.connect(self._on_panel_left)
        self._stack.badge_changed.connect(self._rail.set_count)
        self._keys.closed.connect(self._toggle_keys)
        self._writers.failed.connect(self._bar.tell_error)
        self._bar.closed.connect(self._on_bar_closed)
        self._writers.adding_wanted.connect(partial(self._show_of_team, WRITERS))
        self._status.held_clicked.connect(partial(self._show_of_team, HELD))
        slots = {"Ctrl+L": self._compose, "F1": self._toggle_keys, "Ctrl+I": self._switch.show_menu}
        slots["Ctrl+P"] = self._writers.switch
        for keys, slot in slots.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _arrange(self) -> None:
        is_narrow = self.width() < theme().px(_NARROW_BELOW)
        self._rail.set_narrow(is_narrow=is_narrow)
        self._keys.set_room(self.width())
        place = self._beside if is_narrow else self._column  # across the window, unless that leaves the rail no height
        if place.indexOf(self._standing) < 0:
            place.insertWidget(0 if is_narrow else 1, self._standing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if (layout := self.layout()) is not None:
            layout.activate()  # at once: while the first page is being made the rail would stand half below it

    # --- pages -------------------------------------------------------------------------------------------------

    def _show_page(self, key: str) -> None:
        self._stack.show_page(key)
        self._rail.set_current(key)
        self._settings.write(_PAGE, key)
        self._fill_keys()

    def _begin(self) -> None:
        """Show the first page, or the one that somebody was quick enough to ask for before it was known what is."""
        self._has_begun = True
        if self._stack.key == LOG:
            self._compose()
        else:
            kept = self._settings.read(_PAGE)
            key = self._stack.key or (kept if kept in self._entries else next(iter(self._entries), ""))
            if key:
                self._show_page(key)
            self.focus_first()
        QTimer.singleShot(0, self, self._make_pages_with_badges)

    def _make_pages_with_badges(self) -> None:
        """Make, once the first page is on the screen, those whose counts stand on the rail."""
        for entry in self._entries.values():
            if entry.has_badge:
                self._stack.page(entry.key)

    def _on_page_requested(self, key: str) -> None:
        if key == LOCK:
            self.lock_requested.emit()
        else:
            self.go_to(key, None)
            self.focus_first()

    def _on_coverage_clicked(self) -> None:
        if TEAM in self._entries:
            self._on_page_requested(TEAM)

    def _show_of_team(self, thing: bytes) -> None:
        if TEAM in self._entries:
            self.go_to(TEAM, thing)

    def _compose(self) -> None:
        """Go where one writes, remembering where one was."""
        if LOG not in self._entries:
            return
        self._way_back.remember(self._stack.key)
        self._show_page(LOG)
        page = self._stack.shown_page()
        if page is not None:
            page.compose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc reaches this only where nothing inside took it."""
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and (key := self._way_back.take()):
            self._show_page(key)
            self._way_back.focus()
        elif is_escape and self._keys.isVisible():
            self._toggle_keys()
        else:
            super().keyPressEvent(event)

    def _toggle_keys(self) -> None:
        self._keys.setVisible(self._keys.isHidden())
        self._fill_keys()

    def _fill_keys(self) -> None:
        page = self._stack.shown_page()
        if self._keys.isVisible():
            self._keys.show_keys(page.title if page else "", page.page_keys() if page else (), WINDOW_KEYS)

    def _on_bar_closed(self) -> None:
        """Whoever closes a notice has seen it; one that was overtaken by another message comes back."""
        self._jobs.ask(partial(self._session.notices.seen, self._bar.title), on_success=self._tell_unseen)

    def _tell_unseen(self, unseen: Notice | None) -> None:
        if unseen is not None:
            self._bar.tell(Tone.INFO, unseen.title, unseen.message)

    # --- incidents ---------------------------------------------------------------------------------------------

    def _on_facts(self, facts: FrameFacts) -> None:
        show_standing(self._standing, facts)
        if facts.removed is not None:
            self._bar.forget(REMOVED_TITLE)
        self._stack.refuse(refusal_words(facts))
        may_open = facts.me is not None and facts.me.role in _MAY_OPEN
        self._panel.show_for(may_open=may_open, may_leave=self._switch.shown is not None)

    def _on_incident_changed(self, incident: bytes | None) -> None:
        self._stack.show_incident(incident)
        if not self._has_begun:
            self._begin()

    def _on_opening_wanted(self) -> None:
        self._stack.show_panel()
        self._panel.focus_first()

    def _on_incident_opened(self, incident: bytes) -> None:
        self._switch.show(incident)
        self._on_panel_left()

    def _on_panel_left(self) -> None:
        self._show_page(self._stack.key)
        self.focus_first()
