# SPDX-License-Identifier: Apache-2.0
"""This laptop in its team: what it saves, what it takes in, what it tells others."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock

from incident_console.crypto import tags
from incident_console.crypto.errors import Damage, DamagedFile
from incident_console.crypto.hashing import TEAM_SPACE, sha256
from incident_console.domain.clock import Moment
from incident_console.domain.errors import KnownError
from incident_console.domain.events import (
    Change,
    EventBus,
    MembershipChanged,
    SyncStateChanged,
    ThingsChanged,
)
from incident_console.domain.ids import Random
from incident_console.domain.kinds import KINDS
from incident_console.domain.membership import Member
from incident_console.domain.operation import Draft, Number, Operation
from incident_console.domain.ports import Now
from incident_console.domain.projection import StationName
from incident_console.domain.roles import Role
from incident_console.storage.carriers import Carriers, FolderRow
from incident_console.storage.index import Index
from incident_console.storage.record import Author
from incident_console.storage.rollups import RollupRow
from incident_console.storage.understood import understand
from incident_console.storage.workspace import Workspace, change_passphrase, told_of_disk
from incident_console.wire import names
from incident_console.wire.act import EpochKey
from incident_console.wire.acts import Content
from incident_console.wire.canonical import Malformed
from incident_console.wire.head import StationState
from incident_console.wire.operations import RawOp
from incident_console.wire.team_file import TeamFile

from .act_files import ActFile, open_act_file, seal_act
from .checkpoints import note_decisions
from .files import FileBook
from .heads import is_due, note_said, own_head, seal_own_head, settle_heads, streams_behind, take_head
from .identity import Identity, keep_identity, load_identity
from .intake import Sealed, adopt_foreign, batch_rows, is_foreign, take_batches
from .judging import judge_again, judge_limited
from .keys import Keyring, Sealer, load_device
from .notices import COPY_NOTICE, REVOKED_NOTICE, ROT_NOTICE, TWIN_NOTICE, kit_notice
from .persons import kept_writer, persons_here
from .recovery import NOT_ARRIVED, recover
from .requests import MOST_REQUESTS, request_path
from .rollups import is_rollup, settle
from .sealing import seal_outbox, start_first_stream, start_later_stream, write_unwritten
from .strangers import MOST_KEPT, Circle
from .team_state import TeamState
from .vectors import pack_vector
from .verify import VerifiedBatch, verify_batch, verify_head

UNREAD_BYTES = 256 << 20
"""Files of newer versions that are carried unread stay below this, so that junk cannot fill the disk."""


def system_now() -> Moment:
    """The laptop's clock and time zone."""
    seconds = time.time()
    return Moment(int(seconds * 1000), round(time.localtime(seconds).tm_gmtoff / 60))


