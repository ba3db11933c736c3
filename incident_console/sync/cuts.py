# SPDX-License-Identifier: Apache-2.0
"""Which batches a change of role leaves alone: those that its author held, or had acknowledged, when he made it.

A batch lies inside a cut if it is one of its tips or stands below one, by the links that are known here. To the tips
that an act names come those that its author's own batches, up to the tips he names as his, acknowledge: an admin cannot
deny what he had seen. Such a list counts once it can be put together to the very root that the batch names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product

from incident_console.domain.acts import StreamTip
from incident_console.domain.membership import Limit
from incident_console.storage.index import BatchRow, Index
from incident_console.wire.canonical import Malformed
from incident_console.wire.seen import KnownTip, SeenState, Tip, decode_seen, seen_root

_MOST_READINGS = 64
"""Where a copied laptop leaves several readings of a list, so many are tried."""

_Vector = Mapping[bytes, tuple[Tip, ...]]


class Cuts:
    """The cuts of one judgement; what was worked out is kept for as long as it goes on."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._inside: dict[bytes, frozenset[bytes]] = {}

    def inside(self, limit: Limit, target: bytes) -> frozenset[bytes]:
        """The batches of a signing key that a change of its role leaves alone."""
        if limit.act not in self._inside:
            own = _Chains(self._index, target)
            tips = [*limit.cut, *(tip for tip in self._acknowledged(limit) if tip[0] in own.streams)]
            self._inside[limit.act] = frozenset(row.stmt for tip in tips for row in own.below(tip))
        return self._inside[limit.act]

    def _acknowledged(self, limit: Limit) -> set[StreamTip]:
        chains = _Chains(self._index, limit.author_key)
        found: set[StreamTip] = set()
        for tip in limit.author_tips:
            for vector in _Vectors(self._index, list(chains.below(tip))[::-1]).readable():
                found |= {(stream, seq, stmt) for stream, tips in vector.items() for seq, stmt in tips}
        return found


class _Chains:
    """The batches that one key signed, and the way down from each."""

    def __init__(self, index: Index, sign_key: bytes) -> None:
        self._rows = {row.stmt: row for row in index.batches("sign_key = ?", (sign_key,))}

    @cached_property
    def streams(self) -> frozenset[bytes]:
        return frozenset(row.stream for row in self._rows.values())

    def below(self, tip: StreamTip) -> Iterator[BatchRow]:
        """A tip and everything below it, the newest first, as far as the links are known."""
        stream, seq, stmt = tip
        row = self._rows.get(stmt)
        while row is not None and (row.stream, row.seq) == (stream, seq):
            yield row
            row, seq = self._rows.get(row.prev), seq - 1


class _Vectors:
    """What the batches of a chain say that their author had seen, oldest first."""

    def __init__(self, index: Index, chain: Iterable[BatchRow]) -> None:
        self._index = index
        self._chain = chain

    def readable(self) -> Iterator[_Vector]:
        """Each vector that can be put together to the root that its batch names."""
        state, before = SeenState(), dict[bytes, tuple[Tip, ...]]()
        for row in self._chain:
            try:
                state = decode_seen(state, row.seen)
            except Malformed:
                return
            vector = self._put_together(state.tips, before, row.seen_root)
            if vector is not None:
                yield vector
                before = dict(vector)

    def _put_together(self, told: Mapping[bytes, tuple[KnownTip, ...]], before: _Vector, root: bytes) -> _Vector | None:
        readings = [[(stream, tips) for tips in self._readings(stream, told[stream], before)] for stream in told]
        for number, reading in enumerate(product(*readings)):
            vector = dict(reading)
            if seen_root(vector) == root:
                return vector
            if number >= _MOST_READINGS:
                break
        return None

    def _readings(self, stream: bytes, told: tuple[KnownTip, ...], before: _Vector) -> list[tuple[Tip, ...]]:
        """The tips of a stream, whose statements are not told after an increase: each batch held there is a reading."""
        choices = []
        for seq, stmt in told:
            known = [tip for tip in before.get(stream, ()) if tip[0] == seq]
            held = [(row.seq, row.stmt) for row in self._index.batches("stream = ? AND seq = ?", (stream, seq))]
            choices.append([(seq, stmt)] if stmt is not None else sorted({*known, *held}))
        return list(product(*choices))
