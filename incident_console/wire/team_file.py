# SPDX-License-Identifier: Apache-2.0
"""The small file by which a folder is recognised, and from which a new laptop learns whom to ask.

It is neither secret nor signed: the eight words bind what it says, so a forged one is noticed before it matters.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from incident_console.crypto.errors import Damage, DamagedFile, NeedsNewerVersion
from incident_console.crypto.lockbox import HPKE_KEY_BYTES, is_sound_hpke_key

_LAYOUT = struct.Struct(f">4sBBH32sH{HPKE_KEY_BYTES}s")
TEAM_FILE_BYTES = _LAYOUT.size
_MAGIC = b"icid"
_VERSION = 1
_SUITE = 1


@dataclass(frozen=True, slots=True)
class TeamFile:
    """What a folder says of itself: whose it is, and the public key that join requests are sealed to."""

    team_id: bytes
    join_public_key: bytes

    def encode(self) -> bytes:
        """The bytes of the file."""
        return _LAYOUT.pack(_MAGIC, _VERSION, _SUITE, 0, self.team_id, HPKE_KEY_BYTES, self.join_public_key)

    @classmethod
    def decode(cls, data: bytes) -> TeamFile:
        """The team in the file. Raises DamagedFile or NeedsNewerVersion."""
        if len(data) < 8:
            raise DamagedFile(Damage.SIZE)
        magic, version, suite, reserved = struct.unpack_from(">4sBBH", data)
        if magic != _MAGIC:
            raise DamagedFile(Damage.MAGIC)
        if (version, suite, reserved) != (_VERSION, _SUITE, 0):
            raise NeedsNewerVersion(f"team file {version}.{suite}.{reserved}")
        if len(data) != TEAM_FILE_BYTES:
            raise DamagedFile(Damage.SIZE)
        *_, team_id, key_bytes, key = _LAYOUT.unpack(data)
        if key_bytes != HPKE_KEY_BYTES or not is_sound_hpke_key(key):
            raise DamagedFile(Damage.KEY)
        return cls(team_id, key)
