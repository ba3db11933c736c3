# SPDX-License-Identifier: Apache-2.0
"""Versions of the program, as stations name theirs."""

from __future__ import annotations

from collections.abc import Iterable


def newest_above(own: str, others: Iterable[str]) -> str:
    """The newest of other versions that is above this one; empty if none is. What is no version is passed over."""
    newer = [version for version in others if _numbers(version) > _numbers(own)]
    return max(newer, key=_numbers, default="")


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return ()
    return tuple(int(part) for part in parts)
