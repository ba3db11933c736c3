# SPDX-License-Identifier: Apache-2.0
"""What a laptop knows of and does not hold yet: acts, batches, parts of files."""

from __future__ import annotations

from incident_console.wire import names

from . import heads
from .station import Station


def lacks_acts(station: Station) -> bool:
    """Whether a verified head named a membership act that is not here."""
    return any(not station.team.team.has(act) for act in station.acts_heard)


def streams_behind(station: Station) -> list[bytes]:
    """Streams of which a verified head told a batch that is not here."""
    with station.lock:
        index = station.index
        station.tips_heard = {s: stream for s, stream in station.tips_heard.items() if not index.has_batch(s)}
        return sorted(
            {*station.tips_heard.values(), *(row.stream for row in heads.heads_behind(station.carriers, index))}
        )


def has_gap(station: Station, stream: bytes) -> bool:
    """Whether a batch is not here that a verified head or a batch of its stream tells of."""
    with station.lock:
        return stream in streams_behind(station) or station.index.frontier.has_gap(stream)


def missing_parts(station: Station) -> list[bytes]:
    """Parts of files that operations refer to and that are not here, the most urgent first."""
    with station.lock:
        held = station.files.paths
        return [digest for digest in station.index.wanted_parts() if names.blob_file(digest) not in held]
