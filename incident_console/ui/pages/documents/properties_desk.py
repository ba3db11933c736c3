# SPDX-License-Identifier: Apache-2.0
"""What happens while somebody keeps documents: their properties are shown, changed and checked, reviews noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from threading import Event as Flag

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, SyncStateChanged, ThingsChanged
from incident_console.services.documents import DocumentLine
from incident_console.services.session import Session
from incident_console.services.vital_documents import CheckedDocument, Presence
from incident_console.ui.jobs import Lane, Report
from incident_console.ui.latest import Latest
from incident_console.ui.models.library_view import is_review_near
from incident_console.ui.models.property_view import save_property
from incident_console.ui.pages.documents.choosing import Choosing
from incident_console.ui.pages.documents.document_reader import DocumentReader
from incident_console.ui.pages.documents.properties_pane import PropertiesPane, checked_words
from incident_console.ui.pages.documents.property_facts import PropertyFacts, load_facts
from incident_console.ui.pages.page import PageContext

_TOUCHING = ("document", "role", "incident", "station")


class PropertiesDesk(QStackedWidget):
    """The reader, and the pane that takes its place; ``left`` comes when the document is shown again.

    ``failed`` comes with what did not work, ``saved`` when something was saved, ``checked(words, is_well)`` after
    `check_vital`.
    """

    left = Signal()
    checked = Signal(str, bool)
    failed = Signal(object)
    saved = Signal()

    def __init__(self, context: PageContext, reader: DocumentReader, choosing: Choosing) -> None:
        super().__init__()
        self._context, self._session = context, context.session
        self._reader, self._choosing = reader, choosing
        self.pane = PropertiesPane()
        self._wanted: tuple[bytes, ...] = ()
        self._incident: bytes | None = None
        self._loads = Latest(context.jobs, self)
        self.addWidget(reader)
        self.addWidget(self.pane)
        self._connect()

    def _connect(self) -> None:
        pane = self.pane
        pane.save_wanted.connect(self._on_save_wanted)
        pane.reviewed.connect(self._on_reviewed)
        pane.check_wanted.connect(self._on_check_wanted)
        pane.keep_wanted.connect(self._on_keep_wanted)
        pane.version_kept.connect(self._on_version_kept)
        pane.left.connect(self.show_reader)
        self._choosing.changed.connect(self._on_chosen)
        self._reader.head.reviewed.connect(self._on_reviewed_in_head)

    @property
    def chosen(self) -> frozenset[bytes]:
        """The documents that are chosen to be changed together."""
        return self._choosing.keys

    @property
    def is_open(self) -> bool:
        """Whether properties stand in the place of the document."""
        return self.currentWidget() is self.pane

    def show_incident(self, incident: bytes | None) -> None:
        """Offer the roles of this incident as owners."""
        self._incident = incident

    def open(self, key: bytes, lines: Mapping[bytes, DocumentLine]) -> None:
        """Show the properties of what is chosen, else of one document."""
        keys = tuple(sorted(self.chosen)) or ((key,) if key else ())
        if keys:
            self.pane.offer(list(lines.values()), ())
            self._load(keys, is_opening=True)

    def follow(self, key: bytes) -> None:
        """Another document was chosen in the list: show its properties instead, unless several are chosen."""
        if self.is_open and not self.chosen and key and key not in self._wanted:
            self._load((key,))

    def show_reader(self) -> None:
        """Show the document again."""
        if self.is_open:
            self._wanted = ()
            self._loads.forget()
            self.pane.close_editors()
            self.setCurrentIndex(0)
            self.left.emit()

    def tell_of_opened(self) -> None:
        """Say above the document where it is, if it is vital, and offer to note it as reviewed where that is due."""
        opened = self._reader.opened
        if opened is None:
            return
        line = opened.line
        can_review = not line.is_hidden and opened.is_latest and (is_review_near(line) or bool(self.chosen))
        self._reader.head.set_reviewable(is_due=can_review)
        if not line.is_vital:
            self._reader.head.set_presence("")
            return
        ask = partial(self._session.vital_documents.presence, [line.id])
        self._context.jobs.ask(ask, on_success=partial(self._on_presence, line.id), on_failure=self.failed.emit)

    def check_vital(self, lines: Mapping[bytes, DocumentLine]) -> None:
        """Decrypt and hash every vital document on this laptop; ``checked`` tells what came of it."""
        keys = [key for key, line in lines.items() if line.is_vital]
        self._context.jobs.submit(
            partial(_check, self._session, keys),
            lane=Lane.POOL,
            on_success=partial(self._on_vital_checked, dict(lines)),
            on_failure=self.failed.emit,
        )

    def take_events(self, events: Sequence[Event]) -> None:
        """Show anew what these events touch."""
        changes = [change for event in events if isinstance(event, ThingsChanged) for change in event.changes]
        has_synced = any(isinstance(event, SyncStateChanged) for event in events)
        if self.is_open and (has_synced or any(change.thing in _TOUCHING for change in changes)):
            self._load(self._wanted)
        if has_synced and not self.is_open:
            self.tell_of_opened()

    def _on_chosen(self) -> None:
        self.tell_of_opened()
        if self.is_open and self.chosen:
            self._load(tuple(sorted(self.chosen)))

    def _load(self, keys: tuple[bytes, ...], *, is_opening: bool = False) -> None:
        self._wanted = keys
        load = partial(load_facts, self._session, keys, self._incident)
        self._loads.ask(load, partial(self._on_loaded, is_opening), self.failed.emit)

    def _on_loaded(self, is_opening: bool, facts: PropertyFacts) -> None:
        if not facts.lines:
            self.show_reader()
            return
        self.pane.show_facts(facts)
        if is_opening:
            self.setCurrentWidget(self.pane)
            self.pane.setFocus()

    def _on_save_wanted(self, name: str, typed: str) -> None:
        facts = self.pane.facts
        if facts is not None:
            save = partial(save_property, self._session.document_properties, facts.lines, name, typed)
            self._do(save, partial(self.pane.close_editor, name))

    def _on_presence(self, key: bytes, presence: Mapping[bytes, Presence]) -> None:
        opened = self._reader.opened
        if opened is not None and opened.line.id == key and key in presence:
            self._reader.head.set_presence(f"This version is {presence[key].words}" if opened.is_latest else "")

    def _on_reviewed_in_head(self) -> None:
        """What is chosen was read, else what is shown, and nothing has to change."""
        opened = self._reader.opened
        keys = tuple(sorted(self.chosen)) or ((opened.line.id,) if opened else ())
        if keys:
            self._do(partial(self._session.document_properties.note_reviewed, keys))

    def _on_reviewed(self) -> None:
        self._do(partial(self._session.document_properties.note_reviewed, self.pane.keys))

    def _on_keep_wanted(self, field: str, op: bytes) -> None:
        if len(self.pane.keys) == 1:
            self._do(partial(self._session.conflicts.keep, self.pane.keys[0], field, op))

    def _on_version_kept(self, version: object) -> None:
        if len(self.pane.keys) == 1 and isinstance(version, bytes):
            self._do(partial(self._session.document_properties.keep_version, self.pane.keys[0], version))

    def _on_check_wanted(self) -> None:
        keys = self.pane.keys
        self._context.jobs.submit(
            partial(_check, self._session, keys),
            lane=Lane.POOL,
            on_success=partial(self._on_checked, keys),
            on_failure=self.failed.emit,
        )

    def _on_vital_checked(self, lines: Mapping[bytes, DocumentLine], checked: Sequence[CheckedDocument]) -> None:
        bad = [f"{lines[each.document].title}: {each.problem}" for each in checked if each.problem]
        self.checked.emit(checked_words(bad, len(checked)), not bad)

    def _on_checked(self, keys: tuple[bytes, ...], checked: Sequence[CheckedDocument]) -> None:
        if keys == self.pane.keys:
            self.pane.tell_checked([each.problem for each in checked])

    def _do(self, work: Callable[[], object], after: partial[None] | None = None) -> None:
        self._context.jobs.ask(work, on_success=partial(self._on_done, after), on_failure=self._on_failed)

    def _on_done(self, after: partial[None] | None, _result: object) -> None:
        if after is not None:
            after()
        self.saved.emit()

    def _on_failed(self, error: KnownError) -> None:
        self.failed.emit(error)


def _check(session: Session, keys: Collection[bytes], cancel: Flag, _report: Report) -> list[CheckedDocument]:
    return session.vital_documents.check(keys, cancel=cancel)
