# SPDX-License-Identifier: Apache-2.0
"""Pictures as they come from the reading process, for Qt."""

from __future__ import annotations

from PySide6.QtGui import QImage

from incident_console.services.document_reading import Picture


def to_image(picture: Picture) -> QImage:
    """The same picture as Qt's own; may be made in any thread."""
    size = picture.width, picture.height, 4 * picture.width
    return QImage(picture.pixels, *size, QImage.Format.Format_ARGB32).copy()
