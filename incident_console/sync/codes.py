# SPDX-License-Identifier: Apache-2.0
"""Station codes: short, in every number that people say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from incident_console.domain.errors import KnownError

_CODE = re.compile(r"[A-Z0-9]{1,8}")


def initials(name: str) -> str:
    """The code that a member's name suggests: JO for Joy Okafor, X where it has no letters we can write plainly."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words: list[str] = re.findall(r"[A-Z0-9]+", plain)
    if len(words) > 1:
        return words[0][0] + words[-1][0]
    return words[0][:2] if words else "X"


def suggested(wanted: str, name: str) -> str:
    """The code that a newcomer asks for, if it is one, else that of the name."""
    tidy = wanted.strip().upper()
    return tidy if _CODE.fullmatch(tidy) else initials(name)


def free_code(wanted: str, taken: Collection[str]) -> str:
    """The wanted code, with a number behind it where a station holds it already."""
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, 10_000) if (code := f"{wanted}{n}") not in taken)


def checked_code(code: str, taken: Collection[str]) -> str:
    """A code that an admin typed. Raises KnownError if it is not 1 to 8 letters or digits, or taken."""
    tidy = code.strip().upper()
    if not _CODE.fullmatch(tidy):
        raise KnownError(f"“{code}” is no station code", "Nobody was admitted.", "Use 1 to 8 letters or digits.")
    if tidy in taken:
        raise KnownError(f"The code {tidy} is taken", "Nobody was admitted.", "Choose another one.")
    return tidy
