# SPDX-License-Identifier: Apache-2.0
"""A picture to look at: whole at first, then as large as one likes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage

from incident_console.ui.readers.reader import Reader
from incident_console.ui.readers.sheet_view import Fit, SheetView


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
