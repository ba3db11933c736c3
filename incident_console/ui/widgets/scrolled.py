# SPDX-License-Identifier: Apache-2.0
"""Lets a part scroll where large text or a small window leave it too little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from incident_console.ui.widgets.ground import Ground, set_ground


def scrolled(content: QWidget, ground: Ground = "surface") -> QScrollArea:
    """The part in a frame of its own that scrolls up and down; Tab goes straight to what is inside."""
    area = QScrollArea()
    set_ground(area, ground)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def let_scroll(content: QWidget) -> None:
    """Let what a scrolling frame holds be as high as its words at the width they get, and no higher.

    Wrapped words have a least height for their least width: without this an empty stretch would follow them.
    """
    content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
