# SPDX-License-Identifier: Apache-2.0
"""Reading files of a folder to see whether they are what their names promise; those that are not are moved aside.

Whoever moves a damaged file aside writes it again in the same exchange. A name can be taken away only once, so of many
laptops that see the same damage each heals another part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from threading import Event

from incident_console.wire import names
from incident_console.wire.rollup import ROLLUP_BYTES

from .folder_view import FolderView
from .layout import mend_mark
from .listing import hash_in, is_rollup
from .rollups import take_sound_pieces
from .stamps import forget_stamps
from .station import Station

_LARGEST = ROLLUP_BYTES


class Inspection:
    """One round in one folder, each file read once; ``opened`` counts them, ``damaged`` has those that were not sound.

    The view learns what was moved aside, and how much could not be. Every method raises OSError if the folder is gone.
    """

    def __init__(
        self,
        view: FolderView,
        station: Station,
        progress: Callable[[str, int, int], None] | None = None,
        cancel: Event | None = None,
    ) -> None:
        self._view, self._station = view, station
        self._progress = progress or (lambda *_: None)
        self._cancel = cancel or Event()
        self._read: set[str] = set()
        self.damaged: set[str] = set()
        self.opened = 0

    @property
    def is_cancelled(self) -> bool:
        """Whether it was stopped before its end."""
        return self._cancel.is_set()

    def unread(self, paths: Collection[str]) -> set[str]:
        """Those of the files that were not read yet."""
        return set(paths) - self._read

    def read(self, paths: Collection[str]) -> bool:
        """Read files that were not read yet, and move damaged ones aside; tells whether there were any."""
        before = len(self.damaged)
        for path in self._told(sorted(self.unread(paths))):
            self._read.add(path)
            if path in self._station.files.paths:
                self._station.files.read(path)  # what rotted on this laptop's disk comes again from the folder
            if not (self._is_sound(path) or self._is_sound(path)):  # a share may have given half of it the first time
                self.damaged.add(path)
                self._move_aside(path)
        return len(self.damaged) > before

    def read_mark(self) -> bool:
        """Read the file by which the folder is recognised, and write it anew if it is not what it should be."""
        self.opened += 1
        mark = names.team_file(self._station.team_id)
        try:
            is_mended = mend_mark(self._view, self._station)
        except OSError as error:
            self._note_stuck(mark, error)
            return False
        if is_mended:
            self._view.mended += 1
            forget_stamps(self._view, self._station, [mark])
        return is_mended

    def _told(self, paths: list[str]) -> Iterator[str]:
        for done, path in enumerate(paths):
            if self.is_cancelled:
                return
            self._progress("comparing", done, len(paths))
            yield path

    def _is_sound(self, path: str) -> bool:
        """Whether a file is what its name promises; one that has just vanished is no damaged one."""
        self.opened += 1
        try:
            data = self._view.tree.read(path, self._cap(path))
        except FileNotFoundError:
            return True
        except OSError:
            if not self._view.tree.is_there():
                raise
            return False
        return names.has_hash(hash_in(path) or "", data)

    def _cap(self, path: str) -> int:
        """No more is read than the file has here: a longer one is damaged, however long somebody made it."""
        own = self._station.replica.size(path) if path in self._station.files.paths else None
        return _LARGEST if own is None else own

    def _move_aside(self, path: str) -> None:
        """What is sound in a joined file is taken first; a name that cannot be taken away stays and is told of."""
        if is_rollup(path):
            take_sound_pieces(self._station, self._readable(path), self._view.key)
        try:
            self._view.tree.set_aside(path)
        except FileNotFoundError:  # somebody else did it
            return
        except OSError as error:
            self._note_stuck(path, error)
            return
        self._view.aside.add(path)

    def _note_stuck(self, path: str, error: OSError) -> None:
        if not self._view.tree.is_there():
            raise error
        self._view.stuck.add(path)
        self._view.unmended += 1

    def _readable(self, path: str) -> bytes:
        with suppress(OSError):  # it may be no file at all
            return self._view.tree.read(path, _LARGEST)
        return b""
