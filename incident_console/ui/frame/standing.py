# SPDX-License-Identifier: Apache-2.0
"""What must stand over the whole window: that this laptop was removed, or lacks the key that the team writes under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.ui.membership_words import (
    NO_KEY_MESSAGE,
    NO_KEY_TITLE,
    NO_KEY_WHAT_TO_DO,
    REMOVED_MESSAGE,
    REMOVED_TITLE,
    REMOVED_WHAT_TO_DO,
    removed_words,
)
from incident_console.ui.theme import Tone

if TYPE_CHECKING:
    from incident_console.ui.frame.facts import FrameFacts
    from incident_console.ui.widgets.standing_bar import StandingBar


def show_standing(bar: StandingBar, facts: FrameFacts) -> None:
    """Say what is so now, or nothing."""
    if facts.removed is not None:
        words = removed_words(facts.removed, facts.now)
        message = f"{words[0].upper()}{words[1:]}. {REMOVED_MESSAGE}"
        bar.stand(Tone.DANGER, REMOVED_TITLE, message, REMOVED_WHAT_TO_DO)
    elif facts.lacks_key:
        bar.stand(Tone.WARN, NO_KEY_TITLE, NO_KEY_MESSAGE, NO_KEY_WHAT_TO_DO)
    else:
        bar.end()


def refusal_words(facts: FrameFacts) -> str:
    """Why nothing can be written at this laptop; empty where it can."""
    return f"{REMOVED_TITLE}: nothing can be written any more." if facts.removed is not None else ""
