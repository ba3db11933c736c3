# SPDX-License-Identifier: Apache-2.0
"""The passphrase and the vault key: ``key.sealed``, 128 bytes, and everything that is derived from the vault key.

Deriving is made slow on purpose (Argon2id); the bounds are checked before anything is derived, so that a file from
elsewhere can neither weaken the lock nor exhaust the laptop.
"""

from __future__ import annotations

import struct
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from incident_console.crypto import tags
from incident_console.crypto.container import Random
from incident_console.crypto.errors import Damage, DamagedFile, NeedsNewerVersion, WrongPassphrase
from incident_console.crypto.hashing import hkdf
from incident_console.crypto.slow_hash import argon2id

KEY_FILE_BYTES = 128
WORKSPACE_ID_BYTES = 16
SMALLEST_MEMORY_KIB = 64 << 10
LARGEST_MEMORY_KIB = 2 << 20
USUAL_MEMORY_KIB = 256 << 10
USUAL_SECONDS = 0.7

_LAYOUT = struct.Struct(">4sBBHIII16s32s12s48s")
_AAD_BYTES = 80
_MAGIC = b"icks"
_VERSION = 1
_ARGON2ID = 1
_PASSES = 3
_LANES = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess of the passphrase costs: memory in KiB, passes over it, lanes. Raises ValueError out of bounds."""

    memory_kib: int = USUAL_MEMORY_KIB
    passes: int = _PASSES
    lanes: int = _LANES

    def __post_init__(self) -> None:
        is_memory_fine = SMALLEST_MEMORY_KIB <= self.memory_kib <= LARGEST_MEMORY_KIB
        if not (is_memory_fine and 1 <= self.passes <= 10 and 1 <= self.lanes <= 8):
            raise ValueError("the cost of the passphrase is out of bounds")


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The keys that a vault key gives: for record.db, for index.db, and the secret that goes into every file's salt."""

    record_key: bytes
    index_key: bytes
    device_secret: bytes


def calibrated_cost(timer: Callable[[], float] = time.perf_counter) -> Cost:
    """The cost that takes about 0.7 s on this laptop: 256 MiB, less on a slow one, never under 64 MiB."""
    began_at = timer()
    _derive("calibration", bytes(32), Cost(SMALLEST_MEMORY_KIB))
    seconds = max(timer() - began_at, 1e-6)
    steps = int(USUAL_SECONDS / seconds * 4)
    memory_kib = steps * (SMALLEST_MEMORY_KIB // 4)
    return Cost(min(max(memory_kib, SMALLEST_MEMORY_KIB), USUAL_MEMORY_KIB))


def seal_vault_key(passphrase: str, vault_key: bytes, workspace_id: bytes, cost: Cost, random: Random) -> bytes:
    """The 128 bytes of ``key.sealed``, with a new salt and nonce each time."""
    salt, nonce = random(32), random(12)
    head = _LAYOUT.pack(
        *(_MAGIC, _VERSION, _ARGON2ID, 0, cost.memory_kib, cost.passes, cost.lanes, workspace_id, salt, nonce, b"")
    )[:_AAD_BYTES]
    return head + AESGCM(_derive(passphrase, salt, cost)).encrypt(nonce, vault_key, head)


def workspace_id_in(data: bytes) -> bytes:
    """The workspace that a key file belongs to; needs no passphrase. Raises as ``open_vault_key`` does."""
    return _read(data)[1]


def open_vault_key(data: bytes, passphrase: str) -> bytes:
    """The vault key in ``key.sealed``. Raises WrongPassphrase, DamagedFile or NeedsNewerVersion.

    A file damaged in its salt or ciphertext cannot be told from a wrong passphrase.
    """
    cost, _, salt, nonce, sealed = _read(data)
    try:
        return AESGCM(_derive(passphrase, salt, cost)).decrypt(nonce, sealed, data[:_AAD_BYTES])
    except InvalidTag:
        raise WrongPassphrase from None


def vault_keys(vault_key: bytes, workspace_id: bytes) -> VaultKeys:
    """Everything that is derived from the vault key of a workspace."""

    def derived(name: str) -> bytes:
        return hkdf(vault_key, salt=workspace_id, info=tags.VAULT + name.encode("ascii"))

    return VaultKeys(derived("record"), derived("index"), derived("device"))


def _read(data: bytes) -> tuple[Cost, bytes, bytes, bytes, bytes]:
    if len(data) != KEY_FILE_BYTES:
        raise DamagedFile(Damage.SIZE)
    magic, version, kdf, reserved, memory, passes, lanes, workspace_id, salt, nonce, sealed = _LAYOUT.unpack(data)
    if magic != _MAGIC:
        raise DamagedFile(Damage.MAGIC)
    if (version, kdf, reserved) != (_VERSION, _ARGON2ID, 0):
        raise NeedsNewerVersion(f"key file {version}.{kdf}.{reserved}")
    try:
        cost = Cost(memory, passes, lanes)
    except ValueError:
        raise DamagedFile(Damage.HEADER) from None
    return cost, workspace_id, salt, nonce, sealed


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    password = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return argon2id(password, salt, memory_kib=cost.memory_kib, passes=cost.passes, lanes=cost.lanes)
