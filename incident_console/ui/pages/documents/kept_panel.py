# SPDX-License-Identifier: Apache-2.0
"""For a file that nothing here can show: what it is, and that it is safe in the library."""

from __future__ import annotations

from incident_console.domain.sizes import size_words
from incident_console.services.documents import VersionLine
from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.document_words import kind_icon, kind_words
from incident_console.ui.readers.reader import Reader
from incident_console.ui.widgets.empty_state import EmptyState
from incident_console.ui.widgets.ground import set_ground


class KeptPanel(Reader):
    """Says what is kept."""

    tools = ()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept-panel")
        self._nothing = EmptyState("paperclip", "Kept in the library", "")
        self._fill(self._nothing)
        set_ground(self, "surface")

    def show_kept(self, version: VersionLine) -> None:
        """Show what there is of a file."""
        kind = f"{kind_words(version.media_type)}, {size_words(version.size)}"
        self._nothing.set_words(
            "Kept in the library",
            f"{version.file_name}: {kind}. It cannot be shown here; it is sealed and synced like every other document.",
        )
        self._nothing.set_icon(kind_icon(version.media_type))

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Nothing of it can be searched but its name."""
        self.found_changed.emit(0, 0)
