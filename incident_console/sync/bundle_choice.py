# SPDX-License-Identifier: Apache-2.0
"""What goes into a bundle: everything, or what one station lacked at its last word; what is wanted most comes first.

When in doubt a file goes along: taking it in twice does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from incident_console.storage.contents import Contents, Placed
from incident_console.wire import names

from .holdings import Holding, Holdings
from .joining import pending_requests
from .space import by_urgency
from .station import Station


def files_for(station: Station, device: bytes | None) -> list[str]:
    """The files that a station lacks, or all of them; all as well where it cannot be told what it lacks."""
    with station.lock:
        holding = Holdings(station).of(device) if device else None
        wanted = station.index.wanted_parts()
        paths = station.files.paths if holding is None else _lacked(station, holding, wanted)
        return by_urgency(paths, wanted)


def _lacked(station: Station, holding: Holding, wanted: Sequence[bytes]) -> set[str]:
    """Parts of documents go along with the batches that are lacked; all of them unless it said that none is lacked."""
    contents = Contents(station.index.connection)
    lacked = [
        row
        for stream, rows in groupby(contents.batches(), key=lambda row: row.stream)
        for row in _lacked_of(list(rows), stream, holding)
    ]
    parts = map(names.blob_file, contents.parts_in(row.stmt for row in lacked) if holding.has_all_parts else wanted)
    files = {*(row.path for row in lacked), *parts, *_other_files(station, contents, holding)}
    return files & station.files.paths


def _lacked_of(rows: Sequence[Placed], stream: bytes, holding: Holding) -> Iterator[Placed]:
    """The batches of a stream, the latest first, of which its last word does not say that they were there.

    Where the stream has one branch here, a number says it; where a copied laptop made two, only the chain does.
    """
    if stream in holding.own:
        return
    tips = holding.tips.get(stream, ())
    if len({row.seq for row in rows}) == len(rows):
        reach = _reach(rows, tips)
        yield from (row for row in rows if row.seq > reach)
        return
    seen = {stmt for _, stmt in tips}
    for row in rows:
        if row.stmt in seen:
            seen.add(row.prev)
        else:
            yield row


def _reach(rows: Sequence[Placed], tips: Sequence[tuple[int, bytes | None]]) -> int:
    """The highest number seen of the branch that is here; a tip of another branch says nothing of it."""
    here = {row.seq: row.stmt for row in rows}
    return max((seq for seq, stmt in tips if stmt is None or here.get(seq, stmt) == stmt), default=0)


def _other_files(station: Station, contents: Contents, holding: Holding) -> Iterator[str]:
    """All acts, signs of life of others, requests that nobody has answered, and what cannot be read yet.

    Acts are small, and one that a copy of that laptop took in may be missing there, with the key that it brings.
    """
    yield from (path for path, _ in contents.acts())
    yield from (names.join_file(request.file_hash) for request in pending_requests(station))
    own = {names.stream_name(stream) for stream in holding.own}
    known = station.index.paths()
    for path in station.files.paths:
        directory, _, name = path.partition("/")
        is_unread = directory in (names.STREAMS, names.ACTS) and path not in known
        if is_unread or (directory == names.HEADS and name[:16] not in own):
            yield path