class Station:
    """An unlocked workspace; every method may be called from any thread, one at a time goes on."""

    def __init__(self, workspace: Workspace, now: Now = system_now, random: Random = os.urandom) -> None:
        self.workspace = workspace
        self.path = workspace.path
        self.record, self.replica = workspace.record, workspace.replica
        self.carriers = Carriers(workspace.record)
        self.now, self.random = now, random
        self.lock = RLock()
        self.bus = EventBus()
        self.identity = _identity(workspace)
        self.writer = kept_writer(self.record)
        self.device_keys = load_device(self.record)
        self.keyring = Keyring(self.record)
        self._run = self.record.begin_run()
        self._state = StationState.WORKING
        self._is_behind = True
        self.files = FileBook(self.replica)
        self.acts_heard: set[bytes] = set()
        self.tips_heard: dict[bytes, bytes] = {}
        self.unread: dict[str, int] = {}
        self.unopened: set[str] = set()  # folders where a station's newest head lies under a key that is not here
        self.strangers: set[str] = set()  # membership acts of those whom nobody admitted, as far as is known
        self.carried: dict[str, set[str]] = {}  # what lies, byte for byte, in roll-ups that cannot be read here
        self.owes_checkpoint = False
        self._wanting: frozenset[bytes] = frozenset()
        self.team: TeamState
        self._load()

    # --- who we are ---------------------------------------------------------------------------------------------

    @property
    def index(self) -> Index:
        """Everything that people look at."""
        return self.workspace.index

    @property
    def team_id(self) -> bytes:
        """The team's id: the hash of the act that founded it."""
        return self.identity.team_id

    @property
    def team_name(self) -> str:
        """The team's name, empty while waiting for admission."""
        return self.identity.team_name

    @property
    def is_exercise(self) -> bool:
        """Whether this is an exercise's own team."""
        return self.identity.is_exercise

    @property
    def is_joined(self) -> bool:
        """Whether this laptop was admitted."""
        return self.identity.is_joined

    @property
    def device(self) -> bytes:
        """This laptop's id."""
        return self.device_keys.id

    @property
    def person(self) -> bytes:
        """Who is writing at this laptop: whoever was chosen, else who joined with it."""
        return self.writer if self.writer in persons_here(self) else self.identity.person

    @property
    def member_name(self) -> str:
        """The name of who is writing at this laptop."""
        return persons_here(self).get(self.person, self.identity.member_name)

    @property
    def role(self) -> Role | None:
        """What this laptop may do, None while waiting or once it was revoked."""
        member = self.members().get(self.device)
        return member.role if member else None

    @property
    def is_revoked(self) -> bool:
        """Whether an admin ended this laptop's membership."""
        return self.is_joined and self.device in self.members() and self.role is None

    @property
    def code(self) -> str:
        """This laptop's code, as in its numbers."""
        return self.team.code(self.device)

    @property
    def fingerprint(self) -> str:
        """The team id as people compare it on paper: five groups of four characters."""
        return names.fingerprint(self.team_id)

    def members(self) -> Mapping[bytes, Member]:
        """Every device ever admitted, by device: laptops and recovery kits, the revoked ones too."""
        return self.team.team.members

    def station_name(self, device: bytes) -> str:
        """What people call a station: its name if it was given one, else its code."""
        named = self.index.things.get(StationName, device)
        return named.name if named else self.team.code(device)

    def author_name(self, device: bytes, person: bytes) -> str:
        """Who wrote something; a person whom the team's acts do not bind to that laptop is called unknown."""
        member = self.members().get(device)
        known = dict(member.persons) if member else {}
        return known.get(person) or f"unknown person at {self.team.code(device)}"

    def label(self, number: Number | None, incident: bytes = b"", op_id: bytes = b"") -> str:
        """A number as people say it: JO-17, T-JO9."""
        with self.lock:
            return self.team.label(number, incident, op_id)

    # --- saving -------------------------------------------------------------------------------------------------

    def require(self, role: Role, doing: str) -> None:
        """Raise KnownError unless this laptop may do something."""
        if not self.is_joined:
            raise KnownError(
                "This laptop was not admitted yet", f"It cannot {doing}.", "Ask an admin to admit it, then sync."
            )
        if self.is_revoked:
            raise KnownError(
                "This laptop was removed from the team",
                f"It cannot {doing}. What it holds stays readable.",
                "To come back, join again in a new workspace.",
            )
        if self.role is None or self.role < role:
            mine = self.role.word if self.role is not None else "unknown"
            article = "an" if role is Role.ADMIN else "a"
            raise KnownError(
                f"Your role ({mine}) may not {doing}", "Nothing was changed.", f"It takes {article} {role.word}."
            )

    def save(self, drafts: Sequence[Draft]) -> list[Operation]:
        """Make changes durable, then show them, then tell everyone. On return they are saved, whatever happens next."""
        with self.lock:
            self._catch_up()  # what an interrupted change left undone may change the right
            for draft in drafts:
                self.require(KINDS[draft.kind].right, f"change this ({KINDS[draft.kind].thing})")
            with self._changing():
                saved = self._save(drafts)
                with _told_that_saved(), self.index.transaction():
                    self.index.add_local(saved)
                    changes = self.index.refresh()
            self._tell(changes, is_local=True)
            return [operation for _, operation in saved]

    def seal(self) -> None:
        """Seal everything saved into batches, in the replica."""
        with self._changing():
            if self._may_seal() and self.record.has_outbox():
                self.keyring.note_written_under(self.keyring.current.id)
                for batch, core, group in seal_outbox(self.record, self.sealer(), self.now()):
                    sealed = Sealed(core, batch.stmt, batch.path, batch.file_hash)
                    (row,) = batch_rows([sealed], self.index, self.team.team)
                    with self.index.transaction():
                        self.index.add_batches([(row, [understand(raw) for raw in group.ops])])
                        judge_limited(self.index, self.team.team, [core])
                        changes = self.index.refresh()
                    self._tell(changes, is_local=True)
            write_unwritten(self.record, self.files)

    def write_head(self) -> None:
        """Tell the team where this laptop stands, if that is news or the time for a sign of life has come."""
        with self._changing():
            if not self._may_seal():
                return
            sealer, now = self.sealer(), self.now()
            stream, vector = self.record.open_stream(), self.index.frontier.vector
            head = own_head(stream, vector, self.team.team.heads, self.set_digest(), self._state, sealer, now)
            if is_due(head, self.record, now):
                self.take_head(seal_own_head(head, self.record, sealer), "")
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

    # --- taking in ----------------------------------------------------------------------------------------------

    def verify_batch(self, data: bytes) -> VerifiedBatch:
        """Open and check a batch; nothing is kept yet."""
        return verify_batch(data, self.keyring.by_hint(), self.team_id)

    def take_batches(self, batches: Sequence[VerifiedBatch], carrier: str) -> int:
        """Keep verified batches, show what they hold, and tell everyone; returns how many were new.

        Of several copies of one batch the first verified one is kept. The lock is not held while their files become
        durable, so that nobody's saving waits for that.
        """
        first: dict[bytes, VerifiedBatch] = {}
        for batch in batches:
            first.setdefault(batch.opened.stmt, batch)
        self._keep_files(first)
        with self._changing():
            count, changes = self.take_kept(list(first.values()), carrier)
            self._tell(changes, is_local=False)
            return count

    def keep_rollup(self, path: str, data: bytes) -> None:
        """Keep a roll-up all of whose batches were verified, and read it back."""
        with self._changing():
            self.files.keep_surely(path, data)

    def take_rolled(self, batches: Sequence[VerifiedBatch], carrier: str) -> int:
        """Show what batches of a kept roll-up hold, and tell everyone; returns how many were new."""
        with self._changing():
            count, changes = self.take_kept(batches, carrier)
            self._tell(changes, is_local=False)
            return count

    def settle_rollup(self, row: RollupRow, joined: Iterable[str] = ()) -> None:
        """Know a roll-up from now on; if it was kept, it replaces the files that held its batches."""
        with self._changing():
            replaced = settle(self, row, joined)
        with told_of_disk(self.path):  # nobody waits for this: without a home in them, the files are nobody's already
            for path in replaced:
                self.replica.remove(path)

    def _keep_files(self, batches: Mapping[bytes, VerifiedBatch]) -> None:
        with self._changing():
            copies = self.index.paths_of(batches)
        new = [batch for stmt, batch in batches.items() if copies.get(stmt) not in self.files.paths]
        try:
            with told_of_disk(self.path):
                self.files.keep_all((batch.path, batch.data) for batch in new)
        except BaseException:
            self._is_behind = True
            raise

    def open_act(self, data: bytes) -> ActFile:
        """Open and check a membership file; the keys in it may open others. Raises as verification does."""
        with self._changing():
            opened = open_act_file(data, self.keyring, self.device_keys, self.team_id)
            self.keyring.learn(opened.epochs)
            return opened

    def circle(self) -> Circle:
        """Whose membership acts are looked at here."""
        return Circle(self.team.admitted_keys, self.team_id)

    def take_acts(self, acts: Sequence[ActFile]) -> list[ActFile]:
        """Take in opened membership files: everything that depends on them is judged again, once for all of them.

        Those of strangers wait until an act admits their author; returns those for which there was no room.
        """
        if not acts:
            return []
        with self._changing():
            circle = self.circle()
            circle.meet(acts)
            if self.strangers and circle.size > len(self.team.admitted_keys):
                circle.meet(self._opened(self.strangers))
            self._take_known_acts(circle.inside)
            return [act for act in circle.outside if not self._keep_stranger(act)]

    def _keep_stranger(self, act: ActFile) -> bool:
        if act.path in self.strangers:
            return True
        if len(self.strangers) >= MOST_KEPT:
            return False
        if self.take_unread(act.path, act.data):
            self.strangers.add(act.path)
        return act.path in self.strangers

    def _take_known_acts(self, acts: Sequence[ActFile]) -> None:
        if not acts:
            return
        was_revoked, was_joined = self.is_revoked, self.is_joined
        kit_uses = {use.id for use in self.team.team.signed_by_paper}
        with self.record.transaction():
            for act in acts:
                self.record.keep_act(act.path, act.data)
        self.files.keep_all((act.path, act.data) for act in acts)
        with self.index.transaction():
            for act in acts:
                self.index.add_act(act.id, act.path, act.kept)
            self.team.reload()
            judge_again(self.index, self.team.team)
            changes = self.index.refresh()
        self.become_joined()
        self.trust(acts)
        self._tell(changes, is_local=False)
        self.bus.publish(MembershipChanged())
        if self.is_revoked and not was_revoked:
            self.bus.publish(REVOKED_NOTICE)
        new_uses = [use for use in self.team.team.signed_by_paper if use.id not in kit_uses]
        if was_joined and new_uses:
            self.bus.publish(kit_notice(new_uses))
        for act in acts:
            self.strangers.discard(act.path)
            self.unread.pop(act.path, None)

    def act(self, content: Content, recipients: Sequence[bytes] = (), epoch: EpochKey | None = None) -> None:
        """Sign a membership act knowing all that is known here, and take it in.

        It is sealed under ``epoch``, else under that of now, with the key for each recipient (public HPKE keys).
        """
        with self._changing():
            sealer = self.sealer() if epoch is None else replace(self.sealer(), epoch=epoch)
            heads = self.team.team.heads
            self.take_acts([self.open_act(seal_act(content, heads, sealer, self.keyring, self.now(), recipients))])

    def take_join(self, data: bytes) -> None:
        """Keep a join request that proves its own key. Raises as verification does.

        Anybody can leave any number of them. With so many already, a new one takes the place of a chance one, so that
        a real one is seen now and then as long as it lies in a folder.
        """
        with self._changing():
            path = request_path(data, self.team_id)
            own = names.join_file(sha256(self.identity.request))
            others = sorted(held for held in self.files.paths if held.startswith(f"{names.JOINS}/") and held != own)
            if len(others) >= MOST_REQUESTS and path not in self.files.paths:
                self.files.drop(others[int.from_bytes(self.random(4), "big") % len(others)])
            self.files.keep(path, data)
            self.bus.publish(MembershipChanged())

    def take_head(self, data: bytes, carrier: str, path: str | None = None) -> None:
        """Take in a head: who was heard, until when. Raises as verification does, also for another head's name."""
        with self._changing():
            verified = verify_head(data, self.keyring.by_hint(), self.team_id)
            if path not in (None, verified.path):
                raise DamagedFile(Damage.NAME)
            head = verified.head
            self.acts_heard.update(head.acl_heads)
            self.tips_heard.update((stmt, head.stream) for _, stmt in head.tips if not self.index.has_batch(stmt))
            if head.sign_key == self.device_keys.signer.public_key:
                self.record.hear_beat(head.stream, head.beat)
            if take_head(verified, self.carriers, self.index, self.files, self.now(), carrier):
                self.bus.publish(SyncStateChanged())

    def take_part(self, path: str, data: bytes) -> None:
        """Keep one part of a file whose name proves it."""
        with self._changing():
            self.files.keep(path, data)

    def take_parts(self, parts: Sequence[tuple[str, bytes]]) -> None:
        """Keep parts of files whose names prove them, all durable on return."""
        with self._changing():
            self.files.keep_all(parts)

    def take_unread(self, path: str, data: bytes) -> bool:
        """Carry a file of a newer version without reading it; False if there are too many of them already."""
        with self._changing():
            if sum(self.unread.values()) + len(data) > UNREAD_BYTES:
                return False
            self.files.keep(path, data)
            self.unread[path] = len(data)
            return True

    # --- asking -------------------------------------------------------------------------------------------------

    def lacks_acts(self) -> bool:
        """Whether a verified head named a membership act that is not here."""
        return any(not self.team.team.has(act) for act in self.acts_heard)

    def streams_behind(self) -> list[bytes]:
        """Streams of which a verified head told a batch that is not here."""
        with self.lock:
            self.tips_heard = {s: stream for s, stream in self.tips_heard.items() if not self.index.has_batch(s)}
            return sorted({*self.tips_heard.values(), *streams_behind(self.carriers, self.index)})

    def has_gap(self, stream: bytes) -> bool:
        """Whether a batch is not here that a verified head or a batch of its stream tells of."""
        with self.lock:
            return stream in self.streams_behind() or self.index.frontier.has_gap(stream)

    def missing_parts(self) -> list[bytes]:
        """Parts of files that operations refer to and that are not here, the most urgent first."""
        with self.lock:
            return [digest for digest in self.index.wanted_parts() if names.blob_file(digest) not in self.files.paths]

    def folders(self) -> list[FolderRow]:
        """The shared folders of this laptop."""
        with self.lock:
            return self.carriers.folders()

    def note_folder(self, path: str, state: str, *, is_synced: bool, is_compared: bool) -> bool:
        """Note how a folder was found; True if that is news."""
        with self.lock:
            return self.carriers.set_state(path, state, self.now().ms, is_synced=is_synced, is_compared=is_compared)

    def add_folder(self, path: Path) -> None:
        """Sync through a folder from now on."""
        with self.lock:
            self.carriers.add_folder(str(path.absolute()), self.now().ms)

    def remove_folder(self, path: Path) -> None:
        """Sync through a folder no longer; its files stay. Raises KnownError if it is none of this laptop's."""
        with self.lock:
            if not self.carriers.remove_folder(str(path.absolute())):
                raise KnownError(f"{path} is not one of this laptop's folders", "Nothing was changed.")
            self.unopened.discard(str(path.absolute()))

    def change_passphrase(self, old: str, new: str) -> None:
        """Open this workspace with another passphrase from now on; the old one no longer does."""
        with self.lock:
            change_passphrase(self.path, old, new, self.random)

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
            accepted, others = self.index.sorted_ids()
            digest = hashlib.sha256(tags.SET)
            digest.update(b"".join(accepted))
            digest.update(b"".join(op_id + bytes((state,)) for op_id, state in others))
            digest.update(b"".join(self.index.act_ids()))
            return digest.digest()

    def state_hash(self) -> str:
        """One hash over everything people see."""
        with self.lock:
            return self.index.state_hash()

    def rebuild(self) -> str:
        """Seal what waits, throw the index away, and make it anew from the replica; returns the state hash."""
        with self.lock:
            self.seal()
            self.workspace.renew_index()
            self._load()
            return self.state_hash()

    def make_good(self) -> None:
        """After a look into the folders: what rotted here and lies nowhere else is not shown any more, and told of."""
        with self._changing():
            lost = len(self.files.lost)
            if lost:
                self._load()
                self.bus.publish(replace(ROT_NOTICE, message=ROT_NOTICE.message.format(lost)))

    def close(self) -> None:
        """Lock: close the databases and drop the keys."""
        with self.lock:
            self.workspace.close()

    # --- inside -------------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Whatever goes wrong inside is told plainly, and made good before the next change."""
        with self.lock, told_of_disk(self.path):
            self._catch_up()
            try:
                yield
            except NOT_ARRIVED:
                raise
            except BaseException:
                self._is_behind = True
                raise

    def _catch_up(self) -> None:
        if self._is_behind or self.workspace.is_closed:
            self._load()

    def _load(self) -> None:
        self._is_behind = True
        self.workspace.index  # noqa: B018 - refuses what comes after the workspace was closed
        with told_of_disk(self.path):
            recover(self)
        self._is_behind = False

    def _save(self, drafts: Sequence[Draft]) -> list[tuple[RawOp, Operation]]:
        author = Author(self.device, self.person)
        frontier = pack_vector(self.index.frontier.vector)
        heads = self.team.team.heads
        try:
            return self.record.save(drafts, author, self.now(), self._run, frontier, heads, self.random)
        except Malformed as error:
            raise KnownError("This is too long to be kept", "It was not saved.", "Shorten it.") from error

    def take_kept(self, batches: Sequence[VerifiedBatch], carrier: str) -> tuple[int, list[Change]]:
        """Take batches whose files are in the replica into record and index; how many were new, and what changed."""
        self._meet_copies(batches, carrier)
        taken = take_batches(batches, self.record, self.index, self.team.team, self.now(), carrier)
        for stream in sorted({batch.opened.core.stream for batch in batches}):
            settle_heads(stream, self.index, self.files)
        return taken

    def _meet_copies(self, batches: Sequence[VerifiedBatch], carrier: str) -> None:
        """Rule 5: whoever else wrote in the open stream with this laptop's keys keeps it; this one goes on in another.

        All in one transaction of the record, after the files are safe: a crash never leaves half of it.
        """
        own_key = self.device_keys.signer.public_key
        foreign = [batch for batch in batches if is_foreign(batch, self.record, own_key)]
        if not foreign:
            return
        is_new = any(not self.record.is_own_stream(batch.opened.core.stream) for batch in foreign)
        for batch in foreign:
            if not is_rollup(batch.path):  # that was made sure of as a whole
                self.files.keep_surely(batch.path, batch.data)
        with self.record.transaction():
            is_open = adopt_foreign(foreign, self.record, self.now(), carrier)
            if is_open:
                start_later_stream(self.record, self.team_id, TEAM_SPACE, self.device_keys, self.random)
        if is_open or is_new:
            self.bus.publish(COPY_NOTICE if is_open else TWIN_NOTICE)

    def trust(self, acts: Sequence[ActFile]) -> None:
        """Write under the epochs that acts which count name, and keep the join seed that came with one of these."""
        seeds = (act.join_seed for act in acts if self.team.team.counts(act.id))
        epochs = self.team.team.epochs
        self.keyring.trust(epochs, next((seed for seed in seeds if seed), None))
        wanting = frozenset(epoch for epoch in epochs.named if not self.keyring.holds(epoch))
        if self.is_joined and self.keyring.join_seed is None:
            wanting |= {b"join seed"}
        if wanting != self._wanting:  # what came with an act before it counted was forgotten since: look again, once
            self._wanting = wanting
            self._open_again()

    def _open_again(self) -> None:
        held = {path for path in self.files.paths if path.startswith(f"{names.ACTS}/")}
        self.trust(self._opened(held))

    def _opened(self, paths: Iterable[str]) -> list[ActFile]:
        """Membership files of the replica, opened as far as they can be."""
        opened: list[ActFile] = []
        for data in map(self.files.read, sorted(paths)):
            with suppress(*NOT_ARRIVED):
                opened += [self.open_act(data)] if data is not None else []
        return opened

    def become_joined(self) -> None:
        """Once an act that counts admits this laptop: know it, and open its first stream."""
        founded = self.team.founding
        if self.is_joined or founded is None or self.device not in self.members():
            return
        persons = self.members()[self.device].persons
        person, name = persons[0] if persons else (bytes(16), self.member_name)
        joined = replace(
            self.identity, team_name=founded.name, is_exercise=founded.is_exercise, is_joined=True,
            person=person, member_name=name,
        )  # fmt: skip
        with self.record.transaction():
            keep_identity(self.record, joined)
            start_first_stream(self.record, self.team_id, TEAM_SPACE, self.device_keys)
        self.identity = joined

    def _may_seal(self) -> bool:
        return self.is_joined and self.keyring.is_ready

    def _tell(self, changes: Sequence[Change], *, is_local: bool) -> None:
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


@contextmanager
def _told_that_saved() -> Iterator[None]:
    try:
        yield
    except KnownError as error:
        raise KnownError(
            "Saved, but it cannot be shown yet", f"{error.title}. {error.message}", "Do not enter it again."
        ) from error


def _identity(workspace: Workspace) -> Identity:
    identity = load_identity(workspace.record)
    if identity is None:
        raise KnownError(
            f"Making the workspace {workspace.path} was interrupted", "It holds nothing.", "Remove it and start anew."
        )
    return identity
