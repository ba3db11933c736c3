# SPDX-License-Identifier: Apache-2.0
"""A picture to look at: whole at first, then as large as one likes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader

from incident_console.domain.errors import KnownError
from incident_console.ui.readers.reader import Reader
from incident_console.ui.readers.sheet_view import Fit, SheetView

_MOST_MIB = 256


class PictureView(SheetView):
    """One picture as a sheet."""

    def __init__(self) -> None:
        super().__init__(Fit.WHOLE, "picture")
        self._picture = QImage()
        self._fitted = QImage()

    def show_picture(self, picture: QImage) -> None:
        """Show another picture, a null one for none."""
        self._picture, self._fitted = picture, QImage()
        self.set_sheets(() if picture.isNull() else (QSizeF(picture.size()),))

    def picture_of(self, number: int, size: QRect) -> QImage | None:
        """Shrunk with care once for each size; enlarged by the painter."""
        if size.width() >= self._picture.width():
            return self._picture
        if self._fitted.size() != size.size():
            self._fitted = self._picture.scaled(
                size.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return self._fitted


class ImageReader(Reader):
    """Shows a picture."""

    can_zoom = True

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("image-reader")
        self._view = PictureView()
        self._fill(self._view)
        self._view.sheet_changed.connect(self._tell_place)

    def show_picture(self, picture: QImage, title: str) -> None:
        """Show a picture, whole."""
        self._view.setAccessibleName(f"Picture: {title}")
        self._view.show_picture(picture)
        self._tell_place()

    def find_words(self, words: str) -> None:
        """A picture has no words."""
        self.found_changed.emit(0, 0)

    def zoom(self, step: int) -> None:
        """Larger, smaller or whole."""
        self._view.zoom(step)

    def forget(self) -> None:
        """Let go of the picture."""
        self._view.show_picture(QImage())

    def _tell_place(self) -> None:
        size = self._view.sheet_size
        if size is not None:
            self.place_changed.emit(f"{size.width():.0f} x {size.height():.0f}, {self._view.zoom_percent} %")


def decode_picture(data: bytes) -> QImage:
    """The picture in a file, turned as its camera was held. May run in any thread. Raises KnownError."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MOST_MIB)
    picture = reader.read()
    if picture.isNull():
        raise KnownError(
            "This picture cannot be shown",
            "It is damaged or larger than memory allows; it is kept in the library as it is.",
            "Save a smaller copy and import that.",
        )
    return picture
