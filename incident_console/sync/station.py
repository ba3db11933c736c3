# SPDX-License-Identifier: Apache-2.0
"""This laptop at work: what it saves, seals, and tells others; one change at a time, each made good if it failed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.events import Change, EventBus, ThingsChanged
from incident_console.domain.ids import Random
from incident_console.domain.kinds import KINDS
from incident_console.domain.operation import Draft, Operation
from incident_console.domain.ports import Now
from incident_console.storage.carriers import Carriers
from incident_console.storage.record import Author
from incident_console.storage.understood import understand
from incident_console.storage.workspace import Workspace, change_passphrase, told_of_disk
from incident_console.wire.canonical import Malformed
from incident_console.wire.head import StationState
from incident_console.wire.operations import RawOp
from incident_console.wire.team_file import TeamFile

from .checkpoints import note_decisions
from .files import FileBook
from .heads import is_due, note_said, own_head, seal_own_head
from .held_parts import HeldParts
from .intake import Sealed, batch_rows
from .judging import judge_limited
from .keys import Keyring, Sealer
from .notices import ROT_NOTICE
from .own_standing import OwnStanding
from .recovery import recover
from .sealing import seal_outbox, write_unwritten
from .set_hash import set_digest
from .shared_folders import SharedFolders
from .taking_files import take_head
from .vectors import pack_vector
from .verify import NOT_ARRIVED, VerifiedBatch, verify_batch


def system_now() -> Moment:
    """The laptop's clock and time zone."""
    seconds = time.time()
    return Moment(int(seconds * 1000), round(time.localtime(seconds).tm_gmtoff / 60))


