# SPDX-License-Identifier: Apache-2.0
"""The status log: append-only lines, struck but never deleted, the significant ones marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .citation import MOST_CITED, Citation, citations_of, citations_to_plain
from .errors import KnownError
from .merge import KnownOp, merge_registers, order_key
from .operation import Draft, Number, Operation, Value
from .view import Stamp, integer, stamp_of, text

ENTRY_KINDS = ("fact", "report", "assessment", "decision", "action")
"""What a line can be; the first is the default."""
STRIKE = "strike"
"""The kind of the line that a strike itself makes."""
TAGS = ("privileged", "personal")
"""What an entry can be tagged as: such a line, and what strikes it, can be withheld from those who get the evidence."""
LATE_AFTER_MS = 15 * 60 * 1000
"""A line entered this long after the event says so."""
TAG_FIELD = "tag."
"""With a tag behind it, the field that tells whether a line has it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the status log; ``id`` is its operation. A strike is a line too and names its ``target``.

    ``cites`` are the document versions that its writer cited.
    """

    id: bytes
    entity: bytes
    incident: bytes
    number: Number
    kind: str
    text: str
    event_at_ms: int
    event_offset_min: int
    entered: Stamp
    is_significant: bool
    struck: Stamp | None
    strike_reason: str
    target: bytes | None
    tags: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()

    @property
    def is_struck(self) -> bool:
        """Whether a strike stands against the line."""
        return self.struck is not None

    @property
    def is_late(self) -> bool:
        """Whether it was entered over 15 min after the event."""
        return self.entered.wall_ms - self.event_at_ms > LATE_AFTER_MS


def add_entry(
    entity: bytes,
    incident: bytes,
    line: str,
    kind: str,
    event_at_ms: int,
    event_offset_min: int,
    cites: Sequence[Citation] = (),
) -> Draft:
    """Write a line; raises KnownError if it is blank, of an unknown kind, before 1970, or cites too much."""
    if not line.strip():
        raise KnownError("A log entry needs text", what_to_do="Type what happened, then save.")
    if kind not in ENTRY_KINDS:
        raise KnownError(f"There is no entry kind “{kind}”", what_to_do=f"Use one of {', '.join(ENTRY_KINDS)}.")
    if len(cites) > MOST_CITED:
        raise KnownError(f"A log entry cites at most {MOST_CITED} documents", "It was not saved.")
    body: dict[str, Value] = {
        "text": line.strip(),
        "kind": kind,
        "event_at_ms": event_at_ms,
        "event_offset_min": event_offset_min,
        **({"cites": citations_to_plain(cites)} if cites else {}),
    }
    return Draft("entry.add", entity, body, incident=incident, number_what="entry")


def strike_entry(entry: Entry, reason: str) -> Draft:
    """Rule a line through; raises KnownError without a reason, or if it is struck already or a strike itself."""
    if not reason.strip():
        raise KnownError("A strike needs a reason", "The entry stays as it is.", "Say why it is wrong.")
    if entry.is_struck:
        raise KnownError("This entry is struck already", "Nothing was changed.")
    if entry.kind == STRIKE:
        raise KnownError("A strike cannot be struck", "Nothing was changed.", "Write a new entry instead.")
    body: dict[str, Value] = {"target": entry.id, "reason": reason.strip()}
    return Draft("entry.strike", entry.entity, body, incident=entry.incident, number_what="entry")


def mark_entry(entry: Entry, is_significant: bool, known: Sequence[KnownOp]) -> Draft:
    """Mark a line as significant, or take the mark off."""
    links = merge_registers(known).heads_of(["significant"])
    return Draft("entry.mark", entry.entity, {"significant": is_significant}, incident=entry.incident, sup=links)


def tag_entry(entry: Entry, tag: str, is_on: bool, known: Sequence[KnownOp]) -> Draft:
    """Tag a line and what strikes it, or take the tag off; raises KnownError for an unknown tag."""
    if tag not in TAGS:
        raise KnownError(f"There is no tag “{tag}”", "Nothing was changed.", f"Use one of {', '.join(TAGS)}.")
    field = TAG_FIELD + tag
    links = merge_registers(known).heads_of([field])
    return Draft("entry.tag", entry.entity, {field: is_on}, incident=entry.incident, sup=links)


def tags_of(known: Sequence[KnownOp]) -> tuple[str, ...]:
    """The tags of a line: where one person set a tag while another took it off, it is on."""
    fields = sorted(merge_registers(known).fields.items())
    return tuple(
        name.removeprefix(TAG_FIELD)
        for name, register in fields
        if name.startswith(TAG_FIELD) and any(head.body[name] is True for head in register.heads)
    )


def project_entries(entity: bytes, known: Sequence[KnownOp]) -> list[Entry]:
    """The lines that these operations of one entity make: the line itself, and each strike against it."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    strikes = {op.body["target"]: op for op in reversed(accepted) if op.head.kind == "entry.strike"}
    has_marks = any(op.head.kind in ("entry.mark", "entry.tag") for op in accepted)
    lines = list(_lines(entity, accepted, strikes, has_marks and merge_registers(known).value("significant") is True))
    tags = tags_of(known) if has_marks else ()
    return [replace(line, tags=tags) for line in lines] if tags else lines


def _lines(
    entity: bytes, accepted: Sequence[Operation], strikes: dict[Value, Operation], is_significant: bool
) -> Iterator[Entry]:
    for op in accepted:
        number, incident = op.head.number, op.head.incident
        if number is None or incident is None:
            continue
        if op.head.kind == "entry.add":
            yield _line(op, entity, incident, number, strikes.get(op.id), is_significant)
        elif op.head.kind == "entry.strike":
            yield _strike_line(op, entity, incident, number)


def _line(
    op: Operation, entity: bytes, incident: bytes, number: Number, strike: Operation | None, is_significant: bool
) -> Entry:
    return Entry(
        id=op.id,
        entity=entity,
        incident=incident,
        number=number,
        kind=text(op.body["kind"]),
        text=text(op.body["text"]),
        event_at_ms=integer(op.body["event_at_ms"]) or 0,
        event_offset_min=integer(op.body["event_offset_min"]) or 0,
        entered=stamp_of(op),
        is_significant=is_significant,
        struck=stamp_of(strike) if strike else None,
        strike_reason=text(strike.body["reason"]) if strike else "",
        target=None,
        cites=citations_of(op.body.get("cites")),
    )


def _strike_line(op: Operation, entity: bytes, incident: bytes, number: Number) -> Entry:
    target = op.body["target"]
    return Entry(
        id=op.id,
        entity=entity,
        incident=incident,
        number=number,
        kind=STRIKE,
        text=text(op.body["reason"]),
        event_at_ms=op.head.wall_ms,
        event_offset_min=op.head.utc_offset_min,
        entered=stamp_of(op),
        is_significant=False,
        struck=None,
        strike_reason="",
        target=target if isinstance(target, bytes) else None,
    )
