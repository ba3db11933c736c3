# SPDX-License-Identifier: Apache-2.0
"""The colours and text styles of printed reports; each colour reads on white at 4.5:1 or better, fills apart."""

from __future__ import annotations

from dataclasses import replace

from incident_console.reports.fonts import BOLD, SEMIBOLD
from incident_console.reports.text import Style

INK, MUTED, WHITE = 0x1B1F24, 0x5B6470, 0xFFFFFF
RED, AMBER, GREEN, BLUE, VIOLET = 0xA8201A, 0x8A5300, 0x1C6B3A, 0x1F5BB5, 0x5B3AA0
HAIRLINE, RULE, PANEL, VIOLET_STRIPE, WATERMARK = 0xDDE1E6, 0xA9B0B9, 0xF3F5F7, 0x7355B5, 0xF4F1FA

BODY = Style()
QUIET = Style(size=7.4, leading=9.8, colour=MUTED)
ASIDE = replace(QUIET, leading=11.4)
"""Quiet text that shares its line with body text: on the same baseline."""
STRONG = replace(BODY, weight=SEMIBOLD)
LABEL = Style(size=6.8, leading=9.2, colour=MUTED)
COLUMN_TITLE = Style(size=6.8, leading=9.0, weight=SEMIBOLD, colour=MUTED)
SECTION = Style(size=11.5, leading=15.0, weight=SEMIBOLD)
TITLE = Style(size=21.0, leading=25.0, weight=BOLD)
SUBTITLE = Style(size=12.5, leading=16.0, weight=SEMIBOLD)
HEADLINE = Style(size=12.0, leading=16.0, weight=SEMIBOLD)
FIGURE = Style(size=17.0, leading=20.0, weight=BOLD)
FOOT = Style(size=5.7, leading=7.4, colour=MUTED)


def tinted(style: Style, colour: int) -> Style:
    """The same style in another colour."""
    return replace(style, colour=colour)
