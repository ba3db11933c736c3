# SPDX-License-Identifier: Apache-2.0
"""All about a shared folder, and what can be done with it: sync, check, fill, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from incident_console.services.carrier_names import carrier_name, is_stick
from incident_console.services.folder_findings import finding_words
from incident_console.services.times import clock
from incident_console.ui.folder_words import FILLED_BY_HAND, OK, folder_tone, state_words, what_to_do
from incident_console.ui.theme import Role, Tone
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.progress_row import ProgressRow
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.ui.models.team_facts import FolderFacts
    from incident_console.ui.pages.team.folder_work import FolderWork

_FOUND = "Last finding"


class FolderPane(DetailPane):
    """Shows one folder and follows the work with it. ``remove_wanted(path)`` comes from its last button."""

    remove_wanted = Signal(str)

    def __init__(self, work: FolderWork) -> None:
        super().__init__("folder-pane", "Shared folder")
        self._work, self._path, self._told = work, "", ""
        self._title = self.add_section("Shared folder")
        self._headline = self.add_headline("")
        self._bar, self._progress = InlineBar(), ProgressRow("")
        self.add_widget(self._bar)
        self.add_widget(self._progress)
        self._values = self.add_values()
        for name in ("Path", "State", "Last exchange", "Last comparison", _FOUND):
            self._values.add(name, "")
        self.add_gap()
        self._sync = SecondaryButton("Sync now", key="S", icon="refresh-cw")
        self._check = SecondaryButton("Check", key="C")
        self._fill = SecondaryButton("Fill", key="F")
        self._remove = SecondaryButton("Remove", key="Del")
        self.add_buttons([self._sync, self._check, self._fill, self._remove])
        self.add_gap()
        self._explains = self.add_text(what_to_do(OK))
        self._connect()

    @property
    def path(self) -> str:
        """The folder that is shown."""
        return self._path

    def show_folder(self, facts: FolderFacts, now: Moment) -> None:
        """Show this folder as it is now."""
        line = facts.line
        is_other = self._path != line.path
        self._path = line.path
        self._title.set_words("USB stick" if is_stick(line.path) else "Shared folder")
        self._headline.setText(carrier_name(line.path))
        tone = folder_tone(facts, now)
        self._values.set_value("Path", line.path)
        self._values.set_value("State", state_words(facts, now), Role.TEXT if tone is Tone.PLAIN else tone.role)
        self._values.set_value("Last exchange", _when(line.synced_at_ms, now))
        self._values.set_value("Last comparison", _when(line.compared_at_ms, now))
        self._values.set_value(_FOUND, finding_words(line, now) or "nothing remarkable")
        is_empty = line.state in FILLED_BY_HAND
        show_when(self._fill, is_shown=is_empty)
        show_when(self._check, is_shown=not is_empty)
        self._explains.setText(what_to_do(line.state))
        self.follow_work(is_new=is_other)

    def follow_work(self, *, is_new: bool = False) -> None:
        """Show how far the work with this folder is, or what it came to."""
        progress, doing = self._work.progress(self._path), self._work.doing(self._path)
        if progress is not None:
            if self._progress.isHidden() or is_new:
                self._progress.begin(f"{doing.capitalize()} {carrier_name(self._path)}")
            self._progress.show_progress(progress)
        show_when(self._progress, is_shown=progress is not None)
        for button in (self._sync, self._check, self._fill, self._remove):
            button.setEnabled(progress is None)
        self._tell_outcome()

    def focus_first(self) -> None:
        """Put the keyboard on the next thing to do."""
        first = self._sync if self._fill.isHidden() else self._fill
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_outcome(self) -> None:
        """Tell what the last work came to, until it is closed."""
        told = self._work.outcome(self._path)
        if told is None:
            self._bar.hide()
        elif f"{self._path}{id(told)}" != self._told:
            self._bar.tell(told.tone, told.title, told.message)
        self._told = f"{self._path}{id(told)}" if told else ""

    def _connect(self) -> None:
        self._sync.clicked.connect(self._on_sync_clicked)
        self._check.clicked.connect(self._on_check_clicked)
        self._fill.clicked.connect(self._on_fill_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._progress.cancel_clicked.connect(self._on_cancel_clicked)

    def _on_sync_clicked(self) -> None:
        self._work.sync(self._path)

    def _on_check_clicked(self) -> None:
        self._work.check(self._path)

    def _on_fill_clicked(self) -> None:
        self._work.fill(self._path)

    def _on_remove_clicked(self) -> None:
        self.remove_wanted.emit(self._path)

    def _on_cancel_clicked(self) -> None:
        self._work.cancel(self._path)


def _when(at_ms: int | None, now: Moment) -> str:
    return "never" if at_ms is None else clock(at_ms, now)
