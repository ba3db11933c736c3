# SPDX-License-Identifier: Apache-2.0
"""What an admin decides: another role for a station, its removal, a new key, and work that was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incident_console.domain.errors import KnownError
from incident_console.domain.roles import Role

from .base import Service
from .held_words import reason_for, words_for

if TYPE_CHECKING:
    from incident_console.storage.held_work import HeldOp


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Work that came together and does not count; ``id`` names it to an admin, who may let it count if ``may_count``.

    ``what`` says each change of it in words.
    """

    id: str
    device: bytes | None
    station: str
    reason: str
    what: tuple[str, ...]
    sealed_at_ms: int
    may_count: bool


class GoverningService(Service):
    """Membership as admins decide it; every decision is signed and seen by all."""

    def change_role(self, device: bytes, role: Role) -> None:
        """Give a station another role; its work up to now keeps the right it had. Raises KnownError."""
        from incident_console.sync.governing import change_role

        change_role(self.station, device, role)

    def revoke(self, device: bytes) -> None:
        """Remove a station from the team and change the team's key, in one act. Raises KnownError."""
        from incident_console.sync.governing import revoke

        revoke(self.station, device)

    def change_key(self) -> None:
        """Write under a new key from now on. Raises KnownError."""
        from incident_console.sync.governing import change_key

        change_key(self.station)

    @property
    def key(self) -> tuple[str, int]:
        """The key that this laptop writes under: its id and its generation."""
        epoch = self.station.keyring.current
        return epoch.id.hex(), epoch.generation

    @property
    def is_key_pending(self) -> bool:
        """Whether no key is left that only members hold, so that a removed laptop still reads what is written."""
        station = self.station
        return station.is_joined and not station.is_revoked and not station.team.team.epochs.clean

    @property
    def may_decide(self) -> bool:
        """Whether this is an admin's laptop."""
        return self._refusal(Role.ADMIN, "decide about the team") is None

    def held_pieces(self) -> int:
        """How many pieces of work wait for an admin, or for a membership file that tells whether they count."""
        from incident_console.storage.held_work import HeldWork

        with self.station.lock:
            return HeldWork(self.station.index.connection).waiting()

    def held(self) -> list[HeldLine]:
        """Work that is kept but does not count, the oldest first."""
        from incident_console.storage.held_work import HeldWork

        station = self.station
        with station.lock:
            work = HeldWork(station.index.connection)
            return [self._line(stmt, work.of(stmt)) for stmt in work.stmts()]

    def admit_held(self, ids: Sequence[str]) -> list[HeldLine]:
        """Let held work count after all; an id may be shortened. Raises KnownError for one that is not held."""
        from incident_console.sync.governing import admit_held

        from .finding import find_one

        self.station.require(Role.ADMIN, "admit held work")
        held = self.held()
        chosen = [find_one(each, "pieces of held work", held, lambda line: line.id, lambda _: ()) for each in ids]
        for line in chosen:
            if not line.may_count:
                raise KnownError("This work cannot be admitted", f"It was {line.reason}.", "It stays kept as it is.")
        admit_held(self.station, [bytes.fromhex(line.id) for line in chosen])
        return chosen

    def _line(self, stmt: bytes, ops: Sequence[HeldOp]) -> HeldLine:
        station = self.station
        (row,) = station.index.batches("stmt = ?", (stmt,))
        members = {member.admission.sign_key: (device, member) for device, member in station.members().items()}
        device, member = members.get(row.sign_key, (row.verdict.device, None))
        held = [op for op in ops if op.is_held]
        first = (held or ops)[0].operation
        is_member = member is not None and member.is_active
        return HeldLine(
            id=stmt.hex(),
            device=device,
            station=station.station_name(device) if device else "a station that is not known",
            reason=reason_for(row.verdict, first.head.right, is_member=is_member),
            what=tuple(words_for(op.operation) for op in ops),
            sealed_at_ms=row.sealed_at_ms,
            may_count=bool(held) and (row.verdict.claimed is not None or is_member),
        )
