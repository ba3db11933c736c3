# SPDX-License-Identifier: Apache-2.0
"""Waits to be let into a team: the eight words to read out, and whether a folder or bundle carries the request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.events import Event, Notice
from incident_console.services.folders import FolderLine
from incident_console.services.session import Session
from incident_console.services.times import clock
from incident_console.ui.door import ENCRYPTED, Door, Links
from incident_console.ui.folder_words import Told
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.pages.team.bundle_pane import ask_where_to_save, ask_which_to_read
from incident_console.ui.pages.team.bundle_work import BundleWork
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label

_WHAT_TO_DO = (
    "Phone an admin of the team. Read these eight words to them; they compare them with their screen and let you in. "
    "This window goes on by itself as soon as it hears of it."
)
_BY_MAIL = (
    "No shared folder? Save the request as a bundle and send it to the admin. The bundle that comes back lets this"
    " laptop in."
)


class WaitingPage(Door):
    """``lock_wanted`` leaves it; asking goes on at the next start."""

    lock_wanted = Signal()

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        super().__init__("Waiting to be let in", icon="users", width=560, foot=ENCRYPTED)
        self.setObjectName("waiting-page")
        self._session, self._jobs = session, jobs
        self._words = _Words()
        self._state = Label("", role=Role.MUTED, is_wrapped=True)
        self._lock = SecondaryButton("Lock for now", icon="lock", key="Ctrl+Shift+L")
        self._save, self._read = SecondaryButton("Save request…", icon="mail"), SecondaryButton("Read bundle…")
        self._bundles = BundleWork(session, jobs, self)
        self.set_about("nothing of the team can be read here until then")
        for part in (Label(_WHAT_TO_DO, is_wrapped=True), self._words, self._state):
            self.card.add(part)
        self.card.add(Label(_BY_MAIL, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        self.card.add(Links(self._save, self._read))
        self.card.add_row(self._lock)
        self._connect()
        jobs.ask(
            session.team.join_words, lane=Lane.POOL, on_success=self._words.show_words, on_failure=self.bar.tell_error
        )
        self._read_folders()

    def _connect(self) -> None:
        self._lock.clicked.connect(self.lock_wanted)
        self._save.clicked.connect(self._on_save_clicked)
        self._read.clicked.connect(self._on_read_clicked)
        self._bundles.changed.connect(self._follow_work)
        self._bundles.ended.connect(self._on_bundle_ended)

    def focus_first(self) -> None:
        self._lock.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_events(self, events: Sequence[Event]) -> None:
        self._read_folders()
        for event in events:
            if isinstance(event, Notice):
                self.tell(Tone.INFO, event.title, event.message)

    def _on_save_clicked(self) -> None:
        ask_where_to_save(self, self._save_to, "join-request.bundle")

    def _save_to(self, path: str) -> None:
        self._bundles.save(Path(path), None)

    def _on_read_clicked(self) -> None:
        ask_which_to_read(self, self._read_from)

    def _read_from(self, path: str) -> None:
        self._bundles.read(Path(path))

    def _follow_work(self) -> None:
        for button in (self._save, self._read):
            button.setEnabled(not self._bundles.is_busy)

    def _on_bundle_ended(self, told: Told) -> None:
        self.tell(told.tone, told.title, told.message)

    def _read_folders(self) -> None:
        self._jobs.ask(self._session.folders.lines, on_success=self._on_folders)

    def _on_folders(self, lines: list[FolderLine]) -> None:
        now = self._session.now()
        self._state.setText("\n".join(_folder_words(line, now) for line in lines))


class _Words(QWidget):
    """Eight numbered words, large enough to be read out from a dark room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("join-words")
        self.setAccessibleName("Eight words")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        follow_theme(self._restyle)

    def show_words(self, words: Sequence[str]) -> None:
        """Show the words, two to a row."""
        self.setAccessibleDescription(" ".join(words))
        for place, word in enumerate(words):
            self._grid.addWidget(_Word(place + 1, word), place // 2, place % 2)

    def _restyle(self) -> None:
        self._grid.setSpacing(theme().px(8))


class _Word(QWidget):
    """A small number and a large word in a frame."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__()
        set_ground(self, "window")
        self.setAccessibleName(f"{number} {word}")
        self._row = QHBoxLayout(self)
        self._row.addWidget(Label(str(number), TextStyle.SMALL, Role.MUTED))
        text = Label(word, TextStyle.TITLE, is_bold=True)
        text.make_selectable()
        self._row.addWidget(text, 1)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(12), px(7), px(12), px(7))
        self._row.setSpacing(px(10))


def _folder_words(line: FolderLine, now: Moment) -> str:
    if line.state != "ok":
        return f"{line.path} cannot be used since {clock(line.since_ms, now)} ({line.state}); it is tried again."
    asked = f", last exchange {clock(line.synced_at_ms, now)}" if line.synced_at_ms else ""
    return f"{line.path} answers{asked}."
