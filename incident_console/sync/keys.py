# SPDX-License-Identifier: Apache-2.0
"""What a laptop must keep secret and for ever: its own private keys, and the team's epoch keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import msgspec

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.crypto.lockbox import HybridKey
from incident_console.crypto.signing import Signer
from incident_console.domain.epochs import Epochs
from incident_console.domain.ids import Random
from incident_console.storage.record import Record
from incident_console.wire import act, acts
from incident_console.wire.act import EpochKey

_encode = msgspec.msgpack.Encoder().encode
MAX_LOOSE = 100_000
"""How many keys are kept in memory that came with acts which do not count, or not yet: junk cannot fill it."""
_SIGN, _HPKE, _EPOCHS, _JOIN_SEED = "device-sign", "device-hpke", "epochs", "join-seed"
_WRITTEN = "written-under-"


class Device:
    """The signing and lockbox keys of this laptop, never leaving its record, or of a recovery kit, kept on paper."""

    def __init__(self, sign_seed: bytes, hpke_seed: bytes, device_type: str = "laptop") -> None:
        self.signer = Signer(sign_seed)
        self.lockbox = HybridKey(hpke_seed)
        self.public = acts.Device(self.signer.public_key, self.lockbox.public_key, device_type)
        self.id = self.public.id


def make_device(record: Record, random: Random) -> Device:
    """Make this laptop's keys and keep them in the record."""
    with record.transaction():
        record.put(_SIGN, random(32))
        record.put(_HPKE, random(32))
    return load_device(record)


def load_device(record: Record) -> Device:
    """This laptop's keys."""
    return Device(record.get(_SIGN) or b"", record.get(_HPKE) or b"")


def new_epoch(generation: int, random: Random) -> EpochKey:
    """A fresh content key for the team."""
    return EpochKey(TEAM_SPACE, generation, random(32))


@dataclass(frozen=True, slots=True)
class Sealer:
    """What it takes to seal a file as this laptop; ``tips`` are those of its own streams."""

    device: Device
    epoch: EpochKey
    team_id: bytes
    device_secret: bytes
    random: Random
    tips: tuple[acts.StreamTip, ...] = ()


class Shelf(Protocol):
    """Where a keyring keeps its keys."""

    def get(self, key: str) -> bytes | None:
        """A named value, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a named value."""


class NoShelf:
    """Keeps nothing: the keys that a recovery kit opens end with the work that needs them."""

    def get(self, _key: str) -> None:
        """Nothing was kept."""

    def put(self, key: str, value: bytes) -> None:
        """Keep nothing."""


class Keyring:
    """The team's epoch keys, as far as this laptop holds them.

    Keys come with membership acts, whoever wrote them, so a key alone only opens files. This laptop writes under
    nothing but epochs that acts which count name; the join seed likewise comes from such acts alone. It writes under
    the newest one that only members hold, as far as it was given that, and passes on those that files may lie under.
    """

    def __init__(self, record: Shelf) -> None:
        self._record = record
        kept = msgspec.msgpack.decode(record.get(_EPOCHS) or _encode([]), type=list[EpochKey])
        self._epochs = {epoch.id: epoch for epoch in kept}
        self._loose: dict[bytes, EpochKey] = {}
        self._named: frozenset[bytes] = frozenset()
        self._writable: tuple[bytes, ...] = ()
        self._clean: tuple[bytes, ...] = ()
        self.join_seed = record.get(_JOIN_SEED)

    @property
    def count(self) -> int:
        """How many epoch keys are held: once there are more, files that did not open may."""
        return len(self._epochs) + len(self._loose)

    def to_wire(self, sealing: EpochKey) -> act.Keyring:
        """The keyring as it is put behind an act for its readers, the key that the act is sealed under among them."""
        named = [epoch for epoch in self._epochs.values() if epoch.id in self._named]
        epochs = {epoch.id: epoch for epoch in (*named, sealing)}
        return act.Keyring(tuple(epochs.values()), self.join_seed)

    @property
    def is_ready(self) -> bool:
        """Whether there is an epoch to write under; not so before admission, and while the founding act is lost."""
        return any(epoch in self._epochs for epoch in self._writable)

    @property
    def current(self) -> EpochKey:
        """The epoch to write under: the newest clean one held, else the newest that an act which counts names."""
        return next(self._epochs[epoch] for epoch in (*self._clean, *self._writable) if epoch in self._epochs)

    @property
    def is_clean(self) -> bool:
        """Whether nobody outside the team can read what is written now; else a change of key is pending."""
        return self.is_ready and self.current.id in self._clean

    def holds(self, epoch_id: bytes) -> bool:
        """Whether a key is here."""
        return epoch_id in self._epochs or epoch_id in self._loose

    def epoch(self, epoch_id: bytes) -> EpochKey:
        """A key that is here."""
        return self._epochs[epoch_id] if epoch_id in self._epochs else self._loose[epoch_id]

    def note_written_under(self, epoch_id: bytes) -> None:
        """Remember that this laptop sealed work under a key, so that others must be able to read under it."""
        if not self.has_written_under(epoch_id):
            self._record.put(_WRITTEN + epoch_id.hex(), b"1")

    def has_written_under(self, epoch_id: bytes) -> bool:
        """Whether this laptop sealed work under a key."""
        return self._record.get(_WRITTEN + epoch_id.hex()) is not None

    def by_hint(self) -> Mapping[bytes, tuple[bytes, ...]]:
        """The keys to try for a file, by the hint in its header."""
        found: dict[bytes, tuple[bytes, ...]] = {}
        for epoch in (*self._epochs.values(), *self._loose.values()):
            found[epoch.id[:8]] = (*found.get(epoch.id[:8], ()), epoch.key)
        return found

    def learn(self, epochs: Iterable[EpochKey]) -> bool:
        """Remember keys that came with a membership act, to open files with; True if any was new.

        They are forgotten when the program ends unless an act that counts names them by then.
        """
        new = {epoch.id: epoch for epoch in epochs if not self.holds(epoch.id)}
        room = MAX_LOOSE - len(self._loose)
        self._loose.update(islice(new.items(), room))
        return bool(new) and room > 0

    def keep(self, epoch: EpochKey) -> None:
        """Keep a key that was made here for good, before the act that names it exists."""
        self._keep([epoch])

    def trust(self, epochs: Epochs, join_seed: bytes | None = None) -> None:
        """Keep what acts name that count, and write under that; the first such act's join seed is kept."""
        self._named = frozenset(epochs.named)
        self._writable, self._clean = tuple(epochs.newest_first), tuple(epochs.clean)
        self._keep([epoch for epoch_id, epoch in self._loose.items() if epoch_id in self._named])
        if join_seed is not None and self.join_seed is None:
            self.keep_join_seed(join_seed)

    def keep_join_seed(self, join_seed: bytes) -> None:
        """Keep the seed of the key that join requests are sealed to."""
        self._record.put(_JOIN_SEED, join_seed)
        self.join_seed = join_seed

    def _keep(self, epochs: Collection[EpochKey]) -> None:
        if epochs:
            kept = {**self._epochs, **{epoch.id: epoch for epoch in epochs}}
            self._record.put(_EPOCHS, _encode(list(kept.values())))
            self._epochs = kept
            for epoch in epochs:
                self._loose.pop(epoch.id, None)
