# SPDX-License-Identifier: Apache-2.0
"""Messages to a person, a role or the team, with acknowledgement and reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import KnownError
from .merge import KnownOp, order_key
from .operation import Draft, Number, Operation, Value
from .view import Stamp, stamp_of, text

TO_KINDS = ("team", "role", "person")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a message."""

    text: str
    made: Stamp


@dataclass(frozen=True, slots=True)
class Message:
    """A message as sent; never changed. ``to`` is a name, a role or empty for the whole team."""

    id: bytes
    entity: bytes
    incident: bytes
    number: Number | None
    to: str
    to_kind: str
    subject: str
    text: str
    is_urgent: bool
    sent: Stamp
    acknowledged: tuple[Stamp, ...]
    replies: tuple[Reply, ...]


def send_message(
    entity: bytes, incident: bytes, to_kind: str, to: str, subject: str, words: str, is_urgent: bool = False
) -> Draft:
    """Send a message; raises KnownError if it is blank or addressed to nobody."""
    if not words.strip():
        raise KnownError("A message needs text", "Nothing was sent.")
    if to_kind not in TO_KINDS or (to_kind != "team" and not to.strip()):
        raise KnownError("A message needs an address", "Nothing was sent.", "Choose a person, a role or the team.")
    body: dict[str, Value] = {
        "to_kind": to_kind,
        "to": to.strip(),
        "subject": subject.strip(),
        "text": words.strip(),
        "urgent": is_urgent,
    }
    return Draft("message.add", entity, body, incident=incident, number_what="message")


def acknowledge_message(message: Message) -> Draft:
    """Say that the message was read and understood."""
    return Draft("message.acknowledge", message.entity, {"target": message.id}, incident=message.incident)


def reply_to_message(message: Message, words: str) -> Draft:
    """Answer a message; raises KnownError if the answer is blank."""
    if not words.strip():
        raise KnownError("A reply needs text", "Nothing was sent.")
    body: dict[str, Value] = {"target": message.id, "text": words.strip()}
    return Draft("message.reply", message.entity, body, incident=message.incident)


def project_messages(entity: bytes, known: Sequence[KnownOp]) -> list[Message]:
    """The messages that these operations of one entity make, with their acknowledgements and replies."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    messages = [op for op in accepted if op.head.kind == "message.add" and op.head.incident is not None]
    return [_message(entity, op, accepted) for op in messages]


def _message(entity: bytes, op: Operation, accepted: Sequence[Operation]) -> Message:
    about = [other for other in accepted if other.body.get("target") == op.id]
    return Message(
        id=op.id,
        entity=entity,
        incident=op.head.incident or b"",
        number=op.head.number,
        to=text(op.body["to"]),
        to_kind=text(op.body.get("to_kind")) or "team",
        subject=text(op.body["subject"]),
        text=text(op.body["text"]),
        is_urgent=op.body.get("urgent") is True,
        sent=stamp_of(op),
        acknowledged=tuple(stamp_of(o) for o in about if o.head.kind == "message.acknowledge"),
        replies=tuple(Reply(text(o.body["text"]), stamp_of(o)) for o in about if o.head.kind == "message.reply"),
    )
