# SPDX-License-Identifier: Apache-2.0
"""The hashes and derivations that every file of the record is named and checked by."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from incident_console.crypto import tags

TEAM_SPACE = bytes(8)


def sha256(*parts: bytes) -> bytes:
    """The SHA-256 of the parts, joined."""
    return hashlib.sha256(b"".join(parts)).digest()


def u32(number: int) -> bytes:
    """A number as four bytes, big-endian."""
    return number.to_bytes(4, "big")


def hkdf(key: bytes, *, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 (RFC 5869)."""
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def op_id(salt: bytes, head: bytes, body: bytes) -> bytes:
    """The id of an operation: a commitment to head and body apart, so that either can be shown without the other."""
    head_salt = sha256(tags.SALT_HEAD, salt)[:16]
    body_salt = sha256(tags.SALT_BODY, salt)[:16]
    return op_id_of_halves(sha256(tags.OP_HEAD, head_salt, head), sha256(tags.OP_BODY, body_salt, body))


def op_id_of_halves(head_hash: bytes, body_hash: bytes) -> bytes:
    """The id of an operation of which one half is withheld and only its hash is known."""
    return sha256(tags.OP, head_hash, body_hash)


def ops_root(op_ids: Sequence[bytes]) -> bytes:
    """One hash over the ids of a batch's operations, in their order."""
    return sha256(tags.ROOT, u32(len(op_ids)), *op_ids)


def statement(team_id: bytes, space: bytes, core: bytes, root: bytes) -> bytes:
    """What the author of a batch signs (stmt): team, space, core and operations; a batch's identity everywhere."""
    return sha256(tags.STMT, team_id, space, u32(len(core)), core, root)


def stream_id(team_id: bytes, space: bytes, sign_key: bytes, nonce: bytes) -> bytes:
    """The 16 bytes that name a stream; they bind it to its device's key, so nobody else can write in it."""
    return sha256(tags.STREAM, team_id, space, sign_key, nonce)[:16]


def device_id(sign_key: bytes, hpke_key: bytes) -> bytes:
    """The 16 bytes that name a device by both of its public keys."""
    return sha256(tags.DEVICE, sign_key, hpke_key)[:16]


def epoch_id(space: bytes, generation: int, key: bytes) -> bytes:
    """The name of an epoch, checked against the key by everyone who receives it."""
    return sha256(tags.EPOCH, space, u32(generation), key)


def team_id_of(genesis_act: bytes) -> bytes:
    """The id of a team: the hash of the act that founded it."""
    return sha256(tags.TEAM, genesis_act)


def act_id(team_id: bytes, act: bytes) -> bytes:
    """The id of a membership act other than the first, whose id is the team's."""
    return sha256(tags.ACT, team_id, act)
