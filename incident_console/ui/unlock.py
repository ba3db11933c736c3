# SPDX-License-Identifier: Apache-2.0
"""Unlocks a workspace: which one, its passphrase, and a clear word where it does not open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from incident_console.domain.errors import KnownError
from incident_console.ui.door import Door, Links, Rule
from incident_console.ui.theme import Role, Tone
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.passphrase_field import PassphraseField

_FORGOTTEN = (
    "Nobody can open this workspace without its passphrase, not even its maker. What was synced is safe on the team's "
    "other laptops and in the shared folder."
)


class UnlockPage(Door):
    """``wanted(path, passphrase)`` asks for the workspace; answer with `tell_error`, or show another page.

    ``create_wanted`` and ``join_wanted`` come from the links.
    """

    wanted = Signal(Path, str)
    create_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, known: Sequence[Path]) -> None:
        super().__init__("Incident Console", foot="Nothing on this laptop can be read until it is opened")
        self.setObjectName("unlock-page")
        self._known = list(known)
        self._path = self._known[0] if self._known else None
        self._choice = Button("Another workspace", ButtonKind.LINK)
        self._passphrase = PassphraseField("Passphrase of this laptop")
        self._open = PrimaryButton("Open")
        self._working = Label("", role=Role.MUTED)
        self._lay_out()
        self._choice.clicked.connect(self._on_choice_clicked)
        self._passphrase.submitted.connect(self._on_open_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._show_path()

    def focus_first(self) -> None:
        self._passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def path(self) -> Path | None:
        """The workspace that would be opened."""
        return self._path

    def show_path(self, path: Path) -> None:
        """Offer this workspace."""
        self._known = [path, *(known for known in self._known if known != path)]
        self._path = path
        self._show_path()

    def begin_work(self, words: str) -> None:
        """Say that something goes on that takes a moment; nothing can be asked meanwhile."""
        self._working.setText(words)
        for part in (self._open, self._passphrase, self._choice):
            part.setEnabled(False)

    def end_work(self, _result: object = None) -> None:
        """Let the user go on."""
        self._working.setText("")
        for part in (self._open, self._passphrase, self._choice):
            part.setEnabled(True)
        self.focus_first()

    def tell_error(self, error: KnownError) -> None:
        """Say why it did not open; the passphrase stays for correction, marked so that typing replaces it."""
        self.end_work()
        self.bar.tell_error(error)
        self._passphrase.select_all()

    def _lay_out(self) -> None:
        card = self.card
        card.add(FormField("Passphrase of this laptop", self._passphrase))
        card.add_row(self._open, self._working)
        card.add(Rule())
        forgotten, join, new = (
            Button(words, ButtonKind.LINK) for words in ("Forgotten?", "Join a team", "New workspace")
        )
        card.add(Links(forgotten, self._choice, join, new))
        forgotten.clicked.connect(self._on_forgotten_clicked)
        join.clicked.connect(self.join_wanted)
        new.clicked.connect(self.create_wanted)

    def _show_path(self) -> None:
        which = f"workspace “{self._path.name}” · " if self._path else ""
        self.set_about(f"{which}sealed · works without network")
        self._choice.setToolTip(str(self._path or ""))
        self._choice.set_words("Another workspace" if self._path else "Choose a workspace")

    def _on_choice_clicked(self) -> None:
        menu = QMenu(self)
        for path in self._known:
            action = menu.addAction(str(path).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(path == self._path)
            action.triggered.connect(partial(self._on_path_chosen, path))
        menu.addSeparator()
        menu.addAction("Browse\N{HORIZONTAL ELLIPSIS}").triggered.connect(self._browse)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._choice.mapToGlobal(QPoint(0, self._choice.height())))

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Directory of the workspace", str(self._path or Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_path_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_path_chosen(self, path: Path | str) -> None:
        self.show_path(Path(path))
        self.bar.dismiss()
        self.focus_first()

    def _on_forgotten_clicked(self) -> None:
        what_to_do = "Join the team anew, as another laptop."
        self.bar.tell(Tone.INFO, "There is no way around the passphrase", _FORGOTTEN, what_to_do)

    def _on_open_clicked(self) -> None:
        if self._path is None:
            self._on_choice_clicked()
        elif self._open.isEnabled():
            self.bar.dismiss()
            self.wanted.emit(self._path, self._passphrase.passphrase())
