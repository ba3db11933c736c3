# SPDX-License-Identifier: Apache-2.0
"""The bar across the top of the window: which incident, real or not, how bad, since when, and who was heard."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from incident_console.ui.theme import Role, TextStyle, Tone
from incident_console.ui.widgets.badge import Badge, RealityBadge
from incident_console.ui.widgets.coverage_line import Coverage, CoverageLine
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.icon_mark import IconMark
from incident_console.ui.widgets.incident_button import IncidentButton
from incident_console.ui.widgets.label import ElidedLabel
from incident_console.ui.widgets.visibility import show_when


@dataclass(frozen=True, slots=True)
class HeaderState:
    """What the header says, in words ready to show. An empty text leaves its place out."""

    incident_name: str = ""
    is_exercise: bool = False
    severity: str = ""
    severity_tone: Tone = Tone.DANGER
    elapsed: str = ""
    report_due: str = ""
    is_report_overdue: bool = False
    coverage: Coverage | None = None


class HeaderBar(QWidget):
    """Wraps to a second row where large text needs it.

    ``incident_clicked`` asks for the switcher (show it below `incident_button`), ``coverage_clicked`` for the
    page that says more about the stations.
    """

    incident_clicked = Signal()
    coverage_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header-bar")
        self.setAccessibleName("Incident")
        set_ground(self, "surface", "bottom")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.incident_button = IncidentButton()
        self._reality = RealityBadge()
        self._severity = Badge("", Tone.DANGER, is_large=True)
        self._elapsed = _Clock()
        self._report_due = ElidedLabel("", role=Role.WARN, is_bold=True)
        self._coverage = CoverageLine()
        flow = FlowLayout(self, gap=14, margins=(12, 10, 16, 11))
        for part in (self.incident_button, self._reality, self._severity, self._elapsed, self._report_due):
            flow.addWidget(part)
        flow.add_end(self._coverage)
        self.incident_button.clicked.connect(self.incident_clicked)
        self._coverage.clicked.connect(self.coverage_clicked)
        self.show_state(HeaderState())

    def show_state(self, state: HeaderState) -> None:
        """Show all of it anew; cheap enough for every tick of the clock."""
        self.incident_button.set_incident(state.incident_name)
        self._reality.set_exercise(is_exercise=state.is_exercise)
        show_when(self._reality, is_shown=bool(state.incident_name) or state.is_exercise)
        self._severity.set_text(state.severity, state.severity_tone)
        self._elapsed.set_text(state.elapsed)
        self._report_due.set_text(state.report_due, Role.DANGER if state.is_report_overdue else Role.WARN)
        self._coverage.set_coverage(state.coverage)


class _Clock(QWidget):
    """How long the incident has lasted, with its sign."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._text = ElidedLabel("", TextStyle.BODY)
        row.addWidget(IconMark("timer", Role.TEXT, 14))
        row.addWidget(self._text)

    def set_text(self, text: str) -> None:
        self._text.set_text(text)
        show_when(self, is_shown=bool(text))
