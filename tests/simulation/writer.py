# SPDX-License-Identifier: Apache-2.0
"""A laptop that logs line after line, seals and syncs, and prints the id of each line once it is saved.

Run as a program of its own by the test that kills it: ``python -m tests.simulation.writer WORKSPACE``.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from incident_console.domain.status_log import add_entry
from incident_console.sync.engine import SyncEngine
from incident_console.sync.opening import open_workspace
from tests.helpers.stations import INCIDENT, PASSPHRASE


def main() -> None:
    """Go on until killed."""
    station = open_workspace(Path(sys.argv[1]), PASSPHRASE)
    engine = SyncEngine(station)
    for number in count(1):
        line = add_entry(station.random(16), INCIDENT, f"line {number}", "fact", station.now().ms, 0)
        (saved,) = station.save([line])
        sys.stdout.write(saved.id.hex() + "\n")
        sys.stdout.flush()
        if number % 3 == 0:
            station.seal()
        if number % 5 == 0:
            engine.sync()


if __name__ == "__main__":
    main()
