# SPDX-License-Identifier: Apache-2.0
"""What was remarkable in a folder: kept for whoever asks how it is, and told once, calmly, where it is much."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from incident_console.domain.events import Notice

from .folder_view import FolderView
from .presence import covered
from .station import Station

if TYPE_CHECKING:
    from .sending import Sent

MUCH = 10
"""So many lost files are told of by themselves; fewer show where one looks."""
CROWD = 1_000
"""So many files that are none of the team's are worth a word."""
QUIET_MS = 6 * 3_600_000
"""The same thing in the same folder is told once in so long."""
_CAUSES = "Find out who or what did that: a sync program, a backup, malware. Nothing is lost."


class Found(StrEnum):
    """What may have happened to a folder. The values are kept."""

    LOST = "lost"
    ROLLED_BACK = "rolled-back"
    OVERWRITTEN = "overwritten"
    DAMAGED = "damaged"
    CROWDED = "crowded"


def tell_findings(view: FolderView, sent: Sent, station: Station) -> None:
    """Note what an exchange showed about the folder, the gravest last: that is what lists go on to show."""
    gone = view.aside - view.present - station.files.covered
    gone -= covered(station, gone, view.present)
    found = {
        Found.ROLLED_BACK if sent.is_rolled_back else Found.LOST: sent.lost,
        Found.OVERWRITTEN: len(view.aside) - len(gone) + view.mended,
        Found.DAMAGED: len(gone) + view.unmended,
    }
    view.aside.clear()
    view.mended = view.unmended = 0
    for what, files in found.items():
        if files:
            _note(view, station, what, files)
    if view.strangers > CROWD and not (any(found.values()) or _is_known(view, station, Found.CROWDED)):
        _note(view, station, Found.CROWDED, view.strangers)


def _note(view: FolderView, station: Station, what: Found, files: int) -> None:
    """Keep what was found, and tell of it unless it was told lately or is little."""
    is_news = not _is_known(view, station, what) and (files >= MUCH or what is not Found.LOST)
    with station.lock:
        station.carriers.note_finding(view.key, what, files, station.now().ms)
    if is_news:
        station.bus.publish(_notice(view, what, files))


def _is_known(view: FolderView, station: Station, what: Found) -> bool:
    with station.lock:
        known = station.carriers.finding(view.key)
        return known is not None and known[0] == what and known[2] <= station.now().ms < known[2] + QUIET_MS


def _notice(view: FolderView, what: Found, files: int) -> Notice:
    many = "1 file" if files == 1 else f"{files:,} files"
    name = view.path.name or str(view.path)
    return {
        Found.LOST: Notice(f"The folder {name} had lost {many}", f"They were written again. {_CAUSES}"),
        Found.ROLLED_BACK: Notice(
            f"The folder {name} had been put back to an older state", f"{many} were written again. {_CAUSES}"
        ),
        Found.OVERWRITTEN: Notice(
            f"Files in the folder {name} were overwritten", f"{many} were damaged and have been made good. {_CAUSES}"
        ),
        Found.DAMAGED: Notice(
            f"Files in the folder {name} are damaged",
            f"{many} could not be made good from here: no sound copy is on this laptop, or the folder refuses it. "
            f"It is tried again. {_CAUSES}",
        ),
        Found.CROWDED: Notice(
            f"The folder {name} fills with files that are none of the team's",
            f"{files:,} lie there. They are not read and stay as they are. {_CAUSES}",
        ),
    }[what]
