# SPDX-License-Identifier: Apache-2.0
"""Real laptops on temporary directories: only clock, chance and the cost of the passphrase are the test's."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from unittest import mock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from incident_console.crypto.lockbox import CannotOpen, HybridKey
from incident_console.domain.clock import Moment
from incident_console.domain.document import BlobRef, document_version
from incident_console.domain.events import Notice
from incident_console.domain.operation import Draft, Operation, Value
from incident_console.domain.roles import Role
from incident_console.domain.status_log import Entry, add_entry
from incident_console.sync.blobs import store_blob
from incident_console.sync.engine import SyncEngine
from incident_console.sync.joining import admit, join_workspace, pending_requests
from incident_console.sync.opening import NewTeam, create_workspace, open_workspace
from incident_console.sync.station import Station
from tests.helpers.seeded import seeded_random

PASSPHRASE = "harbour lights"
START_MS = 1_763_851_234_567
INCIDENT = b"i" * 16


@contextmanager
def cheap_secrets() -> Iterator[None]:
    """Inside, the passphrase and the eight words cost nothing, and lockboxes are the same each time.

    These are tested where they are made; all else, every batch, head, act and database, is sealed in earnest.
    """

    def derived(passphrase: str, salt: bytes, _cost: object) -> bytes:
        return hashlib.sha256(salt + passphrase.encode()).digest()

    with (
        mock.patch("incident_console.crypto.passphrase._derive", derived),
        mock.patch("incident_console.wire.act.seal_to", _sealed_to),
        mock.patch("incident_console.wire.join.seal_to", _sealed_to),
        mock.patch("incident_console.crypto.lockbox.HybridKey.open", _opened),
        mock.patch("incident_console.sync.requests.join_words", return_value=("word",) * 8),
    ):
        yield


def _sealed_to(public_key: bytes, plaintext: bytes, info: bytes) -> bytes:
    key = hashlib.sha256(public_key + info).digest()
    return hashlib.shake_256(key).digest(1120) + AESGCM(key).encrypt(bytes(12), plaintext, None)


def _opened(own: HybridKey, sealed: bytes, info: bytes) -> bytes:
    key = hashlib.sha256(own.public_key + info).digest()
    try:
        return AESGCM(key).decrypt(bytes(12), sealed[1120:], None)
    except InvalidTag:
        raise CannotOpen from None


@dataclass
class Clock:
    """A laptop's clock, moved by hand."""

    ms: int = START_MS
    skew_ms: int = 0

    def __call__(self) -> Moment:
        return Moment(self.ms + self.skew_ms, 60)


@dataclass
class Laptop:
    """A workspace directory and, while it is open, the station and engine on it."""

    path: Path
    clock: Clock
    random: Callable[[int], bytes]
    notices: list[Notice] = field(default_factory=list)
    _station: Station | None = None
    _engine: SyncEngine | None = None

    @property
    def station(self) -> Station:
        if self._station is None:
            self.use(open_workspace(self.path, PASSPHRASE, now=self.clock, random=self.random))
        assert self._station is not None
        return self._station

    @property
    def engine(self) -> SyncEngine:
        self.station  # noqa: B018 - opens the workspace
        assert self._engine is not None
        return self._engine

    def use(self, station: Station) -> None:
        self._station, self._engine = station, SyncEngine(station)
        station.bus.subscribe(lambda event: self.notices.append(event) if isinstance(event, Notice) else None)

    def close(self) -> None:
        if self._station is not None:
            self._station.close()
        self._station = self._engine = None

    def reopen(self) -> Station:
        self.close()
        return self.station

    def go_on_from(self, image: Path) -> Station:
        """Continue with the workspace as it was when the image was taken."""
        self.close()
        shutil.rmtree(self.path)
        image.rename(self.path)
        return self.station

    def crash(self) -> Station:
        """End without any ceremony, then start again."""
        image = self.path.with_name(f"{self.path.name}-image")
        shutil.copytree(self.path, image)
        return self.go_on_from(image)

    def write(self, *lines: str) -> list[Operation]:
        return self.station.save([self.line(text) for text in lines])

    def line(self, text: str) -> Draft:
        return add_entry(self.station.random(16), INCIDENT, text, "fact", self.clock().ms, 0)

    def keep(self, title: str, content: bytes, *, is_vital: bool = False) -> BlobRef:
        """Put a document into the library."""
        blob = store_blob(self.station, BytesIO(content).read)
        fields: dict[str, Value] = {
            "title": title, "file_name": title, "media_type": "text/plain", "size": len(content),
            "sha256": blob.sha256, "is_vital": is_vital,
        }  # fmt: skip
        self.station.save([document_version(self.station.random(16), fields, blob)])
        return blob

    def texts(self) -> list[str]:
        return [entry.text for entry in self.station.index.things.all(Entry, INCIDENT)]


def a_founder(path: Path, folder: Path, seed: int = 1) -> Laptop:
    """A laptop that founded a team and filled its folder."""
    laptop = Laptop(path, Clock(), seeded_random(seed))
    new = NewTeam("Harbour team", "Joy Okafor")
    laptop.use(create_workspace(path, PASSPHRASE, new, kdf_memory_mib=64, now=laptop.clock, random=laptop.random))
    laptop.station.folders.add(folder)
    laptop.engine.seed(folder)
    return laptop


def a_newcomer(path: Path, folder: Path, member: str, seed: int) -> Laptop:
    """A laptop that asks to join through a folder."""
    laptop = Laptop(path, Clock(), seeded_random(seed))
    laptop.use(
        join_workspace(
            path, PASSPHRASE, folder=folder, member=member, kdf_memory_mib=64, now=laptop.clock, random=laptop.random
        )
    )
    laptop.engine.sync()
    return laptop


def let_in(admin: Laptop, newcomer: Laptop, role: Role) -> None:
    """Admit a newcomer through the folders that both have."""
    admin.engine.sync()
    request = next(r for r in pending_requests(admin.station) if r.device.id == newcomer.station.device)
    admit(admin.station, request, role)
    admin.engine.sync()
    newcomer.engine.sync()
    assert newcomer.station.role == role


def exchange(*laptops: Laptop) -> None:
    """Sync until everything reached everyone: there and back again."""
    for _ in range(3):
        moved = [laptop.engine.sync().has_moved for laptop in laptops]
        if not any(moved):
            break


def a_team(root: Path, *roles: Role) -> tuple[Path, list[Laptop]]:
    """A folder, the founder's laptop, and a joined laptop for each role."""
    folder = root / "share"
    folder.mkdir()
    laptops = [a_founder(root / "laptop0", folder)]
    for number, role in enumerate(roles, start=1):
        laptops.append(a_newcomer(root / f"laptop{number}", folder, f"Member {number}", 100 + number))
        let_in(laptops[0], laptops[-1], role)
    exchange(*laptops)
    return folder, laptops
