# SPDX-License-Identifier: Apache-2.0
"""What an author had seen, in few bytes: increases against the batch before, in full every 64th.

A vector names for every other stream the set of its tips (seq, stmt). Along one stream the lists build on each other:
``encode`` and ``decode`` take the state that the batch before left behind and return the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from incident_console.crypto import tags
from incident_console.crypto.hashing import sha256, u32
from incident_console.wire.canonical import Fault, Malformed
from incident_console.wire.shapes import LARGEST_U32

MAX_SEEN_BYTES = 256 << 10
FULL_EVERY = 64
_DELTA, _FULL = 0, 1
_STREAM_BYTES = 16
_STMT_BYTES = 32

Tip = tuple[int, bytes]
Vector = Mapping[bytes, Collection[Tip]]
KnownTip = tuple[int, bytes | None]


@dataclass(frozen=True, slots=True)
class SeenState:
    """The list that a stream has built so far: streams in the order of their ordinals, and the tips last told.

    A tip that was told as an increase has no stmt: it is the descendant of the tip before, among the batches held.
    """

    order: tuple[bytes, ...] = ()
    tips: Mapping[bytes, tuple[KnownTip, ...]] = field(default_factory=dict)


def is_full_due(seq: int) -> bool:
    """Whether a batch must carry the whole vector: the first and every 64th after it."""
    return seq % FULL_EVERY == 1


def seen_root(vector: Vector) -> bytes:
    """One hash over the whole vector, with all tips."""
    rows = sorted((stream, seq, stmt) for stream, tips in vector.items() for seq, stmt in tips)
    return sha256(tags.SEEN, *(stream + u32(seq) + stmt for stream, seq, stmt in rows))


def encode_seen(state: SeenState, vector: Vector, *, in_full: bool) -> tuple[bytes, SeenState]:
    """The bytes that lead from a state to a vector, and the state after them.

    A vector that lost a stream (an index made anew, say) is written in full whatever was asked.
    """
    wanted = {stream: tuple(sorted(tips)) for stream, tips in vector.items() if tips}
    if in_full or not wanted.keys() >= state.tips.keys():
        state = SeenState()
        mark = _FULL
    else:
        mark = _DELTA
    increases = [(place, step) for place, stream in enumerate(state.order) if (step := _step(state, wanted, stream))]
    risen = {state.order[place] for place, _ in increases}
    records = sorted(s for s, tips in wanted.items() if s not in risen and not _is_told(state.tips.get(s), tips))
    out = bytearray((mark,))
    _write_numbers(out, (len(increases), *(number for pair in increases for number in pair), len(records)))
    for stream in records:
        _write_record(out, stream, wanted[stream])
    order = (*state.order, *(stream for stream in records if stream not in state.tips))
    return bytes(out), SeenState(order, wanted)


def decode_seen(state: SeenState, data: bytes) -> SeenState:
    """The state after a batch, given the one before it. Raises Malformed."""
    if not 0 < len(data) <= MAX_SEEN_BYTES:
        raise Malformed(Fault.LIMIT)
    if data[0] not in (_DELTA, _FULL):
        raise Malformed(Fault.TYPE)
    if data[0] == _FULL:
        state = SeenState()
    order, tips = list(state.order), dict(state.tips)
    reader = _Reader(data, 1)
    for place, step in reader.increases():
        if place >= len(order):
            raise Malformed(Fault.SCHEMA)
        tips[order[place]] = _risen(tips[order[place]], step)
    for stream, told in reader.records():
        if stream not in tips:
            order.append(stream)
        tips[stream] = told
    return SeenState(tuple(order), tips)


def _step(state: SeenState, wanted: Mapping[bytes, tuple[Tip, ...]], stream: bytes) -> int:
    before, after = state.tips[stream], wanted[stream]
    return max(0, after[0][0] - before[0][0]) if len(before) == len(after) == 1 else 0


def _is_told(before: tuple[KnownTip, ...] | None, after: tuple[Tip, ...]) -> bool:
    if before is None or len(before) != len(after):
        return False
    return all(old[0] == new[0] and old[1] in (None, new[1]) for old, new in zip(before, after, strict=True))


def _risen(tips: tuple[KnownTip, ...], step: int) -> tuple[KnownTip, ...]:
    seq = tips[0][0] + step
    if len(tips) != 1 or seq > LARGEST_U32:
        raise Malformed(Fault.SCHEMA)
    return ((seq, None),)


def _write_record(out: bytearray, stream: bytes, tips: tuple[Tip, ...]) -> None:
    out += stream
    _write_numbers(out, (len(tips),))
    for seq, stmt in tips:
        _write_numbers(out, (seq,))
        out += stmt


def _write_numbers(out: bytearray, numbers: Iterable[int]) -> None:
    for number in numbers:
        rest = number
        while rest >= 0x80:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)


class _Reader:
    """Reads numbers and records, in order and each once, to the last byte."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def increases(self) -> list[tuple[int, int]]:
        pairs: list[tuple[int, int]] = []
        for _ in range(self._number()):
            place, step = self._number(), self._number()
            if step == 0 or (pairs and place <= pairs[-1][0]):
                raise Malformed(Fault.KEYS)
            pairs.append((place, step))
        return pairs

    def records(self) -> list[tuple[bytes, tuple[Tip, ...]]]:
        found: list[tuple[bytes, tuple[Tip, ...]]] = []
        for _ in range(self._number()):
            stream = self._take(_STREAM_BYTES)
            if found and stream <= found[-1][0]:
                raise Malformed(Fault.KEYS)
            found.append((stream, self._tips()))
        if self._at != len(self._data):
            raise Malformed(Fault.TRAILING)
        return found

    def _tips(self) -> tuple[Tip, ...]:
        tips: list[Tip] = []
        for _ in range(self._number()):
            tip = self._number(), self._take(_STMT_BYTES)
            if tips and tip <= tips[-1]:
                raise Malformed(Fault.KEYS)
            tips.append(tip)
        if not tips:
            raise Malformed(Fault.SCHEMA)
        return tuple(tips)

    def _number(self) -> int:
        number = 0
        for shift in range(0, 35, 7):
            byte = self._take(1)[0]
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        else:
            raise Malformed(Fault.LIMIT)
        if byte == 0 and shift:
            raise Malformed(Fault.NOT_MINIMAL)
        if number > LARGEST_U32:
            raise Malformed(Fault.LIMIT)
        return number

    def _take(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._data):
            raise Malformed(Fault.TRUNCATED)
        taken, self._at = self._data[self._at : end], end
        return taken
