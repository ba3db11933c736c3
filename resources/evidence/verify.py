#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks an evidence package of Incident Console. It needs Python 3.11 or later and the package "cryptography" only.

    python verify.py DIR [--team FINGERPRINT]

It ends with exit code 0 if everything holds, else with 1 and the number of every entry concerned. FINGERPRINT is the
one on the recovery kit and at the foot of status reports: with it, this proves that the package is that team's.

How to read it, in an hour. Nothing in a package is believed; every hash, signature and rule is worked out here anew
from its bytes. The file runs from those bytes to the answer; sections in brackets are those of docs/format.md.

1. Reading      bytes become values, in the one form that the format allows, and have the shape that a table states [3]
2. Signatures   who signed which bytes: membership acts, batches of operations, heads [5, 6, 9, 10]
3. Membership   from the acts alone: which of them count, and who had which role [10]. The hardest part, since people
                may remove each other at once: ``role`` and ``may_count`` are the rules, ``_decide`` the races
4. Chain        every batch names the one before it and all that its author had seen of others [7, 8]; what was seen
                must be here, so that nobody can rewrite or leave out what another station signed for
5. Standing     whether an operation counts: what its author's role was by the acts that he knew [10]
6. Entries      the lines of the status log that follow: numbers without gaps, strikes, marks, co-signers
7. Content      entries.json, .csv and .html must be, byte for byte, what those lines give
8. Report       the manifest and its seal, all checks in order (``verify``), and what no check can see

Short forms: a *key* is a device's public signing key; a *stream* is a chain of batches that one device signs; a *stmt*
is the hash that a batch's signature is over; a *tip* is a place in a stream: its id, the batch's number, its stmt; a
*hole* is something damaged or missing: what hangs on it is told in one line as not to be judged, not as a fault.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import html
import io
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from graphlib import TopologicalSorter
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "incident-console evidence 1"
SIGNED = ("acts.bin", "batches.bin", "heads.bin")
FILES = (*SIGNED, "entries.csv", "entries.html", "entries.json", "README.txt", "verify.py")
MANIFEST, SEAL = "manifest.json", "manifest.sig"
LARGEST_FILE, LARGEST_ITEM, LARGEST_MANIFEST = 1 << 30, 16 << 20, 64 << 20
LARGEST_FIELD = (256 << 10) - 5
MOST_ACTS, MOST_REMOVALS, MOST_FINDINGS, MOST_READINGS = 10_000, 1_000, 1_000, 64
LAST_MS = 253_402_300_799_999  # the last millisecond of the year 9999


class Wrong(Exception):
    """Something is not as the format wants it; the text says what."""


# What bytes of others can lead to where they are not what they should be: always a finding, never a crash.
MALFORMED = (Wrong, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, OSError)


def reason(error: Exception) -> str:
    """Why something could not be read, in words."""
    return str(error) if isinstance(error, Wrong) else "it is malformed"


@dataclass
class Report:
    """What was found: ``findings`` are faults, each with the entry's number if it is about one; ``notes`` are not.

    What something damaged or missing keeps from being judged is ``unjudged``: it may be sound. ``watch`` is told the
    name of the file that is read, and how many of its bytes are done; it may raise to stop.
    """

    findings: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unjudged: dict[str, None] = field(default_factory=dict)
    watch: Callable[[str, int, int], object] = lambda *_: None

    def fault(self, what: str, entry: str = "") -> None:
        """Note a fault, once; of a great many the first thousand."""
        if (entry, what) not in self.findings and len(self.findings) < MOST_FINDINGS:
            self.findings.append((entry, what))

    @property
    def named(self) -> set[str]:
        """The numbers of entries that are at fault so far."""
        return {entry for entry, _ in self.findings}


# === 1. Reading =======================================================================================================

# First byte -> what it begins, the width of the length or number behind it, and the smallest one that needs this width.
LONG_FORMS = {
    0xC4: ("bytes", 1, 0), 0xC5: ("bytes", 2, 1 << 8), 0xC6: ("bytes", 4, 1 << 16),
    0xCC: ("number", 1, 128), 0xCD: ("number", 2, 1 << 8), 0xCE: ("number", 4, 1 << 16), 0xCF: ("number", 8, 1 << 32),
    0xD0: ("negative", 1, 33), 0xD1: ("negative", 2, 129), 0xD2: ("negative", 4, (1 << 15) + 1),
    0xD3: ("negative", 8, (1 << 31) + 1),
    0xD9: ("text", 1, 32), 0xDA: ("text", 2, 1 << 8), 0xDB: ("text", 4, 1 << 16),
    0xDC: ("array", 2, 16), 0xDD: ("array", 4, 1 << 16), 0xDE: ("map", 2, 16), 0xDF: ("map", 4, 1 << 16),
}  # fmt: skip


Fault = Callable[[str, Any], object]


class Reader:
    """Reads bytes from the front."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, length: int) -> bytes:
        """So many bytes."""
        self.at += length
        if self.at > len(self.data):
            raise Wrong("it ends too early")
        return self.data[self.at - length : self.at]

    def varint(self) -> int:
        """A number in 7 bits a byte, lowest first, in its shortest form."""
        number = 0
        for shift in range(0, 35, 7):
            (byte,) = self.take(1)
            number |= (byte & 127) << shift
            if byte < 128:
                break
        if byte >= 128 or number >> 32 or (shift and not byte):
            raise Wrong("a number is too large, or longer than needed")
        return number

    def value(self, depth: int = 8) -> Any:
        """A value of canonical msgpack: one form for each, nested at most so deep."""
        (mark,) = self.take(1)
        if mark < 0x80 or mark >= 0xE0:
            return mark if mark < 0x80 else mark - 256
        if mark in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[mark]
        kind, width, smallest = LONG_FORMS.get(mark, ("", 0, 0))
        size = int.from_bytes(self.take(width), "big", signed=kind == "negative")
        if mark < 0xC0:
            kind = "map" if mark < 0x90 else "array" if mark < 0xA0 else "text"
            size = mark & (31 if kind == "text" else 15)
        if not kind or (-size if kind == "negative" else size) < smallest:
            raise Wrong("a type that the format does not use, or a longer form than needed")
        if kind in ("number", "negative"):
            return size
        if kind in ("bytes", "text"):
            return self.take(size) if kind == "bytes" else self.take(size).decode("utf-8")
        if depth == 0:
            raise Wrong("nested too deeply")
        return self._pairs(size, depth - 1) if kind == "map" else tuple(self.value(depth - 1) for _ in range(size))

    def _pairs(self, count: int, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        for _ in range(count):
            name = self.value(0)
            if type(name) is not str or (pairs and name <= next(reversed(pairs))):
                raise Wrong("keys out of order")
            pairs[name] = self.value(depth)
        return pairs


def fit(value: Any, shape: Any) -> Any:
    """Give a value back if it has a shape.

    An int is so many bytes, a range a number in it, a type that type (``object`` anything), ``[shape]`` a list,
    ``{shape}`` a sorted list with each once, ``(shape, ..)`` exactly this list. One that ends with ``...``, and a map
    ``{name: shape}``, may have more members, which newer programs added.
    """
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(shape, int):
        is_fit = type(value) is bytes and len(value) == shape
    elif isinstance(shape, range):
        is_fit = type(value) is int and value in shape
    elif isinstance(shape, type):
        is_fit = shape is object or type(value) is shape
    elif isinstance(shape, dict):
        is_fit = type(value) is dict and value.keys() >= shape.keys()
        inner = ((value[name], each) for name, each in shape.items())
    elif isinstance(shape, tuple):
        known = tuple(each for each in shape if each is not ...)
        is_fit = type(value) is tuple and (len(value) == len(known) or len(value) > len(known) < len(shape))
        inner = zip(value, known, strict=False)
    else:
        is_fit = type(value) is tuple and (isinstance(shape, list) or list(value) == sorted(set(value)))
        inner = product(value, shape)
    if not is_fit:
        raise Wrong("it does not have the form that it must have")
    for part, its_shape in inner:
        fit(part, its_shape)
    return value


def unpack(raw: bytes, shape: Any = object) -> Any:
    """The one value that bytes are, with nothing behind it."""
    reader = Reader(raw)
    value = reader.value()
    if reader.at != len(raw):
        raise Wrong("bytes behind the value")
    return fit(value, shape)


def unpack_signed(raw: bytes, shape: Any) -> Any:
    """A value that somebody signed; its first member is the version of its form."""
    value = unpack(raw, (object, ...))
    if value[0] != 1:
        raise Wrong("it needs a newer verify.py")
    return fit(value, shape)


def read_all(name: str, data: bytes, report: Report, read: Callable[[Any], object], fault: Fault) -> None:
    """Read the values of a .bin file, each behind its length. What is wrong is told, with the value if there is one."""
    reader, number = Reader(data), 0
    while reader.at < len(data):
        report.watch(name, reader.at, len(data))
        number, item = number + 1, None
        try:
            raw = reader.take(min(int.from_bytes(reader.take(4), "big"), LARGEST_ITEM + 1))
        except Wrong:
            fault(f"{name}, no. {number}: it is damaged, and what follows there is lost", None)
            return
        try:
            item = unpack(raw)
            read(item)
        except MALFORMED as wrong:
            fault(f"{name}, no. {number}: {reason(wrong)}", item)


def base32(data: bytes, length: int) -> str:
    """The first characters in base 32 with the digits 0-9 a-v."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join("0123456789abcdefghijklmnopqrstuv"[int(bits[at : at + 5], 2)] for at in range(0, 5 * length, 5))


