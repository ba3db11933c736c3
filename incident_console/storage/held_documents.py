# SPDX-License-Identifier: Apache-2.0
"""What import and search have to know of every document: a fifth of what is kept of each, read at once for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from .database import Connection, rows_among


class HeldVersion(msgspec.Struct, frozen=True):
    """Of a document's current version: where it lies in the library, and what it is."""

    path: str
    title: str
    media_type: str
    sha256: bytes


class HeldDocument(msgspec.Struct, frozen=True):
    """A document by its id, and its current version."""

    id: bytes
    current: HeldVersion


_decode = msgspec.msgpack.Decoder(HeldDocument).decode
_VIEWS = "SELECT view FROM things WHERE thing = 'document'"


class HeldDocuments:
    """Reads the views that the index keeps; everything else in them is passed over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Iterator[HeldDocument]:
        """Every document, in no order."""
        return (_decode(view) for (view,) in self._connection.execute(_VIEWS))

    def without_text(self) -> Iterator[HeldDocument]:
        """Documents whose current file was not read for search yet, in the order in which they came."""
        unread = f"{_VIEWS} AND file NOT IN (SELECT sha256 FROM texts) ORDER BY row"  # noqa: S608 - no value is put together
        return (_decode(view) for (view,) in self._connection.execute(unread))

    def among(self, ids: Iterable[bytes]) -> Iterator[HeldDocument]:
        """The documents with these ids, as far as they are here, in no order."""
        return (_decode(view) for (view,) in rows_among(self._connection, f"{_VIEWS} AND key IN", ids))
