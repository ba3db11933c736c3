# SPDX-License-Identifier: Apache-2.0
"""What is asked before evidence is exported, and before a package is verified."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from incident_console.ui.pages.reports.evidence_work import entries_words
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.choices import CheckBox
from incident_console.ui.widgets.detail_pane import DetailPane
from incident_console.ui.widgets.folder_field import FolderField
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_TAGS = ("privileged", "personal")
_EXPORT = (
    "The log of this incident with everything that the stations signed, for somebody without this program. It is"
    " readable by whoever holds it. Sync first: it can only hold what this laptop holds."
)
_FOLDER = "A new or empty folder becomes the package; one with something in it gets the package as a new folder inside."
_REDACT = (
    "Number, author and time stay and are still proven. The words are in the package in no form, nor are the reasons of"
    " strikes against them. Other entries that repeat them stay as they are: give their numbers too."
)
_NO_TAG = "No entry is tagged. In the log, P tags an entry as privileged, Shift+P as personal."
_VERIFY = "Works out every signature, number and rule anew. Nothing in the package is believed, nothing is changed."
_TEAM = "As printed on the recovery kit or a status report, not as the package says. Empty: whose it is stays open."


class ExportForm(DetailPane):
    """``wanted`` comes with its button or Enter, ``left`` with Close."""

    wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("evidence-export", "Export evidence")
        self.folder = FolderField("Folder for the package")
        self.folder.set_path(Path.home())
        self.tags = {tag: CheckBox(tag) for tag in _TAGS}
        self.entries = _line("Entries by number", "JO-18, SR-2")
        self._no_tag = Label(_NO_TAG, role=Role.MUTED, is_wrapped=True)
        self.do, close = PrimaryButton("Export evidence"), SecondaryButton("Close", key="Esc", is_key_hint_only=True)
        self.add_text(_EXPORT)
        self.add_widget(FormField("Folder", self.folder, _FOLDER))
        self.add_section("Withhold the words of")
        self.add_text(_REDACT)
        for part in (*self.tags.values(), self._no_tag, FormField("Entries by number", self.entries)):
            self.add_widget(part)
        self.add_buttons([self.do, close])
        for asked in (self.folder.submitted, self.entries.returnPressed, self.do.clicked):
            asked.connect(self.wanted)
        close.clicked.connect(self.left)

    def begin_anew(self) -> None:
        """Withhold nothing until it is chosen again."""
        for box in self.tags.values():
            box.setChecked(False)
        self.entries.clear()
        self.show_tags({})

    def show_tags(self, counts: Mapping[str, int]) -> None:
        """Offer the tags in use, with how many entries each withholds; what was chosen stays so."""
        for tag, box in self.tags.items():
            number = counts.get(tag, 0)
            box.set_words(f"Tagged {tag}: {entries_words(number)}")
            show_when(box, is_shown=number > 0)
        show_when(self._no_tag, is_shown=not any(counts.values()))

    def withheld(self) -> list[str]:
        """The tags and numbers of what is withheld."""
        tags = [tag for tag, box in self.tags.items() if box.isChecked() and not box.isHidden()]
        return [*tags, *filter(None, map(str.strip, self.entries.text().split(",")))]

    def focus_first(self) -> None:
        """Put the keyboard into the folder."""
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)


class VerifyForm(DetailPane):
    """``wanted`` comes with its button or Enter, ``left`` with Close."""

    wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("evidence-verify", "Verify evidence")
        self.package = FolderField("Folder of the package")
        self.team = _line("Fingerprint of the team", "vq3l-a9k0-\N{HORIZONTAL ELLIPSIS}")
        self.do, close = PrimaryButton("Verify evidence"), SecondaryButton("Close", key="Esc", is_key_hint_only=True)
        self.add_text(_VERIFY)
        self.add_widget(FormField("Package", self.package))
        self.add_widget(FormField("Fingerprint of the team", self.team, _TEAM))
        self.add_buttons([self.do, close])
        for asked in (self.package.submitted, self.team.returnPressed, self.do.clicked):
            asked.connect(self.wanted)
        close.clicked.connect(self.left)

    def focus_first(self) -> None:
        """Put the keyboard into the folder."""
        self.package.setFocus(Qt.FocusReason.OtherFocusReason)


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaxLength(300)
    return line
