# SPDX-License-Identifier: Apache-2.0
"""What fits: the most urgent files first, and what is left for later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incident_console.storage.file_tree import DiskTree
from incident_console.wire import names

_ORDER = (names.ACTS, names.JOINS, names.STREAMS, names.HEADS, names.BLOBS)

CLUSTER = 4096
"""What a file takes on a medium is a multiple of this; where it is more, the medium says so when it is full."""
SPARE_BYTES = 1 << 20
"""So much stays free beside documents, for what is logged next."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``chosen`` fits, in the same order; ``left`` does not, and would take ``left_bytes``."""

    chosen: tuple[str, ...]
    left: tuple[str, ...] = ()
    left_bytes: int = 0


def fit(paths: Sequence[str], sizes: Mapping[str, int], free: int) -> Fit:
    """Those of the files that fit into so many bytes, the first ones first; where a large one does not, a small may."""
    chosen: list[str] = []
    left: list[str] = []
    for path in paths:
        taken = on_medium(sizes.get(path, 0))
        spare = SPARE_BYTES if path.startswith(f"{names.BLOBS}/") else 0
        if taken <= free - spare:
            chosen.append(path)
            free -= taken
        else:
            left.append(path)
    return Fit(tuple(chosen), tuple(left), sum(sizes.get(path, 0) for path in left))


def on_medium(size: int) -> int:
    """What a file of this size takes."""
    return -(-size // CLUSTER) * CLUSTER


def by_urgency(paths: Iterable[str], wanted_parts: Sequence[bytes]) -> list[str]:
    """Membership and the log first, then documents in the order in which they are wanted; the same each time."""
    wanted = {names.blob_file(digest): place for place, digest in enumerate(wanted_parts)}
    last = len(wanted)
    return sorted(paths, key=lambda path: (_ORDER.index(path.partition("/")[0]), wanted.get(path, last), path))


def sizes_of(tree: DiskTree, paths: Iterable[str]) -> dict[str, int]:
    """How large files are; those that are gone are left out."""
    sizes = {path: tree.size(path) for path in paths}
    return {path: size for path, size in sizes.items() if size is not None}