def fingerprint(team: bytes) -> str:
    """A team's id as it is printed: five groups of four characters."""
    return "-".join(base32(team, 20)[at : at + 4] for at in range(0, 20, 4))


def iso(ms: int) -> str:
    """A time in UTC."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=min(ms, LAST_MS))
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


# === 2. Signatures ====================================================================================================

VIEWER, RESPONDER, COORDINATOR, ADMIN = range(4)
REMOVED = -1
ROLES = ("viewer", "responder", "coordinator", "admin", "removed")
FOUNDING, ADMISSION, REVOCATION, CHANGE, GRANT, ADMITTING_WORK, PERSON = 1, 2, 4, 5, 6, 7, 8
NOTHING = bytes(32)

ROLE, U32, U64, TIME = range(VIEWER, ADMIN + 1), range(1, 2**32), range(2**64), range(LAST_MS + 1)
ANY, TIPS, NAMED, DEVICE = object, {(16, U32, 32)}, (16, str), {"sign": 32, "hpke": 1216, "type": object}
ACT = (ANY, U32, 32, {32}, TIPS, ANY, ANY, ANY, ANY, ...)
ACT_FIELDS = {
    FOUNDING: {"device": DEVICE, "person": NAMED, "code": str},
    ADMISSION: {"device": DEVICE, "persons": [NAMED], "code": str, "role": ROLE},
    REVOCATION: {"device": 16, "cut": TIPS},
    CHANGE: {"device": 16, "cut": TIPS, "role": ROLE},
    GRANT: {"recipient": 16},
    ADMITTING_WORK: {"stmts": {32}},
    PERSON: {"device": 16, "id": 16, "name": str},
}
CORE = (ANY, 32, 16, 8, 16, U32, 32, ANY, {32}, bytes, 32, ANY, ANY, ANY, ...)
HEAD = (ANY, 32, 16, 8, 16, {(U32, 32)}, ANY, 32, bytes, {32}, ANY, ANY, ANY, ANY, ANY, ANY, ...)
OP_HEAD = (str, ROLE, ANY, ANY, 16, 16, 16, U64, U64, range(-1440, 1441), {32}, ...)
BODIES: dict[str, tuple[dict[str, Any], str]] = {  # the kinds of a log, and the names of fields that say yes or no
    "entry.add": ({"text": str, "kind": str, "event_at_ms": TIME, "event_offset_min": int}, ""),
    "entry.strike": ({"target": bytes, "reason": str}, ""),
    "entry.mark": ({}, r"significant"),
    "entry.tag": ({}, r"(?s:tag(\..*)?)"),
}
OPTIONAL: dict[tuple[str, str], type] = {("entry.add", "cites"): list}  # of fields that may be missing, or nil

PRIME = 2**255 - 19
ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
WEAK_POINTS = {0, 1, PRIME - 1, ORDER_8, PRIME - ORDER_8}

Tip = tuple[bytes, int, bytes]


def sha(tag: str, *parts: bytes) -> bytes:
    """SHA-256 over a tag of 16 bytes and the parts: hashes of different uses can never be taken for each other."""
    return hashlib.sha256(f"ic1 {tag}".encode().ljust(16, b"\0") + b"".join(parts)).digest()


def u32(number: int) -> bytes:
    """A number as four bytes."""
    return number.to_bytes(4, "big")


def stream_of(team: bytes, key: bytes, nonce: bytes = bytes(16), space: bytes = bytes(8)) -> bytes:
    """The id of a stream of a device: nobody else can write in it."""
    return sha("stream", team, space, key, nonce)[:16]


def check_signature(key: bytes, signature: bytes, digest: bytes) -> None:
    """Check the Ed25519 signature of a hash. Keys under which anybody can sign are refused."""
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    if len(key) != 32 or y >= PRIME or y in WEAK_POINTS:
        raise Wrong("it is signed with a key that proves nothing")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, digest)
    except InvalidSignature:
        raise Wrong("its signature does not hold: it was altered, or something in it was dropped or moved") from None


@dataclass(frozen=True)
class Device:
    """A laptop or recovery kit that an act admits."""

    id: bytes
    key: bytes
    role: int
    code: str
    persons: tuple[tuple[bytes, str], ...]
    is_paper: bool


@dataclass(frozen=True)
class Act:
    """A membership act: ``heads`` are the acts that its author knew, ``tips`` what he himself had written by then."""

    id: bytes
    type: int
    author: bytes
    heads: tuple[bytes, ...]
    tips: tuple[Tip, ...]
    fields: dict[str, Any]
    device: Device | None

    @property
    def given(self) -> int:
        """The role that this act gives, if it admits, changes or revokes."""
        return self.device.role if self.device else REMOVED if self.type == REVOCATION else int(self.fields["role"])


def read_act(item: Any, team: bytes) -> Act:
    """An act that its author signed. The founding act's id is the team's: the hash of what it says."""
    signature, raw = fit(item, (64, bytes))
    _, kind, author, heads, tips, _, _, _, fields = unpack_signed(raw, ACT)[:9]
    identity = sha("team", raw) if kind == FOUNDING else sha("act", team, raw)
    check_signature(author, signature, identity)
    fit(fields, ACT_FIELDS.get(kind, object))
    device = None
    if kind in (FOUNDING, ADMISSION):
        keys, persons = fields["device"], fields.get("persons") if kind == ADMISSION else (fields["person"],)
        role, is_paper = fields["role"] if kind == ADMISSION else ADMIN, keys["type"] == "paper"
        identifier = sha("device", keys["sign"], keys["hpke"])[:16]
        device = Device(identifier, keys["sign"], role, fields["code"], persons, is_paper)
    if kind == FOUNDING and (identity != team or heads or (device and device.key != author)):
        raise Wrong("it did not found this team")
    return Act(identity, kind, author, heads, tips, fields, device)


class Head(NamedTuple):
    """What an operation says of itself: its thing (``entity``), who wrote it where, and when by which clock."""

    kind: str
    right: int
    incident: bytes | None
    number: tuple[Any, ...] | None
    entity: bytes
    device: bytes
    person: bytes
    hlc: int
    at_ms: int
    offset_min: int


@dataclass
class Op:
    """An operation: one change of the record. ``body`` is None where it is withheld, or not to be read."""

    id: bytes
    is_withheld: bool
    is_true: bool
    head: Head | None = None
    body: dict[str, Any] | None = None
    fault: str = ""
    state: str = "refused"


def read_op(item: Any) -> Op:
    """An operation. ``is_true`` if it is what its id says: the id commits to head and body, each under a salt."""
    identity, raw_head, head_salt, raw_body, rest = fit(item, (32, bytes, 16, object, bytes))
    is_withheld = raw_body is None
    body_hash = fit(rest, 32) if is_withheld else sha("opb", fit(rest, 16), raw_body)
    op = Op(identity, is_withheld, sha("op", sha("oph", head_salt, raw_head), body_hash) == identity)
    try:
        if len(raw_head) > 64 << 10 or len(raw_body or b"") > 512 << 10:
            raise Wrong("too long")
        parts = unpack(raw_head, OP_HEAD)
        head = Head(*parts[:10])
        fit(head.incident, ANY if head.incident is None else 16)
        fit(head.number, ANY if head.number is None else (str, 16, U32))
        if len(head.kind.encode()) > 64 or len(parts[10]) > 1024:
            raise Wrong("its kind is too long, or its links are too many")
        op.head = head
        op.body = None if is_withheld else unpack(raw_body, {})
        check_body(head, op.body)
    except MALFORMED as wrong:
        op.fault = reason(wrong)
    return op


def check_body(head: Head, body: dict[str, Any] | None) -> None:
    """Check an operation of a kind that is known here."""
    if head.kind not in BODIES:
        return
    if head.right != RESPONDER:
        raise Wrong("wrong right for its kind")
    shape, flags = BODIES[head.kind]
    for name, value in fit(body, shape).items() if body is not None else ():
        if flags and re.fullmatch(flags, name) and type(value) not in (bool, type(None)):
            raise Wrong(f"field {name} has the wrong type")
        if value is not None and type(value) is not OPTIONAL.get((head.kind, name), type(value)):
            raise Wrong(f"field {name} has the wrong type")
        if isinstance(value, str | bytes) and len(value.encode() if isinstance(value, str) else value) > LARGEST_FIELD:
            raise Wrong(f"field {name} is too long")


@dataclass
class Batch:
    """Operations that a device signed in a row. The last four are worked out below, and ``prev`` is a stmt."""

    stmt: bytes
    key: bytes
    stream: bytes
    seq: int
    prev: bytes
    acl_heads: tuple[bytes, ...]
    seen: bytes
    seen_root: bytes
    ops: list[Op]
    before: Batch | None = None
    known: int = 0  # the membership acts that its author knew
    saw: set[Tip] = field(default_factory=set)  # the places that he signed to have seen since the batch before
    signed_by: int = 0  # the keys that signed for it


def read_batch(item: Any, team: bytes) -> Batch:
    """A batch that its device signed: the team, the batch's core, and the ids of its operations in their order."""
    signature, raw, listed = fit(item, (64, bytes, tuple))
    _, key, nonce, space, stream, seq, prev, _, acl_heads, seen, seen_root = unpack_signed(raw, CORE)[:11]
    ops = [read_op(row) for row in listed]
    root = sha("root", u32(len(ops)), *(op.id for op in ops))
    stmt = sha("stmt", team, space, u32(len(raw)), raw, root)
    check_signature(key, signature, stmt)
    if stream_of(team, key, nonce, space) != stream:
        raise Wrong("it stands in a stream of another device")
    if (prev == NOTHING) != (seq == 1):
        raise Wrong("its number and its link back do not fit")
    return Batch(stmt, key, stream, seq, prev, acl_heads, seen, seen_root, ops)


