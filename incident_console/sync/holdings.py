# SPDX-License-Identifier: Apache-2.0
"""What other stations hold of the record, as far as their last heads told.

A head says what its station had seen as a step from its last batch, and batches say it as steps from the one before,
in full every 64th: the vector is put together along that chain, among the batches held here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.storage.carriers import HeardRow
from incident_console.storage.index import BatchRow
from incident_console.wire.canonical import Malformed
from incident_console.wire.head import Head
from incident_console.wire.seen import KnownTip, SeenState, decode_seen, is_full_due

from .station import Station
from .verify import verify_head

_Tips = Mapping[bytes, tuple[KnownTip, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a station held at its last word: the tips of every other stream, and the streams of its own.

    ``has_all_parts`` tells that it said to hold every part of the documents in them.
    """

    tips: _Tips
    own: frozenset[bytes]
    has_all_parts: bool


class _Told(NamedTuple):
    """What one head told."""

    tips: _Tips
    has_all_parts: bool


class Holdings:
    """Asked again and again; what one head told is put together once."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._known: dict[bytes, tuple[str, _Told]] = {}
        self._keys: dict[bytes, bytes] = {}
        self._judged: dict[bytes, str] = {}
        self._behind: dict[bytes, int] = {}

    def lacking(self) -> dict[bytes, Mapping[bytes, int] | None]:
        """For every other station: how many batches of which device it lacked, at its last word, of what is held here.

        None where that cannot be told: it was never heard, or batches of its own are not here yet.
        """
        station = self._station
        with station.lock:
            devices = {member.admission.sign_key: device for device, member in station.members().items()}
            heard = self._heard()
        others = {device: key for key, device in devices.items() if device != station.device}
        return {device: self._lacking(heard.get(key, []), devices) for device, key in others.items()}

    def of(self, device: bytes) -> Holding | None:
        """What a station held at its last word, or None where that cannot be told."""
        with self._station.lock:
            member = self._station.members().get(device)
            return self._holding(self._heard().get(member.admission.sign_key, [])) if member else None

    def _heard(self) -> dict[bytes, list[HeardRow]]:
        heard: dict[bytes, list[HeardRow]] = {}
        for row in self._station.carriers.heard():
            heard.setdefault(row.sign_key, []).append(row)
        return heard

    def clocks_behind(self) -> dict[bytes, int]:
        """For every other station whose clock is surely behind this one's: by how many ms at least.

        A head that has seen a batch of ours was written after we sealed it. If it bears an earlier time, that clock is
        behind by the difference or more, however long head and batch were on their way. A clock that is behind by less
        than passes before such an answer stays unknown. What one answer proved holds until a later word of that station
        contradicts it: a head cannot come before it was written.
        """
        station = self._station
        with station.lock:
            members = station.members().items()
            others = {member.admission.sign_key: device for device, member in members if device != station.device}
            own = [stream.stream for stream in station.record.own_streams()]
            heard = [row for row in station.carriers.heard() if row.sign_key in others]
        for row in sorted(heard, key=lambda row: row.received_at_ms):
            with station.lock:
                self._judge_clock(others[row.sign_key], row, own)
        return {device: behind for device, behind in self._behind.items() if behind > 0}

    def _judge_clock(self, device: bytes, row: HeardRow, own: Sequence[bytes]) -> None:
        if self._judged.get(row.stream) == row.path:
            return
        told = self._told(row)
        if told is None:
            return
        self._judged[row.stream] = row.path
        seen = [(stream, max((seq for seq, _ in told.tips.get(stream, ())), default=0)) for stream in own]
        proved = max((self._sealed_at_ms(*each) for each in seen), default=0) - row.wall_ms
        most = row.received_at_ms - row.wall_ms
        self._behind[device] = max(each if each <= most else 0 for each in (0, proved, self._behind.get(device, 0)))

    def _sealed_at_ms(self, stream: bytes, seq: int) -> int:
        """When this laptop sealed a batch of its own, by its own clock; 0 where none was seen."""
        found = self._station.index.batches("stream = ? AND seq = ?", (stream, seq)) if seq else []
        return max((batch.sealed_at_ms for batch in found), default=0)

    def _lacking(self, heard: Sequence[HeardRow], devices: Mapping[bytes, bytes]) -> Mapping[bytes, int] | None:
        with self._station.lock:  # for each station anew, so that nobody's saving waits for all of them
            holding = self._holding(heard)
            if holding is None:
                return None
            missing = self._missing(holding)
            return {devices.get(key, b""): count for key, count in missing.items()}

    def _holding(self, heard: Sequence[HeardRow]) -> Holding | None:
        newest = max(heard, key=lambda row: (row.wall_ms, row.seq), default=None)
        told = self._told(newest) if newest else None
        if told is None:
            return None
        return Holding(told.tips, frozenset(row.stream for row in heard), told.has_all_parts)

    def _missing(self, holding: Holding) -> Mapping[bytes, int]:
        """By signing key; batches in which a laptop only signed what it had seen are nobody's loss."""
        missing: Counter[bytes] = Counter()
        index = self._station.index
        for stream, tips in index.frontier.vector.items():
            seen = max((seq for seq, _ in holding.tips.get(stream, ())), default=0)
            behind = max(seq for seq, _ in tips) - seen if tips and stream not in holding.own else 0
            behind -= index.batches_of_one_kind(stream, seen, "checkpoint.sign") if behind > 0 else 0
            if behind > 0:
                missing[self._key_of(stream)] += behind
        return missing

    def _key_of(self, stream: bytes) -> bytes:
        """The key that signs a stream; its id depends on it, so it never changes."""
        if stream not in self._keys:
            self._keys[stream] = self._station.index.batches("stream = ? AND seq = 1", (stream,))[0].sign_key
        return self._keys[stream]

    def _told(self, row: HeardRow) -> _Told | None:
        path, told = self._known.get(row.stream, ("", None))
        if told is not None and path == row.path:
            return told
        told = self._put_together(row)
        if told is not None:  # else what is missing may arrive
            self._known[row.stream] = row.path, told
        return told

    def _put_together(self, row: HeardRow) -> _Told | None:
        data = self._station.files.read(row.path)
        if data is None:
            return None
        try:
            head = verify_head(data, self._station.keyring.by_hint(), self._station.team_id).head
            steps = [batch.seen for batch in self._chain(head)]
            return _Told(_after([*steps, head.seen_delta]), head.has_all_parts is True)
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


def _after(steps: Iterable[bytes]) -> _Tips:
    state = SeenState()
    for step in steps:
        state = decode_seen(state, step)
    return state.tips
