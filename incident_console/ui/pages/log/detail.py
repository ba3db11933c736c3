# SPDX-License-Identifier: Apache-2.0
"""All about the chosen entry, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, SyncStateChanged, ThingsChanged
from incident_console.domain.status_log import STRIKE
from incident_console.services.entry_detail import EntryDetail
from incident_console.services.entry_links import EntryLink
from incident_console.services.log_view import LogLine
from incident_console.services.times import clock, full
from incident_console.ui.delegates import Icon, Line, Text
from incident_console.ui.delegates.log_row import strike_words
from incident_console.ui.pages.catalogue import PAGES
from incident_console.ui.pages.log import detail_words as words
from incident_console.ui.pages.log.strike_form import StrikeForm
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import Button, ButtonKind, SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.inline_bar import InlineBar

_MOST_LETTERS = 5_000
"""Shown at first of a long text, as of a pasted file: laying out more holds up the window."""
TAG_KEYS = {"privileged": "P", "personal": "Shift+P"}
"""The tags of an entry and the keys that set them."""
_LINK_ICONS = {"log": "scroll-text", "tasks": "list-checks", "messages": "message-square"}


class LogDetail(QWidget):
    """What the buttons say is asked for by signals.

    These are ``mark_wanted(key, is significant)``, ``tag_wanted(key, tag, is on)`` and ``strike_wanted(key, reason)``.

    While somebody types a reason nothing is refreshed under their hands; what came meanwhile is shown after it.
    ``link_clicked(page, key)`` leads to what the entry speaks of.
    """

    mark_wanted = Signal(object, bool)
    tag_wanted = Signal(object, str, bool)
    strike_wanted = Signal(object, str)
    link_clicked = Signal(str, object)
    form_closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = InlineBar()
        self.pane = DetailPane("log-detail", "Entry")
        self._shown: LogLine | None = None
        self._detail: EntryDetail | None = None
        self._now = Moment(0, 0)
        self._may_write = False
        self._form: StrikeForm | None = None
        self._form_key = b""
        self._is_whole = False
        self._reasons: dict[bytes, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pane, 1)
        self.clear()

    @property
    def key(self) -> bytes | None:
        """The entry that is shown, None while there is none."""
        return self._shown.entry.id if self._shown else None

    @property
    def has_form(self) -> bool:
        """Whether somebody is asked for a reason now."""
        return self._form is not None

    def clear(self) -> None:
        """Show no entry."""
        self._close_form()
        self._shown, self._detail = None, None
        self.pane.clear()
        self.pane.add_text("Choose an entry to see who wrote it, what it speaks of and what proves it.")

    def show_entry(self, shown: LogLine, detail: EntryDetail, now: Moment, *, may_write: bool) -> None:
        """Show an entry, or what became of the one that is shown."""
        is_same = self.key == shown.entry.id
        self._shown, self._detail, self._now, self._may_write = shown, detail, now, may_write
        if is_same and self.has_form:
            return
        if not is_same:
            self._is_whole = False
            self._close_form()
            self.bar.hide()
        self._fill(keeps_scroll=is_same)

    def is_touched_by(self, events: Sequence[Event]) -> bool:
        """Whether something became of a document that the entry cites, or its file may have come."""
        cites = self._detail.cites if self._detail is not None else ()
        documents = {cited.cite.document for cited in cites}
        for event in events if cites else ():
            if isinstance(event, ThingsChanged):
                if any(change.thing == "document" and change.key in documents for change in event.changes):
                    return True
            elif isinstance(event, SyncStateChanged) and not all(cited.is_here for cited in cites):
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard where the detail begins."""
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_mark(self) -> None:
        """Mark the entry as significant, or take the mark off; nothing where that cannot be."""
        if self._shown is not None and self._may_mark():
            self.mark_wanted.emit(self._shown.entry.id, not self._shown.entry.is_significant)

    def toggle_tag(self, tag: str) -> None:
        """Tag the entry, so that its words can be withheld from evidence, or take the tag off."""
        if self._shown is not None and self._may_mark():
            self.tag_wanted.emit(self._shown.entry.id, tag, tag not in self._shown.entry.tags)

    def may_strike(self) -> bool:
        """Whether the entry that is shown can be struck."""
        return self._may_mark() and self._shown is not None and not self._shown.entry.is_struck

    def open_form(self) -> None:
        """Ask for the reason of a strike; nothing where the entry cannot be struck."""
        if self._shown is None or not self.may_strike():
            return
        if self._form is None:
            entry = self._shown.entry
            self._form, self._form_key = StrikeForm(entry.label, self._reasons.get(entry.id, "")), entry.id
            self._form.submitted.connect(partial(self.strike_wanted.emit, entry.id))
            self._form.cancelled.connect(self.close_form)
            self._fill(keeps_scroll=False)
        self.pane.reveal(self._form)
        self._form.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Strike nothing; the reason is there again when it is asked for again."""
        self._close_form()
        self._fill(keeps_scroll=True)
        self.form_closed.emit()

    def tell_struck(self, key: bytes) -> None:
        """It was struck: forget the reason."""
        if self.key == key and self._form is not None:
            self.close_form()
        self._reasons.pop(key, None)

    def tell_failed(self, key: bytes, error: KnownError) -> None:
        """It could not be done: say why where it was asked for."""
        if self._form is not None and self.key == key:
            self._form.tell_failed(error)
        else:
            self.bar.tell_error(error)

    def _close_form(self) -> None:
        if self._form is not None:
            self._reasons[self._form_key] = self._form.reason()
        self._form = None

    # Filling -------------------------------------------------------------------------------------

    def _fill(self, *, keeps_scroll: bool) -> None:
        shown, detail = self._shown, self._detail
        if shown is None or detail is None:
            return
        at = self.pane.verticalScrollBar().value() if keeps_scroll else 0
        self.pane.clear()
        self._add_text(shown)
        self._add_times(shown)
        self._add_links(detail)
        self._add_cites(detail)
        self._add_history(detail)
        if detail.sight is not None:
            self.pane.add_section("What the author had seen")
            self.pane.add_text(words.sight_words(detail.sight))
        icon, proof, role = words.proof_words(detail.proof, shown.entry.label)
        self.pane.add_section("Proof")
        self.pane.add_row(Line((Text(proof, role, is_bold=role is Role.OK),), before=(Icon(icon, role),), max_lines=0))
        self._add_actions(shown)
        self.pane.verticalScrollBar().setValue(at)

    def _add_text(self, shown: LogLine) -> None:
        self.pane.add_section(words.title_words(shown))
        text = shown.entry.text
        headline = self.pane.add_headline(text if self._is_whole else text[:_MOST_LETTERS])
        if len(text) > _MOST_LETTERS and not self._is_whole:
            whole = Button(f"Show all {len(text):,} letters", ButtonKind.LINK)
            whole.clicked.connect(self._on_whole_wanted)
            self.pane.add_buttons([whole])
        if shown.entry.is_struck:
            ruled = QFont(headline.font())
            ruled.setStrikeOut(True)
            headline.setFont(ruled)
            headline.set_role(Role.MUTED)
            headline.setAccessibleName(f"Struck: {shown.entry.text}")
            self.pane.add_text(strike_words(shown, self._now), Role.WARN)

    def _on_whole_wanted(self) -> None:
        self._is_whole = True
        self._fill(keeps_scroll=True)

    def _add_times(self, shown: LogLine) -> None:
        entry, now = shown.entry, self._now
        values = self.pane.add_values()
        happened = values.add("Happened", words.happened_words(shown, now))
        happened.setToolTip(full(entry.event_at_ms, entry.event_offset_min))
        late = Role.WARN if entry.late_min else Role.TEXT
        entered = values.add("Entered", words.entered_words(shown, now), late)
        entered.setToolTip(full(entry.entered_at_ms, entry.entered_offset_min))
        values.add("Received here", words.received_words(shown, now))
        values.add("Author", words.author_words(shown))
        if entry.tags:
            values.add("Tags", words.tag_words(entry.tags))

    def _add_links(self, detail: EntryDetail) -> None:
        if detail.links:
            self.pane.add_section("Links")
        for link in detail.links:
            icon = Icon(_LINK_ICONS[link.page], Role.TEXT)
            title = Text(f"{link.label} {link.title}")
            state = (Text(link.state, Role.OK if link.state == "done" else Role.MUTED),) if link.state else ()
            row = self.pane.add_row(Line((title,), before=(icon,), end=state), is_link=_can_go(link))
            row.clicked.connect(partial(self.link_clicked.emit, link.page, link.key))

    def _add_cites(self, detail: EntryDetail) -> None:
        if detail.cites:
            self.pane.add_section("Cited" if len(detail.cites) == 1 else f"Cited, {len(detail.cites)} documents")
        for cited in detail.cites:
            can_open = cited.is_known and not cited.is_hidden
            row = self.pane.add_row(words.cited_row(cited, self._now), is_link=can_open)
            row.clicked.connect(partial(self.link_clicked.emit, "documents", cited.cite.thing))

    def _add_history(self, detail: EntryDetail) -> None:
        if detail.history:
            self.pane.add_section("History")
        for line in detail.history:
            what = Text(f"{clock(line.at_ms, self._now)} {line.what}")
            row = self.pane.add_row(Line((what,), end=(Text(line.author, Role.MUTED),), max_lines=0))
            row.setToolTip(full(line.at_ms, line.utc_offset_min))

    def _add_actions(self, shown: LogLine) -> None:
        self.pane.add_gap()
        if self._form is not None:
            self.pane.add_widget(self._form)
            return
        buttons = []
        if self._may_mark():
            marks = "Not significant" if shown.entry.is_significant else "Mark significant"
            buttons.append(SecondaryButton(marks, key="S", is_key_hint_only=True))
            buttons[-1].clicked.connect(self.toggle_mark)
            for tag, key in TAG_KEYS.items():
                tags = f"Not {tag}" if tag in shown.entry.tags else f"Tag {tag}"
                buttons.append(SecondaryButton(tags, key=key, is_key_hint_only=True))
                buttons[-1].clicked.connect(partial(self.toggle_tag, tag))
        if self.may_strike():
            buttons.append(SecondaryButton("Strike\N{HORIZONTAL ELLIPSIS}", key="X", is_key_hint_only=True))
            buttons[-1].clicked.connect(self.open_form)
        if buttons:
            self.pane.add_buttons(buttons)

    def _may_mark(self) -> bool:
        return self._may_write and self._shown is not None and self._shown.entry.kind != STRIKE


def _can_go(link: EntryLink) -> bool:
    return any(entry.key == link.page for entry in PAGES)
