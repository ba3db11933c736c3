# SPDX-License-Identifier: Apache-2.0
"""Which files were imported on this laptop, so that those nobody wrote to since need not be read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .database import Connection


class ImportMark(NamedTuple):
    """A file outside of the workspace, what the file system told of it, and the SHA-256 of its content then."""

    path: str
    mark: str
    sha256: bytes


class ImportMarks:
    """Kept by the index; every change happens in its transaction. A mark that is lost costs one more look."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, ImportMark]:
        """Every file, by its path."""
        rows = self._connection.execute("SELECT path, mark, sha256 FROM imported")
        return {row[0]: ImportMark(*row) for row in rows}

    def note(self, marks: Iterable[ImportMark]) -> None:
        """Remember files as they are now."""
        self._connection.executemany("INSERT OR REPLACE INTO imported VALUES (?, ?, ?)", list(marks))
