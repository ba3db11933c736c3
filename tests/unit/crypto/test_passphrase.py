# SPDX-License-Identifier: Apache-2.0
"""The vault key opens with its passphrase alone, and only at a cost within bounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from incident_console.crypto.errors import Damage, NeedsNewerVersion, WrongPassphrase
from incident_console.crypto.passphrase import (
    Cost,
    calibrated_cost,
    open_vault_key,
    seal_vault_key,
    vault_keys,
    workspace_id_in,
)
from tests.helpers.damage import code_of, patched
from tests.helpers.seeded import seeded_random

CHEAP = Cost(64 << 10, passes=1, lanes=4)
VAULT_KEY = b"v" * 32
WORKSPACE = b"w" * 16


def seal(passphrase: str = "correct horse", seed: int = 1) -> bytes:
    return seal_vault_key(passphrase, VAULT_KEY, WORKSPACE, CHEAP, seeded_random(seed))


def ticking(seconds: float) -> Callable[[], float]:
    times = iter((0.0, seconds))
    return lambda: next(times)


def test_the_passphrase_opens_the_vault_key_and_another_does_not() -> None:
    data = seal()
    assert len(data) == 128
    assert workspace_id_in(data) == WORKSPACE
    assert open_vault_key(data, "correct horse") == VAULT_KEY
    with pytest.raises(WrongPassphrase):
        open_vault_key(data, "correct horsE")


def test_letters_typed_in_two_ways_are_the_same_passphrase() -> None:
    assert open_vault_key(seal("Caf\u00e9"), "Cafe\u0301") == VAULT_KEY


def test_each_seal_has_a_new_salt_and_nonce() -> None:
    one, other = seal(seed=1), seal(seed=2)
    assert one[36:68] != other[36:68]
    assert one[68:80] != other[68:80]


@pytest.mark.parametrize("at", [20, 36, 68, 80, 127])
def test_damage_where_only_the_key_could_tell_reads_as_a_wrong_passphrase(at: int) -> None:
    with pytest.raises(WrongPassphrase):
        open_vault_key(patched(seal(), at, b"\x00" if seal()[at] else b"\x01"), "correct horse")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Damage.SIZE),
        (seal() + b"\0", Damage.SIZE),
        (seal()[:-1], Damage.SIZE),
        (patched(seal(), 0, b"ICKS"), Damage.MAGIC),
        (patched(seal(), 8, (65535).to_bytes(4, "big")), Damage.HEADER),
        (patched(seal(), 8, (2097153).to_bytes(4, "big")), Damage.HEADER),
        (patched(seal(), 12, bytes(4)), Damage.HEADER),
        (patched(seal(), 12, b"\0\0\0\x0b"), Damage.HEADER),
        (patched(seal(), 16, bytes(4)), Damage.HEADER),
        (patched(seal(), 16, b"\xff\xff\xff\xff"), Damage.HEADER),
    ],
)
def test_a_damaged_or_hostile_key_file_costs_nothing(data: bytes, code: Damage) -> None:
    assert code_of(lambda: open_vault_key(data, "correct horse")) is code


@pytest.mark.parametrize("at", [4, 5, 6, 7])
def test_a_key_file_of_a_later_version_is_newer(at: int) -> None:
    with pytest.raises(NeedsNewerVersion):
        open_vault_key(patched(seal(), at, b"\x02"), "correct horse")


@pytest.mark.parametrize(
    ("seconds", "memory_mib"), [(0.1, 256), (0.175, 256), (0.35, 128), (0.5, 80), (3.0, 64), (0.0, 256)]
)
def test_the_cost_follows_the_speed_of_the_laptop(seconds: float, memory_mib: int) -> None:
    assert calibrated_cost(ticking(seconds)) == Cost(memory_mib << 10, 3, 4)


@pytest.mark.parametrize(("memory", "passes", "lanes"), [(65535, 3, 4), (2097153, 3, 4), (65536, 0, 4), (65536, 3, 9)])
def test_a_cost_out_of_bounds_is_a_mistake_of_ours(memory: int, passes: int, lanes: int) -> None:
    with pytest.raises(ValueError, match="bounds"):
        Cost(memory, passes, lanes)


def test_every_use_of_the_vault_key_has_a_key_of_its_own() -> None:
    keys = vault_keys(VAULT_KEY, WORKSPACE)
    others = vault_keys(VAULT_KEY, b"W" * 16)
    both = [keys.record_key, keys.index_key, keys.device_secret]
    both += [others.record_key, others.index_key, others.device_secret]
    assert len(set(both)) == 6
    assert vault_keys(VAULT_KEY, WORKSPACE) == keys
