# SPDX-License-Identifier: Apache-2.0
"""Saves a bundle for a station, to be sent by mail or any other way, and reads one that came."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from incident_console.ui.team_words import holds_words, name_words
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.work_strip import WorkStrip

if TYPE_CHECKING:
    from incident_console.ui.models.team_facts import StationFacts, TeamFacts
    from incident_console.ui.pages.team.bundle_work import BundleWork

BUNDLES = "Bundles (*.bundle *.tar)"
_ALL_FILES = "All files (*)"
_EVERYBODY = "Everybody: all that is here"
_EXPLAINS = (
    "One sealed file where no folder reaches: by mail, by phone, on any medium. For a station it holds what that one"
    " lacked at its last word."
)
_READ = (
    "Takes in what is new in it; a second time does nothing. Of one that was torn on its way, what is whole is taken."
    " A new laptop can join by bundles alone: its request comes in one."
)


class BundlePane(DetailPane):
    """Follows the work with bundles. ``left`` comes when it is not wanted any more."""

    left = Signal()

    def __init__(self, work: BundleWork) -> None:
        super().__init__("bundle-pane", "Bundles")
        self._work = work
        self.add_section("Save a bundle")
        self._whom = ChoiceBox("For whom")
        self._whom.addItem(_EVERYBODY, "")
        self.add_widget(FormField("For whom", self._whom, _EXPLAINS))
        self._save, self._read = PrimaryButton("Save bundle…"), SecondaryButton("Read bundle…")
        self.add_buttons([self._save])
        self.add_gap()
        self.add_section("Read a bundle")
        self.add_text(_READ)
        leave = SecondaryButton("Close", key="Esc", is_key_hint_only=True)
        self.add_buttons([self._read, leave])
        self.add_gap()
        self.add_widget(WorkStrip(work, [self._save, self._read]))
        self._save.clicked.connect(self._on_save_clicked)
        self._read.clicked.connect(self._on_read_clicked)
        leave.clicked.connect(self.left)

    def show_stations(self, facts: TeamFacts) -> None:
        """Offer the stations as they are now; what was chosen stays so."""
        others = [station for station in facts.stations if not station.line.is_self]
        wanted = [(_EVERYBODY, ""), *((_words(station), station.line.device.hex()) for station in others)]
        shown = [(self._whom.itemText(at), self._whom.itemData(at)) for at in range(self._whom.count())]
        if wanted == shown:
            return
        chosen = self._whom.currentData()
        self._whom.clear()
        for words, key in wanted:
            self._whom.addItem(words, key)
        self._whom.setCurrentIndex(max(0, self._whom.findData(chosen)))

    def focus_first(self) -> None:
        """Put the keyboard on the choice of a station."""
        self._whom.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_save_clicked(self) -> None:
        device = bytes.fromhex(self._whom.currentData())
        ask_where_to_save(self, partial(self._save_to, device or None))

    def _save_to(self, device: bytes | None, path: str) -> None:
        self._work.save(Path(path), device)

    def _on_read_clicked(self) -> None:
        ask_which_to_read(self, self._read_from)

    def _read_from(self, path: str) -> None:
        self._work.read(Path(path))


def ask_where_to_save(parent: QWidget, take: Callable[[str], None], name: str = "team.bundle") -> None:
    """Let somebody say where a bundle goes."""
    dialog = QFileDialog(parent.window(), "Save bundle", str(Path.home() / name))
    dialog.setObjectName("bundle-dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("bundle")
    _open(dialog, take)


def ask_which_to_read(parent: QWidget, take: Callable[[str], None]) -> None:
    """Let somebody say which bundle came."""
    dialog = QFileDialog(parent.window(), "Read bundle", str(Path.home()))
    dialog.setObjectName("bundle-dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, take)


def _open(dialog: QFileDialog, take: Callable[[str], None]) -> None:
    dialog.setNameFilters([BUNDLES, _ALL_FILES])
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _words(station: StationFacts) -> str:
    """A station, and what it has: "Ops-1, Sam Reed: all but the last 2 of JO"."""
    holds = holds_words(station.line, station.lacking)
    return f"{name_words(station.line)}: has {holds}" if holds and holds != "not known" else name_words(station.line)
