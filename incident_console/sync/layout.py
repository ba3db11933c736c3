# SPDX-License-Identifier: Apache-2.0
"""The root of a shared folder: the readme, and the file by which laptops recognise their team's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incident_console.crypto.errors import DamagedFile, NeedsNewerVersion
from incident_console.wire import names
from incident_console.wire.team_file import TeamFile

from .folder_view import FolderView, team_root

if TYPE_CHECKING:
    from .station import Station

README_TEXT = """\
This folder belongs to a crisis team. Its laptops exchange their records through it.

All files are encrypted and signed; their names say nothing about what is inside.
Please do not edit, rename or delete anything here. Copying the whole folder is safe.
If files were deleted by mistake, the laptops of the team put them back by themselves.
"""


def mend_mark(view: FolderView, station: Station) -> bool:
    """Write the file by which the folder is recognised anew, if it is not what it should be; True if so.

    Its name alone is trusted, so nobody notices it otherwise; whoever wants to join reads it. Raises OSError.
    """
    path, wanted = names.team_file(station.team_id), station.team_file()
    try:
        there = view.tree.read(path, len(wanted))
        if there == wanted or _is_newer(there):
            return False
        view.tree.set_aside(path)
    except FileNotFoundError:
        return False
    view.tree.put_new(path, wanted)
    return True


def _is_newer(data: bytes) -> bool:
    try:
        TeamFile.decode(data)
    except NeedsNewerVersion:
        return True
    except DamagedFile:
        return False
    return False


def seed_root(view: FolderView, station: Station) -> None:
    """Make a directory that is there the team's folder. Raises OSError as the file system does."""
    team_root(view.path, station.team_id, is_exercise=station.is_exercise).mkdir(exist_ok=True)
    view.tree.put_new(names.README, README_TEXT.encode())
    view.tree.put_new(names.team_file(station.team_id), station.team_file())
