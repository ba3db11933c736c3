# SPDX-License-Identifier: Apache-2.0
"""The documents as this page knows them: fetched once, then only what events say has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from threading import Event as Flag

from PySide6.QtCore import QObject, Signal

from incident_console.domain.document_properties import RESTRICTED
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, SyncStateChanged, ThingsChanged
from incident_console.services.documents import DocumentLine
from incident_console.services.session import Session
from incident_console.ui.jobs import JobRunner, Lane, Report
from incident_console.ui.models.library import Library

_MOST_AT_ONCE = 500


class Shelf(QObject):
    """``changed`` comes with other documents, ``incident_changed`` with other file names of the incident.

    ``text_came`` tells that documents of other laptops can be searched now.
    """

    changed = Signal()
    incident_changed = Signal()
    text_came = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.library = Library()
        self.is_loaded = False
        self._incident: bytes | None = None
        self._wanted: set[bytes] = set()
        self._is_asking, self._is_reading = False, False

    @property
    def lines(self) -> Mapping[bytes, DocumentLine]:
        """Every document by its id."""
        return self.library.lines

    def load(self) -> None:
        """Fetch every document."""
        self._is_asking = True
        self._jobs.ask(self._session.documents.lines, on_success=self._on_loaded, on_failure=self._on_failed)

    def show_incident(self, incident: bytes | None) -> None:
        """Follow the file names that an incident's plan gave it."""
        self._incident = incident
        if incident is None:
            self._on_incident(None, frozenset())
        else:
            ask = partial(_files_of, self._session, incident)
            self._jobs.ask(ask, on_success=partial(self._on_incident, incident), on_failure=self._on_failed)

    def take_events(self, events: Sequence[Event]) -> None:
        """Fetch what these events touch."""
        changes = [change for event in events if isinstance(event, ThingsChanged) for change in event.changes]
        keys = {change.key for change in changes if change.thing == "document"}
        if any(isinstance(event, SyncStateChanged) for event in events):
            keys |= {key for key, line in self.lines.items() if not line.is_here}
        if any(change.thing in ("role", "incident") for change in changes):  # who may read what may be different now
            keys |= {key for key, line in self.lines.items() if line.classification.casefold() == RESTRICTED}
        if keys:
            self._fetch(keys)
        if any(change.thing == "incident" and change.key == self._incident for change in changes):
            self.show_incident(self._incident)

    def _fetch(self, keys: Iterable[bytes]) -> None:
        self._wanted |= set(keys)
        if self._wanted and not self._is_asking:
            asked = sorted(self._wanted)[:_MOST_AT_ONCE]
            self._wanted -= set(asked)
            self._is_asking = True
            ask = partial(self._session.documents.some, asked)
            self._jobs.ask(ask, on_success=partial(self._on_fetched, asked), on_failure=self._on_failed)

    def _on_loaded(self, lines: Sequence[DocumentLine]) -> None:
        self.library.change(tuple(self.lines), lines)
        self._go_on()

    def _on_fetched(self, asked: Sequence[bytes], lines: Sequence[DocumentLine]) -> None:
        self.library.change(asked, lines)
        self._go_on()

    def _go_on(self) -> None:
        self._is_asking, self.is_loaded = False, True
        self.changed.emit()
        self._read_for_search()
        self._fetch(())

    def _on_failed(self, error: KnownError) -> None:
        self._is_asking = False
        self.failed.emit(error)

    def _on_incident(self, incident: bytes | None, files: frozenset[str]) -> None:
        if incident == self._incident and files != self.library.incident_files:
            self.library.set_incident_files(files)
            self.incident_changed.emit()

    def _read_for_search(self) -> None:
        """Make the text of documents findable that other laptops brought; quick where there are none."""
        if not self._is_reading:
            self._is_reading = True
            self._jobs.submit(
                partial(_read, self._session),
                lane=Lane.POOL,
                on_success=self._on_read,
                on_failure=self._on_read_failed,
                on_cancelled=self._on_read_failed,
            )

    def _on_read(self, count: int) -> None:
        self._is_reading = False
        if count:
            self.text_came.emit()

    def _on_read_failed(self, _error: KnownError | None = None) -> None:
        self._is_reading = False


def _files_of(session: Session, incident: bytes) -> frozenset[str]:
    return frozenset(session.incidents.get(incident).documents)


def _read(session: Session, cancel: Flag, _report: Report) -> int:
    return session.documents.read_for_search(cancel=cancel)