# === 3. Membership ====================================================================================================


class Membership:
    """Which acts count, and what follows. A set of acts is an int: bit n stands for the act at place n.

    Places are an order in which every act follows all that its author knew. ``before[n]`` is everything that he knew.
    """

    def __init__(self, acts: dict[bytes, Act]) -> None:
        self.acts: list[Act] = []
        self.place: dict[bytes, int] = {}
        self.before: list[int] = []
        self.depth: list[int] = []
        self.baseless: list[str] = []
        for identity in TopologicalSorter({act.id: act.heads for act in acts.values()}).static_order():
            act = acts.get(identity)
            if act and (act.heads or act.type == FOUNDING) and all(head in self.place for head in act.heads):
                self.place[act.id] = len(self.acts)
                self.acts.append(act)
                self.before.append(self.closure(act.heads))
                self.depth.append(1 + max((self.depth[self.place[head]] for head in act.heads), default=-1))
            elif act:
                self.baseless.append(f"membership act {act.id.hex()[:12]}")
        self.key_of = {act.device.id: act.device.key for act in self.acts if act.device}
        self.speaking: dict[bytes, list[int]] = defaultdict(list)  # by key: the acts that admit it or change its role
        for place, act in enumerate(self.acts):
            changed = self.key_of.get(act.fields["device"]) if act.type in (REVOCATION, CHANGE) else None
            if key := act.device.key if act.device else changed:
                self.speaking[key].append(place)
        changes = sorted(p for places in self.speaking.values() for p in places if not self.acts[p].device)
        self.removals = [place for place in changes if self.acts[place].given != ADMIN]
        if len(self.removals) > MOST_REMOVALS:
            raise Wrong("more removals than any team has")
        self.counting = self._decide()

    def closure(self, heads: Iterable[bytes]) -> int:
        """These acts and all that their authors knew."""
        found = 0
        for place in (self.place[head] for head in heads if head in self.place):
            found |= self.before[place] | 1 << place
        return found

    def that_count(self, kind: int) -> list[tuple[int, Act]]:
        """The acts of a type that count, with their places."""
        return [(p, act) for p, act in enumerate(self.acts) if act.type == kind and self.counting >> p & 1]

    def role(self, key: bytes, among: int) -> int | None:
        """The role of a device in a set of acts; None if nothing there admits it."""
        places = [place for place in self.speaking.get(key, ()) if among >> place & 1]
        if not any(self.acts[place].device for place in places):
            return None
        if any(self.acts[place].given == REMOVED for place in places):
            return REMOVED
        known = 0
        for place in places:
            known |= self.before[place]
        return min(self.acts[place].given for place in places if not known >> place & 1)

    def device(self, key: bytes, among: int) -> Device:
        """The device that has a key. Of several admissions that of the smallest id speaks."""
        admitting = [self.acts[place] for place in self.speaking[key] if among >> place & 1 and self.acts[place].device]
        return min(admitting, key=lambda act: act.id).device  # type: ignore[return-value]

    def is_member(self, device: bytes, among: int) -> bool:
        """Whether a device is admitted by a set of acts, and not revoked."""
        key = self.key_of.get(device, b"")
        return self.role(key, among) not in (None, REMOVED) and self.device(key, among).id == device

    def has_admin(self, among: int) -> bool:
        """Whether a set of acts leaves the team anybody who can govern it."""
        return any(self.role(key, among) == ADMIN for key in self.speaking)

    def may_count(self, place: int, before: int) -> bool:
        """Whether an act's author had the right, by those of the acts he knew that count."""
        act = self.acts[place]
        if act.type == FOUNDING:
            return True
        role = self.role(act.author, before)
        if role in (None, REMOVED):
            return False
        if act.type == GRANT:
            return self.is_member(act.fields["recipient"], before)
        if act.type == PERSON and act.fields["device"] == self.device(act.author, before).id:
            return True
        if role != ADMIN:
            return False
        if act.type in (REVOCATION, CHANGE):
            return self.is_member(act.fields["device"], before) and self.has_admin(before | 1 << place)
        return not act.device or self.role(act.device.key, before) is None

    def _counting_without(self, void: int) -> int:
        counting = 0
        for place in range(len(self.acts)):
            if not void >> place & 1 and self.may_count(place, self.before[place] & counting):
                counting |= 1 << place
        return counting

    def _undoes(self, removal: int, place: int) -> bool:
        """Whether the removed device signed an act apart from its removal."""
        act, removed = self.acts[place], self.key_of[self.acts[removal].fields["device"]]
        is_apart = not (self.before[removal] >> place & 1 or self.before[place] >> removal & 1 or removal == place)
        return is_apart and act.type != FOUNDING and act.author == removed

    def _rank(self, place: int) -> Any:
        """Paper stands before laptops, then who was admitted earlier, then the earlier removal."""
        known = [p for p in self.speaking[self.acts[place].author] if self.before[place] >> p & 1]
        admitted = [(not d.is_paper, self.depth[p], self.acts[p].id) for p in known if (d := self.acts[p].device)]
        return min(admitted), self.depth[place], self.acts[place].id

    def _decide(self) -> int:
        """Removals that meet are decided one at a time, the first in rank before the others; returns what counts."""
        undecided = sum(1 << place for place in self.removals)
        undone = stands = 0
        counting = self._counting_without(undone)
        while pending := [place for place in self.removals if (undecided & counting) >> place & 1]:
            against = {p: sum(1 << q for q in pending if self._undoes(q, p)) for p in pending}
            undoing = {p: sum(1 << q for q in range(len(self.acts)) if self._undoes(p, q)) & ~stands for p in pending}
            free = [place for place in pending if not against[place]]
            quiet = sum(1 << place for place in free if not undoing[place])
            if quiet and self.has_admin(self._counting_without(undone | undecided & ~quiet)):
                stands, undecided = stands | quiet, undecided & ~quiet
            else:
                chosen = min(free or pending, key=self._rank)
                undecided &= ~(1 << chosen)
                void = undone | against[chosen] | undoing[chosen]
                if self.has_admin(self._counting_without(void | undecided)):
                    stands, undone = stands | 1 << chosen, void
                else:
                    undone |= 1 << chosen
                undecided &= ~undone
            counting = self._counting_without(undone)
        return counting


