# SPDX-License-Identifier: Apache-2.0
"""What was last found in a shared folder, as lists and panes say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .times import clock

if TYPE_CHECKING:
    from incident_console.domain.clock import Moment

    from .folders import FolderLine

NEWS_MS = 6 * 3_600_000
"""So long a list of folders says by itself that files there were damaged."""
MADE_GOOD, DAMAGED = "overwritten", "damaged"
_DAMAGE = {MADE_GOOD, DAMAGED}
_WORDS = {
    "lost": ("1 file was gone and was written again", "{:,} files were gone and were written again"),
    "rolled-back": (
        "it was put back to an older state, 1 file was written again",
        "it was put back to an older state, {:,} files were written again",
    ),
    MADE_GOOD: (
        "1 file there was damaged and has been made good",
        "{:,} files there were damaged and have been made good",
    ),
    DAMAGED: (
        "1 file there is damaged and could not be made good yet",
        "{:,} files there are damaged and could not be made good yet",
    ),
    "crowded": ("1 file there is none of the team's", "{:,} files there are none of the team's"),
}


def finding_words(line: FolderLine, now: Moment) -> str:
    """The last remarkable thing: "it was put back to an older state ... (at 15:05)"; empty if there is none."""
    words = _words(line)
    return f"{words} ({clock(line.found_ms, now)})" if words else ""


def damage_words(line: FolderLine, now: Moment) -> str:
    """That files there were damaged, as long as it is news; else empty."""
    is_news = line.finding in _DAMAGE and 0 <= now.ms - line.found_ms < NEWS_MS
    return _words(line) if is_news else ""


def is_damaged(line: FolderLine, now: Moment) -> bool:
    """Whether that is news which nobody has made good yet."""
    return line.finding == DAMAGED and bool(damage_words(line, now))


def _words(line: FolderLine) -> str:
    one, more = _WORDS.get(line.finding, ("", ""))
    return one if line.finding_files == 1 else more.format(line.finding_files)
