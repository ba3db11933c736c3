# SPDX-License-Identifier: Apache-2.0
"""The line at the bottom of the log: kind, time, text, Enter. What is typed leaves only when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.citation import Citation
from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.status_log import ENTRY_KINDS
from incident_console.services.citations import CitedLine
from incident_console.services.entry_drafts import EntryDraft
from incident_console.services.times import parse_event_time
from incident_console.ui.pages.log.citing import CitePart
from incident_console.ui.pages.log.kind_chip import KindChip, typed_kind
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.button import PrimaryButton
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.growing_text import GrowingText
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.time_field import TimeField
from incident_console.ui.widgets.visibility import show_when

_MIN_WIDTH, _WIDTH_FOR_ONE_ROW = 380, 560


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be saved; ``at`` None is now; ``cites`` are the document versions that it rests on."""

    text: str
    kind: str
    at: Moment | None
    cites: tuple[Citation, ...]


class ComposeBar(QWidget):
    """``submitted(NewEntry)`` asks to save; tell it `tell_saved` or `tell_failed`, one line at a time.

    ``draft_changed(EntryDraft)`` comes with every stroke: keep it sealed.
    """

    submitted = Signal(object)
    draft_changed = Signal(object)

    def __init__(self, now: Callable[[], Moment]) -> None:
        super().__init__()
        self.setObjectName("compose")
        self.setAccessibleName("New entry")
        set_ground(self, "surface", "top")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._now = now
        self._saving: NewEntry | None = None
        self._is_next_waiting = self._is_refused = False
        self.bar = InlineBar()
        self.refusal = Label("", role=Role.MUTED, is_wrapped=True)
        self._line = QWidget()
        self.kind = KindChip(self)
        self.time = TimeField("Time of the event", self._parse, now, "entry-time")
        self.cites, self.cite = CitePart(now), Chip("Cite", icon="library", name="entry-cite")
        self.text = GrowingText("entry-text", "What happened")
        self.save = PrimaryButton("Save", key="Return", is_key_hint_only=True)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self.text.setPlaceholderText("What happened? Enter saves")
        self.cite.setToolTip("Cite a document of the library: Alt+D")
        self._grid, self._refused = QGridLayout(self._line), QHBoxLayout()
        self._before = QWidget()
        self._before_row = QHBoxLayout(self._before)
        for part in (self.kind, self.time, self.cite):
            self._before_row.addWidget(part)
        self._grid.setColumnStretch(1, 1)
        self._refused.addWidget(self.refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.cites)
        column.addWidget(self._line)
        column.addLayout(self._refused)
        self.refusal.hide()

    def _connect(self) -> None:
        self.text.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.time.left.connect(self.text.setFocus)
        self.text.textChanged.connect(self._on_text_changed)
        self.time.textChanged.connect(self._on_typed)
        self.kind.kind_changed.connect(self._on_typed)
        self.cite.clicked.connect(self.cites.open_search)
        self.cites.changed.connect(self._on_typed)
        self.cites.needs_room.connect(self._on_room_needed)
        self.cites.left.connect(self.text.setFocus)
        for words, slot in (("Alt+T", self._on_time_wanted), ("Alt+D", self.cites.open_search)):
            keys = QShortcut(QKeySequence(words), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(slot)

    # What is typed -------------------------------------------------------------------------------

    def focus_text(self) -> None:
        """Put the keyboard where the text is typed."""
        (self.text if self.text.isVisibleTo(self) else self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def draft(self) -> EntryDraft:
        """What is typed and not saved."""
        return EntryDraft(self.text.text(), self.kind.kind, self.time.moment_so_far(), self.cites.cites)

    def restore(self, draft: EntryDraft, cited: Sequence[CitedLine] = ()) -> None:
        """Show what was typed before and cited, unless something was typed meanwhile."""
        if self.text.text():
            return
        if not draft.text:
            self.cites.add(*cited)
            return
        self.kind.set_kind(draft.kind)
        self.time.set_moment(draft.at)
        self.text.set_text(draft.text)  # last: what changes is kept at once, and this must not be kept as a bare fact
        self.cites.add(*cited)

    def clear(self) -> None:
        """Begin a new line."""
        self.text.set_text("")
        self.cites.take_off(self.cites.cites)
        self.cites.close_search()
        self._begin_next()
        self.bar.hide()

    def tell_now(self) -> None:
        """Follow the clock."""
        self.time.tell_now()

    def refuse(self, error: KnownError | None) -> None:
        """Say why nobody may write here, or let them write."""
        self._is_refused = error is not None
        self.refusal.setText(error.one_line() if error else "")
        show_when(self.refusal, is_shown=self._is_refused)
        show_when(self._line, is_shown=not self._is_refused)
        if self._is_refused:
            self.cites.close_search()

    # Saving --------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Ask to save what is typed; while a line is being saved, the next one waits for it."""
        if self._saving is not None:
            self._is_next_waiting = True
            return
        if not self.text.text().strip():
            self.text.setFocus()
            return
        try:
            entry = NewEntry(self.text.text(), self.kind.kind, self.time.moment(), self.cites.cites)
        except KnownError as error:
            self.bar.tell_error(error)
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._saving = entry
        self.submitted.emit(entry)

    def tell_saved(self) -> None:
        """The line is durable: take it away, and leave what was typed behind it meanwhile."""
        saved, self._saving = self._saving, None
        typed = self.text.text()
        self.bar.hide()
        if saved is not None and typed.startswith(saved.text):
            self.text.set_text(typed.removeprefix(saved.text).lstrip("\n"))
            self.cites.take_off(saved.cites)
            self._begin_next()
        self._on_typed()
        self._go_on()

    def tell_failed(self, error: KnownError) -> None:
        """The line was not saved: it stays, and the bar says why."""
        self._saving, self._is_next_waiting = None, False
        self.bar.tell_error(error)

    def _begin_next(self) -> None:
        """The next line is a fact of now, whatever the last one was."""
        self.kind.set_kind(ENTRY_KINDS[0])
        self.time.set_moment(None)

    def _go_on(self) -> None:
        is_waiting, self._is_next_waiting = self._is_next_waiting, False
        if is_waiting:
            self.submit()

    def _parse(self, text: str) -> Moment:
        return parse_event_time(text, self._now())

    def _on_typed(self) -> None:
        self.draft_changed.emit(self.draft())

    def _on_text_changed(self) -> None:
        self._on_typed()
        if (found := typed_kind(self.text.text())) is not None:
            kind, rest = found
            self.kind.set_kind(kind)
            self.text.set_text(rest)

    def _on_room_needed(self, is_needed: bool) -> None:
        show_when(self._line, is_shown=not (is_needed or self._is_refused))

    def _on_time_wanted(self) -> None:
        self.time.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(_MIN_WIDTH), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Side by side; where there is little room, the text below the rest."""
        row = 1 if self.width() < theme().px(_WIDTH_FOR_ONE_ROW) else 0
        bottom = Qt.AlignmentFlag.AlignBottom
        self._grid.addWidget(self._before, 0, 0, bottom)
        self._grid.addWidget(self.text, row, 0 if row else 1, 1, 3 if row else 1)
        self._grid.addWidget(self.save, 0, 2, bottom)

    def _restyle(self) -> None:
        px = theme().px
        self._grid.setContentsMargins(px(16), px(10), px(16), px(10))
        self._refused.setContentsMargins(px(16), 0, px(16), 0)
        self._before_row.setContentsMargins(0, 0, 0, px(4))
        self._before_row.setSpacing(px(8))
        self._grid.setSpacing(px(8))
        self._arrange()
