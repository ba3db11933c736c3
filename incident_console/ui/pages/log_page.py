# SPDX-License-Identifier: Apache-2.0
"""The status log: what happened, newest first; the chosen entry beside it; the line to write in below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.citation import citation_at
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, MembershipChanged
from incident_console.services.entry_detail import EntryDetail
from incident_console.services.log_view import LogLine, LogQuery, LogState, LogViewService
from incident_console.services.times import local_time
from incident_console.ui.delegates.log_row import LOG_COLUMNS
from incident_console.ui.latest import Latest
from incident_console.ui.models.log_model import LogModel
from incident_console.ui.pages.log.compose import ComposeBar
from incident_console.ui.pages.log.detail import TAG_KEYS, LogDetail
from incident_console.ui.pages.log.feed import LogFeed
from incident_console.ui.pages.log.filters import NEW, LogFilters
from incident_console.ui.pages.log.writing import LogWriting
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.scrolled import scrolled
from incident_console.ui.widgets.split_page import SplitPage
from incident_console.ui.widgets.visibility import show_when

_TICK_MS = 5_000
_FILTER = "log/filter"
_TEACHES = "Write what happened in the line below; Enter saves it. Nothing can be removed later, only struck."
_FILTERED = "There are entries, but none like this."


class LogPage(Page):
    """Wires the parts in pages/log to the services; knows what is shown, not how it looks."""

    key = "log"
    title = "Log"
    icon = "scroll-text"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("log-page")
        self._now, self._view = context.session.now, context.session.log_view
        self._has_looked, self._came_by_key = False, False
        self._thing_to_show: bytes | None = None
        self.filters, self.bar = LogFilters(self.title), InlineBar()
        self.rows = RowList(LOG_COLUMNS, "log-list", "Entries, newest first")
        self.empty = EmptyState("scroll-text", "No entries yet", _TEACHES, "Write the first entry")
        self.nothing = EmptyState("list-filter", "Nothing passes the filter", _FILTERED, "Show all entries")
        self.detail, self.compose_bar = LogDetail(), ComposeBar(self._now)
        self.model = LogModel(self._now(), self)
        self.rows.setModel(self.model)
        self.feed = LogFeed(self._view, context.jobs, self.model, self)
        self.writing = LogWriting(context, self.compose_bar, self.detail, self)
        self._details, self._choices = Latest(context.jobs, self), Latest(context.jobs, self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._today = local_time(self._now().ms, self._now()).date()
        self._lay_out()
        self._connect()
        self.filters.choose_base(context.settings.read(_FILTER))

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._empty, self._nothing = scrolled(self.empty), scrolled(self.nothing)
        for part in (self.rows, self._empty, self._nothing):
            self._stack.addWidget(part)
        self.split = SplitPage(self._stack, self.detail, self.key, self.context.settings)
        self.split.turn_with_list(self.filters, self.compose_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filters, self.bar):
            column.addWidget(widget)
        column.addWidget(self.split, 1)
        column.addWidget(self.compose_bar)

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter_changed)
        self.filters.choices_wanted.connect(self._on_choices_wanted)
        self.filters.seen_clicked.connect(self._on_seen)
        self.filters.search.left.connect(self._focus_list)
        self.feed.opened.connect(self._on_opened)
        self.feed.followed.connect(self._on_followed)
        self.feed.failed.connect(self.bar.tell_error)
        self.rows.current_key_changed.connect(self._on_current_changed)
        self.rows.row_activated.connect(self._on_row_activated)
        self.rows.installEventFilter(self)
        self.compose_bar.cites.needs_room.connect(self._on_room_needed)
        self.empty.action_clicked.connect(self.compose_bar.focus_text)
        self.nothing.action_clicked.connect(self.filters.show_all)
        self.split.back_to_list.connect(self._focus_list)
        self.detail.link_clicked.connect(self._on_link_clicked)
        self.detail.form_closed.connect(self._focus_list)
        self.writing.right_changed.connect(self._ask_detail)
        self._tick.timeout.connect(self._on_tick)
        tagging = [(keys, partial(self.detail.toggle_tag, tag)) for tag, keys in TAG_KEYS.items()]
        for keys, slot in (("S", self.detail.toggle_mark), ("X", self._on_strike_key), *tagging):
            shortcut = QShortcut(QKeySequence(keys), self.split)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # What the frame asks -------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self.writing.show_incident(incident)
        self.detail.clear()
        self.model.show_places([])
        self._on_filter_changed()

    def show_thing(self, key: bytes) -> None:
        """Show an entry; with a version of a document, write an entry that cites it."""
        self._has_looked = True
        if (cite := citation_at(key)) is not None:
            self.split.show_list()
            self.writing.cite(cite)
            self.compose_bar.focus_text()
            return
        if self.rows.select_key(key):
            self._focus_list()
        else:
            self._thing_to_show = key
            self.filters.show_all()

    def take_events(self, events: Sequence[Event]) -> None:
        self.feed.take_events(events)
        if self.detail.is_touched_by(events):
            self._ask_detail()
        if any(isinstance(event, MembershipChanged) for event in events):
            self.writing.ask_right()

    def focus_first(self) -> None:
        self._has_looked = True
        if self.model.entry_count():
            self._focus_list()
        else:
            self.compose_bar.focus_text()

    def compose(self) -> None:
        self.split.show_list()
        self._came_by_key = True
        self.compose_bar.focus_text()

    def keep_unsaved(self) -> None:
        self.writing.keep_now()

    def page_keys(self) -> Sequence[PageKey]:
        return (
            PageKey("Return", "save what is typed; in the list, go to the detail"),
            PageKey("Shift+Return", "begin a new line in the text"),
            PageKey("Alt+1", "fact; Alt+2 report, Alt+3 assessment, Alt+4 decision, Alt+5 action"),
            PageKey("/", "first in the text, then f, r, s, d or a and a blank: its kind"),
            PageKey("Alt+T", "time of the event: 14:05, or -10 for ten minutes ago"),
            PageKey("Alt+D", "cite a document of the library in the entry that is written"),
            PageKey("S", "mark the entry as significant, or no longer"),
            PageKey("P", "tag the entry as privileged, or no longer; Shift+P as personal"),
            PageKey("X", "strike the entry, with a reason"),
            PageKey("Ctrl+F", "search this log; Down goes to the list"),
            PageKey("Esc", "back to the list"),
        )

    # Keyboard and showing ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: QWidget | None = QApplication.focusWidget()
        is_writing = focused is not None and self.compose_bar.isAncestorOf(focused)
        is_reading = focused is not None and self.detail.isAncestorOf(focused)
        if event.key() != Qt.Key.Key_Escape or not (is_writing or is_reading):
            super().keyPressEvent(event)
        elif is_writing and self._came_by_key:
            self._came_by_key = False
            event.ignore()
        else:
            self._focus_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._has_looked, self._came_by_key = True, False
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous():
            return
        self._has_looked = False
        self._tick.start()
        self._on_tick()
        state, query = self.feed.state, self.feed.query
        if state is not None and query is not None and query.looked_at_ms != state.looked_at_ms:
            self.feed.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():
            return
        self._tick.stop()
        self.writing.keep_now()
        if self._has_looked:
            self.feed.note_looked()

    def _focus_list(self) -> None:
        if self._stack.currentWidget() is self.rows:
            self.split.show_list()
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.compose_bar.focus_text()

    def _on_room_needed(self, is_needed: bool) -> None:
        """At large text on a low screen a search for what to cite needs the room of what stands above the list."""
        self.split.turn_with_list(*([] if is_needed else [self.filters]), self.compose_bar)
        show_when(self.filters, is_shown=not is_needed and not self.compose_bar.isHidden())

    def _on_tick(self) -> None:
        now = self._now()
        self.compose_bar.tell_now()
        today, self._today = self._today, local_time(now.ms, now).date()
        self.model.set_now(now, is_other_day=today != self._today)

    # The list ------------------------------------------------------------------------------------

    def _on_filter_changed(self) -> None:
        if self.filters.base != NEW:
            self.context.settings.write(_FILTER, self.filters.base)
        if self.incident is None:
            self.feed.stop()
            return
        looked_at_ms = self.feed.looked_at_ms(self.incident)
        self.feed.show(LogQuery(self.incident, self.filters.chosen(), self.filters.is_new_only, looked_at_ms))

    def _on_choices_wanted(self) -> None:
        if self.incident is not None:
            self._choices.ask(partial(self._view.choices, self.incident), self.filters.show_choices)

    def _on_seen(self) -> None:
        self.feed.note_looked()
        self.filters.show_all()

    def _on_opened(self, state: LogState) -> None:
        self.bar.hide()
        self._tell_counts(state)
        thing, self._thing_to_show = self._thing_to_show, None
        if thing is not None and self.rows.select_key(thing):
            self._focus_list()
        self._ask_detail()

    def _on_followed(self, state: LogState, keys: Sequence[bytes]) -> None:
        self._tell_counts(state)
        if self.detail.key in keys:
            self._ask_detail()

    def _tell_counts(self, state: LogState) -> None:
        shown, total = self.model.entry_count(), state.tally.total
        self.filters.tell(state, shown, self._now())
        self._stack.setCurrentWidget(self.rows if shown else self._nothing if total else self._empty)
        if self.rows.current_key() is None:
            self.rows.select_key(self.model.first_key())

    # The detail ----------------------------------------------------------------------------------

    def _on_current_changed(self, _key: object) -> None:
        self._ask_detail()

    def _ask_detail(self) -> None:
        key = self.rows.current_key()
        if isinstance(key, bytes):
            self._details.ask(partial(_look_at, self._view, key), self._on_detail, self._on_detail_failed)
        else:
            self._details.forget()
            self.detail.clear()

    def _on_detail(self, answer: tuple[LogLine, EntryDetail]) -> None:
        self.detail.show_entry(*answer, self._now(), may_write=self.writing.may_write)

    def _on_detail_failed(self, _error: KnownError) -> None:
        self.detail.clear()

    def _on_row_activated(self, _key: object) -> None:
        self.split.show_detail()
        self.detail.focus_first()

    def _on_link_clicked(self, page: str, key: bytes) -> None:
        if page == self.key:
            self.show_thing(key)
        else:
            self.context.go_to(page, key)

    def _on_strike_key(self) -> None:
        if self.detail.may_strike():
            self.split.show_detail()
            self.detail.open_form()


def _look_at(view: LogViewService, key: bytes) -> tuple[LogLine, EntryDetail]:
    detail = view.detail(key)
    return view.lines([key])[0], detail
