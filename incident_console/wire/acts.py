# SPDX-License-Identifier: Apache-2.0
"""What membership acts say: founding, admission, keys, revocation; each a small record with its fields.

Every type has its number and field names here from the first release on, so that no later act can be misread. Fields
that a newer program added are ignored here and kept in the act's bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from incident_console.crypto.hashing import TEAM_SPACE, device_id
from incident_console.domain.operation import Value
from incident_console.wire.canonical import Fault, Malformed
from incident_console.wire.shapes import (
    LARGEST_U32,
    exact,
    items,
    mapping,
    member,
    row,
    sorted_hashes,
    text,
    whole,
    yes_or_no,
)

HPKE_KEY_BYTES = 1216
MAX_NAME_BYTES = 200
MAX_CODE_BYTES = 32
MAX_PERSONS = 64
MAX_TIPS = 4096
MAX_STATEMENTS = 4096
MAX_RECIPIENTS = 600

Fields = Mapping[str, Value]
StreamTip = tuple[bytes, int, bytes]
Person = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class Device:
    """The public keys of a device; ``type`` is laptop or paper, ``suite`` the set of algorithms of its keys."""

    sign_key: bytes
    hpke_key: bytes
    type: str = "laptop"
    suite: int = 1

    @property
    def id(self) -> bytes:
        """The 16 bytes that name the device."""
        return device_id(self.sign_key, self.hpke_key)

    def encode(self) -> dict[str, Value]:
        """The device as it stands in an act."""
        return {"sign": self.sign_key, "hpke": self.hpke_key, "suite": self.suite, "type": self.type}

    @classmethod
    def decode(cls, value: Value) -> Device:
        """The device in an act. Raises Malformed."""
        fields = mapping(value)
        return cls(
            sign_key=exact(member(fields, "sign"), 32),
            hpke_key=exact(member(fields, "hpke"), HPKE_KEY_BYTES),
            type=text(member(fields, "type"), MAX_CODE_BYTES),
            suite=whole(member(fields, "suite"), 1, 255),
        )


@dataclass(frozen=True, slots=True)
class Genesis:
    """The founding of a team, for real work or an exercise; its author is the first admin."""

    type: ClassVar[int] = 1
    nonce: bytes
    name: str
    is_exercise: bool
    device: Device
    person: Person
    code: str
    epoch_id: bytes
    generation: int = 0
    suite: int = 1

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {
            "nonce": self.nonce,
            "name": self.name,
            "exercise": self.is_exercise,
            "device": self.device.encode(),
            "person": list(self.person),
            "code": self.code,
            "epoch": self.epoch_id,
            "gen": self.generation,
            "suite": self.suite,
        }

    @classmethod
    def decode(cls, fields: Fields) -> Genesis:
        """The act in its fields. Raises Malformed."""
        return cls(
            nonce=exact(member(fields, "nonce"), 32),
            name=text(member(fields, "name"), MAX_NAME_BYTES),
            is_exercise=yes_or_no(member(fields, "exercise")),
            device=Device.decode(member(fields, "device")),
            person=_person(member(fields, "person")),
            code=text(member(fields, "code"), MAX_CODE_BYTES),
            epoch_id=exact(member(fields, "epoch"), 32),
            generation=whole(member(fields, "gen"), 0, 0),
            suite=whole(member(fields, "suite"), 1, 255),
        )


@dataclass(frozen=True, slots=True)
class Admit:
    """The admission of a device with a role and a station code; ``request`` is the hash of the join request, if any."""

    type: ClassVar[int] = 2
    device: Device
    role: int
    code: str
    persons: tuple[Person, ...]
    request: bytes | None

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        persons: list[Value] = [list(person) for person in self.persons]
        return {
            "device": self.device.encode(),
            "role": self.role,
            "code": self.code,
            "persons": persons,
            "request": self.request,
        }

    @classmethod
    def decode(cls, fields: Fields) -> Admit:
        """The act in its fields. Raises Malformed."""
        request = member(fields, "request")
        return cls(
            device=Device.decode(member(fields, "device")),
            role=whole(member(fields, "role"), 0, 3),
            code=text(member(fields, "code"), MAX_CODE_BYTES),
            persons=tuple(_person(item) for item in items(member(fields, "persons"), MAX_PERSONS)),
            request=None if request is None else exact(request, 32),
        )


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """A new key to write under, for these devices."""

    type: ClassVar[int] = 3
    epoch_id: bytes
    generation: int
    recipients: tuple[bytes, ...]
    space: bytes = TEAM_SPACE

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        recipients: list[Value] = list(self.recipients)
        return {"space": self.space, "gen": self.generation, "id": self.epoch_id, "recipients": recipients}

    @classmethod
    def decode(cls, fields: Fields) -> NewEpoch:
        """The act in its fields. Raises Malformed."""
        recipients = tuple(exact(item, 16) for item in items(member(fields, "recipients"), MAX_RECIPIENTS))
        if list(recipients) != sorted(set(recipients)):
            raise Malformed(Fault.SCHEMA)
        return cls(
            epoch_id=exact(member(fields, "id"), 32),
            generation=whole(member(fields, "gen"), 1, LARGEST_U32),
            recipients=recipients,
            space=exact(member(fields, "space"), 8),
        )


@dataclass(frozen=True, slots=True)
class Revoke:
    """The end of a device's membership; ``cut`` is what its work counts up to."""

    type: ClassVar[int] = 4
    device: bytes
    cut: tuple[StreamTip, ...]

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {"device": self.device, "cut": encode_tips(self.cut)}

    @classmethod
    def decode(cls, fields: Fields) -> Revoke:
        """The act in its fields. Raises Malformed."""
        return cls(exact(member(fields, "device"), 16), decode_tips(member(fields, "cut")))


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Another role for a device; ``cut`` is what its work under the old role counts up to."""

    type: ClassVar[int] = 5
    device: bytes
    role: int
    cut: tuple[StreamTip, ...]

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {"device": self.device, "role": self.role, "cut": encode_tips(self.cut)}

    @classmethod
    def decode(cls, fields: Fields) -> ChangeRole:
        """The act in its fields. Raises Malformed."""
        role = whole(member(fields, "role"), 0, 3)
        return cls(exact(member(fields, "device"), 16), role, decode_tips(member(fields, "cut")))


@dataclass(frozen=True, slots=True)
class Grant:
    """An existing epoch's key for one more device."""

    type: ClassVar[int] = 6
    epoch_id: bytes
    recipient: bytes

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {"epoch": self.epoch_id, "recipient": self.recipient}

    @classmethod
    def decode(cls, fields: Fields) -> Grant:
        """The act in its fields. Raises Malformed."""
        return cls(exact(member(fields, "epoch"), 32), exact(member(fields, "recipient"), 16))


