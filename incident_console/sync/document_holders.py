# SPDX-License-Identifier: Apache-2.0
"""Which other stations hold a version of a document, as far as their last heads tell; what is not told is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from incident_console.domain.document import DocumentVersion

from .holdings import Holding, Holdings
from .station import Station


class Held(StrEnum):
    """What is known of a version at another station."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def holders(
    station: Station, holdings: Holdings, versions: Sequence[DocumentVersion]
) -> dict[bytes, dict[bytes, Held]]:
    """For each version, by its id, what is known of every other laptop of the team, by its device.

    A head says what its station had seen, and whether it then held every part of every document in it. Who had not seen
    the version does not have it. Who had, and lacked something, may lack this one or another.
    """
    with station.lock:
        members = station.members().items()
        others = [d for d, m in members if d != station.device and m.is_active and not m.admission.is_paper]
        places = _places(station, [version.id for version in versions])
        held = {device: holdings.of(device) for device in others}
        return {
            version.id: {device: _held(station, held[device], places.get(version.id)) for device in others}
            for version in versions
        }


_Place = tuple[bytes, int, bytes]


def _places(station: Station, ops: Sequence[bytes]) -> Mapping[bytes, _Place]:
    """Stream, number and statement of the batch in which each operation stands; none for those not sealed yet."""
    stmts = station.index.batches_of(ops)
    found: dict[bytes, _Place] = {}
    for op, stmt in stmts.items():
        (row,) = station.index.batches("stmt = ?", (stmt,))
        found[op] = row.stream, row.seq, stmt
    return found


def _held(station: Station, holding: Holding | None, place: _Place | None) -> Held:
    if place is None:
        return Held.NO
    if holding is None:
        return Held.UNKNOWN
    seen = Held.YES if place[0] in holding.own else _seen(station, holding, place)
    return Held.UNKNOWN if seen is Held.YES and not holding.has_all_parts else seen


def _seen(station: Station, holding: Holding, place: _Place) -> Held:
    """Whether a station had seen a batch. A tip of which only the number is told stands above all with lower ones."""
    stream, seq, stmt = place
    above = [tip for at, tip in holding.tips.get(stream, ()) if at >= seq]
    if any(tip is None or tip == stmt or station.index.is_ancestor(stmt, tip, seq) for tip in above):
        return Held.YES
    is_known = all(tip is not None and station.index.has_batch(tip) for tip in above)
    return Held.NO if is_known else Held.UNKNOWN