# === 4. Chain =========================================================================================================

Told = dict[bytes, list[tuple[int, bytes | None]]]
"""The list of what a batch's author had seen: by stream the places; a place told as an increase has no stmt there."""
NO_LIST: dict[bytes, tuple[Told | None, set[Tip]]] = {NOTHING: ({}, set())}
"""By stmt, the list, None if it counts on from one that is not here, and the places that it was proven to mean."""


def read_seen(before: Told | None, data: bytes) -> Told | None:
    """The list that goes with a batch, from the one before: streams that moved on, then streams told anew."""
    reader = Reader(data)
    mark = reader.take(1)
    if mark not in (b"\0", b"\1"):
        raise Wrong("the list of what was seen begins wrongly")
    if before is None and mark == b"\0":
        return None
    told: Told = {} if mark == b"\1" else dict(before or {})
    order = list(told)
    for _ in range(reader.varint()):
        place, step = reader.varint(), reader.varint()
        if step == 0 or place >= len(order) or len(told[order[place]]) != 1:
            raise Wrong("the list of what was seen counts on from nothing")
        told[order[place]] = [(told[order[place]][0][0] + step, None)]
    for _ in range(reader.varint()):
        stream = reader.take(16)
        told[stream] = [(reader.varint(), reader.take(32)) for _ in range(reader.varint())]
    if reader.at != len(data):
        raise Wrong("bytes behind the list of what was seen")
    return told


class Chains:
    """All batches: by stmt, by place, and along the streams."""

    def __init__(self) -> None:
        self.by_stmt: dict[bytes, Batch] = {}
        self.at: dict[tuple[bytes, int], list[Batch]] = defaultdict(list)
        self.streams: dict[bytes, list[Batch]] = defaultdict(list)

    def add(self, batch: Batch) -> None:
        """Take a batch in; they come by stream, number and stmt."""
        last = next(reversed(self.by_stmt.values()), None)
        if last and (last.stream, last.seq, last.stmt) >= (batch.stream, batch.seq, batch.stmt):
            raise Wrong("it is there twice, or the batches are out of order")
        batch.before = self.find((batch.stream, batch.seq - 1, batch.prev))
        self.by_stmt[batch.stmt] = batch
        self.at[batch.stream, batch.seq].append(batch)
        self.streams[batch.stream].append(batch)

    def find(self, tip: Tip) -> Batch | None:
        """The batch at a place."""
        found = self.by_stmt.get(tip[2])
        return found if found and (found.stream, found.seq) == tip[:2] else None

    def below(self, tip: Tip) -> Iterator[Batch]:
        """A place and everything below it, as far as the links are here."""
        at = self.find(tip)
        while at:
            yield at
            at = at.before

    def read_seen(self, before: Told | None, data: bytes, root: bytes) -> tuple[Told | None, set[Tip] | None]:
        """What somebody had seen, and its places as far as all are here: their hash is the root that he signed.

        Only where laptops were copied does a number without its stmt leave a choice.
        """
        try:
            told = read_seen(before, data)
        except MALFORMED:
            return {}, None
        if told is None:
            return None, None
        choices: list[list[Tip]] = [
            [(stream, seq, stmt)] if stmt else [(stream, seq, each.stmt) for each in self.at.get((stream, seq), ())]
            for stream, places in told.items()
            for seq, stmt in places
        ]
        for tips in (sorted(reading) for reading in islice(product(*choices), MOST_READINGS)):
            if sha("seen", *(stream + u32(seq) + stmt for stream, seq, stmt in tips)) == root:
                return told, set(tips)
        return told, None


