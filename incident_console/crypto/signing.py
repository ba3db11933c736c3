# SPDX-License-Identifier: Apache-2.0
"""Signatures of devices (Ed25519) over 32-byte hashes, and the public keys that are refused."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64
_HASH_BYTES = 32

_PRIME = 2**255 - 19
_ORDER_8_Y = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
# The y of the eight points whose order divides 8 (order 1, 2, 4, 8); a signature under such a key can be forged.
_SMALL_ORDER_Y = frozenset((1, _PRIME - 1, 0, _ORDER_8_Y, _PRIME - _ORDER_8_Y))


class Signer:
    """The private signing key of a device, from its 32 secret bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, digest: bytes) -> bytes:
        """The 64-byte signature of a hash; a device key signs nothing but tagged 32-byte hashes."""
        if len(digest) != _HASH_BYTES:
            raise ValueError("only 32-byte hashes are signed")
        return self._key.sign(digest)


def is_sound_sign_key(key: bytes) -> bool:
    """Whether a public signing key may be admitted: right length, canonical, not of small order.

    OpenSSL accepts the others, and with them signatures that anybody can make.
    """
    if len(key) != KEY_BYTES:
        return False
    y = int.from_bytes(key, "little") & ((1 << 255) - 1)
    return y < _PRIME and y not in _SMALL_ORDER_Y


def is_signed_by(key: bytes, signature: bytes, digest: bytes) -> bool:
    """Whether the signature of a hash is that of a sound key."""
    if not is_sound_sign_key(key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, digest)
    except InvalidSignature:
        return False
    return True
