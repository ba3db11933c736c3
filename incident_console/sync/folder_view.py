# SPDX-License-Identifier: Apache-2.0
"""One shared folder as this laptop knows it: whether it is the team's, and which files were seen there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from incident_console.domain.ports import FileTree
from incident_console.storage.file_tree import DiskTree, is_directory
from incident_console.wire import names


class FolderState(StrEnum):
    """What a folder is right now, in words for the screen."""

    OK = "ok"
    UNREACHABLE = "unreachable"
    EMPTY = "empty"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    READ_ONLY = "read-only"
    FULL = "full"


@dataclass
class FolderView:
    """What is known of a folder in this run; nothing here needs to survive.

    ``left`` are files for which there was no room; ``refused`` those that did not verify, where none is read again as
    those of a folder are. ``locked`` names files for which no key is held, with the number of keys that were tried;
    ``noted`` are files that the index knows to have been there. ``listed``, ``revision`` and ``quiet_ms`` tell when a
    listing alone shows that nothing is new. What the folder lost is healed at ``heal_at_ms``, if that was put off.
    ``strangers`` counts names in the team's directories that are nobody's; ``passed`` are membership acts by people
    whom nobody admitted that were left there, with how many were known then. Of damaged files ``aside`` were just moved
    aside and ``stuck`` could not be; ``mended`` and ``unmended`` count the mark made good and those stuck, until they
    are told. ``is_suspect`` tells that a glance found files that are not as they were; the next one goes on behind the
    directory ``glanced``.
    """

    path: Path
    tree: FileTree
    state: FolderState = FolderState.OK
    message: str = ""
    present: set[str] = field(default_factory=set)
    left: frozenset[str] = frozenset()
    left_bytes: int = 0
    heads: frozenset[str] = frozenset()
    is_compared: bool = False
    cursor: int = 0
    joins_at_ms: int = 0
    turn: int = 0
    locked: dict[str, int] = field(default_factory=dict)
    refused: set[str] | None = None
    noted: set[str] = field(default_factory=set)
    listed: frozenset[str] = frozenset()
    revision: tuple[int, ...] = ()
    quiet_ms: range = range(0)
    heal_at_ms: int | None = None
    strangers: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    unmended: int = 0
    mended: int = 0
    is_suspect: bool = False
    glanced: str = ""
    glanced_at_ms: int = 0

    @property
    def key(self) -> str:
        """The folder's name in the record."""
        return str(self.path)


def open_view(path: Path, team_id: bytes, *, is_exercise: bool) -> FolderView:
    """A folder of the team; an exercise lives in a directory of its own inside it."""
    return FolderView(path, DiskTree(team_root(path, team_id, is_exercise=is_exercise)))


def team_root(path: Path, team_id: bytes, *, is_exercise: bool) -> Path:
    """The directory of a folder below which the team's files lie."""
    return path / names.exercise_folder(team_id) if is_exercise else path


def recognise(view: FolderView, team_id: bytes) -> FolderState:
    """Tell the team's folder from an unmounted share, an emptied, damaged or another team's one, by one listing."""
    try:
        listed = view.tree.names("")
    except FileNotFoundError:
        return FolderState.EMPTY if is_directory(view.path) else FolderState.UNREACHABLE
    except OSError:  # refused, or a mount whose other end is gone
        return FolderState.UNREACHABLE
    if names.team_file(team_id) in listed:
        return FolderState.OK
    if any(names.parse_team(name) for name in listed):
        return FolderState.FOREIGN
    return FolderState.DAMAGED if _has_traces(listed, team_id) else FolderState.EMPTY


def _has_traces(listed: Iterable[str], team_id: bytes) -> bool:
    """Whether a directory without the team's mark was its folder once: something renamed or deleted files."""
    found = set(listed)
    is_renamed = any(name.startswith(names.team_file(team_id)) for name in found)
    return is_renamed or len(found & {names.HEADS, names.STREAMS, names.ACTS, names.BLOBS}) > 1
