# SPDX-License-Identifier: Apache-2.0
"""Unlocking a workspace that has grown, without the passphrase's own cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from incident_console.crypto.passphrase import open_vault_key
from incident_console.storage.workspace import KEY_FILE
from tests.bench.measuring import Finding, Times, against, interleaved
from tests.bench.stations import PASSPHRASE, a_founder, entry_drafts, opened

OPEN_S = 1.0


def bench(root: Path, is_quick: bool) -> Iterator[Finding]:
    """Open the databases, look through the replica, and bring the index up to what both hold."""
    count, a_batch = (5_000, 100) if is_quick else (50_000, 100)
    station = a_founder(root)
    for _ in range(count // a_batch):
        station.save(entry_drafts(a_batch, station))
        station.seal()
    station.close()
    sealed = (root / KEY_FILE).read_bytes()
    whole, passphrase = interleaved(
        lambda: opened(root).close(), lambda: open_vault_key(sealed, PASSPHRASE), rounds=5 if is_quick else 9
    )
    pairs = zip(whole.seconds, passphrase.seconds, strict=True)
    rest = Times(tuple(mine - key for mine, key in pairs))
    yield against(f"open a workspace of {count} operations / 1 s", rest, OPEN_S)
