# SPDX-License-Identifier: Apache-2.0
"""Argon2id, one derivation at a time in a process.

OpenSSL 3 shares one pool of threads among all derivations: two at once with several lanes wait for each other for ever,
or fail for want of memory (seen with cryptography 50). A window that unlocks while it computes join words would hang.
"""

from __future__ import annotations

from threading import Lock

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_ONE_AT_A_TIME = Lock()


def argon2id(password: bytes, salt: bytes, *, memory_kib: int, passes: int, lanes: int) -> bytes:
    """32 bytes that take this much memory and this many passes over it to make (RFC 9106)."""
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory_kib)
    with _ONE_AT_A_TIME:
        return kdf.derive(password)
