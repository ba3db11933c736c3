# SPDX-License-Identifier: Apache-2.0
"""What membership acts say, as far as the rules about them need it."""

from __future__ import annotations

from dataclasses import dataclass

from .roles import Role

StreamTip = tuple[bytes, int, bytes]
"""A place in a stream: its id, the number of a batch, and that batch's statement."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A device that is let in; ``is_paper`` tells a recovery kit, whose keys are printed and kept nowhere else."""

    device: bytes
    sign_key: bytes
    hpke_key: bytes
    role: Role
    code: str
    persons: tuple[tuple[bytes, str], ...]
    is_paper: bool = False

    @property
    def names(self) -> str:
        """Who worked at it when it was let in."""
        return ", ".join(name for _, name in self.persons)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """Another role for a device from now on, None if it is revoked; its work up to ``cut`` keeps the right it had."""

    device: bytes
    role: Role | None
    cut: tuple[StreamTip, ...]

    @property
    def is_removal(self) -> bool:
        """Whether the device may not act as an admin afterwards."""
        return self.role is not Role.ADMIN


@dataclass(frozen=True, slots=True)
class NamedEpoch:
    """A key that files are sealed under, made for these devices."""

    id: bytes
    generation: int
    recipients: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Founding:
    """The first act: the founder's own admission, and the first key."""

    admission: Admission
    epoch: NamedEpoch


@dataclass(frozen=True, slots=True)
class Granted:
    """An existing key for one more device."""

    epoch: bytes
    recipient: bytes


@dataclass(frozen=True, slots=True)
class HeldAdmitted:
    """Batches that count after all, although a change of role came before anybody saw them."""

    stmts: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """Who also works at a device, or a person's new name."""

    device: bytes
    person: bytes
    name: str


Content = Founding | Admission | RoleChange | NamedEpoch | Granted | HeldAdmitted | PersonNamed | None
"""None for an act that only a newer program understands: it is part of the graph and says nothing here."""


@dataclass(frozen=True, slots=True)
class Act:
    """A membership act: its id, its author's key, what he knew (``heads``) and had written (``author_tips``)."""

    id: bytes
    author_key: bytes
    heads: tuple[bytes, ...]
    content: Content
    wall_ms: int
    author_tips: tuple[StreamTip, ...] = ()

    @property
    def admission(self) -> Admission | None:
        """The device that this act lets in, if it does."""
        if isinstance(self.content, Founding):
            return self.content.admission
        return self.content if isinstance(self.content, Admission) else None

    @property
    def epoch(self) -> NamedEpoch | None:
        """The key that this act names as a new one, if it does."""
        if isinstance(self.content, Founding):
            return self.content.epoch
        return self.content if isinstance(self.content, NamedEpoch) else None
