# SPDX-License-Identifier: Apache-2.0
"""What a part of the window stands on, and on which side a hairline parts it from its neighbour."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Ground = Literal["window", "surface", "rail", "card", "quote"]
Edge = Literal["", "top", "bottom", "left", "right"]


def set_ground(widget: QWidget, ground: Ground, edge: Edge = "") -> None:
    """Give a widget a ground: window (of pages), surface (of lists), rail, card (framed) or quote (barred)."""
    widget.setProperty("ground", ground)
    widget.setProperty("edge", edge)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
