# SPDX-License-Identifier: Apache-2.0
"""What a person adds to a status report; all else is filled from the record."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from incident_console.services.reports import ReportWords
from incident_console.ui.theme import Role, follow_theme, theme
from incident_console.ui.widgets.choices import ChoiceBox
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.naming import kebab

_IMPACTS = (("not stated", ""), ("none", "none"), ("moderate", "moderate"), ("severe", "severe"))
_TRENDS = (("not stated", ""), ("better", "better"), ("same", "same"), ("worse", "worse"))


class WordsForm(QWidget):
    """``changed`` comes when anything in it is edited."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report-words")
        self.headline = self._line("Headline", "The state in one sentence")
        self.approved_by = self._line("Approved by", "Name; empty says not approved")
        self.distribution = self._line("For", "Who gets it, parted by commas")
        self.impact, self.trend = self._choice("Impact", _IMPACTS), self._choice("Trend", _TRENDS)
        self._grid = QGridLayout(self)
        self._lay_out()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        """Two fields beside each other: the height is for the preview below."""
        pairs = ((self.headline,), (self.impact, self.trend), (self.approved_by, self.distribution))
        for row, fields in enumerate(pairs):
            for place, field in enumerate(fields):
                span = 3 if len(fields) == 1 else 1
                self._grid.addWidget(Label(field.accessibleName(), role=Role.MUTED), row, 2 * place)
                self._grid.addWidget(field, row, 2 * place + 1, 1, span)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)

    def words(self) -> ReportWords:
        """What was typed and chosen."""
        people = tuple(name.strip() for name in self.distribution.text().split(",") if name.strip())
        return ReportWords(
            headline=self.headline.text().strip(),
            impact=self.impact.currentData(),
            trend=self.trend.currentData(),
            approved_by=self.approved_by.text().strip(),
            distribution=people,
        )

    def begin_anew(self) -> None:
        """Empty what belongs to one report; who approves and who gets it stays."""
        self.headline.clear()
        self.impact.setCurrentIndex(0)
        self.trend.setCurrentIndex(0)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"report-{kebab(name)}")
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setMaxLength(300)
        line.textEdited.connect(self.changed)
        return line

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...]) -> ChoiceBox:
        box = ChoiceBox(name)
        for words, key in choices:
            box.addItem(words, key)
        box.activated.connect(self.changed)
        return box

    def _restyle(self) -> None:
        px = theme().px
        self._grid.setContentsMargins(px(16), px(10), px(16), px(10))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
