# SPDX-License-Identifier: Apache-2.0
"""The head of the log: chips that filter it, with counts that stay true, and its search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.clock import Moment
from incident_console.domain.entry_filter import EntryFilter
from incident_console.services.log_choices import Choice
from incident_console.services.log_view import LogState
from incident_console.services.times import clock
from incident_console.ui.widgets.chips import Chip, FilterChips
from incident_console.ui.widgets.filter_note import FilterNote, hidden_words
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.search_field import SearchField

ALL, SIGNIFICANT, DECISIONS, NEW = "all", "significant", "decisions", "new"
_WORDS = {ALL: "All", SIGNIFICANT: "Significant", DECISIONS: "Decisions", NEW: "Since I looked"}
_BASES = {SIGNIFICANT: EntryFilter(is_significant=True), DECISIONS: EntryFilter(kinds=frozenset({"decision"}))}
_SEEN = "I have seen these"


class LogFilters(QWidget):
    """``changed`` comes when somebody filters otherwise; `chosen` and `is_new_only` then tell what to show.

    ``choices_wanted`` asks for `show_choices`, ``seen_clicked`` tells that all arrivals were looked at.
    """

    changed = Signal()
    choices_wanted = Signal()
    seen_clicked = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("log-filters")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._picked: dict[tuple[str, str], tuple[Choice, Chip]] = {}
        self.header = PageHeader(title)
        self.chips = FilterChips("Which entries")
        for key, words in _WORDS.items():
            self.chips.add_chip(key, words)
        self.more = Chip("Filter", icon="plus", name="chip-filter")
        self.search = SearchField("Search this log")
        self.note = FilterNote()
        self.header.add(self.chips)
        self.header.add(self.more)
        self.header.add_end(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.note)
        self.chips.chosen.connect(self._on_changed)
        self.search.searched.connect(self._on_changed)
        self.more.clicked.connect(self.choices_wanted)
        self.note.show_all_clicked.connect(self.show_all)
        self.note.action_clicked.connect(self.seen_clicked)

    @property
    def base(self) -> str:
        """The chip that is on."""
        return self.chips.chosen_key()

    @property
    def is_new_only(self) -> bool:
        """Whether only arrivals are shown."""
        return self.base == NEW

    def chosen(self) -> EntryFilter:
        """What an entry must fulfil."""
        result = _BASES.get(self.base, EntryFilter()).with_also(EntryFilter(words=self.search.text()))
        for choice, _ in self._picked.values():
            result = result.with_also(choice.chosen)
        return result

    def choose_base(self, key: str) -> None:
        """Begin with a chip, as it was left. Emits nothing."""
        if key in _WORDS:
            self.chips.choose(key)

    def show_all(self) -> None:
        """Filter and search no longer."""
        self.chips.choose(ALL)
        for choice, _ in tuple(self._picked.values()):
            self._drop(choice)
        self.search.line.clear()
        self.changed.emit()

    def tell(self, state: LogState, shown: int, now: Moment) -> None:
        """Show the counts, and what is hidden."""
        self.chips.set_count(SIGNIFICANT, state.tally.significant)
        self.chips.set_count(DECISIONS, state.tally.kinds.get("decision", 0))
        self.chips.set_count(NEW, len(state.arrivals))
        total = state.tally.total
        words = hidden_words(shown, total, "entries") if shown < total else ""
        if self.is_new_only and words:
            words = f"{words} \N{MIDDLE DOT} arrived after {clock(state.looked_at_ms, now)}"
        has_new = self.is_new_only and bool(state.arrivals)
        self.note.tell(words, _SEEN if has_new else "")

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Open the menu of everything there is to filter by; a chosen one is ticked, and chosen again taken off."""
        menu = QMenu(self)
        menu.setObjectName("filter-menu")
        menu.setAccessibleName("Filters")
        menu.aboutToHide.connect(menu.deleteLater)
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                menu.addAction(group).setEnabled(False)
            action = QAction(f"{choice.words.replace('&', '&&')}\t{choice.count:,}", menu)
            action.setCheckable(True)
            action.setChecked(_key(choice) in self._picked)
            action.triggered.connect(partial(self._toggle, choice))
            menu.addAction(action)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _toggle(self, choice: Choice) -> None:
        if _key(choice) in self._picked:
            self._drop(choice)
        else:
            chip = Chip(choice.words, icon="x", is_checkable=True, name="chip-picked")
            chip.setChecked(True)
            chip.setAccessibleName(f"{choice.group} {choice.words}, press to take this filter off")
            chip.clicked.connect(partial(self._on_picked_clicked, choice))
            self._picked[_key(choice)] = (choice, chip)
            self.header.add(chip)
        self.changed.emit()

    def _drop(self, choice: Choice) -> None:
        _, chip = self._picked.pop(_key(choice))
        if chip.hasFocus():
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)
        chip.hide()
        chip.deleteLater()

    def _on_picked_clicked(self, choice: Choice) -> None:
        self._drop(choice)
        self.changed.emit()

    def _on_changed(self) -> None:
        self.changed.emit()


def _key(choice: Choice) -> tuple[str, str]:
    return choice.group, repr(choice.chosen)
