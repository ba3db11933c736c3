# SPDX-License-Identifier: Apache-2.0
"""What a recovery kit's QR code and its file of words hold: the 24 words on one line, the team's id on another one."""

from __future__ import annotations

import re
from base64 import b32hexdecode, b32hexencode
from collections.abc import Sequence
from dataclasses import dataclass

TEAM_ID_LETTERS = 52
MAX_TEXT_BYTES = 4096
_TEAM_LINE = re.compile(rf"(?:^|[\s:])([0-9a-v]{{{TEAM_ID_LETTERS}}})\s*$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class KitText:
    """The words as they were typed, in lower case, and the team that they belong to if it was told."""

    words: tuple[str, ...]
    team_id: bytes | None


def team_id_text(team_id: bytes) -> str:
    """A whole team id in letters; its first 20 are those that names and fingerprints show."""
    return b32hexencode(team_id).decode("ascii").rstrip("=").lower()


def write_kit_text(words: Sequence[str], team_id: bytes) -> str:
    """Both lines, each with its end."""
    return f"{' '.join(words)}\n{team_id_text(team_id)}\n"


def read_kit_text(text: str) -> KitText:
    """Words typed or scanned, in any number of lines; numbers, commas and dots between them do not matter.

    A line that ends with 52 characters of a team id gives only that.
    """
    words: list[str] = []
    team_id: bytes | None = None
    for line in text.casefold().splitlines():
        found = _TEAM_LINE.search(line)
        if found:
            team_id = b32hexdecode(found[1].upper() + "====")
        else:
            words += _WORD.findall(line)
    return KitText(tuple(words), team_id)
