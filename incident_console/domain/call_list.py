# SPDX-License-Identifier: Apache-2.0
"""Call lists and the attempts to reach the people on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .errors import KnownError
from .merge import KnownOp, merge_registers, order_key
from .operation import Draft, Value
from .view import FieldConflict, Stamp, conflicts_of, first_and_last, incident_of, integer, stamp_of, text, with_prefix

REACHED = "reached"
OUTCOMES = (REACHED, "no_answer", "busy", "left_message", "wrong_number", "delegated")
"""How a call ended, in the order of their keys."""


@dataclass(frozen=True, slots=True)
class CallList:
    """Whom to call in an incident, in which order, and what to say; ``members`` are (order key, person id)."""

    id: bytes
    incident: bytes
    name: str
    purpose: str
    say: str
    plan_key: str
    order: str
    members: tuple[bytes, ...]
    made: Stamp
    changed: Stamp
    conflicts: tuple[FieldConflict, ...]


@dataclass(frozen=True, slots=True)
class CallAttempt:
    """One attempt to reach a person; never changed afterwards."""

    id: bytes
    incident: bytes
    person: bytes
    call_list: bytes | None
    outcome: str
    number: str
    note: str
    at_ms: int
    retry_at_ms: int | None
    made: Stamp


def parse_outcome(word: str) -> str:
    """The outcome that a person typed (``no answer`` and ``no_answer`` alike); raises KnownError for another."""
    outcome = word.strip().lower().replace(" ", "_").replace("-", "_")
    if outcome not in OUTCOMES:
        raise KnownError(f"There is no call outcome “{word}”", what_to_do=f"Use one of {', '.join(OUTCOMES)}.")
    return outcome


def set_call_list(entity: bytes, incident: bytes, fields: Mapping[str, Value], known: Sequence[KnownOp] = ()) -> Draft:
    """Make a call list or change it; people stand in ``member.<person id>`` = order key, None takes one off."""
    links = merge_registers(known).heads_of(fields)
    return Draft("call_list.set", entity, dict(fields), incident=incident, sup=links)


def call_attempt(entity: bytes, incident: bytes, person: bytes, fields: Mapping[str, Value]) -> Draft:
    """Record how a call ended: ``outcome``, ``at_ms``, and where known number, note, call_list, retry_at_ms."""
    body = {"person": person, **{name: value for name, value in fields.items() if value is not None}}
    return Draft("call.attempt", entity, body, incident=incident)


def project_call_list(entity: bytes, known: Sequence[KnownOp]) -> CallList | None:
    """The call list that these operations describe, or None if removed or not accepted."""
    merged = merge_registers(known)
    incident = incident_of(known)
    if not merged.fields or incident is None:
        return None
    made, changed = first_and_last(known)
    value = merged.value
    members = sorted((text(order), person) for person, order in with_prefix(merged, "member."))
    return CallList(
        id=entity,
        incident=incident,
        name=text(value("name")),
        purpose=text(value("purpose")),
        say=text(value("say")),
        plan_key=text(value("plan_key")),
        order=text(value("order")),
        members=tuple(bytes.fromhex(person) for _, person in members if _is_id(person)),
        made=made,
        changed=changed,
        conflicts=conflicts_of(merged),
    )


def project_attempts(known: Sequence[KnownOp]) -> list[CallAttempt]:
    """The call attempts among these operations, in the order they were made."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    attempts = []
    for op in accepted:
        person, call_list, incident = op.body["person"], op.body.get("call_list"), op.head.incident
        if isinstance(person, bytes) and incident is not None:
            attempts.append(
                CallAttempt(
                    id=op.id,
                    incident=incident,
                    person=person,
                    call_list=call_list if isinstance(call_list, bytes) else None,
                    outcome=text(op.body["outcome"]),
                    number=text(op.body.get("number")),
                    note=text(op.body.get("note")),
                    at_ms=integer(op.body["at_ms"]) or 0,
                    retry_at_ms=integer(op.body.get("retry_at_ms")),
                    made=stamp_of(op),
                )
            )
    return attempts


def _is_id(text_id: str) -> bool:
    return len(text_id) == 32 and all(char in "0123456789abcdef" for char in text_id)
