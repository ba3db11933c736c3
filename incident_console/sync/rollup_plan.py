# SPDX-License-Identifier: Apache-2.0
"""Which files of a stream are joined into which roll-ups: by their names and sizes alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from incident_console.wire import names, rollup


@dataclass(frozen=True, slots=True)
class Block:
    """A whole level of a stream: its numbers, and the files in which all of them are now."""

    first: int
    last: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    first: int
    last: int
    name: str
    size: int


def plan(files: Mapping[str, int]) -> list[Block]:
    """What can be joined of the files (name -> size) in a stream's directory, the widest levels first.

    Each file stands in one block at most, and a level that is in one file already is in none.
    """
    free = sorted((span for name, size in files.items() for span in _spans(name, size)), key=_order)
    blocks: list[Block] = []
    for width in reversed(rollup.levels(max((span.last for span in free), default=0))):
        found = [block for spans in _places(free, width) for block in _whole(spans, width)]
        used = {name for block in found for name in block.files}
        free = [span for span in free if span.name not in used]
        blocks += found
    return blocks


def _spans(name: str, size: int) -> Iterator[_Span]:
    if batch := names.parse_batch(name):
        yield _Span(batch.seq, batch.seq, name, size)
    elif joined := rollup.parse(name):
        yield _Span(joined.first, joined.last, name, size)


def _places(spans: Sequence[_Span], width: int) -> list[list[_Span]]:
    """The files that lie within each place for a roll-up of this width."""
    places: dict[int, list[_Span]] = defaultdict(list)
    for span in spans:
        if (span.first - 1) // width == (span.last - 1) // width:
            places[(span.first - 1) // width].append(span)
    return list(places.values())


def _whole(spans: Sequence[_Span], width: int) -> Iterator[Block]:
    first = (spans[0].first - 1) // width * width + 1
    reached = first - 1
    for span in spans:
        if span.first <= reached + 1:
            reached = max(reached, span.last)
    is_small = sum(span.size for span in spans) <= rollup.ROLLUP_BYTES
    if reached == first + width - 1 and len(spans) > 1 and is_small:
        yield Block(first, reached, tuple(span.name for span in spans))


def _order(span: _Span) -> tuple[int, int, str]:
    return span.first, span.last, span.name
