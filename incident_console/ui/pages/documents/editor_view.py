# SPDX-License-Identifier: Apache-2.0
"""A document as it is written: its text, beside it how it will look, above it why and the way out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from incident_console.ui.readers.page_reader import PageReader
from incident_console.ui.theme import Role, TextStyle, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.chips import FilterChips
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.page_header import PageHeader
from incident_console.ui.widgets.visibility import show_when
from incident_console.ui.widgets.writing_field import WritingField

_PREVIEW = "preview"
_WIDTH_FOR_BOTH = 700
_MOST_WHY = 300


class EditorView(QWidget):
    """``changed`` comes with every stroke, ``save_wanted``, ``discard_wanted`` and ``left_wanted`` with their keys.

    Leaving keeps what was written as a draft; only discarding gives it up.
    """

    changed = Signal()
    save_wanted = Signal()
    discard_wanted = Signal()
    left_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("editor-view")
        self.header, self.bar = PageHeader("Write"), InlineBar()
        self.field, self.why = WritingField(), QLineEdit()
        self.preview = PageReader("preview-text", "How it will look")
        self._has_preview = True
        self._make_parts()
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _make_parts(self) -> None:
        self.why.setObjectName("document-why")
        self.why.setAccessibleName("Why")
        self.why.setPlaceholderText("Why, in a line (optional)")
        self.why.setMaxLength(_MOST_WHY)
        self.preview.setObjectName("document-preview")
        self._chips = FilterChips("What is shown", is_exclusive=False)
        self._chips.add_chip(_PREVIEW, "Preview", icon="eye")
        self._chips.set_on(_PREVIEW, is_on=True)
        self._state = Label("", TextStyle.SMALL, Role.MUTED)
        self.save = PrimaryButton("Save", key="Ctrl+S", is_key_hint_only=True)
        self._discard = Button("Discard", ButtonKind.QUIET, icon="trash-2")
        self._back = Button("Back", ButtonKind.QUIET, icon="arrow-left", key="Esc", is_key_hint_only=True)

    def _lay_out(self) -> None:
        self.header.add(self._chips)
        for tool in (self._discard, self._back):
            self.header.add_end(tool)
        self._saving = QWidget()
        set_ground(self._saving, "surface", "bottom")
        self._saving.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._row = QHBoxLayout(self._saving)
        self._row.addWidget(self.why, 1)
        self._row.addWidget(self._state)
        self._row.addWidget(self.save)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        for side in (self.field, self.preview):
            side.setMinimumSize(1, 1)
            self._splitter.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.bar, self._saving):
            column.addWidget(part)
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self.changed)
        self.why.textChanged.connect(self.changed)
        self.field.verticalScrollBar().valueChanged.connect(self.follow)
        self._chips.toggled.connect(self._arrange)
        self.save.clicked.connect(self.save_wanted)
        self._discard.clicked.connect(self.discard_wanted)
        self._back.clicked.connect(self.left_wanted)
        keys = QShortcut(QKeySequence("Ctrl+S"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save.click)

    def show_text(self, title: str, text: str, why: str, *, is_markdown: bool) -> None:
        """Begin to write on a text; undo goes back no further."""
        self.bar.hide()
        self.header.set_title(f"Write: {title}" if title else "Write")
        self.field.is_markdown = self._has_preview = is_markdown
        self.field.setPlainText(text)
        self.why.setText(why)
        self.field.moveCursor(QTextCursor.MoveOperation.Start)
        self.preview.show_page("", {})
        self._arrange()

    def set_title(self, title: str) -> None:
        """Say what the document is called by now."""
        self.header.set_title(f"Write: {title}" if title else "Write")

    def choose_words(self, words: str) -> None:
        """Choose the first place of these words, to be typed over."""
        found = self.field.document().find(words)
        if not found.isNull():
            self.field.setTextCursor(found)

    def show_preview(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show how the text looks by now."""
        self.preview.change_page(html, pictures)
        self.follow()

    def follow(self) -> None:
        """Bring the preview to where the text is."""
        bar = self.field.verticalScrollBar()
        self.preview.scroll_to_share(bar.value() / bar.maximum() if bar.maximum() else 0.0)

    @property
    def wants_preview(self) -> bool:
        """Whether somebody looks at it."""
        return self._has_preview and _PREVIEW in self._chips.chosen_keys()

    def tell_state(self, words: str) -> None:
        """Say whether what is written is kept."""
        self._state.setText(words)

    def forget(self) -> None:
        """Let go of the text."""
        self.show_text("", "", "", is_markdown=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, *_change: object) -> None:
        """Side by side; where there is little room, one above the other."""
        is_wide = self.width() >= theme().px(_WIDTH_FOR_BOTH)
        self._splitter.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        show_when(self._chips, is_shown=self._has_preview)
        was_shown = not self.preview.isHidden()
        show_when(self.preview, is_shown=self.wants_preview)
        if self.wants_preview and not was_shown:
            self._splitter.setSizes([1_000, 1_000])
            self.changed.emit()

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(10))
        self._arrange()
