# SPDX-License-Identifier: Apache-2.0
"""Writing and checking evidence packages: one at a time, watched and stopped from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from incident_console.domain.errors import KnownError
from incident_console.services.evidence import package_place
from incident_console.services.evidence_check import check
from incident_console.services.times import iso
from incident_console.ui.folder_words import Told, count
from incident_console.ui.jobs import Cancelled, JobRunner, Report
from incident_console.ui.latest import Latest
from incident_console.ui.theme import Tone
from incident_console.ui.watched_work import WatchedWork

if TYPE_CHECKING:
    from incident_console.services.evidence import Evidence
    from incident_console.services.evidence_check import Checked
    from incident_console.services.session import Session

_STOPPED_WRITING = Told(Tone.INFO, "Stopped", "No package was written.")
_STOPPED_CHECKING = Told(Tone.INFO, "Stopped", "The package was not checked to its end. It is as it was.")
_PHASES = {"collecting": "batches collected", "judging": "bytes worked through", "checking": "bytes checked again"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the last work found: faults with the entry's number, notes, and what a stranger types to check it."""

    faults: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    command: str = ""


class EvidenceWork(WatchedWork):
    """``found`` tells of the last work that came to its end.

    ``tags_read(counts)`` answers `read_tags`, or ``failed(KnownError)``.
    """

    tags_read = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(jobs, parent)
        self._session = session
        self._tags = Latest(jobs, self)
        self.found = Found()

    def export(self, incident: bytes, chosen: Path, redact: Sequence[str]) -> None:
        """Write the package of an incident into a directory, or into a new one in it."""
        self.found = Found()
        job = partial(_export, self._session, incident, chosen, tuple(redact))
        self._begin("Exporting evidence", job, self._on_exported, _STOPPED_WRITING)

    def read_tags(self, incident: bytes) -> None:
        """Ask how many entries of an incident each tag would withhold."""
        self._tags.ask(partial(self._session.evidence.tags_in_use, incident), self.tags_read.emit, self.failed.emit)

    def verify(self, path: Path, fingerprint: str) -> None:
        """Check a package."""
        self.found = Found()
        self._begin(f"Checking {path.name}", partial(_verify, path, fingerprint), self._on_checked, _STOPPED_CHECKING)

    def forget(self) -> None:
        """Tell no more of what came to its end."""
        if not self.is_busy:
            self.outcome, self.found = None, Found()
            self.changed.emit()

    def _on_exported(self, evidence: Evidence) -> Told:
        self.found = Found(evidence.faults, (), evidence.command)
        return exported_words(evidence)

    def _on_checked(self, checked: Checked) -> Told:
        self.found = Found(checked.faults, checked.notes)
        return checked_words(checked)


def exported_words(evidence: Evidence) -> Told:
    """What was written, of which team, and what is wrong with it already."""
    redacted = f", {evidence.redacted:,} of them redacted" if evidence.redacted else ", none redacted"
    title = f"Exported: {entries_words(evidence.entries)}{redacted}"
    where = f"{evidence.out}, readable by whoever holds it. Team {evidence.fingerprint}."
    if not evidence.faults:
        return Told(Tone.OK, title, where)
    late = "What has not arrived here yet counts as missing: sync, then export again."
    return Told(Tone.WARN, f"{title}, {count(len(evidence.faults), 'fault')}", f"{where} {late}")


def checked_words(checked: Checked) -> Told:
    """Whether a package holds."""
    entries = entries_words(checked.entries)
    if checked.is_ok:
        return Told(Tone.OK, f"Sound: {entries}", "Every signature, number and rule was worked out anew and holds.")
    faults = count(len(checked.faults), "fault")
    return Told(Tone.DANGER, f"Not sound: {faults}", f"Among {entries}. They are listed below. Nothing was changed.")


def entries_words(number: int) -> str:
    """So many entries: "1 entry", "214 entries"."""
    return "1 entry" if number == 1 else f"{number:,} entries"


def _export(
    session: Session, incident: bytes, chosen: Path, redact: Sequence[str], cancel: Event, report: Report
) -> Evidence:
    try:
        day = iso(session.now().ms)[:10]
        return session.evidence.export(incident, package_place(chosen, day), redact, _teller(report), cancel)
    except KnownError:
        if cancel.is_set():
            raise Cancelled from None
        raise


def _verify(path: Path, fingerprint: str, cancel: Event, report: Report) -> Checked:
    def watch(name: str, done: int, of: int) -> None:
        if cancel.is_set():
            raise Cancelled
        report(done, of, f"bytes of {name}")

    return check(path, fingerprint.strip() or None, watch)


def _teller(report: Report) -> Callable[[str, int, int], None]:
    return lambda what, done, of: report(done, of, _PHASES[what])
