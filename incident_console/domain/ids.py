# SPDX-License-Identifier: Apache-2.0
"""Identities of things: random ones, and ones that two laptops derive alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from .errors import KnownError

Random = Callable[[int], bytes]
"""Gives that many random bytes; injected so that a simulation can be repeated by its seed."""


def derived_entity(*parts: bytes | str) -> bytes:
    """The 16-byte id that every laptop gives to the same thing, such as a role of an incident."""
    data = b"".join(_framed(part.encode() if isinstance(part, str) else part) for part in parts)
    return hashlib.sha256(data).digest()[:16]


def to_text(identity: bytes) -> str:
    """An id as commands print it: lower-case hexadecimal."""
    return identity.hex()


def from_text(text: str, what: str) -> bytes:
    """The id that a person typed; raises KnownError naming ``what`` if it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise KnownError(f"“{text}” is not the id of {what}") from None


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part
