# SPDX-License-Identifier: Apache-2.0
"""Operations as bytes: a head that may be shown and a body that may be withheld, each committed to by the id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from incident_console.crypto.hashing import op_id
from incident_console.domain.operation import MAX_LINKS, Number, Operation, OpHead, Value
from incident_console.wire.canonical import Fault, Malformed, pack, unpack
from incident_console.wire.quick_documents import document_body, document_bytes
from incident_console.wire.quick_reading import body_bytes, common_head, head_bytes, plain_body
from incident_console.wire.shapes import (
    LARGEST_U32,
    LARGEST_U64,
    exact,
    mapping,
    members,
    row,
    sorted_hashes,
    text,
    whole,
)

MAX_FIELD_BYTES = 256 << 10
MAX_BODY_BYTES = 512 << 10
MAX_HEAD_BYTES = 64 << 10
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class RawOp:
    """An operation as its author wrote it; readers keep these bytes and never write them anew."""

    salt: bytes
    head: bytes
    body: bytes
    id: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", op_id(self.salt, self.head, self.body))


def encode_operation(head: OpHead, body: Mapping[str, Value], salt: bytes) -> RawOp:
    """The bytes of an operation; ``salt`` is 16 random bytes. Raises Malformed for what the format cannot hold."""
    raw = RawOp(salt, encode_head(head), body_bytes(body) or document_bytes(body) or pack(dict(body)))
    decode_operation(raw)
    return raw


def decode_operation(raw: RawOp) -> Operation:
    """The operation in the bytes. Raises Malformed, which concerns this operation alone, never its batch."""
    if len(raw.salt) != SALT_BYTES or len(raw.body) > MAX_BODY_BYTES:
        raise Malformed(Fault.LIMIT)
    body = plain_body(raw.body) or document_body(raw.body) or mapping(unpack(raw.body))
    if len(raw.body) > MAX_FIELD_BYTES:
        _check_fields(body)
    return Operation(raw.id, decode_head(raw.head), body)


def _check_fields(body: Mapping[str, Value]) -> None:
    for name, value in body.items():
        if len(name.encode()) > MAX_FIELD_BYTES or len(pack(value)) > MAX_FIELD_BYTES:
            raise Malformed(Fault.LIMIT)


def encode_head(head: OpHead) -> bytes:
    """The bytes of an operation's head."""
    number = None if head.number is None else [head.number.what, head.number.series, head.number.n]
    members: list[object] = [
        *(head.kind, head.right, head.incident, number, head.entity, head.device, head.person),
        *(head.hlc, head.wall_ms, head.utc_offset_min, head.sup, *head.extra),
    ]
    return (None if head.extra else head_bytes(members)) or pack(members)


def decode_head(data: bytes) -> OpHead:
    """The head in the bytes, with members that a newer program appended kept. Raises Malformed."""
    if len(data) > MAX_HEAD_BYTES:
        raise Malformed(Fault.LIMIT)
    return common_head(data) or _any_head(members(unpack(data), 11))


def _any_head(parts: list[Value]) -> OpHead:
    kind, right, incident, number, entity, device, person, hlc, wall_ms, offset, sup, *extra = parts
    return OpHead(
        kind=text(kind, 64),
        right=whole(right, 0, 3),
        incident=None if incident is None else exact(incident, 16),
        number=None if number is None else _number(number),
        entity=exact(entity, 16),
        device=exact(device, 16),
        person=exact(person, 16),
        hlc=whole(hlc, 0, LARGEST_U64),
        wall_ms=whole(wall_ms, 0, LARGEST_U64),
        utc_offset_min=whole(offset, -1440, 1440),
        sup=sorted_hashes(sup, MAX_LINKS),
        extra=tuple(extra),
    )


def _number(value: Value) -> Number:
    what, series, n = row(value, 3)
    return Number(text(what, 64), exact(series, 16), whole(n, 1, LARGEST_U32))
