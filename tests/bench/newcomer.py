# SPDX-License-Identifier: Apache-2.0
"""The process of a newcomer: it syncs for the first time and prints what that took."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from incident_console.sync.engine import SyncEngine
from tests.bench.measuring import timed
from tests.bench.stations import opened


def first_sync(path: Path) -> dict[str, float]:
    """Take in all that lies in the folder, then compare all names once more; times in seconds."""
    station = opened(path)
    engine = SyncEngine(station)
    started, processor = time.perf_counter(), time.process_time()
    engine.sync()
    taken, worked = time.perf_counter() - started, time.process_time() - processor
    again = timed(engine.sync)
    told = {
        "seconds": taken, "processor": worked, "again": again, "memory_mb": most_memory_mb(),
        "operations": sum(station.index.operation_states().values()), "files": len(station.files.paths),
    }  # fmt: skip
    station.close()
    return told


def most_memory_mb() -> float:
    """The most that this process ever held; on Linux its own alone, not that of the one that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


def most_memory_apart_mb() -> float:
    """The most that any process held that this one started and that has ended."""
    import resource

    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


if __name__ == "__main__":
    print(json.dumps(first_sync(Path(sys.argv[1]))))
