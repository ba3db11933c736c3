# SPDX-License-Identifier: Apache-2.0
"""A join request: the public keys of a laptop that is not a member yet, and its owner's name, sealed to the team.

Anybody can leave one; the eight words that two people compare decide. No secret is in it.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from incident_console.crypto import tags
from incident_console.crypto.container import Random, check_padding
from incident_console.crypto.errors import Damage, DamagedFile, NeedsNewerVersion
from incident_console.crypto.hashing import sha256
from incident_console.crypto.lockbox import (
    HPKE_KEY_BYTES,
    OVERHEAD_BYTES,
    CannotOpen,
    HybridKey,
    is_sound_hpke_key,
    seal_to,
)
from incident_console.crypto.signing import SIGNATURE_BYTES, is_signed_by
from incident_console.crypto.words import JoinFacts
from incident_console.domain.operation import Value
from incident_console.wire.acts import MAX_CODE_BYTES, MAX_NAME_BYTES, Device
from incident_console.wire.canonical import Malformed, pack, unpack_first
from incident_console.wire.shapes import LARGEST_U64, members, text, whole

MAX_JOIN_BYTES = 8 << 10
_CLEAR = struct.Struct(f">4sBBH32s32sH{HPKE_KEY_BYTES}s16sI")
_BEFORE_LENGTH = _CLEAR.size - 4
_MAGIC = b"icjq"
_VERSION = 1
_SUITE = 1
_DETAILS_BYTES = 512
_SEALED_BYTES = _DETAILS_BYTES + OVERHEAD_BYTES
JOIN_BYTES = _CLEAR.size + _SEALED_BYTES + SIGNATURE_BYTES


@dataclass(frozen=True, slots=True)
class JoinDetails:
    """What only members read of a request: the owner's name, the station code he would like, version and time."""

    name: str
    wanted_code: str
    app_version: str
    wall_ms: int
    vouch: Value = None

    def encode(self) -> bytes:
        """The bytes that are sealed, filled up so that the length tells nothing. Raises DamagedFile if too long."""
        name = unicodedata.normalize("NFC", self.name)
        data = pack([name, self.wanted_code, self.app_version, self.wall_ms, self.vouch])
        if len(data) > _DETAILS_BYTES:
            raise DamagedFile(Damage.SIZE)
        return data.ljust(_DETAILS_BYTES, b"\0")

    @classmethod
    def decode(cls, data: bytes) -> JoinDetails:
        """The details in the bytes. Raises Malformed."""
        value, end = unpack_first(data)
        check_padding(data, end)
        name, code, app, wall, vouch, *_ = members(value, 5)
        return cls(
            text(name, MAX_NAME_BYTES), text(code, MAX_CODE_BYTES), text(app, 64), whole(wall, 0, LARGEST_U64), vouch
        )


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A request whose signature holds; its details are still sealed."""

    team_id: bytes
    sign_key: bytes
    hpke_key: bytes
    nonce: bytes
    suite: int
    sealed: bytes
    clear: bytes

    @property
    def device(self) -> Device:
        """The laptop that asks to be admitted."""
        return Device(self.sign_key, self.hpke_key, suite=self.suite)

    def facts(self, name: str, join_public_key: bytes) -> JoinFacts:
        """What the eight words of this request stand for."""
        return JoinFacts(self.team_id, join_public_key, self.suite, self.sign_key, self.hpke_key, self.nonce, name)


def make_join_request(
    details: JoinDetails,
    device: Device,
    *,
    team_id: bytes,
    join_public_key: bytes,
    sign: Callable[[bytes], bytes],
    random: Random,
) -> bytes:
    """The request file of a laptop that wants to join. Raises UnsoundKey if the team's join key is none."""
    clear = _CLEAR.pack(
        *(_MAGIC, _VERSION, _SUITE, 0, team_id, device.sign_key, HPKE_KEY_BYTES, device.hpke_key),
        *(random(16), _SEALED_BYTES),
    )
    sealed = seal_to(join_public_key, details.encode(), _info(clear))
    return clear + sealed + sign(sha256(tags.JOIN, clear, sealed))


def read_join_request(data: bytes, team_id: bytes) -> JoinRequest:
    """A request to this team, its signature checked. Raises DamagedFile or NeedsNewerVersion."""
    if not _CLEAR.size <= len(data) <= MAX_JOIN_BYTES:
        raise DamagedFile(Damage.SIZE)
    magic, version, suite, reserved, team, sign_key, key_bytes, hpke_key, nonce, sealed_bytes = _CLEAR.unpack_from(data)
    if magic != _MAGIC:
        raise DamagedFile(Damage.MAGIC)
    if (version, suite, reserved) != (_VERSION, _SUITE, 0):
        raise NeedsNewerVersion(f"join request {version}.{suite}.{reserved}")
    if (key_bytes, sealed_bytes, len(data)) != (HPKE_KEY_BYTES, _SEALED_BYTES, JOIN_BYTES):
        raise DamagedFile(Damage.SIZE)
    if team != team_id:
        raise DamagedFile(Damage.TEAM)
    signed, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
    if not is_signed_by(sign_key, signature, sha256(tags.JOIN, signed)):
        raise DamagedFile(Damage.SIGNATURE)
    if not is_sound_hpke_key(hpke_key):
        raise DamagedFile(Damage.KEY)
    return JoinRequest(team, sign_key, hpke_key, nonce, suite, signed[_CLEAR.size :], signed[: _CLEAR.size])


def open_join_details(request: JoinRequest, join_key: HybridKey) -> JoinDetails:
    """The details of a request, with the team's join key. Raises DamagedFile."""
    try:
        return JoinDetails.decode(join_key.open(request.sealed, _info(request.clear)))
    except CannotOpen:
        raise DamagedFile(Damage.AEAD) from None
    except Malformed:
        raise DamagedFile(Damage.FRAMING) from None


def _info(clear: bytes) -> bytes:
    return tags.JOIN + clear[:_BEFORE_LENGTH]
