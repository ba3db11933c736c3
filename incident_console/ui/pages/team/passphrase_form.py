# SPDX-License-Identifier: Apache-2.0
"""Changes the passphrase of this workspace, in the pane of this laptop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.ui.first_run.new_passphrase import NewPassphrase
from incident_console.ui.theme import Tone, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.passphrase_field import PassphraseField
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner

_OLD_COPIES = "The old one no longer opens this workspace. It still opens copies of it that were made before."


class PassphraseForm(QWidget):
    """A button until it is pressed, then the form; ``opened`` tells of that."""

    opened = Signal()

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self._open = SecondaryButton("Change the passphrase", icon="key-round")
        self._bar = InlineBar()
        self._old, self._new = PassphraseField("Passphrase until now"), NewPassphrase()
        self._change = SecondaryButton("Change it")
        self._cancel = SecondaryButton("Cancel", key="Esc", is_key_hint_only=True)
        self._form = QWidget()
        self._fields, self._buttons, self._column = QVBoxLayout(self._form), QHBoxLayout(), QVBoxLayout(self)
        self._lay_out()
        self._open.clicked.connect(self._on_open_clicked)
        self._cancel.clicked.connect(self._close)
        self._change.clicked.connect(self._on_change_clicked)
        self._new.submitted.connect(self._on_change_clicked)
        self._old.submitted.connect(self._new.setFocus)
        follow_theme(self._restyle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._form.isHidden():
            self._close()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for layout in (self._fields, self._column):
            layout.setContentsMargins(0, 0, 0, 0)
        for button in (self._change, self._cancel):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._fields.addWidget(FormField("Passphrase until now", self._old))
        self._fields.addWidget(self._new)
        self._fields.addLayout(self._buttons)
        for part in (self._bar, self._open, self._form):
            self._column.addWidget(part)
        self._form.hide()

    def _on_open_clicked(self) -> None:
        self._bar.hide()
        self._open.hide()
        show_when(self._form, is_shown=True)
        self._old.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def _on_change_clicked(self) -> None:
        try:
            new = self._new.passphrase()
        except KnownError as error:
            self._bar.tell_error(error)
            return
        self._change.setEnabled(False)
        call = partial(self._session.change_passphrase, self._old.passphrase(), new)
        self._jobs.ask(call, on_success=self._on_changed, on_failure=self._on_refused)

    def _on_changed(self, _nothing: None) -> None:
        self._close()
        self._bar.tell(Tone.OK, "The passphrase is changed", _OLD_COPIES)

    def _on_refused(self, error: KnownError) -> None:
        self._change.setEnabled(True)
        self._bar.tell_error(error)

    def _close(self) -> None:
        self._old.clear()
        self._new.clear()
        self._bar.hide()
        self._form.hide()
        self._change.setEnabled(True)
        show_when(self._open, is_shown=True)
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        px = theme().px
        self._fields.setSpacing(px(10))
        self._buttons.setSpacing(px(8))
        self._column.setSpacing(px(8))
