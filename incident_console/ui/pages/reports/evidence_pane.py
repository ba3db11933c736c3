# SPDX-License-Identifier: Apache-2.0
"""Exports the log as evidence that a stranger can check, or checks a package; below it what that came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from incident_console.ui.models.findings_model import FINDING_COLUMNS, FindingsModel
from incident_console.ui.pages.reports.evidence_forms import ExportForm, VerifyForm
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.visibility import show_when
from incident_console.ui.work_strip import WorkStrip

if TYPE_CHECKING:
    from incident_console.ui.pages.reports.evidence_work import EvidenceWork

_EXPORT, _VERIFY = "export", "verify"
_COMMAND = "Who lacks this program checks it in its folder, with Python and its library cryptography:"


class EvidencePane(QWidget):
    """Follows the work with evidence. ``left`` comes when it is not wanted any more."""

    left = Signal()

    def __init__(self, work: EvidenceWork) -> None:
        super().__init__()
        self.setObjectName("evidence-pane")
        self._work = work
        self._incident: bytes | None = None
        self._is_open = False
        self.chips = FilterChips("Export or verify")
        self.chips.add_chip(_EXPORT, "Export evidence")
        self.chips.add_chip(_VERIFY, "Verify evidence")
        self.export, self.verify = ExportForm(), VerifyForm()
        self._forms = QStackedWidget()
        self._strip = WorkStrip(work, [self.export.do, self.verify.do])
        self.command, self.copy = Label("", is_wrapped=True), SecondaryButton("Copy", icon="copy")
        self._how, self._result = QWidget(), QWidget()
        self.rows, self.findings = RowList(FINDING_COLUMNS, "evidence-findings", "Findings"), FindingsModel(self)
        self.rows.setModel(self.findings)
        self._chips_row, self._how_row = QHBoxLayout(), QHBoxLayout(self._how)
        self._lay_out()
        self._connect()
        self._follow_work()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.addWidget(Label(_COMMAND, role=Role.MUTED, is_wrapped=True))
        words.addWidget(self.command)
        self.command.make_selectable()
        self._how_row.addLayout(words, 1)
        self._how_row.addWidget(self.copy)
        self._chips_row.addWidget(self.chips, 1)
        for form in (self.export, self.verify):
            self._forms.addWidget(form)
        results = QVBoxLayout(self._result)
        results.setContentsMargins(0, 0, 0, 0)
        for part in (self._strip, self._how):
            results.addWidget(part)
        self.export.add_widget(self._result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._chips_row)
        column.addWidget(self._forms, 3)
        column.addWidget(self.rows, 2)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._on_chosen)
        self.export.wanted.connect(self._on_export_wanted)
        self.verify.wanted.connect(self._on_verify_wanted)
        for form in (self.export, self.verify):
            form.left.connect(self._on_left)
        self.copy.clicked.connect(self._on_copy_clicked)
        self._work.changed.connect(self._follow_work)
        self._work.tags_read.connect(self.export.show_tags)

    def show_incident(self, incident: bytes | None) -> None:
        """Export another log, with nothing withheld until it is chosen; without an incident packages are verified."""
        self._incident = incident
        self.export.begin_anew()
        self.chips.set_shown(_EXPORT, is_shown=incident is not None)
        if incident is None:
            self._choose(_VERIFY)
        elif self._is_open:
            self._work.read_tags(incident)

    def open_to_export(self) -> None:
        """Somebody opens the pane: let him go on, or begin."""
        self._is_open = True
        self.focus_first()
        if self._incident is not None:
            self._work.read_tags(self._incident)

    def open_to_verify(self) -> None:
        """Somebody opens the pane to verify a package."""
        self._choose(_VERIFY)
        self.open_to_export()

    def focus_first(self) -> None:
        """Put the keyboard into the folder that is asked for."""
        (self.export if self._forms.currentWidget() is self.export else self.verify).focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_left()
            return
        super().keyPressEvent(event)

    def _on_left(self) -> None:
        self._is_open = False
        self.left.emit()

    def _choose(self, key: str) -> None:
        if self.chips.chosen_key() != key:
            self.chips.choose(key)
            self._on_chosen(key)

    def _on_chosen(self, key: str) -> None:
        form = self.verify if key == _VERIFY else self.export
        self._work.forget()
        form.add_widget(self._result)
        self._forms.setCurrentWidget(form)

    def _on_export_wanted(self) -> None:
        chosen = self.export.folder.path()
        if self._incident is None or chosen is None:
            self.export.focus_first()
        else:
            self._work.export(self._incident, chosen, self.export.withheld())

    def _on_verify_wanted(self) -> None:
        path = self.verify.package.path()
        if path is None:
            self.verify.focus_first()
        else:
            self._work.verify(path, self.verify.team.text().strip())

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())

    def _follow_work(self) -> None:
        found = self._work.found
        self.command.setText(found.command)
        show_when(self._how, is_shown=bool(found.command))
        self.findings.show_found(found.faults, found.notes)
        show_when(self.rows, is_shown=bool(self.findings.items))

    def _restyle(self) -> None:
        px = theme().px
        self._chips_row.setContentsMargins(px(16), px(12), px(16), 0)
        self._how_row.setContentsMargins(0, px(8), 0, px(10))
        self._how_row.setSpacing(px(12))
