# SPDX-License-Identifier: Apache-2.0
"""Status reports as issued: the number, the moment, and the sealed snapshot they render from for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .document import BlobRef, blob_from_plain, blob_to_plain
from .merge import KnownOp, order_key
from .operation import Draft, Number, Operation, Value
from .view import Stamp, integer, stamp_of, text


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """An issued status report; ``ordinal`` counts the incident's reports as its author knew them."""

    id: bytes
    incident: bytes
    number: Number | None
    ordinal: int
    at_ms: int
    headline: str
    snapshot: BlobRef
    seen_root: bytes
    issued: Stamp


def issue_report(
    entity: bytes, incident: bytes, ordinal: int, at_ms: int, headline: str, snapshot: BlobRef,
    seen_root: bytes, own_tip: tuple[bytes, int, bytes] | None,
) -> Draft:  # fmt: skip
    """Issue a status report whose content is the sealed snapshot and nothing else."""
    body: dict[str, Value] = {
        "number": ordinal,
        "at_ms": at_ms,
        "headline": headline,
        "blob": blob_to_plain(snapshot),
        "seen_root": seen_root,
        "own_tip": list(own_tip) if own_tip else [],
    }
    return Draft("report.issue", entity, body, incident=incident, number_what="report")


def project_reports(known: Sequence[KnownOp]) -> list[IssuedReport]:
    """The issued reports among these operations."""
    accepted = sorted((item.op for item in known if item.is_accepted), key=order_key)
    return [report for op in accepted if (report := _report(op)) is not None]


def _report(op: Operation) -> IssuedReport | None:
    snapshot, root, incident = blob_from_plain(op.body["blob"]), op.body["seen_root"], op.head.incident
    if snapshot is None or incident is None or not isinstance(root, bytes):
        return None
    return IssuedReport(
        id=op.id,
        incident=incident,
        number=op.head.number,
        ordinal=integer(op.body["number"]) or 0,
        at_ms=integer(op.body["at_ms"]) or 0,
        headline=text(op.body.get("headline")),
        snapshot=snapshot,
        seen_root=root,
        issued=stamp_of(op),
    )
