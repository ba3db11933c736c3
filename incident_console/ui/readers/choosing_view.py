# SPDX-License-Identifier: Apache-2.0
"""PDF pages whose words are chosen with the mouse and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu

from incident_console.services.document_reading import OpenPdf
from incident_console.ui.readers.pdf_view import PdfView
from incident_console.ui.readers.text_choice import TextChoice

_SCROLL_MS = 40


class ChoosingView(PdfView):
    """Drag chooses, a double click a word, Shift and a click up to there; Ctrl+A the page, Ctrl+C copies, R turns."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.choice = TextChoice(self.letters_of)
        self._is_copying = self._is_dragging = False
        self._pointer = QPoint()
        self._outside = QTimer(self, interval=_SCROLL_MS)
        self._outside.timeout.connect(self._go_on_outside)
        self.letters_came.connect(self._on_letters_came)

    def load(self, pdf: OpenPdf) -> None:
        self._choose_nothing()
        super().load(pdf)

    def close_document(self) -> None:
        self._choose_nothing()
        super().close_document()

    def copy(self) -> None:
        """Copy the chosen words, as soon as the letters of all their pages are known."""
        text = self.choice.text()
        self._is_copying = text is None
        if text:
            QGuiApplication.clipboard().setText(text)

    def selection_on(self, number: int) -> Sequence[QRectF]:
        return [self.turned(number, box) for box in self.choice.boxes_on(number)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self.count:
            super().mousePressEvent(event)
            return
        self._is_dragging, self._pointer = True, event.position().toPoint()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend()
        else:
            self.choice.begin(*self.page_at(self._pointer))
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.count:
            self._is_dragging = True
            self.choice.begin(*self.page_at(event.position().toPoint()), by_word=True)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.count:
            return
        self._pointer = event.position().toPoint()
        if self._is_dragging and event.buttons() & Qt.MouseButton.LeftButton:
            self._extend()
            if self.viewport().rect().contains(self._pointer):
                self._outside.stop()
            elif not self._outside.isActive():
                self._outside.start()
        else:
            self._show_what_is_under()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False
        self._outside.stop()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.count:
            return
        menu = QMenu(self)
        menu.setObjectName("pdf-menu")
        menu.setAccessibleName("Words")
        menu.aboutToHide.connect(menu.deleteLater)
        copy = menu.addAction("Copy\tCtrl+C")
        copy.setEnabled(bool(self.choice.text()))
        copy.triggered.connect(self.copy)
        menu.addAction("Choose the page\tCtrl+A").triggered.connect(self.choose_page)
        menu.popup(event.globalPos())

    def choose_page(self) -> None:
        """Choose all words of the page before the eye."""
        if self.count:
            self.choice.choose_page(self.current)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_page()
        elif event.key() == Qt.Key.Key_R:
            self.turn(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _choose_nothing(self) -> None:
        self.choice.clear()
        self._is_copying = self._is_dragging = False
        self._outside.stop()

    def _extend(self) -> None:
        self.choice.extend(*self.page_at(self._pointer))
        self.viewport().update()

    def _go_on_outside(self) -> None:
        """Scroll on while the mouse is held beyond the edge."""
        beyond = self._pointer.y() - min(max(0, self._pointer.y()), self.viewport().height())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + beyond)
        self._extend()

    def _show_what_is_under(self) -> None:
        number, place = self.page_at(self._pointer)
        letters = self.letters_of(number) if number in self.visible_sheets() else None
        is_text = letters is not None and letters.has_words_at(place)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor if is_text else Qt.CursorShape.ArrowCursor)

    def _on_letters_came(self, _page: int) -> None:
        if self._is_copying:
            self.copy()
