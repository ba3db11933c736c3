# SPDX-License-Identifier: Apache-2.0
"""Union with every folder, both ways: what is new comes in, what a folder lacks goes out.

Deterministic and single-threaded; file system, clock and chance come with the station and the folders' trees. Reading
follows heads, acts, batches, blobs; writing follows blobs, acts, batches, heads, so that whoever reads a head finds
what it speaks of. A file that is absent was never deleted: it is written again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from incident_console.domain.errors import KnownError
from incident_console.domain.events import SyncStateChanged
from incident_console.wire import names

from .checkpoints import keep_checkpoint
from .comparison import CheckResult, check_folder
from .findings import tell_findings
from .folder_reading import FolderReader
from .folder_troubles import failed, is_unmounted, mount_of, not_there, too_small, unusable
from .folder_view import FolderState, FolderView, open_view, recognise
from .governing import keep_keys
from .healing import is_healing_due
from .kits import finish_retiring
from .layout import seed_root
from .receiving import Receiver
from .rollups import roll_up
from .sending import send_files
from .station import Station
from .tidying import tidy

Progress = Callable[[str, int, int], None]
"""Told (what, done, of) while long work goes on."""


@dataclass
class SyncResult:
    """What one sync did: files ``sent``, ``received``, ``healed`` (written again), set aside, and opened in folders.

    ``left`` tells by folder how many files did not fit there.
    """

    sent: int = 0
    received: int = 0
    healed: int = 0
    quarantined: int = 0
    opened: int = 0
    folders: list[tuple[str, str, str]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def has_moved(self) -> bool:
        """Whether anything came or went."""
        return bool(self.sent or self.received or self.healed)


class SyncEngine:
    """Keeps the laptop and its folders equal; one instance for as long as a workspace is open.

    ``is_patient`` lets healing wait for up to a minute, in case another laptop does it first.
    """

    def __init__(self, station: Station, *, is_patient: bool = False) -> None:
        self._station = station
        self._is_patient = is_patient
        self._views: dict[str, FolderView] = {}

    def sync(
        self,
        folders: Sequence[Path] | None = None,
        *,
        is_full: bool = True,
        progress: Progress | None = None,
        cancel: Event | None = None,
    ) -> SyncResult:
        """Exchange with these folders, or with all of the laptop's; a folder that fails is told, not raised.

        ``is_full`` compares all names; without it only new heads are looked at. A crash or cancel at any point is
        made good by the next sync.
        """
        station, result = self._station, SyncResult()
        revision = station.revision
        views = self._usable(folders, result)
        for view in views:
            self._guarded(view, result, partial(self._receive, view, is_full, result, progress, cancel))
        station.make_good()
        finish_retiring(station)
        keep_keys(station)
        keep_checkpoint(station)
        station.seal()
        if is_full:
            self._roll_up(cancel)
        station.write_head()
        for view in views:
            if view.state is FolderState.OK:
                self._guarded(view, result, partial(self._send, view, result, progress, cancel))
                view.revision = revision
            if is_full and view.is_compared:
                self._guarded(view, result, partial(self._tidy, view, result))
        is_whole = is_full and not (cancel and cancel.is_set())
        self._note(result, is_whole)
        return result

    def poll(self, folders: Sequence[Path] | None = None) -> SyncResult:
        """An idle look: one listing for each folder; everything else only if something is new."""
        views = self._all_views(folders)
        if views and all(self._is_quiet(view) for view in views):
            return SyncResult(folders=[(str(view.path), view.state, view.message) for view in views])
        return self.sync(folders, is_full=any(map(self._must_compare, views)))

    def check(self, path: Path, *, progress: Progress | None = None, cancel: Event | None = None) -> CheckResult:
        """Compare every file of a folder with the replica, now, and heal what is missing or damaged.

        After a cancel the counts are those of the files read so far.
        """
        view = self._view(path)
        view.state = recognise(view, self._station.team_id)
        if view.state is not FolderState.OK:
            raise self._unusable(view)
        heal = partial(self.sync, [path], progress=progress, cancel=cancel)
        try:
            return check_folder(view, self._station, heal, progress, cancel)
        except OSError as error:
            raise failed(view, error) from error

    def seed(self, path: Path, *, progress: Progress | None = None, cancel: Event | None = None) -> SyncResult:
        """Fill an empty or destroyed folder from this laptop.

        Raises KnownError if it is another team's, is not there, or lay on something that is not mounted now.
        """
        view = self._view(path)
        view.state = recognise(view, self._station.team_id)
        if view.state is FolderState.UNREACHABLE and not os.path.lexists(view.path):
            raise not_there(view)
        is_away = is_unmounted(view, self._station.folders.mount(view.key))
        if is_away or view.state in (FolderState.FOREIGN, FolderState.UNREACHABLE):
            raise self._unusable(view)
        try:
            seed_root(view, self._station)
        except OSError as error:
            raise failed(view, error) from error
        return self.sync([path], progress=progress, cancel=cancel)

    def _usable(self, folders: Sequence[Path] | None, result: SyncResult) -> list[FolderView]:
        views = self._all_views(folders)
        for view in views:
            view.state, view.message = recognise(view, self._station.team_id), ""
            if view.state is not FolderState.OK:
                view.message = self._unusable(view).one_line()
                view.is_compared = False
        result.folders = [(str(view.path), view.state, view.message) for view in views]
        return [view for view in views if view.state is FolderState.OK]

    def _unusable(self, view: FolderView) -> KnownError:
        return unusable(view, self._station.folders.mount(view.key))

    def _all_views(self, folders: Sequence[Path] | None) -> list[FolderView]:
        paths = folders if folders is not None else [Path(row.path) for row in self._station.folders.all()]
        return [self._view(path) for path in paths]

    def _must_compare(self, view: FolderView) -> bool:
        """Whether heads alone are not enough: never compared, something was lost, or something looks changed."""
        return not view.is_compared or view.is_suspect or is_healing_due(view, self._station.now().ms)

    def _is_quiet(self, view: FolderView) -> bool:
        """Whether one listing is enough: nothing has changed here since a look found nothing, nor in the folder now."""
        if not view.is_compared or view.is_suspect or view.revision != self._station.revision:
            return False
        if self._station.now().ms not in view.quiet_ms:
            return False
        try:
            return view.listed == frozenset(view.tree.names(names.HEADS))
        except OSError:
            return False

    def _view(self, path: Path) -> FolderView:
        key = str(path.absolute())
        if key not in self._views:
            self._views[key] = open_view(Path(key), self._station.team_id, is_exercise=self._station.is_exercise)
        return self._views[key]

    def _receive(
        self, view: FolderView, is_full: bool, result: SyncResult, progress: Progress | None, cancel: Event | None
    ) -> None:
        receiver = Receiver(FolderReader(self._station, view, progress, cancel))
        if is_full or not view.is_compared:
            view.is_compared = False
            receiver.compare(receiver.list_closely())
        else:
            receiver.look()
        receiver.note_unopened()
        result.received += receiver.reader.received
        result.quarantined += receiver.reader.quarantined
        result.opened += receiver.reader.opened

    def _send(self, view: FolderView, result: SyncResult, progress: Progress | None, cancel: Event | None) -> None:
        sent = send_files(view, self._station, progress, cancel, is_patient=self._is_patient)
        result.sent += sent.new
        result.healed += sent.healed + view.mended
        tell_findings(view, sent, self._station)
        view.is_compared = not (cancel and cancel.is_set())
        if view.left:
            view.state, view.message = FolderState.FULL, too_small(view).one_line()
            result.left[view.key] = len(view.left)
            self._tell(view, result)

    def _tell(self, view: FolderView, result: SyncResult) -> None:
        row = (view.key, view.state, view.message)
        result.folders = [row if known[0] == view.key else known for known in result.folders]

    def _tidy(self, view: FolderView, result: SyncResult) -> None:
        result.opened += tidy(view, self._station)

    def _roll_up(self, cancel: Event | None) -> None:
        """Join old batches; a disk that has no room for that now must not keep the news back."""
        with suppress(KnownError):
            roll_up(self._station, cancel)

    def _guarded(self, view: FolderView, result: SyncResult, work: Callable[[], None]) -> None:
        try:
            work()
        except OSError as error:
            view.message = failed(view, error).one_line()
            view.is_compared = False
            self._tell(view, result)

    def _note(self, result: SyncResult, is_full: bool) -> None:
        news = False
        for path, state, _ in result.folders:
            is_ok = state == FolderState.OK
            if is_ok and is_full:
                self._station.folders.note_mount(path, mount_of(Path(path)))
            moved = is_ok and (is_full or result.has_moved)
            news |= self._station.folders.note(path, state, is_synced=moved, is_compared=is_ok and is_full)
        if news or result.has_moved:
            self._station.bus.publish(SyncStateChanged())
