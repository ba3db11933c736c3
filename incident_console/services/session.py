# SPDX-License-Identifier: Apache-2.0
"""Making, opening and joining a workspace; an open one offers every group of tasks by its name."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.events import EventBus, Notice
from incident_console.domain.ids import Random
from incident_console.domain.ports import Now
from incident_console.sync.notices import LOST_NOTICE, REVOKED_NOTICE
from incident_console.sync.opening import NewTeam, create_workspace, open_workspace
from incident_console.sync.station import Station, system_now

from .outside_copies import has_copies_outside

__all__ = ["NewTeam", "Session", "create_session", "is_workspace", "join_session", "open_session"]

if TYPE_CHECKING:
    from .as_known import AsKnownService
    from .bundles import BundlesService
    from .calls import CallsService
    from .citations import CitationsService
    from .conflicts import ConflictsService
    from .contacts import ContactsService
    from .document_drafts import DocumentDraftsService
    from .document_leaving import DocumentLeavingService
    from .document_properties import DocumentPropertiesService
    from .document_tasks import DocumentTasksService
    from .document_writing import DocumentWritingService
    from .documents import DocumentsService
    from .drafts import DraftsService
    from .evidence import EvidenceService
    from .folders import FoldersService, Progress
    from .governing import GoverningService
    from .incidents import IncidentsService
    from .kits import KitsService
    from .log_view import LogViewService
    from .messages import MessagesService
    from .notices import NoticesService
    from .people import PeopleService
    from .persons import WritersService
    from .plans import PlansService
    from .reading_room import OpenPdf, ReadingRoom
    from .reports import ReportsService
    from .roles import RolesService
    from .search import SearchService
    from .status import StatusService
    from .status_log import StatusLogService
    from .syncing import SyncService
    from .taking_out import TakingOutService
    from .tasks import TasksService
    from .team import TeamService
    from .vital_documents import VitalDocumentsService


class Session:
    """An unlocked workspace; each group of tasks is loaded when it is first asked for, so that starting is quick."""

    def __init__(self, station: Station) -> None:
        self.station = station

    @property
    def path(self) -> Path:
        """The workspace's directory."""
        return self.station.path

    @property
    def is_exercise(self) -> bool:
        """Whether this is an exercise's own team."""
        return self.station.is_exercise

    @property
    def is_joined(self) -> bool:
        """Whether this laptop was admitted to its team."""
        return self.station.is_joined

    @property
    def lacks_key(self) -> bool:
        """Whether the team writes under a key that this laptop was not given, as far as its folders show."""
        return self.is_joined and bool(self.station.folders.unopened)

    @property
    def is_removed(self) -> bool:
        """Whether an admin ended this laptop's membership."""
        return self.station.is_revoked

    @property
    def has_lost_admission(self) -> bool:
        """Whether the admission of this laptop counts no more, although nobody removed it."""
        return self.station.has_lost_admission

    @property
    def standing(self) -> Notice | None:
        """What to tell on a laptop that is no member any more; None on all others."""
        return REVOKED_NOTICE if self.is_removed else LOST_NOTICE if self.has_lost_admission else None

    @property
    def bus(self) -> EventBus:
        """Where everything that happens is told."""
        return self.station.bus

    def now(self) -> Moment:
        """This laptop's clock and its offset from UTC."""
        return self.station.now()

    def close(self) -> None:
        """Lock: remove plain copies, end what reads documents, seal what was saved, close the record, drop the keys."""
        try:
            if "taking_out" in self.__dict__:
                self.taking_out.close()
            if "_room" in self.__dict__:
                self._room.close()
            with suppress(KnownError):  # it is saved all the same, and sealed at the next start
                self.station.seal()
        finally:
            self.station.close()

    def change_passphrase(self, old: str, new: str) -> None:
        """Open this workspace with another passphrase from now on. Raises KnownError for a wrong old one."""
        self.station.change_passphrase(old, new)

    def rebuild(self, progress: Progress | None = None) -> str:
        """Make everything people look at anew from the operations; returns the state hash."""
        with self.station.lock:
            state_hash = self.station.rebuild()
        self.documents.read_for_search(progress)
        return state_hash

    @cached_property
    def notices(self) -> NoticesService:
        """What was found and nobody has seen yet."""
        from .notices import NoticesService

        return NoticesService(self.station)

    @cached_property
    def incidents(self) -> IncidentsService:
        """The incidents."""
        from .incidents import IncidentsService

        return IncidentsService(self.station)

    @cached_property
    def plans(self) -> PlansService:
        """The plans from which incidents start."""
        from .plans import PlansService

        return PlansService(self.station)

    @cached_property
    def log(self) -> StatusLogService:
        """The status log."""
        from .status_log import StatusLogService

        return StatusLogService(self.station)

    @cached_property
    def log_view(self) -> LogViewService:
        """The status log as somebody looks at it."""
        from .log_view import LogViewService

        return LogViewService(self.station)

    @cached_property
    def citations(self) -> CitationsService:
        """The document versions that entries and tasks cite."""
        from .citations import CitationsService

        return CitationsService(self.station)

    @cached_property
    def as_known(self) -> AsKnownService:
        """What was known on this laptop at an earlier moment."""
        from .as_known import AsKnownService

        return AsKnownService(self.station)

    @cached_property
    def tasks(self) -> TasksService:
        """The tasks."""
        from .tasks import TasksService

        return TasksService(self.station)

    @cached_property
    def roles(self) -> RolesService:
        """Who holds which role of an incident."""
        from .roles import RolesService

        return RolesService(self.station)

    @cached_property
    def conflicts(self) -> ConflictsService:
        """Fields that two people set differently."""
        from .conflicts import ConflictsService

        return ConflictsService(self.station)

    @cached_property
    def people(self) -> PeopleService:
        """The people and their numbers."""
        from .people import PeopleService

        return PeopleService(self.station)

    @cached_property
    def contacts(self) -> ContactsService:
        """Contacts in from address books."""
        from .contacts import ContactsService

        return ContactsService(self.station)

    @cached_property
    def calls(self) -> CallsService:
        """The call lists and calls."""
        from .calls import CallsService

        return CallsService(self.station)

    @cached_property
    def messages(self) -> MessagesService:
        """The messages."""
        from .messages import MessagesService

        return MessagesService(self.station)

    @cached_property
    def documents(self) -> DocumentsService:
        """The document library."""
        from .documents import DocumentsService

        return DocumentsService(self.station, self._room)

    @cached_property
    def document_properties(self) -> DocumentPropertiesService:
        """What people change about documents without importing them anew."""
        from .document_properties import DocumentPropertiesService

        return DocumentPropertiesService(self.station)

    @cached_property
    def document_writing(self) -> DocumentWritingService:
        """Writing documents, and comparing their versions."""
        from .document_writing import DocumentWritingService

        return DocumentWritingService(self.station, self.documents)

    @cached_property
    def document_drafts(self) -> DocumentDraftsService:
        """Documents that are being written and not saved."""
        from .document_drafts import DocumentDraftsService

        return DocumentDraftsService(self.station)

    @cached_property
    def document_tasks(self) -> DocumentTasksService:
        """Tasks made of the boxes and steps of documents."""
        from .document_tasks import DocumentTasksService

        return DocumentTasksService(self.station, self.documents, self.tasks)

    @cached_property
    def document_leaving(self) -> DocumentLeavingService:
        """Documents that leave the sealed library on purpose."""
        from .document_leaving import DocumentLeavingService

        return DocumentLeavingService(self.station)

    @cached_property
    def vital_documents(self) -> VitalDocumentsService:
        """Whether documents are there and readable, here and elsewhere."""
        from .vital_documents import VitalDocumentsService

        return VitalDocumentsService(self.station)

    @cached_property
    def taking_out(self) -> TakingOutService:
        """Documents that leave the sealed library, and their way back."""
        from .taking_out import TakingOutService

        return TakingOutService(self.station, self._room)

    @property
    def has_change_outside(self) -> bool:
        """Whether a change that somebody made in a plain copy waits to be taken back or thrown away."""
        return has_copies_outside(self.station) and bool(self.taking_out.changes())

    def clear_outside(self) -> None:
        """Seal what was changed in plain copies that a crash left behind, and remove them."""
        if has_copies_outside(self.station):
            self.taking_out.clear()

    def open_pdf(self, data: bytes) -> OpenPdf:
        """A PDF that is in memory, to draw page by page; close it after use. Raises KnownError if it is damaged."""
        return self._room.open_pdf(data)

    @cached_property
    def _room(self) -> ReadingRoom:
        from .reading_room import ReadingRoom

        return ReadingRoom()

    @cached_property
    def search(self) -> SearchService:
        """One search over everything."""
        from .search import SearchService

        return SearchService(self.station)

    @cached_property
    def reports(self) -> ReportsService:
        """The status reports."""
        from .reports import ReportsService

        return ReportsService(self.station)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Packages that a stranger can check."""
        from .evidence import EvidenceService

        return EvidenceService(self.station)

    @cached_property
    def team(self) -> TeamService:
        """The members, and laptops that ask to join."""
        from .team import TeamService

        return TeamService(self.station)

    @cached_property
    def governing(self) -> GoverningService:
        """What an admin decides about stations, keys and held work."""
        from .governing import GoverningService

        return GoverningService(self.station)

    @cached_property
    def kits(self) -> KitsService:
        """The recovery kit."""
        from .kits import KitsService

        return KitsService(self.station)

    @cached_property
    def writers(self) -> WritersService:
        """Who works at this laptop, and who of them is writing."""
        from .persons import WritersService

        return WritersService(self.station)

    @cached_property
    def folders(self) -> FoldersService:
        """The shared folders, and syncing with them."""
        from .folders import FoldersService

        return FoldersService(self.station)

    @cached_property
    def bundles(self) -> BundlesService:
        """Bundles to send, and those that came."""
        from .bundles import BundlesService

        return BundlesService(self.station)

    @cached_property
    def sync(self) -> SyncService:
        """What goes on by itself: sealing, and looking into the folders."""
        from .syncing import SyncService

        return SyncService(self.station)

    @cached_property
    def drafts(self) -> DraftsService:
        """What was typed but not saved."""
        from .drafts import DraftsService

        return DraftsService(self.station)

    @cached_property
    def status(self) -> StatusService:
        """What this laptop holds and whom it heard."""
        from .status import StatusService

        return StatusService(self.station)


def create_session(
    path: Path, passphrase: str, new: NewTeam, *, folder: Path | None = None, kdf_memory_mib: int | None = None,
    purpose: str = "incident-console", now: Now = system_now, random: Random = os.urandom,
) -> Session:  # fmt: skip
    """Found a team on this laptop and, with a folder, fill that folder. Raises KnownError; then nothing was made.

    A folder that does not exist yet is made if the directory above it is there.
    """
    whole = folder.absolute() if folder else None
    if whole:
        _check_new_folder(whole, is_exercise=new.is_exercise)
    station = create_workspace(
        path, passphrase, new, kdf_memory_mib=kdf_memory_mib, purpose=purpose, now=now, random=random
    )
    session = Session(station)
    try:
        if whole:
            session.folders.begin(whole)
    except BaseException:
        station.close()
        raise
    return session


def open_session(
    path: Path, passphrase: str, *, purpose: str = "incident-console", now: Now = system_now,
    random: Random = os.urandom,
) -> Session:  # fmt: skip
    """Unlock a workspace. Raises KnownError for a wrong passphrase, a second process or damage."""
    session = Session(open_workspace(path, passphrase, purpose=purpose, now=now, random=random))
    session.clear_outside()
    return session


def join_session(
    path: Path, passphrase: str, *, folder: Path, member: str, kdf_memory_mib: int | None = None,
    purpose: str = "incident-console", now: Now = system_now, random: Random = os.urandom,
) -> Session:  # fmt: skip
    """Make a workspace that asks to be admitted to the team of a folder, and post its request. Raises KnownError.

    In place of a folder a bundle will do; then the request goes out in a bundle of its own.
    """
    from incident_console.sync.joining import join_workspace

    station = join_workspace(
        path, passphrase, folder=folder.absolute(), member=member, kdf_memory_mib=kdf_memory_mib, purpose=purpose,
        now=now, random=random,
    )  # fmt: skip
    session = Session(station)
    try:
        session.folders.sync()
    except BaseException:
        station.close()
        raise
    return session


def is_workspace(path: Path) -> bool:
    """Whether a directory holds a workspace."""
    from incident_console.storage import workspace

    return workspace.is_workspace(path)


def _check_new_folder(folder: Path, *, is_exercise: bool) -> None:
    """Refuse, before anything is made, a folder that cannot become the team's."""
    from incident_console.sync.joining import find_team

    if not folder.is_dir():
        if folder.exists() or not folder.parent.is_dir():
            raise KnownError(f"The folder {folder} is not there", "Nothing was made.", "Check the path.")
        return
    try:
        _, is_other_exercise = find_team(folder)
    except KnownError:
        return
    if not is_exercise and not is_other_exercise:
        raise KnownError(f"{folder} belongs to another team", "Nothing was made.", "Choose another folder, or join.")
