# SPDX-License-Identifier: Apache-2.0
"""The few sizes of text there are, all relative to the application font so that zoom reaches each of them."""

from __future__ import annotations

from enum import StrEnum


class TextStyle(StrEnum):
    """What a piece of text is; the value is its ``face`` in the style sheet."""

    TINY = "tiny"
    SMALL = "small"
    BODY = "body"
    LEAD = "lead"
    TITLE = "title"
    HEADLINE = "headline"
    NUMBER = "number"
    HUGE = "huge"

    @property
    def factor(self) -> float:
        """Size relative to body text."""
        return _FACTORS[self]

    @property
    def leading(self) -> float:
        """Distance from line to line, relative to the height of the font (tight for small and for large text)."""
        return 1.15 if self in (TextStyle.BODY, TextStyle.LEAD) else 1.08


_FACTORS = {
    TextStyle.TINY: 11 / 13,
    TextStyle.SMALL: 12 / 13,
    TextStyle.BODY: 1.0,
    TextStyle.LEAD: 15 / 13,
    TextStyle.TITLE: 16 / 13,
    TextStyle.HEADLINE: 24 / 13,
    TextStyle.NUMBER: 27 / 13,
    TextStyle.HUGE: 38 / 13,
}
