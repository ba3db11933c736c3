# SPDX-License-Identifier: Apache-2.0
"""Roll-ups of few batches, and replaced files kept for a short time: the program's rules with other numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from incident_console.sync.rollups import SILENT_MS
from incident_console.wire import names, rollup
from incident_console.wire.rollup import sound_looking
from tests.helpers.stations import Laptop

DAY_MS = 24 * 3_600_000


@contextmanager
def small_rollups(width: int = 3, kept_ms: int = 7 * DAY_MS, silent_ms: int = SILENT_MS) -> Iterator[None]:
    """Inside, so many files of a level make one of the next."""
    with (
        mock.patch("incident_console.wire.rollup.WIDTH", width),
        mock.patch("incident_console.sync.tidying.KEPT_MS", kept_ms),
        mock.patch("incident_console.sync.rollups.SILENT_MS", silent_ms),
    ):
        yield


def write_batches(laptop: Laptop, count: int, text: str = "line") -> None:
    """So many log lines, each sealed by itself."""
    for number in range(count):
        laptop.write(f"{text} {number}")
        laptop.station.seal()


def stream_files(root: Path, laptop: Laptop, ending: str = "") -> list[str]:
    """The names in a folder or replica of the files of the stream that a laptop writes."""
    directory = root / names.stream_folder(laptop.station.record.open_stream().stream)
    return sorted(path.name for path in directory.iterdir() if path.name.endswith(ending or (".b", ".r")))


def batches_in(root: Path) -> set[str]:
    """Every whole batch in a folder or replica by the name of its own file, which it has or which lies in a roll-up."""
    found: set[str] = set()
    for path in (root / "s").rglob("*.*"):
        pieces = {piece.name for piece in sound_looking(path.read_bytes())} if path.is_file() else set()
        if rollup.parse(path.name):
            found |= {name for name in pieces if Path(name).parent.name == path.parent.name}
        else:
            found |= pieces & {path.relative_to(root).as_posix()}
    return found
