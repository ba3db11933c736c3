# SPDX-License-Identifier: Apache-2.0
"""Taking a document out of the sealed library on purpose: told in the record, for one person, over no other file."""

from __future__ import annotations

import os
from pathlib import Path

from incident_console.domain.document import document_leaving
from incident_console.domain.errors import KnownError
from incident_console.sync.blobs import read_blob

from .document_sight import SightedService
from .synced_places import synced_place

EXPORT = "export"
_NOTHING = "Nothing was written."
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_MOST_NAME = 120


class DocumentLeavingService(SightedService):
    """What leaves is plain text for whoever gets the file; the record keeps who took it and when."""

    def warning(self, out: Path) -> str:
        """Why a file at this place would not stay on this laptop, in words; empty where nothing speaks for it."""
        return synced_place(out.absolute(), [row.path for row in self.station.folders.all()])

    def export(self, document: bytes, out: Path, version: bytes | None = None) -> Path:
        """Write a document's file in plain, mode 0600, durable on return. Raises KnownError, then nothing was written.

        The record is told first: nothing leaves that it does not know of. If the disk fails then, it says too much.
        """
        path = out.absolute()
        _check_free(path)
        _, chosen = self._visible_version(document, version)
        data = read_blob(self.station, chosen.blob)
        self._save(document_leaving(document, chosen.id, EXPORT))
        _write(path, data)
        return path


def suggested_name(file_name: str) -> str:
    """A document's file name as every system takes it: another member chose it."""
    name = "".join("_" if letter in _NOT_IN_NAMES or not letter.isprintable() else letter for letter in file_name)
    stem, ending = os.path.splitext(name.strip(" ."))  # noqa: PTH122 - no path is meant
    return (stem[:_MOST_NAME] or "document") + ending[:_MOST_NAME]


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        raise _taken(path)
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise KnownError(f"{path} cannot be written", _NOTHING, "Name a file in a folder that is there.")


def _write(path: Path, data: bytes) -> None:
    from incident_console.storage.lone_file import write_whole

    try:
        write_whole(path, data)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise KnownError(f"{path} cannot be written", f"{error.strerror}. {_NOTHING}", "Try another place.") from error


def _taken(path: Path) -> KnownError:
    return KnownError(f"{path} is there already", f"{_NOTHING} An export never overwrites.", "Name another file.")
