# SPDX-License-Identifier: Apache-2.0
"""Fields that two people set apart: both values, who set them where and when, and keeping one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.view import text, texts
from incident_console.services.conflicts import ConflictChoice, ConflictLine
from incident_console.services.times import clock
from incident_console.ui.delegates.task_row import STATE_WORDS, field_words, full_time
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label


class ConflictBox(QWidget):
    """``keep_wanted(field, op)`` asks to settle a field by what a change wrote. Hidden while there is none."""

    keep_wanted = Signal(str, bytes)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conflict-box")
        self.setAccessibleName("Two values")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        follow_theme(self._restyle)

    def show_conflicts(
        self, conflicts: Sequence[ConflictLine], role_titles: Mapping[str, str], now: Moment, *, can_change: bool
    ) -> None:
        """Show these; what is shown already stays untouched."""
        wanted = (tuple(conflicts), dict(role_titles), can_change)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._clear()
        for conflict in conflicts:
            self._column.addWidget(self._card(conflict, role_titles, now, can_change=can_change))
        self.setVisible(bool(conflicts))

    def _card(
        self, conflict: ConflictLine, role_titles: Mapping[str, str], now: Moment, *, can_change: bool
    ) -> QWidget:
        card = QWidget()
        set_ground(card, "card")
        column = QVBoxLayout(card)
        px = theme().px
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(8))
        name = field_words(conflict.field)
        column.addWidget(Label(f"Two values: {name}", TextStyle.BODY, Role.WARN, is_bold=True, is_wrapped=True))
        for place, choice in enumerate(conflict.choices):
            words = choice_words(conflict.field, choice, role_titles, now)
            keep = partial(self.keep_wanted.emit, conflict.field, choice.op)
            row = _ChoiceRow(words, choice, now, is_shown_now=place == 0)
            if can_change:
                row.add_button(f"{name}: {words}", keep)
            column.addWidget(row)
        return card

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _restyle(self) -> None:
        self._column.setSpacing(theme().px(8))


class _ChoiceRow(QWidget):
    """A value, who set it, and the button that keeps it."""

    def __init__(self, words: str, choice: ConflictChoice, now: Moment, *, is_shown_now: bool) -> None:
        super().__init__()
        said = f"{choice.author} on {choice.station}, {clock(choice.at_ms, now)}"
        who = Label(f"{said}, shown" if is_shown_now else said, TextStyle.SMALL, Role.MUTED, is_wrapped=True)
        who.setToolTip(full_time(choice.at_ms, now))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(words, is_bold=True, is_wrapped=True))
        column.addWidget(who)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(column, 1)

    def add_button(self, names: str, keep: partial[None]) -> None:
        button = Button("Keep this")
        button.setAccessibleName(f"Keep this, {names}")
        button.clicked.connect(keep)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


def choice_words(field: str, choice: ConflictChoice, role_titles: Mapping[str, str], now: Moment) -> str:
    """One of the values as people say it."""
    value = choice.value
    if field.endswith("_at_ms") and isinstance(value, int):
        return clock(value, now)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{'ticked' if value.get('done') is True else 'not ticked'}: {text(value.get('text'))}"
    if isinstance(value, list):
        return ", ".join(texts(value)) or "none"
    if field == "holder":
        return choice.words or "vacant"
    if field == "role":
        return role_titles.get(choice.words, choice.words) or "no role"
    return STATE_WORDS.get(choice.words, choice.words) or "none"
