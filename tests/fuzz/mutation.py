# SPDX-License-Identifier: Apache-2.0
"""Damages bytes in the ways that disks, people and attackers do; repeatable by seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

LARGEST = 64 << 10
"""No input grows beyond this, unless a sample is larger."""
_NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_MARKS = bytes((0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, *range(0xC0, 0xE0), 0xFF, 0x00, 0x7F))


class Mutator:
    """Makes inputs out of samples: one to six changes each."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._ways: tuple[Callable[[bytearray, Sequence[bytes]], bytearray], ...] = (
            self._flip, self._flip, self._byte, self._byte, self._number, self._number, self._cut, self._repeat,
            self._insert, self._zero, self._splice, self._swap, self._mark,
        )  # fmt: skip

    def damaged(self, corpus: Sequence[bytes]) -> bytes:
        """An input: a sample with changes, seldom nothing but noise."""
        chance = self._chance
        if chance.random() < 0.01:
            return chance.randbytes(chance.randrange(512))
        data = bytearray(chance.choice(corpus)) or bytearray(1)
        limit = max(LARGEST, len(data))
        for _ in range(1 + int(chance.random() ** 3 * 6)):
            data = chance.choice(self._ways)(data, corpus)[:limit] or bytearray(1)
        return bytes(data)

    def _at(self, data: bytearray) -> int:
        """A place, more often near the beginning, where headers stand."""
        return int(self._chance.random() ** self._chance.choice((1, 3)) * len(data))

    def _span(self, data: bytearray) -> slice:
        start = self._at(data)
        return slice(start, start + 1 + int(self._chance.random() ** 3 * len(data)))

    def _flip(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        data[self._at(data)] ^= 1 << self._chance.randrange(8)
        return data

    def _byte(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        data[self._at(data)] = self._chance.randrange(256)
        return data

    def _mark(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        data[self._at(data)] = self._chance.choice(_MARKS)
        return data

    def _number(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        width, at = self._chance.choice((1, 2, 4, 4)), self._at(data)
        near = int.from_bytes(data[at : at + width], "big") + self._chance.choice((-1, 1))
        number = self._chance.choice((*_NUMBERS, near, len(data)))
        data[at : at + width] = (number % (1 << 8 * width)).to_bytes(width, "big")
        return data

    def _cut(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        del data[self._span(data)]
        return data

    def _repeat(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        piece, at = data[self._span(data)], self._at(data)
        data[at:at] = piece * self._chance.choice((1, 1, 2, 40))
        return data

    def _insert(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        at = self._at(data)
        data[at:at] = self._chance.randbytes(self._chance.choice((1, 2, 4, 16, 32)))
        return data

    def _zero(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        span = self._span(data)
        data[span] = bytes(len(data[span]))
        return data

    def _splice(self, data: bytearray, corpus: Sequence[bytes]) -> bytearray:
        other = self._chance.choice(corpus)
        at = self._at(data)
        return data[:at] + other[at if self._chance.random() < 0.5 else self._at(bytearray(other)) :]

    def _swap(self, data: bytearray, _corpus: Sequence[bytes]) -> bytearray:
        one, other, length = self._at(data), self._at(data), self._chance.choice((1, 4, 16, 32, 128))
        first, second = data[one : one + length], data[other : other + length]
        data[one : one + len(second)] = second
        data[other : other + len(first)] = first
        return data
