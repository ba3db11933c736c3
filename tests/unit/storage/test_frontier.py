# SPDX-License-Identifier: Apache-2.0
"""What was seen does not depend on the order in which batches come, nor on how many come at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from incident_console.domain.errors import KnownError
from incident_console.domain.membership import Verdict
from incident_console.storage.frontier import Vector
from incident_console.storage.index import BatchRow, Index

UNKNOWN = Verdict(device=None, claimed=None, role=None, is_settled=False)
STREAM, OTHER = b"s" * 16, b"o" * 16


def a_batch(name: str, after: str | None, seq: int, stream: bytes = STREAM) -> BatchRow:
    stmt, prev = name.encode().ljust(32, b"."), (after or "").encode().ljust(32, b"." if after else b"\0")
    return BatchRow(
        stmt=stmt, stream=stream, seq=seq, prev=prev, sign_key=b"k" * 32, path=f"s/{name}", file_hash=stmt,
        acl_heads=(), sealed_at_ms=0, seen_root=bytes(32), seen=b"", known_heads=(), verdict=UNKNOWN,
    )  # fmt: skip


FORKED = [
    a_batch("a", None, 1), a_batch("b", "a", 2), a_batch("c", "b", 3), a_batch("c'", "b", 3), a_batch("d", "c", 4),
    a_batch("lost follows", "lost", 9), a_batch("wrong number", "d", 7),
    a_batch("x", None, 1, OTHER), a_batch("x'", None, 1, OTHER), a_batch("y", "x", 2, OTHER),
]  # fmt: skip
SEEN = {STREAM: {(4, b"d"), (3, b"c'")}, OTHER: {(1, b"x'"), (2, b"y")}}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = Index(tmp_path / "index.db", b"k" * 32)
    yield opened
    opened.close()


def take(index: Index, batches: list[BatchRow]) -> None:
    with index.transaction():
        index.add_batches([(batch, []) for batch in batches])


def tips(vector: Vector) -> dict[bytes, set[tuple[int, bytes]]]:
    return {stream: {(seq, stmt.rstrip(b".")) for seq, stmt in found} for stream, found in vector.items() if found}


@pytest.mark.parametrize("seed", range(40))
def test_forks_and_gaps_end_the_same_in_any_order_and_any_groups(index: Index, seed: int) -> None:
    random, waiting = Random(seed), [*FORKED]
    if seed:
        random.shuffle(waiting)
    while waiting:
        count = random.randint(1, len(waiting))
        take(index, waiting[:count])
        waiting = waiting[count:]
    kept = tips(index.frontier.vector)
    index.frontier.reload()
    assert kept == tips(index.frontier.vector) == SEEN


def test_what_was_undone_is_not_seen(index: Index) -> None:
    take(index, FORKED[:1])
    with pytest.raises(KnownError, match="database gave an error"):
        take(index, [FORKED[1], FORKED[0]])
    assert tips(index.frontier.vector) == {STREAM: {(1, b"a")}}
    take(index, FORKED[1:3])
    assert tips(index.frontier.vector) == {STREAM: {(3, b"c")}}
