# SPDX-License-Identifier: Apache-2.0
"""Saving and reading bundles: one at a time, watched and stopped from here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from incident_console.domain.errors import KnownError
from incident_console.ui.folder_words import Told, count
from incident_console.ui.jobs import Cancelled, JobRunner, Report
from incident_console.ui.pages.team.folder_work import teller, unless_stopped
from incident_console.ui.theme import Tone
from incident_console.ui.watched_work import WatchedWork, rest_of

if TYPE_CHECKING:
    from incident_console.services.bundles import BundleSaved, BundleTaken
    from incident_console.services.session import Session

_STOPPED_READING = Told(Tone.INFO, "Stopped", "What was read so far stays; read it again to go on.")
_STOPPED_SAVING = Told(Tone.INFO, "Stopped", "No bundle was saved.")


class BundleWork(WatchedWork):
    """Saves and reads; what was read stays when it is stopped, what was being saved is gone."""

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(jobs, parent)
        self._session = session

    def save(self, path: Path, station: bytes | None) -> None:
        """Write what a station lacks, or everything."""
        job = partial(_save, self._session, path, station)
        self._begin(f"Saving {path.name}", job, saved_words, _STOPPED_SAVING)

    def read(self, path: Path) -> None:
        """Take in a bundle."""
        self._begin(f"Reading {path.name}", partial(_read, self._session, path), taken_words, _STOPPED_READING)


def saved_words(saved: BundleSaved) -> Told:
    """What was saved, and what did not fit."""
    if saved.problem:
        return Told(Tone.WARN, saved.problem.title, rest_of(saved.problem))
    how = "Send it any way there is: it is sealed, only laptops of this team can read it."
    return Told(Tone.OK, f"Saved: {count(saved.files, 'file')} in {saved.path.name}", how)


def taken_words(taken: BundleTaken) -> Told:
    """What came in, and what did not."""
    came = f"{count(taken.received, 'file')} received" if taken.received else "nothing in it was new"
    if taken.problem:
        return Told(Tone.WARN, taken.problem.title, f"Read: {came}. {rest_of(taken.problem)}")
    return Told(Tone.OK, f"Read: {came}")


def _save(session: Session, path: Path, station: bytes | None, cancel: Event, report: Report) -> object:
    try:
        return session.bundles.save(path, station, teller(report), cancel)
    except KnownError:
        if cancel.is_set():
            raise Cancelled from None
        raise


def _read(session: Session, path: Path, cancel: Event, report: Report) -> object:
    taken = session.bundles.read(path, teller(report), cancel)
    if taken.received and session.is_joined:
        session.documents.read_for_search()
    return unless_stopped(cancel, taken)
