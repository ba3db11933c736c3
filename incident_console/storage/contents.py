# SPDX-License-Identifier: Apache-2.0
"""Which files hold what: the batches of each stream, the acts, and the parts of documents that batches speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from incident_console.domain.document import blob_from_plain
from incident_console.domain.kinds import KINDS
from incident_console.wire.operations import RawOp

from .database import Connection
from .understood import understand

_AT_ONCE = 500
_WITH_FILES = tuple(sorted(kind for kind, spec in KINDS.items() if "blob" in spec.fields))


class Placed(NamedTuple):
    """A batch of a stream, the one before it, and the file that holds it."""

    stream: bytes
    seq: int
    stmt: bytes
    prev: bytes
    path: str


class Contents:
    """Reads the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def batches(self) -> Iterator[Placed]:
        """Every batch, stream by stream, the latest of each first."""
        rows = self._connection.execute("SELECT stream, seq, stmt, prev, path FROM batches ORDER BY stream, seq DESC")
        return (Placed(*row) for row in rows)

    def acts(self) -> list[tuple[str, bytes]]:
        """Every membership act: its file and what the index keeps of it."""
        return list(self._connection.execute("SELECT path, data FROM acts ORDER BY path"))

    def parts_in(self, stmts: Iterable[bytes]) -> set[bytes]:
        """The parts of files that operations of these batches refer to."""
        return {part for some in _slices(stmts) for part in self._parts(some)}

    def _parts(self, stmts: Sequence[bytes]) -> Iterator[bytes]:
        rows = self._connection.execute(
            "SELECT ops.salt, ops.head, ops.body FROM placed JOIN ops ON ops.row = placed.op "  # noqa: S608
            f"WHERE placed.stmt IN ({_marks(stmts)}) AND ops.kind IN ({_marks(_WITH_FILES)})",
            (*stmts, *_WITH_FILES),
        )
        for row in rows:
            operation = understand(RawOp(*row)).operation
            blob = blob_from_plain(operation.body.get("blob")) if operation else None
            yield from (part.sha256 for part in blob.parts) if blob else ()


def _slices(values: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
