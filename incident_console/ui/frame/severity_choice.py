# SPDX-License-Identifier: Apache-2.0
"""How bad it is, in the words of the chosen plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from incident_console.domain.plan import PlanSeverity
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.label import Label


class SeverityChoice(QWidget):
    """One chip for each level and, below, what the chosen one means."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: dict[str, PlanSeverity] = {}
        self._chips = FilterChips("Severity")
        self._meaning = Label("", TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._chips)
        self._column.addWidget(self._meaning)
        follow_theme(self._restyle)

    def show_levels(self, levels: Sequence[PlanSeverity], chosen: int) -> None:
        """Offer the levels of another plan."""
        self._levels = {str(level.level): level for level in levels}
        chips = FilterChips("Severity")
        for key, level in self._levels.items():
            chips.add_chip(key, f"{level.level} {level.name}")
        chips.chosen.connect(self._on_chosen)
        self._column.replaceWidget(self._chips, chips)
        self._chips.deleteLater()
        self._chips = chips
        self.setFocusProxy(chips)
        chips.choose(str(chosen))
        self._on_chosen(str(chosen))

    def level(self) -> int:
        """The chosen level, 1 the gravest. Wants `show_levels` first."""
        return int(self._chips.chosen_key())

    def _on_chosen(self, key: str) -> None:
        self._meaning.setText(self._levels[key].meaning)

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(6))
