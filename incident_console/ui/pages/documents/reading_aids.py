# SPDX-License-Identifier: Apache-2.0
"""What helps while one reads: finding in the document, its contents, a page by its number, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from incident_console.ui.delegates.marks import phrase_marks_of
from incident_console.ui.pages.documents.reader_head import ReaderHead
from incident_console.ui.readers.find_bar import FindBar
from incident_console.ui.readers.outline_panel import OutlinePanel
from incident_console.ui.readers.page_bar import PageBar
from incident_console.ui.readers.reader import OutlineLine, Reader, Tool
from incident_console.ui.widgets.visibility import show_when

_LONGEST_CHOSEN = 100


class ReadingAids(QObject):
    """The parts are laid out by whoever makes this. ``reader_of`` gives what is read now.

    ``search_changed`` comes with other words to find or none, ``left`` when the keyboard belongs to the document
    again, ``moved`` when it is shown in another way, ``inverted(is_inverted)`` with dark pages or not.
    """

    search_changed = Signal()
    left = Signal()
    moved = Signal()
    inverted = Signal(bool)

    def __init__(self, head: ReaderHead, reader_of: Callable[[], Reader | None], parent: QObject) -> None:
        super().__init__(parent)
        self._head, self._reader_of = head, reader_of
        self.find_bar, self.page_bar, self.outline = FindBar(), PageBar(), OutlinePanel()
        self.outline.hide()
        self._is_inverted = False
        self._connect()

    def _connect(self) -> None:
        self.find_bar.searched.connect(self.search_changed)
        self.find_bar.closed.connect(self.search_changed)
        for leaves in (self.find_bar.closed, self.page_bar.closed, self.outline.left):
            leaves.connect(self.left)
        self.find_bar.match_wanted.connect(self._on_match_wanted)
        self.page_bar.page_chosen.connect(self._on_page_chosen)
        self.outline.line_chosen.connect(self._on_line_chosen)
        tools = self._head.tools
        tools.outline_wanted.connect(self.toggle_outline)
        tools.zoom_wanted.connect(self._on_zoom_wanted)
        tools.whole_wanted.connect(self._on_whole_wanted)
        tools.turn_wanted.connect(self._on_turn_wanted)
        tools.invert_wanted.connect(self._on_invert_wanted)

    # --- what the reader's frame asks --------------------------------------------------------------------------

    def begin(self) -> None:
        """Fit to another document, before it is filled with what is looked for."""
        self.page_bar.close_it()
        self._show_outline(is_shown=not self.outline.isHidden())
        if (reader := self._reader_of()) is not None:
            reader.invert(is_inverted=self._is_inverted)

    def hide(self) -> None:
        """Show none of it."""
        for part in (self.find_bar, self.page_bar, self.outline):
            part.hide()

    def find(self, reader: Reader, words: str, *, is_from_here: bool) -> None:
        """Find what is typed into the bar; while it is closed, the words that the library is searched for."""
        find = reader.find_from_here if is_from_here else reader.find_words
        if self.find_bar.is_open:
            find(self.find_bar.text, phrase_marks_of)
        else:
            find(words)

    def set_inverted(self, *, is_inverted: bool) -> None:
        """Show pages and pictures light on dark, or as they are."""
        self._is_inverted = is_inverted
        self._head.tools.tell_inverted(is_inverted=is_inverted)
        if (reader := self._reader_of()) is not None:
            reader.invert(is_inverted=is_inverted)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key in the document stands for; tells whether it stands for anything."""
        reader = self._reader_of()
        if reader is None:
            return False
        if is_find(event):
            chosen = reader.selected_words()
            self.find_bar.open_for(chosen if len(chosen) <= _LONGEST_CHOSEN else "")
        elif event.key() == Qt.Key.Key_Escape and self.find_bar.is_open:
            self.find_bar.close_it()
        elif event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._ask_for_page(reader)
        else:
            return not event.modifiers() and self._press(Qt.Key(event.key()), reader)
        return True

    def toggle_outline(self) -> None:
        """Show the table of contents and go to it, or take it away."""
        self._show_outline(is_shown=self.outline.isHidden())
        if self.outline.isHidden():
            self.left.emit()
        else:
            self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew_outline(self) -> None:
        """Show the table of contents as it is now."""
        self._show_outline(is_shown=not self.outline.isHidden())

    # --- inside ------------------------------------------------------------------------------------------------

    def _press(self, key: Qt.Key, reader: Reader) -> bool:
        if key is Qt.Key.Key_O and Tool.OUTLINE in reader.tools:
            self.toggle_outline()
        elif key is Qt.Key.Key_I and Tool.INVERT in reader.tools:
            self._on_invert_wanted()
        else:
            return False
        return True

    def _ask_for_page(self, reader: Reader) -> None:
        if reader.page_count:
            self.page_bar.open_at(reader.page_count)

    def _show_outline(self, *, is_shown: bool) -> None:
        """Show the contents of what is read, if it has any; say in the head what can be done with it."""
        reader = self._reader_of()
        lines = reader.outline if reader is not None else ()
        if is_shown:
            self.outline.show_lines(lines)
        show_when(self.outline, is_shown=is_shown and bool(lines))
        tools = reader.tools if reader is not None else ()
        self._head.offer_tools([tool for tool in tools if tool is not Tool.OUTLINE or lines])

    def _on_line_chosen(self, line: OutlineLine) -> None:
        if (reader := self._reader_of()) is not None:
            reader.go_to_outline(line)

    def _on_match_wanted(self, step: int) -> None:
        if (reader := self._reader_of()) is not None:
            reader.go_to_match(step)

    def _on_page_chosen(self, number: int) -> None:
        if (reader := self._reader_of()) is not None:
            reader.go_to_page(number)

    def _on_zoom_wanted(self, step: int) -> None:
        if (reader := self._reader_of()) is not None:
            reader.zoom(step)

    def _on_whole_wanted(self) -> None:
        if (reader := self._reader_of()) is not None:
            reader.fit_whole()

    def _on_turn_wanted(self, quarters: int) -> None:
        if (reader := self._reader_of()) is not None:
            reader.turn(quarters)
            self.moved.emit()

    def _on_invert_wanted(self) -> None:
        self.set_inverted(is_inverted=not self._is_inverted)
        self.inverted.emit(self._is_inverted)


def is_find(event: QKeyEvent) -> bool:
    """Whether this is the key to find something."""
    return event.matches(QKeySequence.StandardKey.Find)
