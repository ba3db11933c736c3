# SPDX-License-Identifier: Apache-2.0
"""How everything looks: colours by role, text sizes, icons, and the helpers that paint with them.

``theme()`` gives the current look to whoever paints, ``follow_theme(self._restyle)`` calls a widget's method now
and after every change of colours or zoom. Colours are asked for by ``Role``, sizes by ``theme().px(8)`` (eight
pixels of the design, grown with the text), fonts by ``theme().font(TextStyle.SMALL)``. Icons:
``set_icon(button, "star", Role.WARN)`` follows the theme by itself. Nobody else calls setStyleSheet.
"""

from __future__ import annotations

from incident_console.ui.theme.icons import icon, pixmap, set_icon
from incident_console.ui.theme.manager import ThemeChoice, ThemeManager, follow_theme, theme, theme_manager
from incident_console.ui.theme.roles import Role, Tone
from incident_console.ui.theme.text_styles import TextStyle
from incident_console.ui.theme.theme import Theme

__all__ = [
    "Role",
    "TextStyle",
    "Theme",
    "ThemeChoice",
    "ThemeManager",
    "Tone",
    "follow_theme",
    "icon",
    "pixmap",
    "set_icon",
    "theme",
    "theme_manager",
]
