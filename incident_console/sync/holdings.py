# SPDX-License-Identifier: Apache-2.0
"""What other stations hold of the record, as far as their last heads told.

A head says what its station had seen as a step from its last batch, and batches say it as steps from the one before,
in full every 64th: the vector is put together along that chain, among the batches held here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.storage.carriers import HeardRow
from incident_console.storage.index import BatchRow
from incident_console.wire.canonical import Malformed
from incident_console.wire.head import Head
from incident_console.wire.seen import SeenState, decode_seen, is_full_due

from .station import Station
from .verify import verify_head

_Reach = Mapping[bytes, int]
"""Stream -> the highest batch number that was seen of it."""


class Holdings:
    """Asked again and again; what one head told is put together once."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._known: dict[bytes, tuple[str, _Reach]] = {}
        self._keys: dict[bytes, bytes] = {}

    def lacking(self) -> dict[bytes, Mapping[bytes, int] | None]:
        """For every other station: how many batches of which device it lacked, at its last word, of what is held here.

        None where that cannot be told: it was never heard, or batches of its own are not here yet.
        """
        station = self._station
        with station.lock:
            devices = {member.admission.sign_key: device for device, member in station.members().items()}
            heard: dict[bytes, list[HeardRow]] = {key: [] for key in devices}
            for row in station.carriers.heard():
                heard.get(row.sign_key, []).append(row)
        others = {device: key for key, device in devices.items() if device != station.device}
        return {device: self._lacking(heard[key], devices) for device, key in others.items()}

    def _lacking(self, heard: Sequence[HeardRow], devices: Mapping[bytes, bytes]) -> Mapping[bytes, int] | None:
        newest = max(heard, key=lambda row: (row.wall_ms, row.seq), default=None)
        with self._station.lock:  # for each station anew, so that nobody's saving waits for all of them
            reach = self._reach(newest) if newest else None
            if reach is None:
                return None
            missing = self._missing(reach, {row.stream for row in heard})
            return {devices.get(key, b""): count for key, count in missing.items()}

    def _missing(self, reach: _Reach, own: set[bytes]) -> Mapping[bytes, int]:
        """By signing key."""
        missing: Counter[bytes] = Counter()
        for stream, tips in self._station.index.frontier.vector.items():
            behind = max(seq for seq, _ in tips) - reach.get(stream, 0) if tips and stream not in own else 0
            if behind > 0:
                missing[self._key_of(stream)] += behind
        return missing

    def _key_of(self, stream: bytes) -> bytes:
        """The key that signs a stream; its id depends on it, so it never changes."""
        if stream not in self._keys:
            self._keys[stream] = self._station.index.batches("stream = ? AND seq = 1", (stream,))[0].sign_key
        return self._keys[stream]

    def _reach(self, row: HeardRow) -> _Reach | None:
        path, reach = self._known.get(row.stream, ("", {}))
        if path == row.path:
            return reach
        told = self._put_together(row)
        if told is not None:  # else what is missing may arrive
            self._known[row.stream] = row.path, told
        return told

    def _put_together(self, row: HeardRow) -> _Reach | None:
        data = self._station.files.read(row.path)
        if data is None:
            return None
        try:
            head = verify_head(data, self._station.keyring.by_hint(), self._station.team_id).head
            steps = [batch.seen for batch in self._chain(head)]
            return _reach_after([*steps, head.seen_delta])
        except (DamagedFile, KeyNotHeld, NeedsNewerVersion, Malformed, LookupError):
            return None

    def _chain(self, head: Head) -> list[BatchRow]:
        """The batches from the last full vector up to where the head stands. Raises LookupError for a gap."""
        chain: list[BatchRow] = []
        stmt = head.tips[-1][1] if head.tips else None
        while stmt is not None:
            found = self._station.index.batches("stmt = ?", (stmt,))
            if not found:
                raise LookupError("a batch below the head is not here")
            chain.append(found[0])
            stmt = None if is_full_due(found[0].seq) else found[0].prev
        return chain[::-1]


def _reach_after(steps: Iterable[bytes]) -> _Reach:
    state = SeenState()
    for step in steps:
        state = decode_seen(state, step)
    return {stream: max(seq for seq, _ in tips) for stream, tips in state.tips.items()}
