# SPDX-License-Identifier: Apache-2.0
"""Randomness that repeats: for golden files and simulations by seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count


def seeded_random(seed: int) -> Callable[[int], bytes]:
    """A source of bytes that gives the same sequence for the same seed."""
    calls = count()

    def read(length: int) -> bytes:
        return hashlib.shake_256(f"{seed}/{next(calls)}".encode()).digest(length)

    return read
