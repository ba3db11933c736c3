# SPDX-License-Identifier: Apache-2.0
"""The fonts that come with the program, so that names of any script show on a laptop that lacks them."""

from __future__ import annotations

import sys
import tomllib
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from incident_console.resources_path import resource_path

# 13 pixels at the screen's ordinary density; macOS counts 72 dots to the inch, the others 96.
_BODY_POINTS = 13.0 if sys.platform == "darwin" else 9.75


@cache
def load_fonts() -> tuple[str, ...]:
    """Make every bundled font known to Qt and tell the families in the order in which they are asked for a character.

    Wants a QApplication. A file that Qt refuses is left out: the system's own fonts then step in.
    """
    listed = tomllib.loads(resource_path("resources", "fonts", "fonts.toml").read_text(encoding="utf-8"))["family"]
    for family in listed:
        for file in family["files"].values():
            QFontDatabase.addApplicationFont(str(resource_path("resources", "fonts", file)))
    return tuple(family["name"] for family in listed)


def body_font(zoom_percent: int) -> QFont:
    """The application's font at a zoom of 100 to 200 percent."""
    font = QFont()
    font.setFamilies(list(load_fonts()))
    font.setPointSizeF(_BODY_POINTS * zoom_percent / 100)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font
