# SPDX-License-Identifier: Apache-2.0
"""A point in time after which work on one file stops, so that a hostile one cannot hold up the rest."""

from __future__ import annotations

import time


class Deadline:
    """So many seconds from now, on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def is_over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() >= self._ends_at
