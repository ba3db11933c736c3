# SPDX-License-Identifier: Apache-2.0
"""Whether this laptop holds every part of every document that it knows of: each of its heads says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.wire import names

if TYPE_CHECKING:
    from incident_console.storage.index import Index

    from .files import FileBook


class HeldParts:
    """Asked with every head; all parts are gone through only where one came, went, or is newly wanted."""

    def __init__(self) -> None:
        self._known: tuple[int, int] | None = None
        self._followed = 0
        self._has_all = True

    def has_all(self, index: Index, files: FileBook) -> bool:
        """Whether no part that an operation refers to is missing here."""
        is_new = any(path.startswith(f"{names.BLOBS}/") for path in files.log[self._followed :])
        self._followed = len(files.log)
        known = index.count_parts(), len(files.lost)
        if is_new or known != self._known:
            self._known = known
            self._has_all = all(names.blob_file(digest) in files.paths for digest in index.wanted_parts())
        return self._has_all
