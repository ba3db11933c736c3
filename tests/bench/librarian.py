# SPDX-License-Identifier: Apache-2.0
"""The process of a laptop with many documents: it takes them in and passes them on, or receives and reads them all."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from incident_console.services.garbage import seldom_looked_for
from incident_console.services.session import Session, open_session
from tests.bench.newcomer import most_memory_apart_mb, most_memory_mb
from tests.bench.stations import PASSPHRASE


def store(session: Session, source: Path) -> None:
    """Import a folder, seal it, and send it to the shared folder."""
    done = session.documents.import_paths([source])
    if done.failed:
        raise AssertionError(f"{done.failed[0].path}: {done.failed[0].reason}")
    session.folders.sync()


def receive(session: Session, _source: Path) -> None:
    """Take in all that lies in the shared folder, verified and for good, and make its words findable."""
    session.folders.sync()
    session.documents.read_for_search()


def read(session: Session, _source: Path) -> None:
    """Open every document, in memory."""
    for line in session.documents.lines():
        session.documents.read(line.id)


def look(session: Session, source: Path) -> None:
    """Import a folder and open every document of it as the reader shows it."""
    session.documents.import_paths([source])
    for line in session.documents.lines():
        session.documents.reading(line.id)


STEPS = {"store": store, "receive": receive, "read": read, "open": look}


def main(workspace: Path, step: str, source: Path) -> dict[str, float]:
    """Unlock, work, lock; times in seconds."""
    started = time.perf_counter()
    session = open_session(workspace, PASSPHRASE)
    opened = time.perf_counter()
    STEPS[step](session, source)
    done = time.perf_counter()
    session.close()
    return {
        "opening": opened - started, "work": done - opened, "memory_mb": most_memory_mb(),
        "apart_mb": most_memory_apart_mb(),
    }  # fmt: skip


if __name__ == "__main__":
    with seldom_looked_for():
        told = main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    print(json.dumps(told))
