# SPDX-License-Identifier: Apache-2.0
"""What a colour is for. Widgets name a role; which colour that is, the theme file says."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One use of a colour; the value is its key in resources/themes/*.toml and its ``@name`` in the style sheet."""

    WINDOW = "window"
    SURFACE = "surface"
    RAIL = "rail"
    FIELD = "field"
    HOVER = "hover"
    BORDER = "border"
    BORDER_STRONG = "border-strong"
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ACCENT_HOVER = "accent-hover"
    ACCENT_TEXT = "accent-text"
    ACCENT_SOFT = "accent-soft"
    SELECTION = "selection"
    FOCUS = "focus"
    DANGER = "danger"
    DANGER_SOFT = "danger-soft"
    WARN = "warn"
    WARN_SOFT = "warn-soft"
    OK = "ok"
    OK_SOFT = "ok-soft"
    INFO = "info"
    INFO_SOFT = "info-soft"
    DECISION = "decision"
    DECISION_SOFT = "decision-soft"
    HIGHLIGHT = "highlight"
    HIGHLIGHT_TEXT = "highlight-text"
    EXERCISE = "exercise"
    EXERCISE_TEXT = "exercise-text"
    DISABLED = "disabled"


class Tone(StrEnum):
    """How urgent a badge, bar or label is; always said in words or shape as well, never by colour alone."""

    PLAIN = "plain"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
    DECISION = "decision"

    @property
    def role(self) -> Role:
        """The colour of words in this tone."""
        return Role.MUTED if self is Tone.PLAIN else Role(self.value)

    @property
    def soft_role(self) -> Role:
        """The soft background under words in this tone."""
        return Role.HOVER if self is Tone.PLAIN else Role(f"{self.value}-soft")


# Backgrounds on which ordinary words of any tone may stand.
_GROUNDS = (Role.WINDOW, Role.SURFACE, Role.RAIL, Role.FIELD, Role.HOVER, Role.SELECTION)
_WORDS = (Role.TEXT, Role.MUTED, Role.ACCENT, Role.DANGER, Role.WARN, Role.OK, Role.INFO, Role.DECISION)

TEXT_PAIRS: tuple[tuple[Role, Role], ...] = (
    *((words, ground) for words in _WORDS for ground in _GROUNDS),
    *((tone.role, tone.soft_role) for tone in Tone),
    *((Role.TEXT, tone.soft_role) for tone in Tone),
    (Role.ACCENT, Role.ACCENT_SOFT),
    (Role.TEXT, Role.ACCENT_SOFT),
    (Role.MUTED, Role.ACCENT_SOFT),
    (Role.ACCENT_TEXT, Role.ACCENT),
    (Role.ACCENT_TEXT, Role.ACCENT_HOVER),
    (Role.ACCENT_TEXT, Role.DANGER),
    (Role.EXERCISE_TEXT, Role.EXERCISE),
    (Role.HIGHLIGHT_TEXT, Role.HIGHLIGHT),
)
"""Every (words, background) pair that the program draws; each must reach a contrast of 4.5:1 in every theme."""
