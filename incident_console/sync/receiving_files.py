# SPDX-License-Identifier: Apache-2.0
"""Reading from a folder what is neither act nor batch: heads, join requests, parts of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from incident_console.crypto.container import CAPS, Kind
from incident_console.wire import names

from .folder_reading import FolderReader
from .heads import stream_names
from .lacking import lacks_acts, missing_parts
from .taking_files import take_head, take_join, take_parts

PARTS_AT_ONCE, PARTS_BYTES = 256, 64 << 20
"""Parts of files are there for good and told of in groups of so many, or of little more than so much."""


@dataclass
class _PartGroup:
    """Parts of files that were read from a folder, and what ended the reading, if the folder failed."""

    paths: list[str] = field(default_factory=list)
    size: int = 0
    fault: OSError | None = None

    @property
    def is_full(self) -> bool:
        return self.size >= PARTS_BYTES or len(self.paths) >= PARTS_AT_ONCE

    def add(self, path: str, size: int) -> None:
        self.paths.append(path)
        self.size += size


def knows_head(reader: FolderReader, path: str) -> bool:
    """Whether a head is here, or was and is covered by a later one."""
    with reader.station.lock:
        return path in reader.station.files.paths or reader.station.index.heads.has(path)


def receive_heads(reader: FolderReader, paths: Iterable[str]) -> bool:
    """Verify new heads, those of known streams first; False if one was sealed with a key not held."""
    new = [path for path in paths if not knows_head(reader, path)]
    with reader.station.lock:
        streams = stream_names(reader.station.carriers)
    known = [path for path in new if path.partition("/")[2][:16] in streams]
    unknown = reader.in_turn(set(new) - set(known))
    is_readable = True
    for path in (*sorted(known, reverse=True), *unknown):
        name = names.parse_head(path.partition("/")[2])
        data = reader.fetch(path, CAPS[Kind.HEAD], name.hash if name else None)
        if data is not None:
            is_readable &= reader.verified(path, data, partial(_open_head, reader, path))
    return is_readable and not lacks_acts(reader.station)


def _open_head(reader: FolderReader, path: str, data: bytes) -> None:
    take_head(reader.station, data, reader.view.key, path)


def receive_joins(reader: FolderReader, paths: Iterable[str]) -> None:
    """Take in join requests that are new."""
    for path in reader.in_turn(path for path in paths if path not in reader.station.files.paths):
        data = reader.fetch(path, 8 << 10, names.parse_join(path.partition("/")[2]))
        if data is not None:
            reader.verified(path, data, partial(take_join, reader.station))


def receive_parts(reader: FolderReader, *, is_listed: bool) -> None:
    """Take in the parts of files that are wanted; ``is_listed`` tells that all of the folder was just listed."""
    wanted = missing_parts(reader.station)
    if is_listed:
        wanted = [digest for digest in wanted if names.blob_file(digest) in reader.view.present]
    rest = iter(list(enumerate(wanted, 1)))
    while wanted:
        group = _PartGroup()
        take_parts(reader.station, _read_parts(reader, rest, len(wanted), group))
        reader.view.present.update(group.paths)
        reader.received += len(group.paths)
        if group.fault:
            raise group.fault
        if not group.is_full:
            break


def _read_parts(
    reader: FolderReader, rest: Iterator[tuple[int, bytes]], total: int, group: _PartGroup
) -> Iterator[tuple[str, bytes]]:
    """Read the parts of a group as the disk takes them; where the folder fails, the group ends with that."""
    try:
        for done, digest in rest:
            if reader.cancel.is_set():
                return
            path = names.blob_file(digest)
            data = reader.fetch(path, CAPS[Kind.BLOB] + (1 << 20), names.parse_blob(path.rpartition("/")[2]))
            reader.progress("receiving files", done, total)
            if data is not None:
                yield path, data
                group.add(path, len(data))
            if group.is_full:
                return
    except OSError as fault:
        group.fault = fault
