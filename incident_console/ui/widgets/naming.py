# SPDX-License-Identifier: Apache-2.0
"""Object names in kebab case, made from the words on the screen."""

from __future__ import annotations

import re


def kebab(words: str) -> str:
    """Turn "Mark significant..." into "mark-significant"."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