STATES = ("counts", "held", "refused")


@dataclass
class Line:
    """An entry or strike of the status log, with what follows for it from all the others."""

    op: Op
    head: Head
    batch: Batch
    number: str = ""
    strikes: str = ""
    struck_by: str = ""
    marks: list[str] = field(default_factory=list)
    cosigners: int = 0

    @property
    def order(self) -> tuple[int, int, bytes]:
        """By the time of the event; where that is withheld, by the time it was entered."""
        event = self.op.body["event_at_ms"] if self.op.body and self.head.kind == "entry.add" else self.head.at_ms
        return event, self.head.hlc, self.op.id


def state_of(op: Op, device: bytes | None, claimed: int | None, left: int | None, *, is_settled: bool) -> str:
    """What becomes of an operation: the first line of the table in format.md 10 that fits."""
    if not op.head or op.fault:
        return "refused"
    if device is None or claimed is None or left is None:
        return "held"
    if op.head.device != device:
        return "refused"
    if op.head.right > claimed:
        return "refused" if is_settled else "held"
    return "held" if op.head.right > left else "counts"


class Package:
    """Everything that was signed, checked; what follows from it is worked out in the order of the methods."""

    def __init__(self, manifest: dict[str, Any], signed: dict[str, bytes], report: Report) -> None:
        self.manifest, self.report = manifest, report
        self.team, self.incident = bytes.fromhex(manifest["team"]), bytes.fromhex(manifest["incident"])
        self.chains, self.lists = Chains(), NO_LIST.copy()
        self.acts: dict[bytes, Act] = {}
        self.holes: dict[Any, str] = {}  # what is damaged or missing, in words; batches by stream and number
        read_all("acts.bin", signed["acts.bin"], report, self._take_act, self._fault)
        self.has_all_acts = not self.holes
        if self.team not in self.acts:
            self._lacks_acts("the team", "the act that founded it is missing, so that nobody's right can be shown")
        self.members = Membership(self.acts)
        for act in self.members.baseless:
            self._lacks_acts(act, "acts that it builds upon are missing")
        self._name_everyone()
        read_all("batches.bin", signed["batches.bin"], report, self._take_batch, self._fault)
        for batch in self.chains.by_stmt.values():
            self._check_links(batch)
            self._check_seen(batch)
        read_all("heads.bin", signed["heads.bin"], report, self._check_head, self._fault)
        for batch in reversed(self.chains.by_stmt.values()):  # who signed for a batch signed for everything below it
            if batch.before:
                batch.before.signed_by |= batch.signed_by
        self.places = self._judge()
        self.lines = self._lines()
        self._check_numbers()

    def _fault(self, what: str, item: Any) -> None:
        """Something signed does not hold: the entries in it are named, and what hangs on it is not judged."""
        entries: list[str] = []
        place: Any = what
        words = what.partition(":")[0]
        with suppress(*MALFORMED):
            entries = [number for row in item[2] if (number := self.number(read_op(row)))]
            place = fit(unpack(item[1])[4:6], (16, U32))
            words = self.batch_at(*place)
        self.holes[place] = words
        for entry in entries or [""]:
            self.report.fault(what, entry)

    def _missing(self, stream: bytes, seq: int, why: str) -> None:
        """A batch that must be there is not; it is told once, and not again if it was found damaged."""
        if (stream, seq) not in self.holes:
            self.holes[stream, seq] = self.batch_at(stream, seq)
            self.report.fault(f"{self.batch_at(stream, seq)}, {why}, is missing or another one")

    def _lacks_acts(self, who: str, what: str) -> None:
        """Something builds on membership acts that are not here, perhaps since they are damaged."""
        if self.has_all_acts:
            self.holes["acts"] = "a membership act"
            self.report.fault(f"{who}: {what}")
            self.has_all_acts = False
        else:
            self.report.unjudged[who] = None

    def _take_act(self, item: Any) -> None:
        act = read_act(item, self.team)
        if act.id in self.acts or len(self.acts) >= MOST_ACTS:
            raise Wrong("it is there twice, or they are too many")
        self.acts[act.id] = act

    def _take_batch(self, item: Any) -> None:
        self.chains.add(read_batch(item, self.team))

    def _name_everyone(self) -> None:
        """Names and codes as the acts that count give them: of each device ever admitted, by its key."""
        members, counting = self.members, self.members.counting
        self.bits = {key: 1 << number for number, key in enumerate(sorted(members.speaking))}
        devices = {
            key: members.device(key, counting) for key in members.speaking if members.role(key, counting) is not None
        }
        times = Counter(device.code for device in devices.values())
        self.codes = {
            key: each.code if times[each.code] == 1 else f"{each.code}.{base32(each.id, 2)}"
            for key, each in devices.items()
        }
        self.first_streams = {stream_of(self.team, key): key for key in devices}  # their numbers show the code alone
        self.names = {(key, person): name for key, device in devices.items() for person, name in device.persons}
        for _, act in members.that_count(PERSON):
            if key := members.key_of.get(act.fields["device"]):
                self.names[key, act.fields["id"]] = act.fields["name"]

    def person(self, key: bytes, person: bytes) -> str:
        """The name of who wrote, as the acts bind it to the device."""
        return self.names.get((key, person)) or f"unknown person at {self.codes.get(key, '?')}"

    def series(self, stream: bytes) -> str:
        """The first part of a number: JO, or JO.k3 for a later stream of the same laptop."""
        if stream in self.first_streams:
            return self.codes[self.first_streams[stream]]
        batches = self.chains.streams.get(stream)
        return f"{self.codes.get(batches[0].key, '?') if batches else '?'}.{base32(stream, 2)}"

    def number(self, op: Op) -> str:
        """The number of an entry of this incident as people say it; empty for any other operation."""
        if not op.head or op.head.incident != self.incident or not op.head.number or op.head.number[0] != "entry":
            return ""
        return f"{self.series(op.head.number[1])}-{op.head.number[2]}"

    def batch_at(self, stream: bytes, seq: int) -> str:
        """A batch in words."""
        return f"batch {seq} of {self.series(stream)}"

    def _check_links(self, batch: Batch) -> None:
        """A batch follows the one that it names, and what it holds is what was signed."""
        where = self.batch_at(batch.stream, batch.seq)
        if batch.seq > 1 and not batch.before:
            self._missing(batch.stream, batch.seq - 1, "which the next one builds upon")
        if any(head not in self.members.place for head in batch.acl_heads):
            self._lacks_acts(where, "membership acts that it names are missing")
        if len(self.chains.at[batch.stream, batch.seq]) > 1:
            self.report.notes.append(f"{where} is there twice: the laptop was copied or restored")
        for op in batch.ops:
            if not op.is_true:
                self.holes[batch.stmt] = f"an operation in {where}"
                self.report.fault(f"{where}: an operation is not what was signed", self.number(op))
        batch.known = self.members.closure(batch.acl_heads) | (batch.before.known if batch.before else 0)

    def _check_seen(self, batch: Batch) -> None:
        """What its author had seen must be here. Kept is the list that each stream's last batches leave behind."""
        before = batch.before.stmt if batch.before else NOTHING
        told_before, seen_before = self.lists[before] if batch.before or batch.seq == 1 else (None, set())
        told, tips = self.chains.read_seen(told_before, batch.seen, batch.seen_root)
        batch.saw = (tips or set()) - seen_before
        self._witness(batch.key, told, tips, self.batch_at(batch.stream, batch.seq))
        self.lists[batch.stmt] = told, tips or set()
        if batch.before and batch.before.before:
            self.lists.pop(batch.before.before.stmt, None)

    def _check_head(self, item: Any) -> None:
        """A head says, signed, where a stream stood, and what was seen after its last batch."""
        signature, raw = fit(item, (64, bytes))
        _, key, nonce, space, stream, tips, _, seen_root, seen, acl_heads = unpack_signed(raw, HEAD)[:10]
        check_signature(key, signature, sha("head", self.team, space, raw))
        if stream_of(self.team, key, nonce, space) != stream:
            raise Wrong("it speaks of a stream of another device")
        for seq, stmt in tips:
            if not self.chains.find((stream, seq, stmt)):
                self._missing(stream, seq, "which its own head tells of")
        if any(head not in self.members.place for head in acl_heads):
            self._lacks_acts(f"the head of {self.series(stream)}", "membership acts that it names are missing")
        end = tips[-1][1] if tips else NOTHING
        if end in self.lists:
            told, seen_tips = self.chains.read_seen(self.lists[end][0], seen, seen_root)
            self._witness(key, told, seen_tips, f"head of {self.series(stream)}")

    def _witness(self, key: bytes, told: Told | None, tips: set[Tip] | None, who: str) -> None:
        """A device signed that it had seen these places: they are here, and nobody can rewrite what is below."""
        author = who.rpartition(" of ")[2]
        if told is None:
            self.report.unjudged[f"what {author} had seen"] = None
            return
        unproven = [(stream, seq, stmt) for stream, places in told.items() for seq, stmt in places]
        is_all_here = True
        for stream, seq, stmt in unproven if tips is None else sorted(tips):
            batches = [found] if stmt and (found := self.chains.find((stream, seq, stmt))) else []
            if not (batches if stmt else self.chains.at.get((stream, seq))):
                is_all_here = False
                self._missing(stream, seq, f"which {author} had seen")
            for batch in batches:
                batch.signed_by |= self.bits.get(key, 0)
        if tips is None and is_all_here:
            self.report.fault(f"{who}: what its author had seen is not what is here")

    # === 5. Standing ==================================================================================================

    def _judge(self) -> dict[bytes, tuple[Op, Batch]]:
        """Give every operation its state; of several batches that hold it, that of the best."""
        admitted: dict[bytes, list[int]] = defaultdict(list)
        for place, act in self.members.that_count(ADMITTING_WORK):
            for stmt in act.fields["stmts"]:
                admitted[stmt].append(place)
        cuts: dict[int, set[bytes]] = {}
        best: dict[bytes, tuple[Op, Batch]] = {}
        for batch in self.chains.by_stmt.values():
            known = batch.known & self.members.counting
            claimed = left = self.members.role(batch.key, known)
            device = None if claimed is None else self.members.device(batch.key, known).id
            if batch.stmt not in admitted:
                left = None if claimed is None else self._left(batch, claimed, cuts)
            elif claimed is None:
                claimed, device = self._when_admitted(batch.key, admitted[batch.stmt])
                left = claimed
            is_settled = all(head in self.members.place for head in batch.acl_heads)
            for op in (op for op in batch.ops if op.is_true):
                op.state = state_of(op, device, claimed, left, is_settled=is_settled)
                kept = best.get(op.id)
                if kept is None or STATES.index(op.state) < STATES.index(kept[0].state):
                    best[op.id] = op, batch
        return best

    def _left(self, batch: Batch, claimed: int, cuts: dict[int, set[bytes]]) -> int:
        """What is left of a role by changes that the author did not know and whose cut the batch lies outside of."""
        roles = [claimed]
        for place in self.members.speaking[batch.key]:
            act = self.members.acts[place]
            if act.device or not self.members.counting >> place & 1 or batch.known >> place & 1:
                continue
            if place not in cuts:
                cuts[place] = self._inside(act, batch.key)
            if batch.stmt not in cuts[place]:
                roles.append(act.given)
        return min(roles)

    def _inside(self, act: Act, key: bytes) -> set[bytes]:
        """The batches of a key that a change of its role leaves alone: its cut, and what its author acknowledged."""
        tips = set(act.fields["cut"])
        for batch in (batch for tip in act.tips for batch in self.chains.below(tip) if batch.key == act.author):
            tips |= batch.saw
        return {batch.stmt for tip in tips for batch in self.chains.below(tip) if batch.key == key}

    def _when_admitted(self, key: bytes, places: list[int]) -> tuple[int | None, bytes | None]:
        """The highest role of a device by what those knew who let its work count."""
        closures = [self.members.before[place] & self.members.counting for place in places]
        roles = [(self.members.role(key, closure), closure) for closure in closures]
        standing = [(role, self.members.device(key, among).id) for role, among in roles if role not in (None, REMOVED)]
        return max(standing, default=(None, None))

    # === 6. Entries ===================================================================================================

    def _lines(self) -> list[Line]:
        """Every entry and strike of the incident, in the order of the log."""
        lines = [
            Line(op, op.head, batch)
            for op, batch in self.places.values()
            if self.number(op) and op.head and op.head.kind in ("entry.add", "entry.strike") and not op.fault
        ]
        shown = Counter(line.head.number for line in lines if line.op.state == "counts")
        for line in lines:
            is_doubled = shown[line.head.number] > 1
            line.number = self.number(line.op) + (f".{base32(line.op.id, 2)}" if is_doubled else "")
            line.cosigners = (line.batch.signed_by & ~self.bits.get(line.batch.key, 0)).bit_count()
        lines.sort(key=lambda line: line.order)
        entries = {line.op.id: line for line in lines if line.head.kind == "entry.add"}
        self._strike([line for line in lines if line.head.kind == "entry.strike"], entries)
        self._mark({line.head.entity: line for line in entries.values()})
        return lines

    def _strike(self, strikes: list[Line], entries: dict[bytes, Line]) -> None:
        """A strike points to an entry of its own thing; the first one that counts rules it through."""
        things = {line.head.entity: line for line in entries.values()}
        for line in sorted(strikes, key=lambda line: (line.head.hlc, line.op.id)):
            target = entries.get(line.op.body["target"]) if line.op.body else things.get(line.head.entity)
            if target is None or target.head.entity != line.head.entity:
                if self.holes:
                    self.report.unjudged[line.number] = None
                else:
                    self.report.fault("it strikes something that is not there", line.number)
                continue
            line.strikes = target.number
            if line.op.state == "counts" and not target.struck_by:
                target.struck_by = line.number

    def _mark(self, things: dict[bytes, Line]) -> None:
        """What was marked or tagged, by whom and when, in order."""
        marks = [
            (op.head, op, batch.key)
            for op, batch in self.places.values()
            if op.head and op.head.kind in ("entry.mark", "entry.tag") and op.state == "counts"
        ]
        for head, op, key in sorted(marks, key=lambda each: (each[0].hlc, each[1].id)):
            for name, value in (op.body or {}).items():
                if head.incident == self.incident and head.entity in things and isinstance(value, bool):
                    word = ("" if value else "not ") + name.removeprefix("tag.")
                    things[head.entity].marks.append(f"{word} ({self.person(key, head.person)}, {iso(head.at_ms)})")

    def _check_numbers(self) -> None:
        """Numbers run without gaps in each series, and belong to who wrote."""
        given: dict[bytes, set[int]] = defaultdict(set)
        for op in (op for batch in self.chains.by_stmt.values() for op in batch.ops):
            if op.is_true and op.head and op.head.number and self.number(op):
                given[op.head.number[1]].add(op.head.number[2])
        for series, numbers in given.items():
            for gap in islice((n for n in range(1, max(numbers)) if n not in numbers), MOST_FINDINGS):
                if (number := f"{self.series(series)}-{gap}") not in self.report.named:
                    self.report.fault("this number is missing", number)
        for line in self.lines:
            owner = self.chains.streams.get(line.head.number[1]) if line.head.number else None
            if owner and owner[0].key != line.batch.key:
                self.report.fault("its number is one of another station", line.number)


