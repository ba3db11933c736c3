# SPDX-License-Identifier: Apache-2.0
"""A picture to look at: whole at first, then as large as one likes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage

from incident_console.ui.delegates.marks import MarksOf, index_marks_of
from incident_console.ui.readers.reader import Reader, Spot, Tool
from incident_console.ui.readers.sheet_view import Fit, SheetView, go_to_spot_in, spot_in


class PictureView(SheetView):
    """One picture as a sheet."""

    grows_to_fit = False

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

    tools = (Tool.ZOOM, Tool.FIT, Tool.INVERT, Tool.PRINT)

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

    def find_words(self, words: str, marks_of: MarksOf = index_marks_of) -> None:
        """A picture has no words."""
        self.found_changed.emit(0, 0)

    def zoom(self, step: int) -> None:
        """Larger, smaller or whole."""
        self._view.zoom(step)

    @property
    def is_wordless(self) -> bool:
        return True

    def fit_whole(self) -> None:
        """All of the picture in view."""
        self._view.fit_to(Fit.WHOLE)

    def invert(self, *, is_inverted: bool) -> None:
        """Dark for light, or as it is."""
        self._view.set_inverted(is_inverted=is_inverted)

    @property
    def spot(self) -> Spot:
        return spot_in(self._view)

    def go_to_spot(self, spot: Spot) -> None:
        go_to_spot_in(self._view, spot)

    def forget(self) -> None:
        """Let go of the picture."""
        self._view.show_picture(QImage())

    def _tell_place(self) -> None:
        size = self._view.sheet_size
        if size is not None:
            self.place_changed.emit(f"{size.width():.0f} x {size.height():.0f}, {self._view.zoom_percent} %")
