# SPDX-License-Identifier: Apache-2.0
"""A bundle: files of the team's layout, one after the other in a plain tar archive that is not compressed.

Nothing in it is told by the archive: times, owners and modes are always the same, and every name is one of the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BLOCK = 512
END = bytes(2 * BLOCK)
"""What stands behind the last member; an archive without it is not whole."""
MAX_MEMBERS = 250_000
MAX_NAME = 100
MAGIC, MAGIC_AT = b"ustar", 257
"""What a header holds at this place."""
_REGULAR = (b"0", b"\0")
_OCTAL = re.compile(rb" *([0-7]{1,11})[ \0]*")
_SUM_AT = slice(148, 156)


@dataclass(frozen=True, slots=True)
class Member:
    """What one header says: a name, the bytes that follow it, and whether it is an ordinary file."""

    name: str
    size: int
    is_file: bool

    @property
    def stored(self) -> int:
        """The bytes up to the next header."""
        return self.size + padding(self.size)


def header(name: str, size: int) -> bytes:
    """The header of a member; equal for equal names and sizes. Raises ValueError for a name that does not fit."""
    encoded = name.encode("ascii")
    if not 0 < len(encoded) <= MAX_NAME or not 0 <= size < 8**11:
        raise ValueError("this does not fit into a header")
    block = bytearray(BLOCK)
    for at, field in (
        (0, encoded), (100, b"0000644\0"), (108, b"0000000\0"), (116, b"0000000\0"), (124, b"%011o\0" % size),
        (136, b"%011o\0" % 0), (148, b" " * 8), (156, b"0"), (257, b"ustar\x0000"),
    ):  # fmt: skip
        block[at : at + len(field)] = field
    block[_SUM_AT] = b"%06o\0 " % sum(block)
    return bytes(block)


def padding(size: int) -> int:
    """How many zeros follow so many bytes, up to a whole block."""
    return -size % BLOCK


def read_header(block: bytes) -> Member | None:
    """The member that a block speaks of, or None if it is no header: data, damage, or another kind of archive."""
    if len(block) != BLOCK or block[MAGIC_AT : MAGIC_AT + len(MAGIC)] != MAGIC:
        return None
    told, size = _number(block[_SUM_AT]), _number(block[124:136])
    if told is None or size is None or told != sum(block[:148]) + 8 * 32 + sum(block[156:]):
        return None
    name = block[:MAX_NAME].partition(b"\0")[0].decode("ascii", "replace").removeprefix("./")
    return Member(name, size, block[156:157] in _REGULAR and not block[345:346].strip(b"\0"))


def _number(field: bytes) -> int | None:
    found = _OCTAL.fullmatch(field)
    return int(found[1], 8) if found else None
