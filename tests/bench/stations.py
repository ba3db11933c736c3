# SPDX-License-Identifier: Apache-2.0
"""Builders of teams to measure: real stations with a shared folder, and far ones of which only files exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TypedDict

from incident_console.crypto.hashing import TEAM_SPACE, sha256, stream_id
from incident_console.crypto.lockbox import HybridKey
from incident_console.crypto.signing import Signer
from incident_console.domain.document import BlobRef
from incident_console.domain.incident import open_incident
from incident_console.domain.kinds import KINDS
from incident_console.domain.operation import Draft, Number, OpHead
from incident_console.domain.roles import Role
from incident_console.domain.status_log import add_entry
from incident_console.storage.file_tree import DiskTree
from incident_console.sync.engine import SyncEngine
from incident_console.sync.joining import admit, join_workspace, pending_requests
from incident_console.sync.opening import NewTeam, create_workspace, open_workspace
from incident_console.sync.sealing import FIRST_NONCE
from incident_console.sync.station import Station
from incident_console.sync.taking_acts import sign_act
from incident_console.wire import names
from incident_console.wire.acts import Admit, Device
from incident_console.wire.batch import Core, seal_batch
from incident_console.wire.blobs import seal_blob
from incident_console.wire.head import Head, StationState, seal_head
from incident_console.wire.operations import RawOp, encode_operation
from incident_console.wire.seen import SeenState, encode_seen, seen_root
from tests.helpers.seeded import seeded_random

PASSPHRASE = "measured"
INCIDENT = b"i" * 16
LINE = "Cooling of the second server room restarted on the spare feed, temperature falling, next reading no. {}"
"""A log line of some 100 characters."""


def entry_drafts(count: int, station: Station) -> list[Draft]:
    """So many log lines to save."""
    at = station.now()
    return [
        add_entry(station.random(16), INCIDENT, LINE.format(n), "fact", at.ms, at.utc_offset_min) for n in range(count)
    ]


def a_founder(root: Path, folder: Path | None = None) -> Station:
    """A station that founded a team with one open incident; it syncs through the folder if there is one."""
    station = create_workspace(root, PASSPHRASE, NewTeam("Harbour House", "Joy Okafor"), kdf_memory_mib=64)
    station.save([open_incident(INCIDENT, "Facility outage", station.now().ms)])
    if folder is not None:
        folder.mkdir()
        station.folders.add(folder)
        SyncEngine(station).seed(folder)
    return station


@dataclass
class Pair:
    """Two stations of a team and their folder; both hold the same."""

    folder: Path
    first: Station
    second: Station
    first_engine: SyncEngine = field(init=False)
    second_engine: SyncEngine = field(init=False)

    def __post_init__(self) -> None:
        self.first_engine, self.second_engine = SyncEngine(self.first), SyncEngine(self.second)

    def settle(self) -> None:
        """Exchange until both hold the same."""
        for engine in (self.first_engine, self.second_engine, self.first_engine, self.second_engine):
            engine.sync()

    def close(self) -> None:
        """Lock both."""
        self.first.close()
        self.second.close()


def a_pair(root: Path) -> Pair:
    """Two stations that share a folder, the second one admitted by the first."""
    folder = root / "folder"
    first = a_founder(root / "first", folder)
    second = join_workspace(root / "second", PASSPHRASE, folder=folder, member="Ben Haddad", kdf_memory_mib=64)
    pair = Pair(folder, first, second)
    pair.second_engine.sync()
    pair.first_engine.sync()
    admit(first, pending_requests(first)[0], Role.RESPONDER)
    pair.settle()
    return pair


class _Sealing(TypedDict):
    sign: Callable[[bytes], bytes]
    epoch_key: bytes
    team_id: bytes
    device_secret: bytes
    random: Callable[[int], bytes]


@dataclass
class FarStation:
    """A member of whom only the files in a folder are here, sealed as another laptop would."""

    station: Station
    signer: Signer
    device: Device
    random: Callable[[int], bytes]
    seq: int = 0
    stmt: bytes = bytes(32)
    beat: int = 0
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def stream(self) -> bytes:
        """The stream that this member writes."""
        return stream_id(self.station.team_id, TEAM_SPACE, self.signer.public_key, FIRST_NONCE)

    def write_batch(self, tree: DiskTree, lines: Sequence[str]) -> None:
        """Put a batch of log lines into a folder."""
        now = self.station.now().ms
        drafts = [add_entry(self.random(16), INCIDENT, line, "fact", now, 0) for line in lines]
        self.write_ops(tree, [self.operation(draft) for draft in drafts])

    def write_ops(self, tree: DiskTree, ops: Sequence[RawOp]) -> None:
        """Put a batch of these operations into a folder."""
        self.seq += 1
        sealed = seal_batch(self._core(), ops, **self._sealing())
        self.stmt = sealed.stmt
        tree.put_new(names.batch_file(self.stream, self.seq, sealed.file_hash), sealed.data)

    def write_head(self, tree: DiskTree) -> None:
        """Put a head into a folder that tells where this member stands."""
        self.beat += 1
        data = seal_head(self._head(), **self._sealing())
        tree.put_new(names.head_file(self.stream, self.seq, self.beat, sha256(data)), data)

    def write_file(self, tree: DiskTree, content: bytes) -> BlobRef:
        """Put a sealed file into a folder; returns what an operation must hold to open it."""
        team, sealed = self.station.team_id, list[bytes]()
        read = BytesIO(content).read
        blob = seal_blob(read, sealed.append, team_id=team, device_secret=b"far" * 11, random=self.random)
        for data in sealed:
            tree.put_new(names.blob_file(sha256(data)), data)
        return blob

    def _sealing(self) -> _Sealing:
        return {
            "sign": self.signer.sign,
            "epoch_key": self.station.keyring.current.key,
            "team_id": self.station.team_id,
            "device_secret": b"far" * 11,
            "random": self.random,
        }

    def operation(self, draft: Draft) -> RawOp:
        """A change as this member's laptop would save it, with the next number of its series."""
        now, number = self.station.now(), None
        if draft.number_what:
            self.numbers[draft.number_what] += 1
            number = Number(draft.number_what, self.stream, self.numbers[draft.number_what])
        head = OpHead(
            kind=draft.kind, right=int(KINDS[draft.kind].right), incident=draft.incident, number=number,
            entity=draft.entity, device=self.device.id, person=bytes(16), hlc=now.ms << 16, wall_ms=now.ms,
            utc_offset_min=0, sup=draft.sup,
        )  # fmt: skip
        return encode_operation(head, draft.body, self.random(16))

    def _core(self) -> Core:
        return Core(
            sign_key=self.signer.public_key,
            nonce=FIRST_NONCE,
            stream=self.stream,
            seq=self.seq,
            prev_stmt=self.stmt,
            epoch_id=self.station.keyring.current.id,
            acl_heads=self.station.team.team.heads,
            seen=encode_seen(SeenState(), {}, in_full=True)[0],
            seen_root=seen_root({}),
            sealed_at_ms=self.station.now().ms,
            app_version="1.0",
        )

    def _head(self) -> Head:
        core = self._core()
        return Head(
            sign_key=core.sign_key,
            nonce=core.nonce,
            stream=core.stream,
            tips=((self.seq, self.stmt),) if self.seq else (),
            beat=self.beat,
            seen_root=core.seen_root,
            seen_delta=core.seen,
            acl_heads=core.acl_heads,
            epoch_id=core.epoch_id,
            state=StationState.WORKING,
            app_version=core.app_version,
            wall_ms=core.sealed_at_ms,
            utc_offset_min=0,
            set_hash=bytes(32),
        )


def far_stations(station: Station, count: int) -> list[FarStation]:
    """Admit so many far members to the team of a founder."""
    return [_admitted(station, number) for number in range(count)]


def _admitted(station: Station, number: int) -> FarStation:
    random = seeded_random(number)
    signer = Signer(random(32))
    device = Device(signer.public_key, HybridKey(random(32)).public_key)
    content = Admit(device, int(Role.RESPONDER), f"S{number}", ((random(16), f"Member {number}"),), None)
    sign_act(station, content, [device.hpke_key])
    return FarStation(station, signer, device, random)


def opened(root: Path) -> Station:
    """Unlock a workspace that a builder made."""
    return open_workspace(root, PASSPHRASE)
