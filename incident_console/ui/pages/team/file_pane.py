# SPDX-License-Identifier: Apache-2.0
"""All about a file that did not arrive whole, and about what this program is too old to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.services.times import clock
from incident_console.ui.folder_words import next_try_words, reason_words
from incident_console.ui.widgets.detail_pane import DetailPane

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.services.status import SetAside
    from incident_console.ui.models.team_view import NewerFacts

_SAFE = (
    "It counts as not arrived, so nothing of it is shown. It is read again by itself; any station that holds it whole"
    " writes it anew, at once when it checks the folder."
)
_NEWER = (
    "Another laptop of the team runs a newer version of the program and wrote what this one does not know. It is kept"
    " and passed on as it is, and shown here as soon as this laptop has that version too."
)


class FilePane(DetailPane):
    """Shows one file that was set aside."""

    def __init__(self) -> None:
        super().__init__("file-pane", "File set aside")
        self.add_section("File set aside")
        self._headline = self.add_headline("")
        self._values = self.add_values()
        for name in ("Why", "Folder", "Name", "First seen", "Read"):
            self._values.add(name, "")
        self.add_gap()
        self.add_text(_SAFE)

    def show_file(self, file: SetAside, now: Moment) -> None:
        """Show this file."""
        self._headline.setText(file.what.capitalize())
        values = {
            "Why": reason_words(file),
            "Folder": file.folder,
            "Name": file.name,
            "First seen": clock(file.first_seen_ms, now),
            "Read": next_try_words(file, now),
        }
        for name, words in values.items():
            self._values.set_value(name, words)


class NewerPane(DetailPane):
    """Says what becomes of changes that only a newer version knows."""

    def __init__(self) -> None:
        super().__init__("newer-pane", "Needs a newer version")
        self.add_section("Newer version")
        self._headline = self.add_headline("")
        self.add_text(_NEWER)

    def show_newer(self, newer: NewerFacts) -> None:
        """Show how many there are, and which version they need."""
        self._headline.setText(newer.words)