@dataclass(frozen=True, slots=True)
class AdmitHeld:
    """Held batches that an admin accepts after all, by their statements."""

    type: ClassVar[int] = 7
    stmts: tuple[bytes, ...]

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {"stmts": list(self.stmts)}

    @classmethod
    def decode(cls, fields: Fields) -> AdmitHeld:
        """The act in its fields. Raises Malformed."""
        return cls(sorted_hashes(member(fields, "stmts"), MAX_STATEMENTS))


@dataclass(frozen=True, slots=True)
class NamePerson:
    """Who also works at a device, or a person's new name."""

    type: ClassVar[int] = 8
    device: bytes
    person: Person

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return {"device": self.device, "id": self.person[0], "name": self.person[1]}

    @classmethod
    def decode(cls, fields: Fields) -> NamePerson:
        """The act in its fields. Raises Malformed."""
        return cls(exact(member(fields, "device"), 16), _person([member(fields, "id"), member(fields, "name")]))


@dataclass(frozen=True, slots=True)
class OtherAct:
    """A notice (9), or an act of a type that a newer program knows: kept, passed on, without effect here."""

    type: int
    fields: Fields

    def encode(self) -> dict[str, Value]:
        """The fields as they stand in the act."""
        return dict(self.fields)


Content = Genesis | Admit | NewEpoch | Revoke | ChangeRole | Grant | AdmitHeld | NamePerson | OtherAct

_KNOWN = {known.type: known for known in (Genesis, Admit, NewEpoch, Revoke, ChangeRole, Grant, AdmitHeld, NamePerson)}


def decode_content(act_type: int, value: Value) -> Content:
    """What an act of a type says in its fields. Raises Malformed."""
    fields = mapping(value)
    known = _KNOWN.get(act_type)
    return known.decode(fields) if known else OtherAct(act_type, fields)


def encode_tips(tips: tuple[StreamTip, ...]) -> list[Value]:
    """Tips of streams as they stand in an act, sorted."""
    return [list(tip) for tip in sorted(tips)]


def decode_tips(value: Value) -> tuple[StreamTip, ...]:
    """Tips of streams in an act. Raises Malformed unless sorted, each once."""
    tips = tuple(_stream_tip(item) for item in items(value, MAX_TIPS))
    if list(tips) != sorted(set(tips)):
        raise Malformed(Fault.SCHEMA)
    return tips


def _stream_tip(value: Value) -> StreamTip:
    stream, seq, stmt = row(value, 3)
    return exact(stream, 16), whole(seq, 1, LARGEST_U32), exact(stmt, 32)


def _person(value: Value) -> Person:
    identity, name = row(value, 2)
    return exact(identity, 16), text(name, MAX_NAME_BYTES)
