# SPDX-License-Identifier: Apache-2.0
"""A picture on the clipboard becomes a document, once somebody says what it shows."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from incident_console.domain.errors import KnownError
from incident_console.services.documents import DocumentsService
from incident_console.ui.jobs import JobRunner, Lane
from incident_console.ui.theme import Role, TextStyle, Tone, follow_theme, theme
from incident_console.ui.widgets.button import Button, ButtonKind, PrimaryButton
from incident_console.ui.widgets.form_field import FormField
from incident_console.ui.widgets.ground import set_ground
from incident_console.ui.widgets.inline_bar import InlineBar
from incident_console.ui.widgets.label import Label
from incident_console.ui.widgets.name_field import NameField
from incident_console.ui.widgets.visibility import show_when

_THUMB_WIDTH, _THUMB_HEIGHT = 180, 96


class PastePart(QWidget):
    """Hidden until `paste` finds a picture. ``pasted(id)`` comes with the new document, ``files_pasted`` with paths.

    ``asked`` when a title is asked for, ``left`` when it was given or not.
    """

    pasted = Signal(bytes)
    files_pasted = Signal(object)
    asked = Signal()
    left = Signal()

    def __init__(self, documents: DocumentsService, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("paste-picture")
        self._documents, self._jobs = documents, jobs
        self._data = b""
        self.bar, self.form = InlineBar(), QWidget()
        set_ground(self.form, "surface", "bottom")
        self._thumb = QLabel()
        self._thumb.setAccessibleName("The picture on the clipboard")
        self.title = NameField("Title of the picture", "What it shows, such as: Valve V3, left of the door")
        self._twin = Label("", TextStyle.SMALL, Role.WARN, is_wrapped=True)
        self._add = PrimaryButton("Add to the library", key="Return", is_key_hint_only=True)
        self._cancel = Button("Cancel", ButtonKind.QUIET, key="Esc", is_key_hint_only=True)
        self._lay_out()
        self._add.clicked.connect(self._on_add)
        self.title.returnPressed.connect(self._on_add)
        self._cancel.clicked.connect(self.close_form)
        self.form.hide()
        follow_theme(self._restyle)

    def paste(self) -> None:
        """Take what is on the clipboard: files, or a picture whose title is asked for."""
        mime = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        image = QGuiApplication.clipboard().image() if mime.hasImage() else QImage()
        if files:
            self.files_pasted.emit(files)
        elif image.isNull():
            self.bar.tell(Tone.INFO, "There is no picture and no file on the clipboard")
        else:
            ask = partial(_encoded, self._documents, image)
            show = partial(self._on_encoded, image)
            self._jobs.ask(ask, lane=Lane.POOL, on_success=show, on_failure=self.bar.tell_error)

    def close_form(self) -> None:
        """Forget the picture."""
        self._data = b""
        self._thumb.clear()
        self.title.clear()
        self.form.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _on_encoded(self, image: QImage, answer: tuple[bytes, str]) -> None:
        self._data, twin = answer
        self.bar.hide()
        px = theme().px
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self._thumb.setPixmap(QPixmap.fromImage(image.scaled(px(_THUMB_WIDTH), px(_THUMB_HEIGHT), keep, smooth)))
        has_it = (
            f"The library has this very picture: \N{LEFT DOUBLE QUOTATION MARK}{twin}\N{RIGHT DOUBLE QUOTATION MARK}."
        )
        self._twin.setText(has_it if twin else "")
        show_when(self._twin, is_shown=bool(twin))
        self._add.set_words("Add it as another document" if twin else "Add to the library")
        self.asked.emit()  # first: room is made, or the window would grow
        show_when(self.form, is_shown=True)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        if self._add.isEnabled() and self._data:
            self._add.setEnabled(False)
            add = partial(self._documents.add_picture, self.title.text(), self._data)
            self._jobs.ask(add, lane=Lane.POOL, on_success=self._on_added, on_failure=self._on_failed)

    def _on_added(self, document: bytes) -> None:
        self._add.setEnabled(True)
        self.bar.hide()
        self.close_form()
        self.pasted.emit(document)

    def _on_failed(self, error: KnownError) -> None:
        self._add.setEnabled(True)
        self.bar.tell_error(error)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._row, self._words, self._buttons = QHBoxLayout(self.form), QVBoxLayout(), QHBoxLayout()
        self._words.addWidget(FormField("Title of the picture", self.title))
        self._words.addWidget(self._twin)
        for button in (self._add, self._cancel):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._words.addLayout(self._buttons)
        self._row.addWidget(self._thumb, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.form)

    def _restyle(self) -> None:
        px = theme().px
        self._row.setContentsMargins(px(16), px(12), px(16), px(12))
        self._row.setSpacing(px(16))
        self._words.setSpacing(px(8))
        self._buttons.setSpacing(px(8))


def _encoded(documents: DocumentsService, image: QImage) -> tuple[bytes, str]:
    """A picture as a PNG file in memory, and what the library calls it if it has it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, the library for text
    data = bytes(buffer.data().data())
    return data, documents.picture_twin(data)
