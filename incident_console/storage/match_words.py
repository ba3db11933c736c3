# SPDX-License-Identifier: Apache-2.0
"""What a person types into a search box, as the full-text index reads it."""

from __future__ import annotations


def match_words(words: str) -> str:
    """The query for rows that hold every word, the last one also as a beginning; empty if there is no word in it."""
    parts = [part.replace('"', "") for part in words.split()]
    quoted = [f'"{part}"' for part in parts if any(char.isalnum() for char in part)]
    return " ".join(quoted) + "*" if quoted else ""
