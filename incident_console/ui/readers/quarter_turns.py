# SPDX-License-Identifier: Apache-2.0
"""Where things are on a sheet that was turned clockwise by quarters, and where they were before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF


def turned_size(size: QSizeF, turns: int) -> QSizeF:
    """How large a sheet is once it is turned."""
    return size.transposed() if turns % 2 else size


def turned_point(point: QPointF, size: QSizeF, turns: int) -> QPointF:
    """Where a point of a sheet of this size comes to be."""
    for _ in range(turns % 4):
        point, size = QPointF(size.height() - point.y(), point.x()), size.transposed()
    return point


def turned_box(box: QRectF, size: QSizeF, turns: int) -> QRectF:
    """Where a box on a sheet of this size comes to be."""
    ends = (turned_point(corner, size, turns) for corner in (box.topLeft(), box.bottomRight()))
    return QRectF(*ends).normalized()


def unturned_point(point: QPointF, size: QSizeF, turns: int) -> QPointF:
    """Where a point of the turned sheet is on the sheet as it was, which has this size."""
    return turned_point(point, turned_size(size, turns), -turns)
