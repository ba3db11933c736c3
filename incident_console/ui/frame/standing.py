# SPDX-License-Identifier: Apache-2.0
"""What must stand over the whole window: that this laptop is no member any more, or lacks the key of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.ui.membership_words import (
    LOST_MESSAGE,
    LOST_TITLE,
    LOST_WHAT_TO_DO,
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
    elif facts.has_lost_admission:
        bar.stand(Tone.DANGER, LOST_TITLE, LOST_MESSAGE, LOST_WHAT_TO_DO)
    elif facts.lacks_key:
        bar.stand(Tone.WARN, NO_KEY_TITLE, NO_KEY_MESSAGE, NO_KEY_WHAT_TO_DO)
    else:
        bar.end()


def refusal_words(facts: FrameFacts) -> str:
    """Why nothing can be written at this laptop; empty where it can."""
    title = REMOVED_TITLE if facts.removed is not None else LOST_TITLE if facts.has_lost_admission else ""
    return f"{title}: nothing can be written any more." if title else ""
