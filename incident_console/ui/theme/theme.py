# SPDX-License-Identifier: Apache-2.0
"""One look, whole: colours, fonts and lengths at one zoom. Never changes; a switch of theme or zoom makes another."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette

from incident_console.ui.theme.colours import Colours
from incident_console.ui.theme.fonts import body_font
from incident_console.ui.theme.roles import Role
from incident_console.ui.theme.text_styles import TextStyle

# Height of the body font in the design, in pixels; every other length of the design grows and shrinks with it.
_DESIGN_FONT_HEIGHT = 15.72


class Theme:
    """What a widget asks when it paints or lays out."""

    def __init__(self, colours: Colours, zoom_percent: int) -> None:
        self.colours = colours
        self.zoom_percent = zoom_percent
        self.body_font = body_font(zoom_percent)
        self._fonts: dict[tuple[TextStyle, bool], QFont] = {}
        self._metrics: dict[tuple[TextStyle, bool], QFontMetricsF] = {}

    @property
    def is_dark(self) -> bool:
        """Whether light words stand on a dark ground."""
        return self.colours.is_dark

    @cached_property
    def scale(self) -> float:
        """How much larger than in the design everything is, taken from the real height of the body font."""
        return QFontMetricsF(self.body_font).height() / _DESIGN_FONT_HEIGHT

    def colour(self, role: Role) -> QColor:
        """The colour of a role; a copy, so that whoever thins it thins only his own."""
        return QColor(self.colours.by_role[role])

    def px(self, design_pixels: float) -> int:
        """A length of the design at the present size of text, in device-independent pixels, at least 1 if not 0."""
        return max(1, round(design_pixels * self.scale)) if design_pixels else 0

    def points(self, style: TextStyle) -> float:
        """Size of a text style in points."""
        return self.body_font.pointSizeF() * style.factor

    def font(self, style: TextStyle = TextStyle.BODY, *, is_bold: bool = False) -> QFont:
        """The font of a text style; bold is semi-bold, as in headings and times."""
        key = (style, is_bold)
        if key not in self._fonts:
            font = QFont(self.body_font)
            font.setPointSizeF(self.points(style))
            font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
            self._fonts[key] = font
        return self._fonts[key]

    def metrics(self, style: TextStyle = TextStyle.BODY, *, is_bold: bool = False) -> QFontMetricsF:
        """Measures of a text style's font."""
        key = (style, is_bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(style, is_bold=is_bold))
        return self._metrics[key]

    def line_height(self, style: TextStyle = TextStyle.BODY) -> int:
        """Distance from line to line of a text style, in pixels."""
        return round(self.metrics(style).height() * style.leading)

    def palette(self) -> QPalette:
        """The same colours as a QPalette, for everything that Qt's own style draws."""
        palette = QPalette()
        for part, role in _PALETTE.items():
            palette.setColor(part, self.colour(role))
        for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, self.colour(Role.DISABLED))
        return palette


_PALETTE = {
    QPalette.ColorRole.Window: Role.WINDOW,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.WINDOW,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.DANGER,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ACCENT_TEXT,
    QPalette.ColorRole.Accent: Role.ACCENT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.ToolTipBase: Role.SURFACE,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Light: Role.SURFACE,
    QPalette.ColorRole.Midlight: Role.HOVER,
    QPalette.ColorRole.Mid: Role.BORDER,
    QPalette.ColorRole.Dark: Role.BORDER_STRONG,
    QPalette.ColorRole.Shadow: Role.BORDER_STRONG,
}
