# SPDX-License-Identifier: Apache-2.0
"""Above the line that is written: the documents that it cites, and a search by title to cite one more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from incident_console.domain.citation import Citation
from incident_console.domain.clock import Moment
from incident_console.services.citations import CitedLine
from incident_console.ui.delegates import Icon, Line, Text
from incident_console.ui.document_words import cited_title, cited_version
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.chips import Chip
from incident_console.ui.widgets.flow_layout import FlowLayout
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.pressable import is_enter
from incident_console.ui.widgets.row_box import BoxRow, RowBox
from incident_console.ui.widgets.visibility import show_when

_MOST_LETTERS = 48
_ROW, _PART_OF_WINDOW, _FEWEST, _LOW = 29, 0.2, 2, 600
_NONE = "No document here has these words in its title."


class CitePart(QWidget):
    """Hidden while nothing is cited or searched for.

    ``changed`` tells that the user cites something else, ``searched(words)`` asks for documents: answer with
    `show_offered`. ``needs_room(is so)`` comes when the search opens on a low screen, and when it closes; ``left``
    comes after it was closed.
    """

    changed = Signal()
    searched = Signal(str)
    needs_room = Signal(bool)
    left = Signal()

    def __init__(self, now: Callable[[], Moment]) -> None:
        super().__init__()
        self.setObjectName("cites")
        self.setAccessibleName("Documents that the entry cites")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._now = now
        self._lines: tuple[CitedLine, ...] = ()
        self._chips: list[Chip] = []
        self._offered: tuple[CitedLine, ...] = ()
        self._has_room = True
        self.field, self.rows = QLineEdit(), RowBox("Cite a document")
        self._nothing = Label(_NONE, TextStyle.SMALL, Role.MUTED)
        self._lay_out()
        self.field.textChanged.connect(self.searched)
        self.rows.row_clicked.connect(self._on_row_clicked)
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self.field.setObjectName("cite-search")
        self.field.setAccessibleName("Title of a document to cite")
        self.field.setPlaceholderText("Words of the title of a document; Enter cites the first, Esc closes")
        self._shown, self._chooser = QWidget(), QWidget()
        self._shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._shown, gap=6)
        self._flow.addWidget(Label("Cites", TextStyle.SMALL, Role.MUTED))
        chooser, self._column = QVBoxLayout(self._chooser), QVBoxLayout(self)
        chooser.setContentsMargins(0, 0, 0, 0)
        for part in (self.rows, self._nothing, self.field):
            chooser.addWidget(part)
        for box in (self._chooser, self._shown):
            self._column.addWidget(box)
            box.hide()
        self.hide()

    # What is cited -------------------------------------------------------------------------------

    @property
    def cites(self) -> tuple[Citation, ...]:
        """What the line that is written cites."""
        return tuple(line.cite for line in self._lines)

    def add(self, *lines: CitedLine) -> None:
        """Cite these too; what is cited already is cited once."""
        self._show(dict.fromkeys([*self._lines, *lines]))

    def take_off(self, cites: Collection[Citation]) -> None:
        """Cite these no longer."""
        self._show([line for line in self._lines if line.cite not in cites])

    def _show(self, lines: Collection[CitedLine]) -> None:
        if tuple(lines) == self._lines:
            return
        self._lines = tuple({line.cite: line for line in lines}.values())
        for chip in self._chips:
            self._flow.takeAt(self._flow.indexOf(chip))  # removeWidget would free what Python holds
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(line) for line in self._lines]
        show_when(self._shown, is_shown=bool(self._lines))
        self._show_if_needed()
        self.changed.emit()

    def _chip(self, line: CitedLine) -> Chip:
        title = cited_title(line)
        more = "\N{HORIZONTAL ELLIPSIS}" if len(title) > _MOST_LETTERS else ""
        chip = Chip(title[:_MOST_LETTERS] + more, icon="x")
        chip.setObjectName("cited")
        chip.setAccessibleName(f"Do not cite {title}")
        chip.setToolTip(f"{cited_version(line, self._now())}. Press it to cite this no longer")
        chip.clicked.connect(self._on_chip_clicked)
        self._flow.addWidget(chip)
        return chip

    def _on_chip_clicked(self) -> None:
        place = next((place for place, chip in enumerate(self._chips) if chip is self.sender()), None)
        if place is not None:
            self.take_off([self._lines[place].cite])
            self.left.emit()

    # The search ----------------------------------------------------------------------------------

    def open_search(self) -> None:
        """Ask for words of a title."""
        show_when(self._chooser, is_shown=True)
        self._make_room(is_needed=self.window().height() < theme().px(_LOW))
        self._show_if_needed()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.searched.emit(self.field.text())

    def close_search(self) -> None:
        """Ask no more."""
        self._chooser.hide()
        self.field.clear()
        self._make_room(is_needed=False)
        self._show_if_needed()

    def show_offered(self, lines: Sequence[CitedLine]) -> None:
        """Offer what was found."""
        self._offered = tuple(line for line in lines if line.cite not in self.cites)[: self._most_rows()]
        self.rows.show_rows([self._row(line) for line in self._offered])
        show_when(self._nothing, is_shown=not self._offered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_searching = self.field.hasFocus()
        if event.key() == Qt.Key.Key_Escape and not self._chooser.isHidden():
            self._leave()
        elif is_searching and is_enter(event) and self._offered:
            self._on_row_clicked(self._offered[0])
        elif is_searching and event.key() == Qt.Key.Key_Down and self._offered:
            self.rows.row(0).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _most_rows(self) -> int:
        """So many that the log above stays in sight, also at large text on a low screen."""
        return max(_FEWEST, int(self.window().height() * _PART_OF_WINDOW / theme().px(_ROW)))

    def _row(self, line: CitedLine) -> BoxRow:
        end = (Text(cited_version(line, self._now()), Role.MUTED, TextStyle.SMALL),)
        return BoxRow(Line((Text(cited_title(line)),), before=(Icon("library", Role.TEXT),), end=end), line)

    def _on_row_clicked(self, line: CitedLine) -> None:
        self.add(line)
        self._leave()

    def _leave(self) -> None:
        self.close_search()
        self.left.emit()

    def _make_room(self, *, is_needed: bool) -> None:
        """On a low screen the search takes the place of the line and of what it cites."""
        show_when(self._shown, is_shown=bool(self._lines) and not is_needed)
        if is_needed is self._has_room:
            self._has_room = not is_needed
            self.needs_room.emit(is_needed)
            self._restyle()

    def _show_if_needed(self) -> None:
        show_when(self, is_shown=bool(self._lines) or not self._chooser.isHidden())

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(16), px(8), px(16), 0 if self._has_room else px(8))
        self._column.setSpacing(px(6))
