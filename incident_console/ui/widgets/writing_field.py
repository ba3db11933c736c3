# SPDX-License-Identifier: Apache-2.0
"""A field in which Markdown is written: a few keys for bold, lists and boxes, and nothing else between the lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from incident_console.ui.models.markdown_typing import is_item, moved_in, moved_out, next_item, with_box_turned
from incident_console.ui.theme import follow_theme, theme

_BOLD, _ITALIC = "**", "*"
_ADDRESS = "address"
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"


class WritingField(QPlainTextEdit):
    """Its keys go before those of the window. Tab moves an item of a list; elsewhere it goes on to the next part."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document-text")
        self.setAccessibleName("Text of the document")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.is_markdown = True
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_B: lambda: self._wrap(_BOLD),
            Qt.Key.Key_I: lambda: self._wrap(_ITALIC),
            Qt.Key.Key_K: self._make_link,
            Qt.Key.Key_T: self._turn_box,
        }
        follow_theme(self._restyle)

    def text(self) -> str:
        """What is written, blanks that do not break included."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n")

    def event(self, event: QEvent) -> bool:
        """Take a key before any button or menu of the window does."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in _ENTER_KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._is_ours(event):
            self._keys[Qt.Key(event.key())]()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif is_enter and self._go_on_with_list():
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab and Shift+Tab: move items of a list, or go on to the next part where there is none."""
        return self._move_items(is_out=not is_next) or super().focusNextPrevChild(is_next)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self.is_markdown and event.modifiers() == _CONTROL and event.key() in self._keys

    def _wrap(self, sign: str) -> None:
        """Set what is chosen between signs, or take these away; with nothing chosen the cursor goes between them."""
        cursor = self.textCursor()
        words = cursor.selectedText()
        is_wrapped = len(words) > 2 * len(sign) and words.startswith(sign) and words.endswith(sign)
        new = words[len(sign) : -len(sign)] if is_wrapped else f"{sign}{words}{sign}"
        start = cursor.selectionStart()
        cursor.insertText(new)
        end = cursor.position()
        if not words:
            cursor.setPosition(start + len(sign))
        else:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _make_link(self) -> None:
        """Make a link of what is chosen, with its address chosen to be typed over."""
        cursor = self.textCursor()
        cursor.insertText(f"[{cursor.selectedText()}]({_ADDRESS})")
        end = cursor.position() - 1
        cursor.setPosition(end - len(_ADDRESS))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _turn_box(self) -> None:
        self._change_lines(with_box_turned)

    def _go_on_with_list(self) -> bool:
        """Begin the next item after Enter; an item without words ends the list. False where there is none."""
        cursor = self.textCursor()
        begin = next_item(cursor.block().text()) if self.is_markdown and not cursor.hasSelection() else None
        if begin is None or cursor.positionInBlock() < len(cursor.block().text()) - len(cursor.block().text().lstrip()):
            return False
        if begin:
            cursor.insertText(f"\n{begin}")
        else:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        self.setTextCursor(cursor)
        return True

    def _move_items(self, *, is_out: bool) -> bool:
        if not (self.is_markdown and is_item(self.textCursor().block().text())):
            return False
        self._change_lines(moved_out if is_out else moved_in)
        return True

    def _change_lines(self, change: Callable[[str], str]) -> None:
        """Change every line that is chosen, as one step to undo."""
        whole = self.textCursor()
        block = self.document().findBlock(whole.selectionStart())
        last = self.document().findBlock(whole.selectionEnd()).blockNumber()
        cursor = QTextCursor(block)
        cursor.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last:
            before, after = block.text(), change(block.text())
            _replace_beginning(QTextCursor(block), before, after)
            block = block.next()
        cursor.endEditBlock()

    def _restyle(self) -> None:
        self.setFont(theme().font())
        self.document().setDocumentMargin(theme().px(24))


def _replace_beginning(cursor: QTextCursor, before: str, after: str) -> None:
    """Make one line of another by what differs in front of the end that both share: the keyboard stays in its place."""
    same = 0
    while same < min(len(before), len(after)) and before[-1 - same] == after[-1 - same]:
        same += 1
    old, new = before[: len(before) - same], after[: len(after) - same]
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, len(old))
    cursor.insertText(new)
