# SPDX-License-Identifier: Apache-2.0
"""What a laptop must keep secret and for ever: its own private keys, and the team's epoch keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from incident_console.crypto.hashing import TEAM_SPACE
from incident_console.crypto.lockbox import HybridKey
from incident_console.crypto.signing import Signer
from incident_console.domain.ids import Random
from incident_console.storage.record import Record
from incident_console.wire import act, acts
from incident_console.wire.act import EpochKey

_encode = msgspec.msgpack.Encoder().encode
MAX_UNTRUSTED = 64
"""How many keys are kept that came with acts which do not count, or not yet."""
_SIGN, _HPKE, _EPOCHS, _JOIN_SEED = "device-sign", "device-hpke", "epochs", "join-seed"


class Device:
    """This laptop's signing and lockbox keys; made here, never leaving the record."""

    def __init__(self, sign_seed: bytes, hpke_seed: bytes) -> None:
        self.signer = Signer(sign_seed)
        self.lockbox = HybridKey(hpke_seed)
        self.public = acts.Device(self.signer.public_key, self.lockbox.public_key)
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


class Keyring:
    """The team's epoch keys, as far as this laptop holds them.

    Keys come with membership acts, whoever wrote them, so a key alone only opens files. This laptop writes under, and
    passes on, nothing but epochs that acts which count name; the join seed likewise comes from such acts alone.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        kept = msgspec.msgpack.decode(record.get(_EPOCHS) or _encode([]), type=list[EpochKey])
        self._epochs = {epoch.id: epoch for epoch in kept}
        self._trusted: frozenset[bytes] = frozenset()
        self.join_seed = record.get(_JOIN_SEED)

    @property
    def count(self) -> int:
        """How many epoch keys are held: once there are more, files that did not open may."""
        return len(self._epochs)

    def to_wire(self) -> act.Keyring:
        """The keyring as it is put behind an act for its readers."""
        return act.Keyring(tuple(self._counting()), self.join_seed)

    @property
    def is_ready(self) -> bool:
        """Whether there is an epoch to write under; not so before admission, and while the founding act is lost."""
        return bool(self._counting())

    @property
    def current(self) -> EpochKey:
        """The epoch to write under: the newest by (generation, id) that an act which counts names."""
        return max(self._counting(), key=lambda epoch: (epoch.generation, epoch.id))

    def by_hint(self) -> Mapping[bytes, tuple[bytes, ...]]:
        """The keys to try for a file, by the hint in its header."""
        found: dict[bytes, tuple[bytes, ...]] = {}
        for epoch in self._epochs.values():
            found[epoch.id[:8]] = (*found.get(epoch.id[:8], ()), epoch.key)
        return found

    def learn(self, epochs: Iterable[EpochKey]) -> bool:
        """Keep keys that came with a membership act, to open files with; True if any was new.

        Of keys that no counting act names, only so many are kept.
        """
        new = [epoch for epoch in epochs if epoch.id not in self._epochs]
        room = MAX_UNTRUSTED - sum(epoch not in self._trusted for epoch in self._epochs)
        if new and room > 0:
            learned = {**self._epochs, **{epoch.id: epoch for epoch in new[:room]}}
            self._record.put(_EPOCHS, _encode(list(learned.values())))
            self._epochs = learned
        return bool(new) and room > 0

    def trust(self, epoch_ids: Iterable[bytes], join_seed: bytes | None = None) -> None:
        """Write under these epochs, since acts that count name them; the first such act's join seed is kept."""
        self._trusted = frozenset(epoch_ids)
        if join_seed is not None and self.join_seed is None:
            self._record.put(_JOIN_SEED, join_seed)
            self.join_seed = join_seed

    def _counting(self) -> list[EpochKey]:
        return [epoch for epoch in self._epochs.values() if epoch.id in self._trusted]
