# SPDX-License-Identifier: Apache-2.0
"""Which plain copies lie outside the sealed library now, kept in the sealed record so that none is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incident_console.sync.station import Station

_LIST, _CHANGE = "outside/copies", "outside/change/"


@dataclass(frozen=True, slots=True)
class OutsideCopy:
    """A plain copy of a version that another program was given.

    ``sha256`` is the content as this program knows it: as it was written, taken back or thrown away. After a lock or a
    crash ``is_sealed``: only a change that somebody made is left of it, sealed in this laptop's record.
    """

    key: str
    document: bytes
    version: bytes
    path: Path
    sha256: bytes
    at_ms: int
    is_sealed: bool = False


def sweep_copies() -> None:
    """At a start of the program: remove copies of processes that were killed, but for those somebody wrote to."""
    from incident_console.storage.plain_room import sweep

    sweep()


def has_copies_outside(station: Station) -> bool:
    """Whether the record knows of any copy, or of a change that waits."""
    with station.lock:
        return station.record.draft(_LIST) is not None


class OutsideCopies:
    """The list in the record; on a laptop where nothing lies outside it is not there."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def all(self) -> list[OutsideCopy]:
        """Every copy, the one opened first before the others."""
        with self._station.lock:
            kept = self._station.record.draft(_LIST)
        return [_copy(row) for row in json.loads(kept)] if kept else []

    def put(self, copy: OutsideCopy) -> None:
        """Remember a copy, or what became of it."""
        with self._station.lock:
            copies = {each.key: each for each in self.all()}
            self._keep([*({**copies, copy.key: copy}).values()])

    def forget(self, key: str) -> None:
        """A copy is gone, and nothing is left to decide."""
        with self._station.lock:
            self._keep([each for each in self.all() if each.key != key])
            self._station.record.keep_draft(_CHANGE + key, None)

    def seal_change(self, copy: OutsideCopy, data: bytes) -> OutsideCopy:
        """Keep what somebody wrote into a copy, so that the copy can go. Raises KnownError for a full disk."""
        sealed = OutsideCopy(copy.key, copy.document, copy.version, copy.path, copy.sha256, copy.at_ms, is_sealed=True)
        with self._station.lock:
            self._station.record.keep_draft(_CHANGE + copy.key, data)
            self.put(sealed)
        return sealed

    def sealed_change(self, key: str) -> bytes:
        """What somebody wrote into a copy that is gone."""
        with self._station.lock:
            return self._station.record.draft(_CHANGE + key) or b""

    def _keep(self, copies: Iterable[OutsideCopy]) -> None:
        rows = [_row(copy) for copy in copies]
        self._station.record.keep_draft(_LIST, json.dumps(rows).encode() if rows else None)


def _row(copy: OutsideCopy) -> list[str | int | bool]:
    ids = (copy.document.hex(), copy.version.hex(), copy.sha256.hex())
    return [copy.key, *ids, str(copy.path), copy.at_ms, copy.is_sealed]


def _copy(row: list[str]) -> OutsideCopy:
    key, document, version, sha256, path, at_ms, is_sealed = row
    ids = bytes.fromhex(document), bytes.fromhex(version)
    return OutsideCopy(key, *ids, Path(path), bytes.fromhex(sha256), int(at_ms), is_sealed=bool(is_sealed))