# === 7. Content =======================================================================================================

COLUMNS = (
    "number", "standing", "redacted", "event_at", "entered_at", "station", "author", "kind", "text", "strikes",
    "struck_by", "marks", "cosigned_by", "id",
)  # fmt: skip
STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #c9ced6}"
    "td.text{white-space:pre-wrap;overflow-wrap:anywhere;min-width:20rem}.struck td.text{text-decoration:line-through}"
)


def row_of(package: Package, line: Line) -> dict[str, Any]:
    """What the readable files say of an entry. The entered time is that of its author's laptop; nobody can type it."""
    body, head, is_entry = line.op.body or {}, line.head, line.head.kind == "entry.add"
    return {
        "number": line.number,
        "standing": line.op.state,
        "redacted": line.op.is_withheld,
        "event_at": iso(body["event_at_ms"]) if "event_at_ms" in body else None,
        "entered_at": iso(head.at_ms),
        "entered_offset_min": head.offset_min,
        "station": package.codes.get(line.batch.key, "?"),
        "author": package.person(line.batch.key, head.person),
        "kind": body.get("kind") if is_entry else "strike",
        "text": body.get("text" if is_entry else "reason"),
        "strikes": line.strikes or None,
        "struck_by": line.struck_by or None,
        "marks": line.marks,
        "cosigned_by": line.cosigners,
        "id": line.op.id.hex(),
        "statement": line.batch.stmt.hex(),
    }


