# SPDX-License-Identifier: Apache-2.0
"""When changes of the index are written down for good: each by itself, or in bulk very many together.

Keys are random, so that every commit writes thousands of pages again which the next one changes anew. In bulk a change
shows at once, as ever; only a crash may undo more of them. Record and replica hold them, and the next start takes them
in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .database import Connection

BULK_ROWS = 300_000
"""In bulk a commit comes after so many changed rows: some 30,000 operations."""


class Commits:
    """The transactions of one connection; nested ones join the outer one.

    ``has_lost`` tells that a failure undid more than the change in which it happened.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bulks = 0
        self._is_inside = False
        self._began_at = 0
        self.has_lost = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the changes inside, or none; in bulk, none of those before them that were not written down yet."""
        if self._is_inside:
            yield
            return
        is_joining = self._begin()
        self._is_inside = True
        try:
            yield
            if not self._bulks or self._connection.total_changes - self._began_at >= BULK_ROWS:
                self._connection.execute("COMMIT")
        except BaseException:
            self._undo(is_joining)
            raise
        finally:
            self._is_inside = False

    def begin_bulk(self) -> None:
        """Very much is to come, until ``end_bulk``."""
        self._bulks += 1

    def end_bulk(self) -> None:
        """It came."""
        if self._bulks:
            self._bulks -= 1
            if not self._bulks:
                self.commit()

    def forget_bulk(self) -> None:
        """Nothing comes any more: the connection closes, and undoes what was not written down."""
        self._bulks = 0

    def commit(self) -> None:
        """Write down what was changed so far."""
        if self._connection.in_transaction and not self._is_inside:
            try:
                self._connection.execute("COMMIT")
            except BaseException:
                self._undo(is_joining=True)
                raise

    def _begin(self) -> bool:
        """Begin a transaction; True if one of the bulk is open."""
        if self._connection.in_transaction:
            return True
        self._connection.execute("BEGIN IMMEDIATE")
        self._began_at = self._connection.total_changes
        return False

    def _undo(self, is_joining: bool) -> None:
        self.has_lost |= is_joining
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
