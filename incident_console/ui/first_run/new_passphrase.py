# SPDX-License-Identifier: Apache-2.0
"""Chooses a passphrase: typed twice, or six words made up by chance and typed once from paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.passphrases import made_up_passphrase
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.passphrase_field import PassphraseField, judge_passphrase

_EXPLAINS = "It opens this workspace on this laptop. Nobody can replace it: write it down and keep the paper elsewhere."
_LEAST_SCORE = 2


class NewPassphrase(QWidget):
    """Two fields and the offer of six words. `passphrase` gives it, or says what is wrong with it."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._first = PassphraseField("Passphrase", is_new=True)
        self._again = PassphraseField("The same again")
        self._make_up = SecondaryButton("Six words", icon="refresh-cw")
        self._make_up.setToolTip("Make up a passphrase of six random words")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(FormField("Passphrase", self._first, beside=self._make_up))
        self._column.addWidget(FormField("The same again", self._again))
        self._column.addWidget(Label(_EXPLAINS, TextStyle.SMALL, Role.MUTED, is_wrapped=True))
        self.setFocusProxy(self._first)
        self._make_up.clicked.connect(self._on_make_up_clicked)
        self._first.submitted.connect(self._again.setFocus)
        self._again.submitted.connect(self.submitted)
        follow_theme(self._restyle)

    def passphrase(self) -> str:
        """The passphrase. Raises KnownError if it is too weak or the two fields differ."""
        text = self._first.passphrase()
        if judge_passphrase(text) < _LEAST_SCORE:
            raise KnownError(
                "This passphrase is too easy to guess",
                "Whoever has the laptop would soon read everything.",
                "Add words, or take the six that are made up for you.",
            )
        if text != self._again.passphrase():
            raise KnownError("The two passphrases differ", "", "Type the same in both fields; the eye shows them.")
        return text

    def clear(self) -> None:
        """Forget both."""
        self._first.clear()
        self._again.clear()

    def _on_make_up_clicked(self) -> None:
        self._first.set_passphrase(made_up_passphrase())
        self._first.show_text()
        self._again.clear()
        self._again.setFocus()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(10))
