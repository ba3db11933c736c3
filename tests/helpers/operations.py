# SPDX-License-Identifier: Apache-2.0
"""Builders of operations, and random histories of every kind."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import count

from hypothesis import strategies as st

from incident_console.domain.document import BlobPart, BlobRef, blob_to_plain
from incident_console.domain.kinds import KINDS, Mode
from incident_console.domain.merge import KnownOp
from incident_console.domain.operation import Number, Operation, OpHead, Value

ENTITY = b"e" * 16
INCIDENT = b"i" * 16
DEVICES = (b"d" * 16, b"f" * 16, ENTITY)
_BLOB = blob_to_plain(BlobRef(b"k" * 32, (BlobPart(b"p" * 32, 0, 640),), 5, b"s" * 32))
_SAMPLES: dict[type, Value] = {str: "x", int: 7, bool: True, bytes: b"t" * 32, list: ["a"], dict: {"text": "s"}}
_serial = count()


def an_operation(
    kind: str,
    body: Mapping[str, Value] | None = None,
    *,
    hlc: int = 1,
    sup: Sequence[bytes] = (),
    device: bytes = DEVICES[0],
    n: int = 1,
) -> Operation:
    """An operation of a kind with well-formed required fields."""
    fields = {**_required(kind), **(body or {})}
    head = OpHead(
        kind=kind, right=int(KINDS[kind].right), incident=INCIDENT, number=Number("entry", b"s" * 16, n),
        entity=ENTITY, device=device, person=b"p" * 16, hlc=hlc << 16, wall_ms=hlc, utc_offset_min=60,
        sup=tuple(sorted(sup)),
    )  # fmt: skip
    return Operation(hashlib.sha256(f"{next(_serial)}".encode()).digest(), head, fields)


def known(*ops: Operation) -> list[KnownOp]:
    """Operations that all count."""
    return [KnownOp(op, True) for op in ops]


@st.composite
def operation_histories(draw: st.DrawFn, kinds: Sequence[str] = ()) -> list[KnownOp]:
    """A few operations on one thing: any kinds (or some), clocks, links to earlier ones and verdicts."""
    ops: list[KnownOp] = []
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(sorted(kinds or KINDS)))
        links = draw(st.lists(st.sampled_from([item.op.id for item in ops]), max_size=3, unique=True)) if ops else []
        op = an_operation(
            kind,
            draw(_bodies(kind, [item.op.id for item in ops])),
            hlc=draw(st.integers(1, 5)),
            sup=links,
            device=draw(st.sampled_from(DEVICES)),
            n=draw(st.integers(1, 4)),
        )
        ops.append(KnownOp(op, draw(st.booleans())))
    return ops


def _bodies(kind: str, ids: Sequence[bytes]) -> st.SearchStrategy[dict[str, Value]]:
    if kind == "document.version":
        return _versions()
    if KINDS[kind].mode is Mode.GROW:
        return st.fixed_dictionaries({"target": st.sampled_from(ids)} if ids and "target" in _required(kind) else {})
    fields = {name: type_ for name, type_ in KINDS[kind].fields.items() if not name.endswith(".")}
    if not fields:
        return st.just({})
    return st.dictionaries(st.sampled_from(sorted(fields)), st.integers(0, 3), max_size=3).map(
        lambda chosen: {name: _value(fields[name], number) for name, number in chosen.items()}
    )


def _versions() -> st.SearchStrategy[dict[str, Value]]:
    """What a version says of itself, much of it or nothing."""
    words = st.sampled_from(["v0", "v1", "v2"])
    said: dict[str, st.SearchStrategy[Value]] = dict.fromkeys(("category", "owner", "classification"), words)
    said["tags"] = st.lists(words, unique=True).map(list)
    return st.fixed_dictionaries({}, optional=said)


def _value(type_: type, number: int) -> Value:
    if type_ is str:
        return f"v{number}"
    values: dict[type, Value] = {
        int: number,
        bool: number % 2 == 0,
        bytes: bytes([number]) * 32,
        list: [f"v{number}"],
        dict: {"n": number},
    }
    return values[type_]


def _required(kind: str) -> dict[str, Value]:
    return {
        name: _BLOB if name == "blob" else _SAMPLES[KINDS[kind].fields[name]] for name in sorted(KINDS[kind].required)
    }
