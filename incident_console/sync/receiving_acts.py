# SPDX-License-Identifier: Apache-2.0
"""Reading membership files from a folder, in the order in which their keys open one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incident_console.crypto.container import CAPS, Kind
from incident_console.wire import names

from .folder_reading import UNKNOWN_A_ROUND, FolderReader
from .strangers import Circle
from .taking_acts import circle_of, learn_again, open_act, take_acts

STRANGERS_A_ROUND = 2_000
"""So many acts of people whom nobody admitted are opened in one round."""
LOCKED_A_ROUND = 32 << 20
"""So many bytes of membership files are tried in vain in one round: each lockbox in them costs a try."""


@dataclass
class ActJunk:
    """What of a round's membership files came to nothing; ``damaged`` is where the round's count began."""

    damaged: int
    locked_bytes: int = 0

    def is_enough(self, damaged: int, circle: Circle) -> bool:
        """Whether the rest waits for another round."""
        strangers = len(circle.outside) if circle.size else 0
        return (
            damaged - self.damaged >= UNKNOWN_A_ROUND
            or strangers >= STRANGERS_A_ROUND
            or self.locked_bytes >= LOCKED_A_ROUND
        )


def receive_acts(reader: FolderReader, paths: Iterable[str]) -> bool:
    """Take in new membership files, those first whose keys open others; whether this laptop is a member then."""
    circle, junk = circle_of(reader.station), ActJunk(reader.quarantined)
    size, passed = circle.size, reader.view.passed
    new = reader.turned(path for path in paths if path not in reader.station.files.paths and passed.get(path) != size)
    has_learned = True
    while new and has_learned:
        before = circle.met
        new = [path for path in new if reader.is_locked(path) or not _open(reader, circle, junk, path)]
        has_learned = circle.met > before or (bool(new) and learn_again(reader.station))
    for act in take_acts(reader.station, [*circle.inside, *circle.outside]):
        passed[act.path] = circle_of(reader.station).size
    return reader.station.is_joined


def _open(reader: FolderReader, circle: Circle, junk: ActJunk, path: str) -> bool:
    """Open a membership file and what it is the key for; False if its own key, or its turn, has not come yet."""
    if junk.is_enough(reader.quarantined, circle):
        return False
    data = reader.fetch(path, CAPS[Kind.ACT], names.parse_act(path.partition("/")[2]))
    if data is None:
        return True
    is_open = reader.verified(path, data, lambda data: circle.meet([open_act(reader.station, data)]))
    junk.locked_bytes += 0 if is_open else len(data)
    return is_open
