# SPDX-License-Identifier: Apache-2.0
"""A document as one table or several: a CSV file whose titles sort it, a workbook with a tab for each sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabBar, QVBoxLayout

from incident_console.services.document_reading import Sheet
from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.cells_model import CellsModel
from incident_console.ui.readers.cells_view import CellsView
from incident_console.ui.readers.reader import Reader
from incident_console.ui.theme import TextStyle, follow_theme, theme
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.visibility import show_when

_NONE = Sheet(())
_LONG_CELL = 40
"""A cell with more than these may not be whole in its column: what it says stands below the table."""
_MOST_CELL_CHARS = 600
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class TableReader(Reader):
    """Shows tables; words are found in all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table-reader")
        self._sheets: Sequence[Sheet] = ()
        self._found: list[tuple[int, int, int]] = []
        self._current, self._words = -1, ""
        self._marks_of: MarksOf = index_marks_of
        self._model = CellsModel(self)
        self._view = CellsView(self._model)
        self._cell = Label("", TextStyle.SMALL, is_wrapped=True)
        self._cell.setObjectName("cell-words")
        self._cell.make_selectable()
        set_ground(self._cell, "surface", "top")
        self._tabs = QTabBar()
        self._tabs.setObjectName("sheet-tabs")
        self._tabs.setAccessibleName("Sheets")
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._view, 1)
        column.addWidget(self._cell)
        column.addWidget(self._tabs)
        self.setFocusProxy(self._view)
        for part in (self._cell, self._tabs):
            part.hide()

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._view.sheet_wanted.connect(self._turn)
        self._view.selectionModel().currentChanged.connect(self._tell_cell)
        self._model.layoutChanged.connect(self._on_sorted)

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """Show the tables of a document, the first one from its top."""
        self._sheets, self._found, self._current = sheets, [], -1
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for sheet in sheets:
            self._tabs.addTab(f"{sheet.name} (hidden)" if sheet.is_hidden else sheet.name)
        self._tabs.blockSignals(False)
        show_when(self._tabs, is_shown=len(sheets) > 1)
        self._on_tab_changed(0)

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """Mark the cells with the words and go to the first."""
        self._words, self._marks_of = words, marks_of
        self._model.mark(words, marks_of)
        self._find()
        self._current = -1
        self.go_to_match(1)

    def go_to_match(self, step: int) -> None:
        """Go to the next cell or the one before, on whatever sheet it is."""
        if self._found:
            self._current = (self._current + step) % len(self._found)
            sheet, row, column = self._found[self._current]
            self._tabs.setCurrentIndex(sheet)
            self._view.setCurrentIndex(self._model.index(self._model.lines()[row], column))
        self.found_changed.emit(self._current + 1, len(self._found))

    def forget(self) -> None:
        """Let go of the tables."""
        self.show_sheets(())

    def _find(self) -> None:
        """Where the words stand: sheet after sheet, and in each of them from top to bottom as it is sorted now."""
        self._found = [
            (number, row, column) for number in range(len(self._sheets)) for row, column in self._found_in(number)
        ]

    def _found_in(self, number: int) -> list[tuple[int, int]]:
        if not self._words.strip():
            return []
        sheet = self._sheets[number]
        rows = sheet.rows[1:] if sheet.has_titles else sheet.rows
        found = [
            (row, column)
            for row, cells in enumerate(rows)
            if self._marks_of("\n".join(cells), self._words)  # a row without them is passed over at once
            for column, text in enumerate(cells)
            if text and self._marks_of(text, self._words)
        ]
        if found and number == self._tabs.currentIndex():
            lines = self._model.lines()
            found.sort(key=lambda place: (lines[place[0]], place[1]))
        return found

    def _on_sorted(self) -> None:
        """The next match is the next one below, also now; the cell chosen is still the same."""
        chosen = self._found[self._current] if self._current >= 0 else None
        self._find()
        self._current = self._found.index(chosen) if chosen in self._found else -1
        self._view.scrollTo(self._view.currentIndex())
        self._tell_place()

    def _on_tab_changed(self, number: int) -> None:
        self._view.show_sheet(self._sheets[number] if 0 <= number < len(self._sheets) else _NONE)
        self._model.mark(self._words, self._marks_of)
        self._tell_cell()
        self._tell_place()

    def _turn(self, step: int) -> None:
        """The sheet beside."""
        if 0 <= self._tabs.currentIndex() + step < self._tabs.count():
            self._tabs.setCurrentIndex(self._tabs.currentIndex() + step)

    def _tell_place(self) -> None:
        rows = self._model.rowCount()
        if self._sheets:  # else another reader has the word by now
            self.place_changed.emit(f"{rows:,} row" if rows == 1 else f"{rows:,} rows")

    def _tell_cell(self, *_indexes: object) -> None:
        """Below the table, what the chosen cell says where it may not be whole."""
        index = self._view.currentIndex()
        words = self._model.words_at(index).strip() if index.isValid() else ""
        cut = words[:_MOST_CELL_CHARS] + _ELLIPSIS if len(words) > _MOST_CELL_CHARS else words
        self._cell.setText(cut)
        show_when(self._cell, is_shown=len(words) > _LONG_CELL or "\n" in words)

    def _restyle(self) -> None:
        px = theme().px
        self._cell.setContentsMargins(px(16), px(8), px(16), px(8))
