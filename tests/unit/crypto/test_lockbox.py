# SPDX-License-Identifier: Apache-2.0
"""Secrets sealed to one key; keys made from seeds; keys that nothing is sealed to."""

from __future__ import annotations

import pytest

from incident_console.crypto.lockbox import (
    HPKE_KEY_BYTES,
    OVERHEAD_BYTES,
    CannotOpen,
    HybridKey,
    UnsoundKey,
    is_sound_hpke_key,
    join_key,
    lockbox_info,
    seal_to,
)

KEY = HybridKey(b"s" * 32)
ORDER_8_POINT = bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")


def test_what_is_sealed_to_a_key_opens_with_it_alone() -> None:
    sealed = seal_to(KEY.public_key, b"k" * 32, b"info")
    assert len(sealed) == 32 + OVERHEAD_BYTES == 1168
    assert KEY.open(sealed, b"info") == b"k" * 32
    for key, info in ((HybridKey(b"t" * 32), b"info"), (KEY, b"other")):
        with pytest.raises(CannotOpen):
            key.open(sealed, info)


@pytest.mark.parametrize("length", [0, 10, 1119, 1120, 1135, 1167])
def test_a_cut_lockbox_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(seal_to(KEY.public_key, b"k" * 32, b"")[:length], b"")


@pytest.mark.parametrize("at", [0, 500, 1087, 1088, 1119, 1120, 1167])
def test_a_damaged_lockbox_does_not_open(at: int) -> None:
    sealed = bytearray(seal_to(KEY.public_key, b"k" * 32, b""))
    sealed[at] ^= 1
    with pytest.raises(CannotOpen):
        KEY.open(bytes(sealed), b"")


def test_a_seed_always_makes_the_same_pair() -> None:
    assert HybridKey(b"s" * 32).public_key == KEY.public_key
    assert len(KEY.public_key) == HPKE_KEY_BYTES == 1216
    with pytest.raises(ValueError, match="32 bytes"):
        HybridKey(b"s" * 31)


def test_the_expansion_of_a_seed_is_that_of_x_wing() -> None:
    # draft-connolly-cfrg-xwing-kem, first test vector: beginning and end of its public key
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = HybridKey(seed).public_key.hex()
    assert public.startswith("e2236b35a8c24b39b10aa1323a96a919")
    assert public.endswith("223593d4ba32d9abac8cd049040ef6534")


def test_everybody_with_the_join_seed_has_the_same_join_key() -> None:
    one, other = join_key(b"j" * 32, b"t" * 32), join_key(b"j" * 32, b"t" * 32)
    assert one.public_key == other.public_key
    assert other.open(seal_to(one.public_key, b"name", b""), b"") == b"name"
    assert join_key(b"j" * 32, b"T" * 32).public_key != one.public_key
    assert join_key(b"J" * 32, b"t" * 32).public_key != one.public_key


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), ORDER_8_POINT])
def test_keys_that_give_everybody_the_same_secret_are_refused(point: bytes) -> None:
    weak = KEY.public_key[:1184] + point
    assert not is_sound_hpke_key(weak)
    with pytest.raises(UnsoundKey):
        seal_to(weak, b"k" * 32, b"")


def test_keys_that_are_none_are_refused() -> None:
    assert is_sound_hpke_key(KEY.public_key)
    for wrong in (b"", KEY.public_key[:-1], KEY.public_key + b"\0", b"\xff" * 1216):
        assert not is_sound_hpke_key(wrong)


def test_a_lockbox_is_bound_to_its_team_and_file() -> None:
    infos = {lockbox_info(team, prefix) for team in (b"t" * 32, b"T" * 32) for prefix in (b"p" * 64, b"P" * 64)}
    assert len(infos) == 4
