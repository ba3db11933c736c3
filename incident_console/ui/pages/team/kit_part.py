# SPDX-License-Identifier: Apache-2.0
"""The recovery kit in the pane of this laptop: which one there is, when it was used, print one, try the one in hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.services.kits import new_kit_file
from incident_console.services.times import clock
from incident_console.ui.pages.team.kit_forms import KitForm, PrintForm, TryForm
from incident_console.ui.theme import Role, Tone, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment
    from incident_console.domain.errors import KnownError
    from incident_console.services.kits import KitLine, KitUse, PrintedKit
    from incident_console.services.session import Session
    from incident_console.ui.jobs import JobRunner

    Kits = tuple[KitLine | None, list[KitUse], bool]

_NONE = "None yet. If every laptop is lost, nobody reads the record again. An admin prints a kit."
_PRINTED = "Print the page, delete the file, and keep the paper in a safe. Then try it: type its words here."


class KitPart(QWidget):
    """``opened`` comes with each form that opens; `read` looks again at what there is."""

    opened = Signal()

    def __init__(self, session: Session, jobs: JobRunner) -> None:
        super().__init__()
        self._session, self._jobs = session, jobs
        self._state, self._uses = Label(is_wrapped=True), Label(role=Role.WARN, is_wrapped=True)
        self._bar = InlineBar()
        self._print = SecondaryButton("Print recovery kit\N{HORIZONTAL ELLIPSIS}", icon="printer")
        self._try = SecondaryButton("Try the kit\N{HORIZONTAL ELLIPSIS}", icon="shield-check")
        self._printing, self._trying = PrintForm(), TryForm()
        self._buttons, self._column = QWidget(), QVBoxLayout(self)
        self._lay_out()
        self._print.clicked.connect(partial(self._open, self._printing))
        self._try.clicked.connect(partial(self._open, self._trying))
        self._printing.wanted.connect(self._on_print_wanted)
        self._trying.wanted.connect(self._on_try_wanted)
        for form in (self._printing, self._trying):
            form.left.connect(self._close)
        follow_theme(self._restyle)

    def read(self) -> None:
        """Look at what there is now."""
        self._jobs.ask(partial(_read, self._session), on_success=self._on_read, on_failure=self._bar.tell_error)

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(self._buttons, gap=8)
        for button in (self._print, self._try):
            flow.addWidget(button)
        for widget in (self._state, self._uses, self._bar, self._buttons, self._printing, self._trying):
            self._column.addWidget(widget)
        for widget in (self._uses, self._printing, self._trying):
            widget.hide()

    def _on_read(self, kits: Kits) -> None:
        line, uses, may_print = kits
        now = self._session.now()
        self._state.setText(state_words(line, now) if line else _NONE)
        self._state.set_role(Role.TEXT if line and not line.others else Role.WARN)
        self._uses.setText("\n".join(use_words(use, now) for use in uses))
        show_when(self._uses, is_shown=bool(uses))
        self._print.setEnabled(may_print)
        self._try.setEnabled(line is not None)

    def _open(self, form: KitForm) -> None:
        self._bar.hide()
        self._buttons.hide()
        show_when(form, is_shown=True)
        form.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def _close(self) -> None:
        self._trying.forget()
        for form in (self._printing, self._trying):
            form.do.setEnabled(form is self._trying or self._printing.directory() is not None)
            form.hide()
        show_when(self._buttons, is_shown=True)
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_print_wanted(self) -> None:
        directory = self._printing.directory()
        if directory is not None:
            self._printing.do.setEnabled(False)
            call = partial(_print, self._session, directory)
            self._jobs.ask(call, on_success=self._on_printed, on_failure=partial(self._on_refused, self._printing))

    def _on_printed(self, kit: PrintedKit) -> None:
        self._close()
        self._bar.tell(Tone.OK, f"The recovery kit {kit.code} is written to {kit.out}", _PRINTED)
        self.read()

    def _on_try_wanted(self) -> None:
        self._trying.do.setEnabled(False)
        call = partial(self._session.kits.check, self._trying.words.text())
        self._jobs.ask(call, on_success=self._on_tried, on_failure=partial(self._on_refused, self._trying))

    def _on_tried(self, line: KitLine) -> None:
        self._close()
        self._bar.tell(Tone.OK, f"These words are the current kit {line.code}", "It would let a laptop in.")
        self.read()

    def _on_refused(self, form: KitForm, error: KnownError) -> None:
        form.do.setEnabled(True)
        self._bar.tell_error(error)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))


def state_words(line: KitLine, now: Moment) -> str:
    """The kit that counts now: its code, when and by whom it was printed, and whether it was ever tried here."""
    by = f" by {line.printed_by}" if line.printed_by else ""
    tried = f"tried here {clock(line.checked_at_ms, now)}" if line.checked_at_ms is not None else "not tried here yet"
    more = f" {line.others} older kits still let laptops in: a new print ends them." if line.others else ""
    return f"{line.code}, printed {clock(line.printed_at_ms, now)}{by}, {tried}.{more}"


def use_words(use: KitUse, now: Moment) -> str:
    """Who came in with a kit, and when."""
    if not use.code:
        return f"The kit was used to change the membership at {clock(use.at_ms, now)}"
    return f"Recovered with the kit by {use.member} ({use.code}) at {clock(use.at_ms, now)}"


def _read(session: Session) -> Kits:
    return session.kits.current(), session.kits.uses(), session.kits.refusal() is None


def _print(session: Session, directory: Path) -> PrintedKit:
    return session.kits.print_to(new_kit_file(directory))
