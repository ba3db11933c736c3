# SPDX-License-Identifier: Apache-2.0
"""One status report as it prints, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.services.document_reading import OpenPdf
from incident_console.ui.pages.reports.words_form import WordsForm
from incident_console.ui.readers.pdf_reader import PdfReader
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import PrimaryButton, SecondaryButton
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import refuse, show_when


class ReportPane(QWidget):
    """Preview of a draft or an issued report. The buttons tell what is wanted; the page does it."""

    issue_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report-pane")
        self._refusal = ""
        self.form, self.preview = WordsForm(), PdfReader()
        self.place = Label("", TextStyle.SMALL, Role.MUTED)
        self.issue, self.export = PrimaryButton("Issue", key="Ctrl+Return"), SecondaryButton("Save as PDF…", key="E")
        self.issue.clicked.connect(self.issue_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.preview.setMinimumHeight(1)  # in a low window the form stays whole
        self.preview.place_changed.connect(self.place.setText)
        buttons = QWidget()
        self._buttons = FlowLayout(buttons, gap=8)
        for widget in (self.issue, self.export, self.place):
            self._buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form)
        column.addWidget(buttons)
        column.addWidget(self.preview, 1)
        for part in (self.form, self.issue, self.export):
            part.hide()
        follow_theme(self._restyle)

    def show_draft(self, pdf: OpenPdf) -> None:
        """Show what would be issued now, with the form above it."""
        self._show(pdf, is_draft=True)
        self.offer_issue()

    def offer_issue(self) -> None:
        """Let the report be issued, where that may be done here."""
        refuse(self.issue, self._refusal)

    def refuse(self, reason: str) -> None:
        """Let nobody issue a report, for this reason; empty lets them again."""
        self._refusal = reason
        refuse(self.form, reason)
        self.offer_issue()

    def show_issued(self, pdf: OpenPdf) -> None:
        """Show an issued report; nothing of it can change."""
        self._show(pdf, is_draft=False)

    def _show(self, pdf: OpenPdf, *, is_draft: bool) -> None:
        show_when(self.form, is_shown=is_draft)
        show_when(self.issue, is_shown=is_draft)
        show_when(self.export, is_shown=not is_draft)
        self.preview.show_pdf(pdf)

    def _restyle(self) -> None:
        px = theme().px
        self._buttons.setContentsMargins(px(16), px(6), px(16), px(10))