def render(package: Package, rows: list[dict[str, Any]] | None = None) -> dict[str, list[bytes]]:
    """The readable files, in pieces: what stands before the entries, each entry, what stands behind them."""
    rows = [row_of(package, line) for line in package.lines] if rows is None else rows
    return {"entries.csv": as_csv(rows), "entries.html": as_html(package, rows), "entries.json": as_json(rows)}


def as_json(rows: list[dict[str, Any]]) -> list[bytes]:
    """One entry a line."""
    lines = [json.dumps(row, ensure_ascii=False) + ("\n" if row is rows[-1] else ",\n") for row in rows]
    return [piece.encode() for piece in ["[\n", *lines, "]\n"]]


def as_text(value: Any) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def as_csv(rows: list[dict[str, Any]]) -> list[bytes]:
    """For spreadsheets: text that one would take for a formula has an apostrophe in front."""
    pieces = []
    for row in [{name: name for name in COLUMNS}, *rows]:
        out = io.StringIO()
        cells = [as_text(row[name]) for name in COLUMNS]
        csv.writer(out).writerow(f"'{text}" if text[:1] in tuple("=+-@\t\r") else text for text in cells)
        pieces.append(out.getvalue().encode())
    return [*pieces, b""]


def as_html(package: Package, rows: list[dict[str, Any]]) -> list[bytes]:
    """For people: a page without script, that loads nothing; a struck entry stays readable, ruled through."""
    founding = next((act.fields for act in package.members.acts if act.type == FOUNDING), {})
    wall = "EXERCISE" if founding.get("exercise") else "REAL"
    title = html.escape(f"{package.manifest.get('incident_name')} - {founding.get('name')} - {wall}")
    heads = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in COLUMNS)
    top = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p>Team {fingerprint(package.team)}. Written "
        f"{html.escape(str(package.manifest.get('exported_at')))}. verify.py proves it.</p>\n<table><tr>{heads}</tr>\n"
    )
    pieces = [top]
    for row in rows:
        words = {**row, "text": "[redacted]" if row["redacted"] else row["text"]}
        cells = "".join(f'<td class="{name}">{html.escape(as_text(words[name]))}</td>' for name in COLUMNS)
        pieces.append(f"<tr class={'struck' if row['struck_by'] else 'entry'}>{cells}</tr>\n")
    return [piece.encode() for piece in [*pieces, "</table></body></html>\n"]]


HANGING = ("standing", "strikes", "struck_by", "marks", "cosigned_by")
HANGING_ON_ACTS = ("station", "author")
"""What follows for an entry from other batches, and from membership acts."""


def as_listed(package: Package, listed: Any, report: Report) -> list[dict[str, Any]]:
    """The rows of entries where something signed is damaged or missing: what hangs on that cannot be judged.

    It is taken as the package says, and so are rows of entries that are at fault already; all else must be as signed.
    """
    named, rows = report.named, []
    own = {row["id"]: row for row in (row_of(package, line) for line in package.lines)}
    for said in fit(tuple(listed), [{"id": str, "number": str, "marks": list}]):
        row = own.get(said["id"])
        if row is None:
            rows += [said] if said["number"] in named else []
            continue
        hanging = HANGING if package.has_all_acts else (*HANGING, *HANGING_ON_ACTS)
        differing = {name: said[name] for name in hanging if said[name] != row[name]}
        if differing and said["number"] not in named:
            report.unjudged[said["number"]] = None
        rows.append({**row, **differing})
    kept = [row["id"] for row in rows if row["id"] in own]
    return rows if kept == list(own) else list(own.values())


def check_listed(package: Package, report: Report) -> None:
    """The manifest lists the entries. Without all acts, whose codes stand in them, numbers are taken as it says."""
    listed: Any = package.manifest.get("entries")
    rows = [json.dumps(row) for row in (listed if isinstance(listed, list) else [listed])]
    if not package.has_all_acts:
        with suppress(*MALFORMED):
            numbers = {identity: number for number, identity, _ in fit(tuple(map(tuple, listed)), [(str, str, bool)])}
            for line in package.lines:
                number = numbers.get(line.op.id.hex(), line.number)
                report.unjudged |= {number: None} if number != line.number else {}
                line.number = number
    here = [json.dumps([line.number, line.op.id.hex(), line.op.is_withheld]) for line in package.lines]
    differing = sorted({*rows} ^ {*here})
    for row in map(json.loads, differing):
        number = str(row[0]) if isinstance(row, list) and row else ""
        if not number or number not in report.named:
            report.fault("it is not in the signed record as the manifest lists it, or not in the manifest", number)
    if rows != here and not differing:
        report.fault("the manifest lists the entries in another order, or one of them twice")


