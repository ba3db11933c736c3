# SPDX-License-Identifier: Apache-2.0
"""The first screen of a laptop that knows no workspace yet."""

from __future__ import annotations

from PySide6.QtCore import Signal

from incident_console.domain.errors import KnownError
from incident_console.ui.door import ENCRYPTED, Door
from incident_console.ui.job import Progress
from incident_console.ui.theme import Role
from incident_console.ui.widgets.button import PrimaryButton
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.option_list import OptionList

DEMO, CREATE, JOIN, RECOVER, OPEN = "demo", "create", "join", "recover", "open"


class ChoicePage(Door):
    """``chosen(what)`` is one of DEMO, CREATE, JOIN, RECOVER and OPEN."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Incident Console", foot=ENCRYPTED)
        self.setObjectName("choice-page")
        self.set_about("runs an incident without server or network")
        self._options = OptionList("What to begin with")
        self._options.add_option(
            DEMO,
            "Try the demo",
            "Three laptops play an outage, in about 20 seconds; then it is yours to explore.",
            "zap",
        )
        self._options.add_option(
            CREATE, "Create a workspace", "You found the team; others join it through a folder you share.", "plus"
        )
        self._options.add_option(
            JOIN, "Join a team", "Somebody founded it already, and you can reach its shared folder.", "users"
        )
        self._options.add_option(
            RECOVER, "Recover with the kit", "Every other laptop is lost; you have the page with 24 words.", "key-round"
        )
        self._options.add_option(
            OPEN, "Open a workspace", "One lies on this laptop already; choose its directory.", "folder-open"
        )
        self._go_on = PrimaryButton("Go on", key="Return", is_key_hint_only=True)
        self._working = ElidedLabel("", role=Role.MUTED)
        self.card.add(self._options)
        self.card.add_row(self._go_on)
        self.card.add(self._working)
        self._options.taken.connect(self.chosen)
        self._go_on.clicked.connect(self._on_go_on_clicked)

    def begin_work(self, words: str) -> None:
        """Say what goes on; nothing can be asked meanwhile."""
        self.bar.dismiss()
        self._working.set_text(words)
        self._options.setEnabled(False)
        self._go_on.setEnabled(False)

    def show_progress(self, progress: Progress) -> None:
        """Say what the demo does now."""
        self._working.set_text(progress.what)

    def tell_error(self, error: KnownError) -> None:
        self._working.set_text("")
        self._options.setEnabled(True)
        self._go_on.setEnabled(True)
        super().tell_error(error)

    def focus_first(self) -> None:
        self._options.setFocus()

    def _on_go_on_clicked(self) -> None:
        self.chosen.emit(self._options.chosen_key())
