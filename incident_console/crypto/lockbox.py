# SPDX-License-Identifier: Apache-2.0
"""Secrets sealed to one device's public key: HPKE (RFC 9180) with the hybrid MLKEM768-X25519.

The hybrid protects what is in a folder today against a quantum computer of tomorrow, and still holds if ML-KEM falls.
Encapsulation draws its randomness from the operating system: it cannot be repeated by a seed.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from incident_console.crypto import tags
from incident_console.crypto.hashing import hkdf

SEED_BYTES = 32
MLKEM_BYTES = 1184
HPKE_KEY_BYTES = MLKEM_BYTES + 32
OVERHEAD_BYTES = 1120 + 16
"""What sealing adds: the encapsulated key and the tag."""

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_PROBE = X25519PrivateKey.from_private_bytes(b"\x01" * 32)


class CannotOpen(Exception):
    """The sealed bytes are not for this key, or are damaged."""


class UnsoundKey(Exception):
    """A public key that nothing may be sealed to."""


class HybridKey:
    """The private encryption key of a device or of a team's join requests, from its 32 secret bytes.

    The seed is expanded as the private key of HPKE's KEM 0x647a is (draft-ietf-hpke-pq): SHAKE256 to 96 bytes, 64 for
    ML-KEM-768 (d and z) and 32 for X25519.
    """

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a hybrid key is made from 32 bytes")
        expanded = hashlib.shake_256(seed).digest(96)
        lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        curve = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._key = hpke.MLKEM768X25519PrivateKey(lattice, curve)
        self.public_key = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """What was sealed to this key with the same info. Raises CannotOpen."""
        try:
            return _SUITE.decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError):
            raise CannotOpen from None


def seal_to(public_key: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Seal a few bytes so that only the holder of the key opens them. Raises UnsoundKey."""
    lattice, curve = _parsed(public_key)
    return _SUITE.encrypt(plaintext, hpke.MLKEM768X25519PublicKey(lattice, curve), info)


def is_sound_hpke_key(public_key: bytes) -> bool:
    """Whether a public encryption key may be admitted: right length, sound halves, X25519 not of small order."""
    try:
        _parsed(public_key)
    except UnsoundKey:
        return False
    return True


def lockbox_info(team_id: bytes, header_prefix: bytes) -> bytes:
    """What an epoch key's lockbox is bound to: the team, and the first 64 bytes of the file it stands in."""
    return tags.LOCKBOX + team_id + header_prefix


def join_key(join_seed: bytes, team_id: bytes) -> HybridKey:
    """The pair that join requests are sealed to, the same for everybody who holds the team's join seed."""
    return HybridKey(hkdf(join_seed, salt=team_id, info=tags.JOIN))


def _parsed(public_key: bytes) -> tuple[MLKEM768PublicKey, X25519PublicKey]:
    try:
        lattice = MLKEM768PublicKey.from_public_bytes(public_key[:MLKEM_BYTES])
        curve = X25519PublicKey.from_public_bytes(public_key[MLKEM_BYTES:])
        _PROBE.exchange(curve)  # fails for the few points that give everybody the same secret, zero among them
    except ValueError:
        raise UnsoundKey from None
    return lattice, curve
