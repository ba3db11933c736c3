# SPDX-License-Identifier: Apache-2.0
"""A new laptop from the recovery kit and one copy of the team's files."""

from __future__ import annotations

import os
from pathlib import Path

from incident_console.domain.errors import KnownError
from incident_console.domain.ids import Random
from incident_console.domain.ports import Now
from incident_console.sync.kit_joining import Recovery, recover_workspace
from incident_console.sync.station import system_now

from .folders import Progress, SyncOutcome
from .kits import when_words
from .session import Session

__all__ = ["Recovery", "recover_session"]


def recover_session(
    path: Path, passphrase: str, wanted: Recovery, *, kdf_memory_mib: int | None = None,
    purpose: str = "incident-console", now: Now = system_now, random: Random = os.urandom,
    progress: Progress | None = None,
) -> tuple[Session, SyncOutcome]:  # fmt: skip
    """Make a workspace that the kit lets in as an admin's, and take in all that the folder holds.

    Done again after it was cut off, it goes on. Raises KnownError for words or a folder that will not do; then nothing
    was made.
    """
    station = recover_workspace(
        path, passphrase, wanted, when=when_words(now()), kdf_memory_mib=kdf_memory_mib, purpose=purpose, now=now,
        random=random,
    )  # fmt: skip
    session = Session(station)
    try:
        outcome = session.folders.sync([wanted.folder], progress)
        if not station.is_joined:
            raise KnownError("This laptop was not let in", "An admin ended the recovery kit meanwhile.", "Ask one.")
        session.documents.read_for_search(progress)
    except BaseException:
        station.close()
        raise
    return session, outcome
