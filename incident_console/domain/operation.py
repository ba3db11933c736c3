# SPDX-License-Identifier: Apache-2.0
"""One change of the record: who changed what, when, and what it replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = None | bool | int | str | bytes | list["Value"] | dict[str, "Value"]

MAX_LINKS = 1024
"""An operation with more supersedes links than this is rejected by every reader."""


@dataclass(frozen=True, slots=True)
class Number:
    """The place of an entry, task, message, decision or report in its gapless series.

    ``what`` is entry, decision, message, report or task; ``series`` the 16-byte stream that was open
    when the number was given; ``n`` counts from 1 per (incident, what, series).
    """

    what: str
    series: bytes
    n: int


@dataclass(frozen=True, slots=True)
class OpHead:
    """What every reader may know of an operation, even when its text was withheld.

    ``right`` is the role an author needs (0 viewer to 3 admin), ``hlc`` orders concurrent writes
    (milliseconds << 16 | counter), ``sup`` names the operations that this one supersedes, sorted.
    ``extra`` keeps members that a newer program appended.
    """

    kind: str
    right: int
    incident: bytes | None
    number: Number | None
    entity: bytes
    device: bytes
    person: bytes
    hlc: int
    wall_ms: int
    utc_offset_min: int
    sup: tuple[bytes, ...]
    extra: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of the record with its fields; ``id`` is the 32-byte commitment to all of it."""

    id: bytes
    head: OpHead
    body: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that a person asked for, before the laptop gives it clocks, links and a number.

    ``number_what`` asks for the next number of that series; ``sup`` names the operations it replaces.
    """

    kind: str
    entity: bytes
    body: Mapping[str, Value]
    incident: bytes | None = None
    number_what: str | None = None
    sup: tuple[bytes, ...] = ()
