# SPDX-License-Identifier: Apache-2.0
"""Whether documents can be relied upon: readable on this laptop, and on which others, as far as that is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Event

from incident_console.domain.document import Document
from incident_console.domain.errors import KnownError
from incident_console.sync.blobs import has_blob, read_blob
from incident_console.sync.coverage import StationCoverage, coverage
from incident_console.sync.document_holders import Held, holders
from incident_console.sync.holdings import Holdings

from .base import Service
from .folders import Progress

__all__ = ["Held", "Presence", "StationPresence", "VitalDocumentsService"]


@dataclass(frozen=True, slots=True)
class StationPresence:
    """What is known of a document at one station: at its last word, ``heard_at_ms``, None if it was never heard."""

    station: str
    held: Held
    heard_at_ms: int | None
    is_self: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Where the current version of a document is, this laptop first."""

    document: bytes
    stations: tuple[StationPresence, ...]

    @property
    def words(self) -> str:
        """How people say it: on 5 of 7 stations, 1 not known."""
        count = self.count(Held.YES)
        unknown = self.count(Held.UNKNOWN)
        of = len(self.stations)
        told = f"on {count} of {of} station{'' if of == 1 else 's'}"
        return f"{told}, {unknown} not known" if unknown else told

    def count(self, held: Held) -> int:
        """At how many stations this is what is known."""
        return sum(each.held is held for each in self.stations)

    def named(self, held: Held) -> tuple[str, ...]:
        """The stations of which this is known."""
        return tuple(each.station for each in self.stations if each.held is held)


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document that was decrypted and compared with its hash; ``problem`` says what is wrong, if anything."""

    document: bytes
    problem: str


class VitalDocumentsService(Service):
    """Asks heads about others, and reads on this laptop."""

    @cached_property
    def _holdings(self) -> Holdings:
        return Holdings(self.station)

    def presence(self, documents: Collection[bytes] | None = None) -> dict[bytes, Presence]:
        """Where these documents are, or all vital ones. Nothing is read for it: a file that rotted unseen counts."""
        views = self._chosen(documents)
        stations = coverage(self.station)
        known = holders(self.station, self._holdings, [view.current for view in views])
        return {view.id: self._presence(view, stations, known[view.current.id]) for view in views}

    def check(
        self, documents: Collection[bytes] | None = None, progress: Progress | None = None, cancel: Event | None = None
    ) -> list[CheckedDocument]:
        """Really decrypt and hash these documents, or all vital ones, on this laptop, in memory alone."""
        checked, views = [], self._chosen(documents)
        for done, view in enumerate(views):
            if cancel is not None and cancel.is_set():
                break
            if progress is not None:
                progress("checking documents", done, len(views))
            checked.append(CheckedDocument(view.id, self._problem(view)))
        return checked

    def _chosen(self, documents: Collection[bytes] | None) -> Sequence[Document]:
        if documents is None:
            return [view for view in self._all(Document) if view.properties.is_vital]
        with self.station.lock:
            return self.station.index.things.many(Document, sorted(documents))

    def _problem(self, view: Document) -> str:
        try:
            read_blob(self.station, view.current.blob)
        except KnownError as problem:
            return problem.title
        return ""

    def _presence(self, view: Document, stations: Sequence[StationCoverage], known: dict[bytes, Held]) -> Presence:
        own = Held.YES if has_blob(self.station, view.current.blob) else Held.NO
        return Presence(
            view.id,
            tuple(
                StationPresence(
                    row.name,
                    own if row.is_self else known.get(row.device, Held.UNKNOWN),
                    row.last_heard_ms,
                    row.is_self,
                )
                for row in stations
            ),
        )