def check_content(package: Package, files: dict[str, bytes], report: Report) -> None:
    """The readable files are what they must be; an entry that differs is named."""
    entries = [row_of(package, line) for line in package.lines]
    pieces_of = render(package, entries)
    if package.holes:
        with suppress(*MALFORMED):
            listed = as_listed(package, json.loads(files["entries.json"]), report)
            entries, pieces_of = listed, render(package, listed)
    for name, pieces in pieces_of.items():
        data, at = files.get(name, b"".join(pieces)), 0
        for piece, number in zip(pieces, ["", *(row["number"] for row in entries), ""], strict=True):
            if data[at : at + len(piece)] != piece:
                report.fault(f"{name} is not what was signed", number)
                break
            at += len(piece)
        else:
            if at != len(data):
                report.fault(f"{name} has something behind its end")


# === 8. Report ========================================================================================================


def read_file(directory: Path, name: str, most: int) -> bytes:
    """A file of the package: a plain one, of bounded size. Names come from this program, never from the package."""
    path = directory / name
    if path.is_symlink() or not path.is_file():
        raise Wrong(f"{name} is missing, or no plain file")
    if path.stat().st_size > most:
        raise Wrong(f"{name} is too large")
    return path.read_bytes()


def read_manifest(directory: Path, report: Report) -> dict[str, Any]:
    """The manifest, and whether who wrote the package signed it."""
    raw, sealed = read_file(directory, MANIFEST, LARGEST_MANIFEST), read_file(directory, SEAL, 1024)
    try:
        manifest = json.loads(raw)
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise Wrong("this is no evidence package that this verify.py knows")
        told = (manifest["team"], manifest["signed_by"], sealed.decode())
        team, key, signature = (bytes.fromhex(text) for text in told)
        fit(team, 32), fit(bytes.fromhex(manifest["incident"]), 16)
    except MALFORMED as wrong:
        raise Wrong(f"{MANIFEST} or {SEAL}: {reason(wrong)}") from None
    try:
        check_signature(key, signature if sealed == f"{signature.hex()}\n".encode() else b"", sha("evid", team, raw))
    except MALFORMED:
        report.fault(f"{MANIFEST} was altered: its signature does not hold")
    return manifest


def read_files(directory: Path, manifest: dict[str, Any], report: Report) -> dict[str, bytes]:
    """The files that the manifest lists, each with the hash that it gives."""
    listed = manifest.get("files")
    files: dict[str, bytes] = {}
    for name in FILES:
        try:
            files[name] = read_file(directory, name, LARGEST_FILE)
        except MALFORMED as wrong:
            report.fault(str(wrong))
            continue
        if not isinstance(listed, dict) or hashlib.sha256(files[name]).hexdigest() != listed.get(name):
            report.fault(f"{name} is not the file that the manifest lists")
    known = {*FILES, MANIFEST, SEAL}
    others = sorted(path.name for path in islice(directory.iterdir(), 10_000) if path.name not in known)
    if others:
        report.notes.append(f"Files that do not belong to the package, not looked at: {', '.join(others[:10])}")
    return files


def check_team(package: Package, team: str | None, report: Report) -> None:
    """The fingerprint is the one given, and a member of the team signed the manifest."""
    printed, wanted = fingerprint(package.team), re.sub(r"[^0-9a-z]", "", (team or "").lower())
    if team is not None and wanted != printed.replace("-", ""):
        report.fault(f"this is the package of another team: its fingerprint is {printed}")
    if team is None:
        report.notes.append(f"Compare the team's fingerprint with a printed one: {printed}")
    signer = bytes.fromhex(package.manifest["signed_by"])
    role = package.members.role(signer, package.members.counting)
    if role is None and not package.has_all_acts:
        report.unjudged["who signed the manifest"] = None
    elif role is None:
        report.fault("who signed the manifest was never admitted to the team")
    else:
        report.notes.append(f"Written and signed by {package.codes[signer]} ({ROLES[role]})")


def tell_limits(package: Package, report: Report) -> None:
    """What no check can see: clocks, what nobody else signed for, what is withheld."""
    for stream in package.chains.streams.values():
        latest = 0
        for op, head in ((op, op.head) for batch in stream for op in batch.ops if op.is_true and op.head):
            if head.at_ms < latest - 300_000 and (number := package.number(op)):
                report.notes.append(f"{number}: entered at {iso(head.at_ms)}, after work entered at {iso(latest)}")
            latest = max(latest, head.at_ms)
    if alone := [line.number for line in package.lines if not line.cosigners]:
        report.notes.append(
            f"No other station has signed for these yet: {some(alone)}. Who wrote them could still have replaced them "
            "before this package was written"
        )
    if hidden := [line.number for line in package.lines if line.op.is_withheld]:
        report.notes.append(
            f"The text of {some(hidden)} is withheld: who wrote it and when is proven, what it says is not shown"
        )
    report.notes.append(
        "What nobody signed for and is not in the package cannot be missed here, such as the last entries of a laptop "
        "that never synced. Times are those of the authors' laptops. A signature proves the station, not the person"
    )


def tell_unjudged(package: Package, report: Report) -> None:
    """One line for all that may be sound and cannot be judged, with what is to blame."""
    if report.unjudged:
        blamed = list(dict.fromkeys(package.holes.values()))
        since = f"since {some(blamed)} {'is' if len(blamed) == 1 else 'are'} damaged or missing"
        report.fault(f"cannot be judged in full, {since}: {some(list(report.unjudged), MOST_FINDINGS)}")


def some(words: list[str], most: int = 20) -> str:
    """The first of many."""
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def verify(directory: Path, team: str | None = None, report: Report | None = None) -> tuple[Report, Package | None]:
    """Check a package; the report's findings are empty if everything holds."""
    report, package = report or Report(), None
    try:
        manifest = read_manifest(directory, report)
        files = read_files(directory, manifest, report)
        package = Package(manifest, {name: files.get(name, b"") for name in SIGNED}, report)
        check_team(package, team, report)
        check_listed(package, report)
        check_content(package, files, report)
        tell_unjudged(package, report)
        tell_limits(package, report)
    except MALFORMED as error:
        report.fault(f"it cannot be checked to the end: {reason(error)}")
    return report, package


def main(arguments: list[str], tell: Callable[[str], object] = print) -> int:
    """Check the package that the command line names."""
    parser = argparse.ArgumentParser(description="Check an evidence package of Incident Console.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--team", metavar="FINGERPRINT", help="as printed on the kit or a status report")
    asked = parser.parse_args(arguments)
    report, package = verify(asked.directory, asked.team)
    lines = [f"FAULT {entry}: {what}" if entry else f"FAULT {what}" for entry, what in report.findings]
    for line in [*lines, *(f"note  {note}" for note in report.notes)]:
        tell("".join(char if char.isprintable() else " " for char in line))  # names are others' words
    count = len(package.lines) if package else 0
    tell(f"{'NOT OK' if report.findings else 'OK'}: {count} entries, {len(report.findings)} faults")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
