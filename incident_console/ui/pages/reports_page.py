# SPDX-License-Identifier: Apache-2.0
"""Status reports: filled in already, seen as they will print, issued once, the same for ever; and evidence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, ThingsChanged
from incident_console.services.document_reading import OpenPdf
from incident_console.services.reports import ReportLine, ReportWords
from incident_console.services.session import Session
from incident_console.ui.folder_words import Told
from incident_console.ui.jobs import Lane
from incident_console.ui.latest import Latest
from incident_console.ui.models.reports_model import DRAFT, REPORT_COLUMNS, ReportsModel, ShownReport
from incident_console.ui.pages.page import Page, PageContext, PageKey
from incident_console.ui.pages.reports.evidence_pane import EvidencePane
from incident_console.ui.pages.reports.evidence_work import EvidenceWork
from incident_console.ui.pages.reports.report_pane import ReportPane
from incident_console.ui.theme import Tone
from incident_console.ui.widgets.button import SecondaryButton
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.row_list import RowList
from incident_console.ui.widgets.split_page import SplitPage

_TYPING_MS = 600
"""The preview follows the form after this pause in typing."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    key: bytes
    pdf: bytes


class ReportsPage(Page):
    """The list of reports beside the one chosen; the first row is the report that could be issued now."""

    key = "reports"
    title = "Reports"
    icon = "file-text"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("reports-page")
        self.bar, self.pane = InlineBar(), ReportPane()
        self.rows = RowList(REPORT_COLUMNS, "report-list", "Status reports")
        self.model = ReportsModel(self)
        self.rows.setModel(self.model)
        self._lists, self._drawings = Latest(context.jobs, self), Latest(context.jobs, self)
        self._openings = Latest(context.jobs, self, Lane.POOL)
        self.evidence_work = EvidenceWork(context.session, context.jobs, self)
        self.evidence, self.detail = EvidencePane(self.evidence_work), QStackedWidget()
        self._pdf: bytes = b""
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._draw_current)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for part in (self.pane, self.evidence):
            self.detail.addWidget(part)
        self.split = SplitPage(self.rows, self.detail, self.key, self.context.settings, main_width=340)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        header = PageHeader(self.title)
        evidence = SecondaryButton("Evidence", key="V", icon="shield-check", is_key_hint_only=True)
        evidence.clicked.connect(self._on_evidence_wanted)
        header.add_end(evidence)
        self.split.turn_with_list(header)
        column.addWidget(header)
        column.addWidget(self.bar)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.rows.current_key_changed.connect(self._on_current_changed)
        self.rows.row_activated.connect(self.split.show_detail)
        self.split.back_to_list.connect(self.rows.setFocus)
        self.pane.form.changed.connect(self._typing.start)
        self.pane.issue_wanted.connect(self._on_issue_wanted)
        self.pane.export_wanted.connect(self._on_export_wanted)
        self.add_key("V", self._on_evidence_wanted)
        self.evidence.left.connect(self._on_evidence_left)
        self.evidence_work.ended.connect(self._on_evidence_ended)
        self.evidence_work.failed.connect(self.bar.tell_error)

    # What the frame asks -------------------------------------------------------------------------

    def show_incident(self, incident: bytes | None) -> None:
        super().show_incident(incident)
        self.model.show_items([])
        self._drawings.forget()
        self._read(DRAFT)
        self.evidence.show_incident(incident)

    def show_thing(self, key: bytes) -> None:
        self._read(key)

    def take_events(self, events: Sequence[Event]) -> None:
        if any(isinstance(event, ThingsChanged) for event in events):
            self._read(None)
            if self.isVisible() and self.rows.current_key() == DRAFT and not self._typing.isActive():
                self._typing.start()

    def refuse(self, reason: str) -> None:
        self.pane.refuse(reason)

    def focus_first(self) -> None:
        self.rows.setFocus()

    def page_keys(self) -> Sequence[PageKey]:
        return (
            PageKey("Ctrl+Return", "issue the report that is shown as a draft"),
            PageKey("E", "save it as PDF"),
            PageKey("V", "export the log as evidence, or verify such a package"),
            PageKey("Esc", "back to the list"),
        )

    # List ----------------------------------------------------------------------------------------

    def _read(self, select: bytes | None) -> None:
        if self.incident is not None:
            call = partial(_shown, self.context.session, self.incident)
            self._lists.ask(call, partial(self._on_list, select), self.bar.tell_error)

    def _on_list(self, select: bytes | None, items: list[ShownReport]) -> None:
        self.model.show_items(items)
        if select is not None or self.rows.current_key() is None:
            self.rows.select_key(select or DRAFT)

    def _on_current_changed(self, key: object) -> None:
        if key is not None:
            if self.rows.hasFocus():
                self.detail.setCurrentWidget(self.pane)
            self._draw_current()

    # Drawing -------------------------------------------------------------------------------------

    def _draw_current(self) -> None:
        key = self.rows.current_key()
        if self.incident is None or not isinstance(key, bytes):
            return
        words = self.pane.form.words()
        call = partial(_draw, self.context.session, self.incident, key, words)
        self._drawings.ask(call, self._on_drawn, self.bar.tell_error)

    def _on_drawn(self, drawn: _Drawn) -> None:
        open_it = partial(self.context.session.open_pdf, drawn.pdf)
        self._openings.ask(open_it, partial(self._on_opened, drawn), self.bar.tell_error)

    def _on_opened(self, drawn: _Drawn, pdf: OpenPdf) -> None:
        if drawn.key != self.rows.current_key():
            pdf.close()
            return
        self._pdf = drawn.pdf
        if drawn.key == DRAFT:
            self.pane.show_draft(pdf)
        else:
            self.pane.show_issued(pdf)

    # Issuing and saving --------------------------------------------------------------------------

    def _on_issue_wanted(self) -> None:
        if self.incident is None:
            return
        self.pane.issue.setEnabled(False)
        call = partial(self.context.session.reports.issue, self.incident, self.pane.form.words())
        self.context.jobs.ask(call, on_success=self._on_issued, on_failure=self._on_refused)

    def _on_issued(self, report: ReportLine) -> None:
        self.context.tell_saved()
        self.pane.form.begin_anew()
        self.bar.tell(Tone.OK, f"Report no. {report.ordinal} is issued as {report.label}", "It never changes.")
        self._read(report.id)

    def _on_refused(self, error: KnownError) -> None:
        self.pane.offer_issue()
        self.bar.tell_error(error)

    def _on_export_wanted(self) -> None:
        suggested = str(Path.home() / "status-report.pdf")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the report as PDF, readable by everybody", suggested, "PDF (*.pdf)"
        )
        if chosen:
            call = partial(_write, Path(chosen), self._pdf)
            self.context.jobs.ask(call, lane=Lane.POOL, on_success=self._on_written, on_failure=self.bar.tell_error)

    def _on_written(self, path: Path) -> None:
        self.bar.tell(Tone.OK, "Saved in plain", f"{path} can be read by whoever holds it.")

    # Evidence ------------------------------------------------------------------------------------

    def _on_evidence_wanted(self) -> None:
        self.split.show_detail()
        self.detail.setCurrentWidget(self.evidence)
        self.evidence.open_to_export()

    def _on_evidence_left(self) -> None:
        self.detail.setCurrentWidget(self.pane)
        self.split.show_list()
        self.rows.setFocus()

    def _on_evidence_ended(self, told: Told) -> None:
        if not self.evidence.isVisible():
            self.bar.tell(told.tone, told.title, told.message)


def _shown(session: Session, incident: bytes) -> list[ShownReport]:
    now: Moment = session.now()
    issued = session.reports.lines(incident)
    ordinal = 1 + max((line.ordinal for line in issued), default=0)
    return [ShownReport(None, ordinal, now), *(ShownReport(line, line.ordinal, now) for line in reversed(issued))]


def _draw(session: Session, incident: bytes, key: bytes, words: ReportWords) -> _Drawn:
    reports = session.reports
    drawn = reports.render_draft(reports.draft(incident, words)) if key == DRAFT else reports.render(key)
    return _Drawn(key, drawn.pdf)


def _write(path: Path, pdf: bytes) -> Path:
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.write(pdf)
    except OSError as error:
        raise KnownError(f"{path} cannot be written: {error.strerror}", "The report is safe in the record.") from error
    return path
