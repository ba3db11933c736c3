# SPDX-License-Identifier: Apache-2.0
"""The first screen of a laptop that knows no workspace yet."""

from __future__ import annotations

from PySide6.QtCore import Signal

from incident_console.ui.door import ENCRYPTED, Door
from incident_console.ui.widgets.button import PrimaryButton
from incident_console.ui.widgets.option_list import OptionList

CREATE, JOIN, OPEN = "create", "join", "open"


class ChoicePage(Door):
    """``chosen(what)`` is one of CREATE, JOIN and OPEN."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Incident Console", foot=ENCRYPTED)
        self.setObjectName("choice-page")
        self.set_about("runs an incident without server or network")
        self._options = OptionList("What to begin with")
        self._options.add_option(
            CREATE, "Create a workspace", "You found the team; others join it through a folder you share.", "plus"
        )
        self._options.add_option(
            JOIN, "Join a team", "Somebody founded it already, and you can reach its shared folder.", "users"
        )
        self._options.add_option(
            OPEN, "Open a workspace", "One lies on this laptop already; choose its directory.", "folder-open"
        )
        go_on = PrimaryButton("Go on", key="Return", is_key_hint_only=True)
        self.card.add(self._options)
        self.card.add_row(go_on)
        self._options.taken.connect(self.chosen)
        go_on.clicked.connect(self._on_go_on_clicked)

    def focus_first(self) -> None:
        self._options.setFocus()

    def _on_go_on_clicked(self) -> None:
        self.chosen.emit(self._options.chosen_key())
