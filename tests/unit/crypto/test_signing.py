# SPDX-License-Identifier: Apache-2.0
"""Signatures hold for one key and one hash; keys under which anybody can sign are refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from incident_console.crypto.signing import Signer, is_signed_by, is_sound_sign_key

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
Point = tuple[int, int]


def added(left: Point, right: Point) -> Point:
    (x1, y1), (x2, y2) = left, right
    product = D * x1 * x2 * y1 * y2 % PRIME
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME) % PRIME
    return x, (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME) % PRIME


def point_with(y: int) -> Point | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    root = pow(square, (PRIME + 3) // 8, PRIME)
    for x in (root, root * pow(2, (PRIME - 1) // 4, PRIME) % PRIME):
        if x * x % PRIME == square:
            return x, y
    return None


def small_order_ys() -> set[int]:
    """All y of points whose order divides 8, found by multiplying points by the large prime order."""
    order = 2**252 + 27742317777372353535851937790883648493
    found: set[int] = set()
    for start in range(2, 60):
        point, result = point_with(start), (0, 1)
        if point is None:
            continue
        for bit in bin(order)[2:]:
            result = added(result, result)
            if bit == "1":
                result = added(result, point)
        found.add(result[1])
    return found


def test_all_points_of_small_order_are_refused_with_either_sign() -> None:
    ys = small_order_ys()
    assert len(ys) == 5
    for y in ys:
        for sign in (0, 1 << 255):
            assert not is_sound_sign_key((y | sign).to_bytes(32, "little"))


def test_a_key_of_small_order_would_let_anybody_sign() -> None:
    key = (1).to_bytes(32, "little")
    forged = key + bytes(32)
    Ed25519PublicKey.from_public_bytes(key).verify(forged, b"h" * 32)
    assert not is_signed_by(key, forged, b"h" * 32)


@pytest.mark.parametrize("y", [PRIME, PRIME + 1, PRIME + 18, 2**255 - 1])
def test_encodings_that_are_not_canonical_are_refused(y: int) -> None:
    assert not is_sound_sign_key(y.to_bytes(32, "little"))
    assert not is_sound_sign_key((y | 1 << 255).to_bytes(32, "little"))


def test_a_key_of_the_wrong_length_is_refused() -> None:
    assert not is_sound_sign_key(b"k" * 31)


def test_a_signature_holds_for_its_key_and_hash_only() -> None:
    signer, other = Signer(b"a" * 32), Signer(b"b" * 32)
    signature = signer.sign(b"h" * 32)
    assert is_signed_by(signer.public_key, signature, b"h" * 32)
    assert not is_signed_by(other.public_key, signature, b"h" * 32)
    assert not is_signed_by(signer.public_key, signature, b"H" * 32)
    assert not is_signed_by(signer.public_key, bytes(64), b"h" * 32)
    assert not is_signed_by(signer.public_key, signature[:63], b"h" * 32)


def test_a_key_that_is_no_point_verifies_nothing() -> None:
    key = next(y for y in range(2, 99) if point_with(y) is None).to_bytes(32, "little")
    assert not is_signed_by(key, Signer(b"a" * 32).sign(b"h" * 32), b"h" * 32)


def test_only_hashes_are_signed() -> None:
    with pytest.raises(ValueError, match="32-byte"):
        Signer(b"a" * 32).sign(b"a whole message")