class Station(OwnStanding):
    """An unlocked workspace; every method may be called from any thread, one at a time goes on.

    ``unread`` are files of newer versions with their sizes; ``strangers`` membership acts of those whom nobody
    admitted, as far as is known; ``locked`` files of the replica that none of the ``locked_keys`` keys opened that were
    held then; ``carried`` are the batches that were verified in roll-ups of which the rest cannot be read here.
    """

    def __init__(self, workspace: Workspace, now: Now = system_now, random: Random = os.urandom) -> None:
        super().__init__(workspace)
        self.path = workspace.path
        self.record, self.replica = workspace.record, workspace.replica
        self.carriers = Carriers(workspace.record)
        self.now, self.random = now, random
        self.folders = SharedFolders(self.carriers, self.lock, now)
        self.bus = EventBus()
        self.keyring = Keyring(self.record)
        self._run = self.record.begin_run()
        self._state = StationState.WORKING
        self._is_behind = True
        self.files = FileBook(self.replica)
        self.acts_heard: set[bytes] = set()
        self.tips_heard: dict[bytes, bytes] = {}
        self.unread: dict[str, int] = {}
        self.strangers: set[str] = set()
        self.locked: set[str] = set()
        self.locked_keys = 0
        self.carried: dict[str, frozenset[bytes]] = {}
        self.wanting: frozenset[bytes] = frozenset()
        self.has_learned_again = False
        self.owes_checkpoint = False
        self._load()

    # --- saving and telling -------------------------------------------------------------------------------------

    def save(self, drafts: Sequence[Draft]) -> list[Operation]:
        """Make changes durable, then show them, then tell everyone. On return they are saved, whatever happens next."""
        with self.lock:
            self._catch_up()  # what an interrupted change left undone may change the right
            for draft in drafts:
                self.require(KINDS[draft.kind].right, f"change this ({KINDS[draft.kind].thing})")
            with self.changing():
                saved = self._save(drafts)
                with _told_that_saved(), self.index.transaction():
                    self.index.add_local(saved)
                    changes = self.index.refresh()
            self.tell(changes, is_local=True)
            return [operation for _, operation in saved]

    def seal(self) -> None:
        """Seal everything saved into batches, in the replica."""
        with self.changing():
            if self._may_seal() and self.record.has_outbox():
                self.keyring.note_written_under(self.keyring.current.id)
                for batch, core, group in seal_outbox(self.record, self.sealer(), self.now()):
                    sealed = Sealed(core, batch.stmt, batch.path, batch.file_hash)
                    (row,) = batch_rows([sealed], self.index, self.team.team)
                    with self.index.transaction():
                        self.index.add_batches([(row, [understand(raw) for raw in group.ops])])
                        judge_limited(self.index, self.team.team, [core])
                        changes = self.index.refresh()
                    self.tell(changes, is_local=True)
            write_unwritten(self.record, self.files)

    def write_head(self) -> None:
        """Tell the team where this laptop stands, if that is news or the time for a sign of life has come."""
        with self.changing():
            if not self._may_seal():
                return
            sealer, now = self.sealer(), self.now()
            stream, vector = self.record.open_stream(), self.index.frontier.vector
            heads, has_all = self.team.team.heads, self._held_parts.has_all(self.index, self.files)
            head = own_head(stream, vector, heads, self.set_digest(), self._state, sealer, now, has_all)
            if is_due(head, self.record, now):
                take_head(self, seal_own_head(head, self.record, sealer), "")
                note_said(head, self.record, now)

    def leave(self, *, is_locking: bool) -> None:
        """Seal everything and tell the team that this laptop is locked or closed; the next start says otherwise."""
        with self.lock:
            self._state = StationState.LOCKED if is_locking else StationState.CLOSING
            self.seal()
            self.write_head()

    def received_at(self, op_id: bytes) -> int | None:
        """When an operation was first readable on this laptop, in ms; None for own work not arrived from elsewhere."""
        return self.received([op_id]).get(op_id)

    def received(self, op_ids: Sequence[bytes]) -> dict[bytes, int]:
        """When each of these operations was first readable here, in ms, without own work not come from elsewhere."""
        with self.lock:
            placed = self.index.batches_of(op_ids)
            at_ms = self.record.received_at(set(placed.values()))
            return {op_id: at_ms[stmt] for op_id, stmt in placed.items() if stmt in at_ms}

    def tell(self, changes: Sequence[Change], *, is_local: bool) -> None:
        """Tell everyone what changed, if anything did."""
        if changes:
            note_decisions(self, changes)
            self.bus.publish(ThingsChanged(tuple(changes), is_local))

    def sealer(self) -> Sealer:
        """What it takes to seal a file as this laptop, under the epoch of now."""
        own = {stream.stream for stream in self.record.own_streams()}
        vector = self.index.frontier.vector
        tips = tuple((stream, seq, stmt) for stream in sorted(own) for seq, stmt in sorted(vector.get(stream, ())))
        secret = self.workspace.device_secret
        return Sealer(self.device_keys, self.keyring.current, self.team_id, secret, self.random, tips)

    # --- asking -------------------------------------------------------------------------------------------------

    def verify_batch(self, data: bytes) -> VerifiedBatch:
        """Open and check a batch; nothing is kept yet."""
        return verify_batch(data, self.keyring.by_hint(), self.team_id)

    def team_file(self) -> bytes:
        """The bytes by which a folder is recognised."""
        return TeamFile(self.team_id, self.identity.join_key).encode()

    @property
    def revision(self) -> tuple[int, ...]:
        """Another one whenever this laptop saved, sealed or took in anything."""
        return self.record.changes, self.index.changes, len(self.files.log)

    def set_hash(self) -> str:
        """One hash over the operations and acts held, equal on all stations that hold the same."""
        return self.set_digest().hex()

    def set_digest(self) -> bytes:
        """The 32 bytes of ``set_hash``."""
        with self.lock:
            return set_digest(self.index)

    def state_hash(self) -> str:
        """One hash over everything people see."""
        with self.lock:
            return self.index.state_hash()

    # --- the workspace as a whole -------------------------------------------------------------------------------

    def change_passphrase(self, old: str, new: str) -> None:
        """Open this workspace with another passphrase from now on; the old one no longer does."""
        with self.lock:
            change_passphrase(self.path, old, new, self.random)

    def rebuild(self) -> str:
        """Seal what waits, throw the index away, and make it anew from the replica; returns the state hash."""
        with self.lock:
            self.seal()
            self.workspace.renew_index()
            self._load()
            return self.state_hash()

    def make_good(self) -> None:
        """After a look into the folders: what rotted here and lies nowhere else is not shown any more, and told of.

        What lay here unread is shown if its key came.
        """
        with self.changing():
            lost = len(self.files.lost)
            if lost or (self.locked and self.locked_keys != self.keyring.count):
                self._load()
            if lost:
                self.bus.publish(replace(ROT_NOTICE, message=ROT_NOTICE.message.format(lost)))

    def close(self) -> None:
        """Lock: close the databases and drop the keys."""
        with self.lock:
            self.workspace.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One change at a time; whatever goes wrong inside is told plainly, and made good before the next one."""
        with self.lock:
            self._catch_up()
            with self.made_good():
                yield

    @contextmanager
    def made_good(self) -> Iterator[None]:
        """Whatever goes wrong inside is told plainly, and made good before the next change."""
        try:
            with told_of_disk(self.path):
                yield
        except NOT_ARRIVED:
            raise
        except BaseException:
            self._is_behind = True
            raise

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Very much is to come, from one change to the next: the index need not write down each one by itself."""
        with self.changing():
            index = self.index
            index.begin_bulk()
        try:
            yield
        finally:
            with self.lock:
                index.end_bulk()

    def _catch_up(self) -> None:
        if self.workspace.is_closed or self._is_behind or self.index.commits.has_lost:
            self._load()

    def _load(self) -> None:
        self._is_behind = True
        self._held_parts = HeldParts()
        self.workspace.index  # noqa: B018 - refuses what comes after the workspace was closed
        with told_of_disk(self.path):
            recover(self)
        self._is_behind = self.index.commits.has_lost = False

    def _save(self, drafts: Sequence[Draft]) -> list[tuple[RawOp, Operation]]:
        author = Author(self.device, self.person)
        frontier = pack_vector(self.index.frontier.vector)
        heads = self.team.team.heads
        try:
            return self.record.save(drafts, author, self.now(), self._run, frontier, heads, self.random)
        except Malformed as error:
            raise KnownError("This is too long to be kept", "It was not saved.", "Shorten it.") from error

    def _may_seal(self) -> bool:
        return self.is_joined and self.keyring.is_ready


@contextmanager
def _told_that_saved() -> Iterator[None]:
    try:
        yield
    except KnownError as error:
        raise KnownError(
            "Saved, but it cannot be shown yet", f"It is safe on this laptop. {error.title}.", "Do not enter it again."
        ) from error
