#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks an evidence package of Incident Console. It needs Python 3.11 or later and the package "cryptography" only.

    python verify.py DIR [--team FINGERPRINT]

It ends with exit code 0 if everything holds, else with 1 and the number of every entry concerned. FINGERPRINT is the
one on the recovery kit and at the foot of status reports: with it, this proves that the package is that team's.

A package holds what each laptop signed, and the same for people to read. Nothing in it is believed: every hash, every
signature and every rule is worked out here anew, from the bytes. The file is in reading order: bytes; the manifest;
who belonged to the team with which role; the signed batches and their chains; who had seen what; which entries count;
the readable files; what nobody can see. The rules are those of docs/format.md, which the sections below name.
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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice, product
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "incident-console evidence 1"
SIGNED = ("acts.bin", "batches.bin", "heads.bin")
READABLE = ("entries.csv", "entries.html", "entries.json")
FILES = (*SIGNED, *READABLE, "README.txt", "verify.py")
MANIFEST, SEAL = "manifest.json", "manifest.sig"

LARGEST_FILE, LARGEST_ITEM, LARGEST_MANIFEST = 1 << 30, 16 << 20, 64 << 20
MOST_ACTS, MOST_REMOVALS, MOST_FINDINGS, MOST_READINGS = 10_000, 1_000, 1_000, 64
NOTHING = bytes(32)


class Wrong(Exception):
    """Something is not as the format wants it; the text says what."""


MALFORMED = (Wrong, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, OSError)
"""What bytes of others can lead to where they are not what they should be: always a finding, never a crash."""


@dataclass
class Report:
    """What was found: ``findings`` are faults, each with the entry's number if it is about one; ``notes`` are not."""

    findings: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, what: str, entry: str = "") -> None:
        """Note a fault, once; of a great many the first thousand."""
        if (entry, what) not in self.findings and len(self.findings) < MOST_FINDINGS:
            self.findings.append((entry, what))


# === 1. Bytes: hashes, signatures, and the one form of msgpack (format.md 2, 3) =======================================


def sha(tag: str, *parts: bytes) -> bytes:
    """SHA-256 over a tag of 16 bytes and the parts: hashes of different uses can never be taken for each other."""
    return hashlib.sha256(f"ic1 {tag}".encode().ljust(16, b"\0") + b"".join(parts)).digest()


def u32(number: int) -> bytes:
    """A number as four bytes."""
    return number.to_bytes(4, "big")


def base32(data: bytes, length: int) -> str:
    """The first characters in base 32 with the digits 0-9 a-v."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join("0123456789abcdefghijklmnopqrstuv"[int(bits[at : at + 5], 2)] for at in range(0, 5 * length, 5))


def fingerprint(team: bytes) -> str:
    """A team's id as it is printed: five groups of four characters."""
    text = base32(team, 20)
    return "-".join(text[at : at + 4] for at in range(0, 20, 4))


PRIME = 2**255 - 19
ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
WEAK_POINTS = {0, 1, PRIME - 1, ORDER_8, PRIME - ORDER_8}


def is_signed(key: bytes, signature: bytes, digest: bytes) -> bool:
    """Whether this is the Ed25519 signature of a hash; keys under which anybody can sign are refused (format.md 5)."""
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    if len(key) != 32 or y >= PRIME or y in WEAK_POINTS:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, digest)
    except InvalidSignature:
        return False
    return True


# First byte -> what it begins, the width of the length or number behind it, and the smallest one that needs this width.
LONG_FORMS = {
    0xC4: ("bytes", 1, 0), 0xC5: ("bytes", 2, 1 << 8), 0xC6: ("bytes", 4, 1 << 16),
    0xCC: ("number", 1, 128), 0xCD: ("number", 2, 1 << 8), 0xCE: ("number", 4, 1 << 16), 0xCF: ("number", 8, 1 << 32),
    0xD0: ("negative", 1, 33), 0xD1: ("negative", 2, 129), 0xD2: ("negative", 4, (1 << 15) + 1),
    0xD3: ("negative", 8, (1 << 31) + 1),
    0xD9: ("text", 1, 32), 0xDA: ("text", 2, 1 << 8), 0xDB: ("text", 4, 1 << 16),
    0xDC: ("array", 2, 16), 0xDD: ("array", 4, 1 << 16), 0xDE: ("map", 2, 16), 0xDF: ("map", 4, 1 << 16),
}  # fmt: skip


def unpack(data: bytes) -> Any:
    """The value of canonical msgpack: one form for each value, at most 8 deep, nothing behind it."""
    try:
        value, end = read_value(data, 0, 8)
    except (IndexError, UnicodeDecodeError):
        raise Wrong("not canonical msgpack") from None
    if end != len(data):
        raise Wrong("bytes behind the value")
    return value


def read_value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """The value that begins at an offset, and where it ends."""
    mark, at = data[at], at + 1
    if mark < 0x80 or mark >= 0xE0:
        return mark if mark < 0x80 else mark - 256, at
    if mark in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[mark], at
    if mark < 0xC0:
        kind, size = ("map", mark & 15) if mark < 0x90 else ("array", mark & 15) if mark < 0xA0 else ("text", mark & 31)
    elif mark in LONG_FORMS:
        kind, width, smallest = LONG_FORMS[mark]
        raw, at = take(data, at, width)
        size = int.from_bytes(raw, "big", signed=kind == "negative")
        if (-size if kind == "negative" else size) < smallest:
            raise Wrong("a longer form than needed")
    else:
        raise Wrong("a type that the format does not use")
    if kind in ("number", "negative"):
        return size, at
    if kind in ("array", "map"):
        return read_many(data, at, kind, size, depth)
    raw, at = take(data, at, size)
    return raw if kind == "bytes" else raw.decode("utf-8"), at


def read_many(data: bytes, at: int, kind: str, count: int, depth: int) -> tuple[Any, int]:
    """The members of an array, or the pairs of a map, whose keys are text in the order of their bytes."""
    if depth == 0:
        raise Wrong("nested too deeply")
    items: list[Any] = []
    pairs: dict[str, Any] = {}
    for _ in range(count):
        if kind == "map":
            name, at = read_value(data, at, 0)
            if not isinstance(name, str) or (pairs and name <= next(reversed(pairs))):
                raise Wrong("keys out of order")
            pairs[name], at = read_value(data, at, depth - 1)
        else:
            item, at = read_value(data, at, depth - 1)
            items.append(item)
    return (pairs if kind == "map" else items), at


def take(data: bytes, at: int, length: int) -> tuple[bytes, int]:
    """So many bytes, and where they end."""
    if at + length > len(data):
        raise Wrong("it ends too early")
    return data[at : at + length], at + length


def items_in(data: bytes) -> Iterator[Any]:
    """The values of a .bin file, each behind its length."""
    at = 0
    while at < len(data):
        length, at = take(data, at, 4)
        if int.from_bytes(length, "big") > LARGEST_ITEM:
            raise Wrong("an item is too long")
        item, at = take(data, at, int.from_bytes(length, "big"))
        yield unpack(item)


def of_bytes(value: Any, length: int) -> bytes:
    """A value that must be so many bytes."""
    if not isinstance(value, bytes) or len(value) != length:
        raise Wrong(f"{length} bytes expected")
    return value


def whole(value: Any, least: int, most: int) -> int:
    """A value that must be a whole number within bounds."""
    if type(value) is not int or not least <= value <= most:
        raise Wrong("a number out of bounds")
    return value


def text_of(value: Any) -> str:
    """A value that must be text."""
    if not isinstance(value, str):
        raise Wrong("text expected")
    return value


def list_of(value: Any, least: int = 0) -> list[Any]:
    """A value that must be a list; a newer program may have added members."""
    if not isinstance(value, list) or len(value) < least:
        raise Wrong("a list expected")
    return value


def hashes_of(value: Any) -> tuple[bytes, ...]:
    """A value that must be a list of hashes, sorted, each once."""
    hashes = tuple(of_bytes(item, 32) for item in list_of(value))
    if list(hashes) != sorted(set(hashes)):
        raise Wrong("hashes out of order")
    return hashes


Tip = tuple[bytes, int, bytes]
"""A place in a stream: its id, the number of a batch, the batch's statement."""


def tips_of(value: Any) -> tuple[Tip, ...]:
    """A value that must be a list of places in streams."""
    rows = [list_of(row, 3) for row in list_of(value)]
    return tuple((of_bytes(row[0], 16), whole(row[1], 1, 2**32 - 1), of_bytes(row[2], 32)) for row in rows)


# === 2. Membership: who belonged to the team, with which role (format.md 10) ==========================================

VIEWER, RESPONDER, COORDINATOR, ADMIN = range(4)
REMOVED = -1
ROLES = {VIEWER: "viewer", RESPONDER: "responder", COORDINATOR: "coordinator", ADMIN: "admin", REMOVED: "removed"}


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
        return self.device.role if self.device else REMOVED if self.type == 4 else int(self.fields["role"])


def read_act(item: Any, team: bytes) -> Act:
    """An act and its signature. The founding act's id is the team's: the hash of what it says."""
    signature, raw = list_of(item, 2)[:2]
    version, kind, author, heads, tips, _, _, _, fields = list_of(unpack(raw), 9)[:9]
    if version != 1:
        raise Wrong("it needs a newer verify.py")
    identity = sha("team", raw) if kind == 1 else sha("act", team, raw)
    if not is_signed(of_bytes(author, 32), of_bytes(signature, 64), identity):
        raise Wrong("its signature is not its author's")
    device = device_of(kind, fields) if kind in (1, 2) else None
    if kind == 1 and (identity != team or heads or device is None or device.key != author):
        raise Wrong("it did not found this team")
    check_fields(kind, fields)
    return Act(identity, whole(kind, 1, 2**32 - 1), author, hashes_of(heads), tips_of(tips), fields, device)


def device_of(kind: int, fields: Any) -> Device:
    """The device that a founding or admitting act speaks of."""
    keys = fields["device"]
    sign, hpke = of_bytes(keys["sign"], 32), of_bytes(keys["hpke"], 1216)
    rows = [list_of(row, 2) for row in ([fields["person"]] if kind == 1 else list_of(fields["persons"]))]
    persons = tuple((of_bytes(row[0], 16), text_of(row[1])) for row in rows)
    role = ADMIN if kind == 1 else whole(fields["role"], VIEWER, ADMIN)
    return Device(sha("device", sign, hpke)[:16], sign, role, text_of(fields["code"]), persons, keys["type"] == "paper")


def check_fields(kind: int, fields: dict[str, Any]) -> None:
    """The fields that are used below are what they must be."""
    if kind in (4, 5, 8):
        of_bytes(fields["device"], 16)
    if kind in (4, 5):
        tips_of(fields["cut"])
    if kind == 5:
        whole(fields["role"], VIEWER, ADMIN)
    if kind == 6:
        of_bytes(fields["recipient"], 16)
    if kind == 7:
        hashes_of(fields["stmts"])
    if kind == 8:
        of_bytes(fields["id"], 16), text_of(fields["name"])


class Membership:
    """Which acts count, and what follows. A set of acts is an int: bit n stands for the act at place n.

    Places are an order in which every act follows all that its author knew. ``before[n]`` is everything that he knew.
    """

    def __init__(self, acts: dict[bytes, Act], report: Report) -> None:
        self.acts: list[Act] = []
        self.place: dict[bytes, int] = {}
        self.before: list[int] = []
        self.depth: list[int] = []
        self._order(acts)
        for act in acts.values():
            if act.id not in self.place:
                report.fault(f"membership act {act.id.hex()[:12]}: acts that it builds upon are missing")
        self.key_of = {act.device.id: act.device.key for act in self.acts if act.device}
        self.speaking: dict[bytes, list[int]] = defaultdict(list)  # by key: the acts that admit it or change its role
        for place, act in enumerate(self.acts):
            changed = self.key_of.get(act.fields["device"]) if act.type in (4, 5) else None
            if key := act.device.key if act.device else changed:
                self.speaking[key].append(place)
        changes = [p for places in self.speaking.values() for p in places if not self.acts[p].device]
        self.removals = sorted(place for place in changes if self.acts[place].given != ADMIN)
        if len(self.removals) > MOST_REMOVALS:
            raise Wrong("more removals than any team has")
        self.undone = 0
        self.counting = self._decide()

    def _order(self, acts: dict[bytes, Act]) -> None:
        waiting = {act.id: len(act.heads) for act in acts.values()}
        above = defaultdict(list)
        for act in acts.values():
            for head in act.heads:
                above[head].append(act.id)
        ready = [act.id for act in acts.values() if act.type == 1]
        while ready:
            act = acts[ready.pop()]
            self.place[act.id] = len(self.acts)
            self.before.append(self.closure(act.heads))
            self.depth.append(1 + max((self.depth[self.place[head]] for head in act.heads), default=-1))
            self.acts.append(act)
            for follower in above[act.id]:
                waiting[follower] -= 1
                if waiting[follower] == 0:
                    ready.append(follower)

    def closure(self, heads: Iterable[bytes]) -> int:
        """These acts and all that their authors knew."""
        found = 0
        for place in (self.place[head] for head in heads if head in self.place):
            found |= self.before[place] | 1 << place
        return found

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
        """Of several admissions of one key that of the smallest id speaks."""
        places = [p for p in self.speaking[key] if among >> p & 1 and self.acts[p].device]
        device = min((self.acts[place] for place in places), key=lambda act: act.id).device
        assert device is not None  # noqa: S101 - only such places were chosen
        return device

    def is_member(self, device: bytes, among: int) -> bool:
        """Whether a device is admitted by a set of acts, and not revoked."""
        key = self.key_of.get(device)
        if key is None or self.role(key, among) in (None, REMOVED):
            return False
        return self.device(key, among).id == device

    def has_admin(self, among: int) -> bool:
        """Whether a set of acts leaves the team anybody who can govern it."""
        return any(self.role(key, among) == ADMIN for key in self.speaking)

    def may_count(self, place: int, before: int) -> bool:
        """Whether an act's author had the right, by those of the acts he knew that count."""
        act = self.acts[place]
        if act.type == 1:
            return True
        role = self.role(act.author, before)
        if role in (None, REMOVED):
            return False
        if act.type == 8 and act.fields["device"] == self.device(act.author, before).id:
            return True
        if act.type == 6:
            return self.is_member(act.fields["recipient"], before)
        if role != ADMIN:
            return False
        if act.device:
            return self.role(act.device.key, before) is None
        if act.type in (4, 5):
            return self.is_member(act.fields["device"], before) and self.has_admin(before | 1 << place)
        return True

    def _counting_without(self, void: int) -> int:
        counting = 0
        for place in range(len(self.acts)):
            if not void >> place & 1 and self.may_count(place, self.before[place] & counting):
                counting |= 1 << place
        return counting

    def _undoes(self, removal: int, place: int) -> bool:
        act = self.acts[place]
        is_apart = not (self.before[removal] >> place & 1 or self.before[place] >> removal & 1 or removal == place)
        return is_apart and act.type != 1 and act.author == self.key_of[self.acts[removal].fields["device"]]

    def _rank(self, place: int) -> Any:
        author = [p for p in self.speaking[self.acts[place].author] if self.acts[p].device]
        admitted = (
            (not device.is_paper, self.depth[p], self.acts[p].id)
            for p in author
            if self.before[place] >> p & 1 and (device := self.acts[p].device)
        )
        return min(admitted), self.depth[place], self.acts[place].id

    def _decide(self) -> int:
        """Removals that meet are decided one at a time, the first in rank before the others."""
        undecided = sum(1 << place for place in self.removals)
        stands = 0
        counting = self._counting_without(0)
        while pending := [place for place in self.removals if (undecided & counting) >> place & 1]:
            contesting = {p: sum(1 << q for q in pending if self._undoes(q, p)) for p in pending}
            undone = {p: sum(1 << q for q in range(len(self.acts)) if self._undoes(p, q)) & ~stands for p in pending}
            free = [place for place in pending if not contesting[place]]
            quiet = sum(1 << place for place in free if not undone[place])
            if quiet and self.has_admin(self._counting_without(self.undone | undecided & ~quiet)):
                stands, undecided = stands | quiet, undecided & ~quiet
            else:
                chosen = min(free or pending, key=self._rank)
                undecided &= ~(1 << chosen)
                void = self.undone | contesting[chosen] | undone[chosen]
                if self.has_admin(self._counting_without(void | undecided)):
                    stands, self.undone = stands | 1 << chosen, void
                else:
                    self.undone |= 1 << chosen
                undecided &= ~self.undone
            counting = self._counting_without(self.undone)
        return counting


# === 3. Signed batches and their chains (format.md 6, 7) ==============================================================

KINDS: dict[str, tuple[int, dict[str, type], tuple[str, ...]]] = {  # right, fields, those that must be there
    "entry.add": (
        RESPONDER,
        {"text": str, "kind": str, "event_at_ms": int, "event_offset_min": int},
        ("text", "kind", "event_at_ms", "event_offset_min"),
    ),
    "entry.strike": (RESPONDER, {"target": bytes, "reason": str}, ("target", "reason")),
    "entry.mark": (RESPONDER, {"significant": bool}, ()),
    "entry.tag": (RESPONDER, {"tag.": bool}, ()),
}
LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""


@dataclass
class Op:
    """An operation: one change of the record. ``body`` is None where it is withheld, or not to be read."""

    id: bytes
    head: list[Any]
    body: dict[str, Any] | None
    is_withheld: bool
    fault: str = ""
    state: str = "refused"


@dataclass(frozen=True)
class Batch:
    """Operations that a device signed in a row, in its stream; ``stmt`` is what it signed."""

    stmt: bytes
    key: bytes
    nonce: bytes
    stream: bytes
    seq: int
    prev: bytes
    acl_heads: tuple[bytes, ...]
    seen: bytes
    seen_root: bytes
    ops: tuple[Op, ...]


def read_op(item: Any) -> tuple[Op, bool]:
    """An operation, and whether it is what its id says: the id commits to head and body, each under a salt."""
    identity, raw_head, head_salt, raw_body, rest = list_of(item, 5)[:5]
    head_hash = sha("oph", of_bytes(head_salt, 16), raw_head)
    is_withheld = raw_body is None
    body_hash = of_bytes(rest, 32) if is_withheld else sha("opb", of_bytes(rest, 16), raw_body)
    op = Op(of_bytes(identity, 32), [], None, is_withheld)
    if len(raw_head) > 64 << 10 or len(raw_body or b"") > 512 << 10:
        return replace(op, fault="too long"), sha("op", head_hash, body_hash) == identity
    is_true = sha("op", head_hash, body_hash) == identity
    try:
        op.head = head_of(unpack(raw_head))
        op.body = None if is_withheld else unpack(raw_body)
        op.fault = body_fault(op)
    except Wrong as wrong:
        op.fault = str(wrong)
    return op, is_true


def head_of(head: Any) -> list[Any]:
    """The head of an operation, if it is one: kind, right, incident, number, entity, device, person, times, links."""
    kind, right, incident, number, entity, device, person, hlc, wall_ms, offset, links = list_of(head, 11)[:11]
    if len(text_of(kind).encode()) > 64:
        raise Wrong("its kind is too long")
    whole(right, VIEWER, ADMIN), of_bytes(entity, 16), of_bytes(device, 16), of_bytes(person, 16)
    whole(hlc, 0, 2**64 - 1), whole(wall_ms, 0, 2**64 - 1), whole(offset, -1440, 1440)
    if incident is not None:
        of_bytes(incident, 16)
    if number is not None:
        text_of(list_of(number, 3)[0]), of_bytes(number[1], 16), whole(number[2], 1, 2**32 - 1)
    if len(hashes_of(links)) > 1024:
        raise Wrong("too many links")
    return list(head)


def body_fault(op: Op) -> str:
    """Why an operation of a kind that is known here is malformed, or nothing."""
    if op.head[0] not in KINDS:
        return ""
    right, fields, required = KINDS[op.head[0]]
    if op.head[1] != right:
        return "wrong right for its kind"
    if op.is_withheld:
        return ""
    if not isinstance(op.body, dict) or any(name not in op.body for name in required):
        return "a field is missing"
    for name, value in op.body.items():
        expected = fields.get(name) or fields.get(name.partition(".")[0] + ".")
        if expected and (value is not None or name in required) and type(value) is not expected:
            return f"field {name} has the wrong type"
        raw = value.encode() if isinstance(value, str) else value
        if isinstance(raw, bytes) and len(raw) > (256 << 10) - 5:
            return f"field {name} is too long"
        if expected is int and name.endswith("_ms") and not 0 <= value <= LAST_MS:
            return f"field {name} is out of bounds"
    return ""


def read_batch(item: Any, team: bytes) -> tuple[Batch, list[Op]]:
    """A batch whose signature holds, and those of its operations that were altered: they are not what their ids say.

    Signed are the team, the batch's core and the ids of its operations in their order.
    """
    signature, raw, listed = list_of(item, 3)[:3]
    core = list_of(unpack(raw), 14)
    version, key, nonce, space, stream, seq, prev, _, acl_heads, seen, seen_root = core[:11]
    read = [read_op(row) for row in list_of(listed)]
    root = sha("root", u32(len(read)), *(op.id for op, _ in read))
    stmt = sha("stmt", team, of_bytes(space, 8), u32(len(raw)), raw, root)
    if version != 1:
        raise Wrong("it needs a newer verify.py")
    if not is_signed(of_bytes(key, 32), of_bytes(signature, 64), stmt):
        raise Wrong("its signature does not hold: it was altered, or an operation in it was dropped or moved")
    if sha("stream", team, space, key, of_bytes(nonce, 16))[:16] != stream:
        raise Wrong("it stands in a stream of another device")
    if (of_bytes(prev, 32) == NOTHING) != (whole(seq, 1, 2**32 - 1) == 1):
        raise Wrong("its number and its link back do not fit")
    if not isinstance(seen, bytes):
        raise Wrong("bytes expected")
    batch = Batch(
        stmt, key, nonce, stream, seq, prev, hashes_of(acl_heads), seen, of_bytes(seen_root, 32),
        tuple(op for op, is_true in read if is_true),
    )  # fmt: skip
    return batch, [op for op, is_true in read if not is_true]


class Chains:
    """All batches: by statement, and along the streams, where each names the one before it."""

    def __init__(self) -> None:
        self.by_stmt: dict[bytes, Batch] = {}
        self.at: dict[tuple[bytes, int], list[Batch]] = defaultdict(list)
        self.streams: dict[bytes, list[Batch]] = defaultdict(list)

    def add(self, batch: Batch) -> None:
        """Take a batch in; they come by stream and number."""
        if batch.stmt in self.by_stmt:
            raise Wrong("it is there twice")
        before = self.streams[batch.stream][-1:]
        if before and (before[0].seq, before[0].stmt) > (batch.seq, batch.stmt):
            raise Wrong("the batches are out of order")
        self.by_stmt[batch.stmt] = batch
        self.at[batch.stream, batch.seq].append(batch)
        self.streams[batch.stream].append(batch)

    def before(self, batch: Batch) -> Batch | None:
        """The batch that this one names as the one before it, in the same stream with the number below."""
        found = self.by_stmt.get(batch.prev)
        return found if found and (found.stream, found.seq) == (batch.stream, batch.seq - 1) else None

    def has(self, tip: Tip) -> bool:
        """Whether a place in a stream is here."""
        found = self.by_stmt.get(tip[2])
        return found is not None and (found.stream, found.seq) == tip[:2]

    def below(self, tip: Tip) -> Iterator[Batch]:
        """A place and everything below it, as far as the links are here."""
        at = self.by_stmt[tip[2]] if self.has(tip) else None
        while at is not None:
            yield at
            at = self.before(at)


# === 4. Who had seen what: every batch signs what its author had seen of all others (format.md 8) =====================

Told = dict[bytes, list[tuple[int, bytes | None]]]
Vector = dict[bytes, list[tuple[int, bytes]]]


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number in 7 bits a byte, lowest first."""
    number = 0
    for shift in range(0, 35, 7):
        (byte,), at = take(data, at, 1)
        number |= (byte & 127) << shift
        if byte < 128:
            if number > 2**32 - 1 or (byte == 0 and shift):
                break
            return number, at
    raise Wrong("a number in the list of what was seen is wrong")


def read_seen(before: Told, data: bytes) -> Told:
    """The list after a batch, from the one before it. A tip that was told as an increase has no statement there."""
    mark, at = take(data, 0, 1)
    if mark not in (b"\0", b"\1"):
        raise Wrong("the list of what was seen begins wrongly")
    told: Told = {} if mark == b"\1" else dict(before)
    order = list(told)
    count, at = varint(data, at)
    for _ in range(count):
        place, at = varint(data, at)
        step, at = varint(data, at)
        if step == 0 or place >= len(order) or len(told[order[place]]) != 1:
            raise Wrong("the list of what was seen counts on from nothing")
        told[order[place]] = [(told[order[place]][0][0] + step, None)]
    count, at = varint(data, at)
    for _ in range(count):
        stream, at = take(data, at, 16)
        tips, at = varint(data, at)
        rows: list[tuple[int, bytes | None]] = []
        for _ in range(tips):
            seq, at = varint(data, at)
            stmt, at = take(data, at, 32)
            rows.append((seq, stmt))
        told[stream] = rows
    if at != len(data):
        raise Wrong("bytes behind the list of what was seen")
    return told


def put_together(told: Told, root: bytes, chains: Chains) -> Vector | None:
    """The places that a list tells of, proven by the root that its author signed; None if they are not all here."""
    readings = []
    for stream, tips in told.items():
        choices = [
            [(seq, stmt)] if stmt else [(seq, batch.stmt) for batch in chains.at.get((stream, seq), ())]
            for seq, stmt in tips
        ]
        readings.append([(stream, list(chosen)) for chosen in islice(product(*choices), MOST_READINGS)])
    for reading in islice(product(*readings), MOST_READINGS):
        rows = sorted((stream, seq, stmt) for stream, tips in reading for seq, stmt in tips)
        if sha("seen", *(stream + u32(seq) + stmt for stream, seq, stmt in rows)) == root:
            return dict(reading)
    return None


def walk(stream: list[Batch], chains: Chains) -> Iterator[tuple[Batch, Told, Vector | None]]:
    """Each batch of a stream with its list of what was seen, and the places proven by it."""
    lists: dict[bytes, Told] = {}
    for batch in stream:
        try:
            told = read_seen(lists.get(batch.prev, {}), batch.seen)
        except Wrong:
            yield batch, {}, None
            continue
        lists = {stmt: kept for stmt, kept in lists.items() if chains.by_stmt[stmt].seq >= batch.seq - 1}
        lists[batch.stmt] = told
        yield batch, told, put_together(told, batch.seen_root, chains)


# === 5. The package ===================================================================================================


@dataclass
class Line:
    """An entry of the status log as the readable files show it."""

    op: Op
    batch: Batch
    number: str = ""
    strikes: str = ""
    struck_by: str = ""
    marks: list[str] = field(default_factory=list)
    cosigners: int = 0

    @property
    def order(self) -> tuple[int, int, bytes]:
        """By the time of the event; where that is withheld, by the time it was entered."""
        event = self.op.body["event_at_ms"] if self.op.body and self.op.head[0] == "entry.add" else self.op.head[8]
        return event, self.op.head[7], self.op.id


class Package:
    """Everything that was signed, checked; what follows from it is worked out in the order of the methods."""

    def __init__(self, manifest: dict[str, Any], signed: dict[str, bytes], report: Report) -> None:
        self.manifest, self.report = manifest, report
        self.team = bytes.fromhex(text_of(manifest["team"]))
        self.incident = bytes.fromhex(text_of(manifest["incident"]))
        self.members = Membership(self._acts(signed["acts.bin"]), report)
        self.everyone = self._everyone()
        self.chains = Chains()
        self._lost: list[Op] = []
        self._read_batches(signed["batches.bin"])
        self._known = self._check_chains()
        self._cosigned: dict[bytes, int] = defaultdict(int)  # by statement: the keys that signed for it, as bits
        self._keys = {key: number for number, key in enumerate(sorted(self.members.speaking))}
        ends = self._check_seen()
        self._check_heads(signed["heads.bin"], ends)
        self._spread_cosigning()
        self.places = self._judge()
        self.lines = self._lines()

    # --- membership -------------------------------------------------------------------------------------------------

    def _acts(self, data: bytes) -> dict[bytes, Act]:
        acts: dict[bytes, Act] = {}
        for number, item in enumerate(self._items("acts.bin", data), 1):
            try:
                act = read_act(item, self.team)
                if act.id in acts or len(acts) >= MOST_ACTS:
                    raise Wrong("it is there twice, or they are too many")
                acts[act.id] = act
            except MALFORMED as wrong:
                self.report.fault(f"membership act no. {number}: {reason(wrong)}")
        if self.team not in acts:
            self.report.fault("the act that founded the team is missing: nobody's right can be shown")
        return acts

    def _items(self, name: str, data: bytes) -> Iterator[Any]:
        try:
            yield from items_in(data)
        except Wrong as wrong:
            self.report.fault(f"{name} is damaged: {wrong}; what follows there is lost")

    def _everyone(self) -> dict[bytes, Device]:
        """Every device that was ever admitted, by its key."""
        counting, members = self.members.counting, self.members
        return {
            key: members.device(key, counting) for key in members.speaking if members.role(key, counting) is not None
        }

    @cached_property
    def codes(self) -> dict[bytes, str]:
        """The station codes by key, with two more characters where two stations hold the same one."""
        times = Counter(device.code for device in self.everyone.values())
        return {
            key: device.code if times[device.code] == 1 else f"{device.code}.{base32(device.id, 2)}"
            for key, device in self.everyone.items()
        }

    @cached_property
    def names(self) -> dict[tuple[bytes, bytes], str]:
        """Who works at which device, as the acts that count say, by key and person."""
        names = {(key, person): name for key, device in self.everyone.items() for person, name in device.persons}
        for place, act in enumerate(self.members.acts):
            if act.type == 8 and self.members.counting >> place & 1 and act.fields["device"] in self.members.key_of:
                names[self.members.key_of[act.fields["device"]], act.fields["id"]] = act.fields["name"]
        return names

    @cached_property
    def first_streams(self) -> dict[bytes, bytes]:
        """The first stream of each device, whose numbers show its code alone."""
        return {sha("stream", self.team, bytes(8), key, bytes(16))[:16]: key for key in self.everyone}

    def code(self, key: bytes) -> str:
        """The station code of a key."""
        return self.codes.get(key, "?")

    def person(self, key: bytes, person: bytes) -> str:
        """The name of who wrote, as the acts bind it to the device."""
        return self.names.get((key, person)) or f"unknown person at {self.code(key)}"

    def series(self, stream: bytes) -> str:
        """The first part of a number: JO, or JO.k3 for a later stream of the same laptop."""
        if stream in self.first_streams:
            return self.code(self.first_streams[stream])
        batches = self.chains.streams.get(stream)
        return f"{self.code(batches[0].key) if batches else '?'}.{base32(stream, 2)}"

    def number(self, op: Op) -> str:
        """The number of an entry of this incident as people say it; empty for any other operation."""
        if not op.head or op.head[2] != self.incident or op.head[3] is None or op.head[3][0] != "entry":
            return ""
        return f"{self.series(op.head[3][1])}-{op.head[3][2]}"

    # --- batches ----------------------------------------------------------------------------------------------------

    def _read_batches(self, data: bytes) -> None:
        for place, item in enumerate(self._items("batches.bin", data), 1):
            try:
                batch, altered = read_batch(item, self.team)
                for op in altered:
                    self._lost.append(op)
                    self.report.fault(f"batch no. {place}: an operation is not what was signed", self.number(op))
                self.chains.add(batch)
            except MALFORMED as wrong:
                self._name_entries(item, f"batch no. {place}: {reason(wrong)}")

    def _name_entries(self, item: Any, what: str) -> None:
        """Say of which entries a batch speaks that does not hold."""
        found: list[str] = []
        with suppress(*MALFORMED):
            found = [number for row in item[2] if (number := self.number(read_op(row)[0]))]
        for number in found or [""]:
            self.report.fault(what, number)

    def where(self, batch: Batch) -> str:
        """A batch in words."""
        return f"batch {batch.seq} of {self.series(batch.stream)}"

    def _check_chains(self) -> dict[bytes, int]:
        """Every batch follows the one it names; returns for each the acts that its author is known to have known."""
        known: dict[bytes, int] = {}
        for batches in self.chains.streams.values():
            for batch in batches:
                before = self.chains.before(batch)
                if batch.seq > 1 and before is None:
                    self.report.fault(f"{self.where(batch)}: the batch before it is missing or is another one")
                if any(head not in self.members.place for head in batch.acl_heads):
                    self.report.fault(f"{self.where(batch)}: membership acts that it names are missing")
                known[batch.stmt] = self.members.closure(batch.acl_heads) | (known[before.stmt] if before else 0)
                if len(self.chains.at[batch.stream, batch.seq]) > 1:
                    self.report.notes.append(f"{self.where(batch)} is there twice: the laptop was copied or restored")
        return known

    # --- who had seen what ------------------------------------------------------------------------------------------

    def _check_seen(self) -> dict[bytes, Told]:
        """What the signed lists tell must be here. Returns the last list of each stream's ends."""
        ends: dict[bytes, Told] = {}
        for batches in self.chains.streams.values():
            for batch, told, vector in walk(batches, self.chains):
                ends.pop(batch.prev, None)
                ends[batch.stmt] = told
                self._witness(batch.key, told, vector, self.where(batch))
        return ends

    def _witness(self, key: bytes, told: Told, vector: Vector | None, who: str) -> None:
        """One device signed that it had seen these places: they are here, and nobody can rewrite what is below."""
        tips = [(stream, *tip) for stream, rows in (vector or told).items() for tip in rows]
        is_all_here = True
        for stream, seq, stmt in tips:
            if not (self.chains.has((stream, seq, stmt)) if stmt else self.chains.at.get((stream, seq))):
                is_all_here = False
                here = f"batch {seq} of {self.series(stream)}"
                self.report.fault(f"{here}, which {who.rpartition(' of ')[2]} had seen, is missing")
            elif stmt:
                self._cosigned[stmt] |= 1 << self._keys[key] if key in self._keys else 0
        if vector is None and is_all_here:
            self.report.fault(f"{who}: what its author had seen is not what is here")

    def _spread_cosigning(self) -> None:
        """Who signed for a batch signed for everything below it."""
        for batches in self.chains.streams.values():
            for batch in reversed(batches):
                if before := self.chains.before(batch):
                    self._cosigned[before.stmt] |= self._cosigned[batch.stmt]

    def _cosigners(self, batch: Batch) -> int:
        own = 1 << self._keys[batch.key] if batch.key in self._keys else 0
        return (self._cosigned[batch.stmt] & ~own).bit_count()

    # --- heads ------------------------------------------------------------------------------------------------------

    def _check_heads(self, data: bytes, ends: dict[bytes, Told]) -> None:
        """A head says, signed, where a stream stood (format.md 9)."""
        for place, item in enumerate(self._items("heads.bin", data), 1):
            try:
                self._check_head(item, ends)
            except MALFORMED as wrong:
                self.report.fault(f"head no. {place}: {reason(wrong)}")

    def _check_head(self, item: Any, ends: dict[bytes, Told]) -> None:
        signature, raw = list_of(item, 2)[:2]
        _, key, nonce, space, stream, tips, _, seen_root, delta, acl_heads = list_of(unpack(raw), 16)[:10]
        if not is_signed(of_bytes(key, 32), of_bytes(signature, 64), sha("head", self.team, space, raw)):
            raise Wrong("its signature does not hold")
        if sha("stream", self.team, of_bytes(space, 8), key, of_bytes(nonce, 16))[:16] != stream:
            raise Wrong("it speaks of a stream of another device")
        for row in list_of(tips):
            seq, stmt = list_of(row, 2)[:2]
            if not self.chains.has((stream, seq, stmt)):
                self.report.fault(f"batch {seq} of {self.series(stream)}, which its own head tells of, is missing")
        if any(head not in self.members.place for head in hashes_of(acl_heads)):
            self.report.fault(f"the head of {self.series(stream)} names membership acts that are missing")
        if not tips or tips[-1][1] in ends:
            told = read_seen(ends[tips[-1][1]] if tips else {}, delta)
            self._witness(key, told, put_together(told, seen_root, self.chains), f"head of {self.series(stream)}")

    # --- which operations count (format.md 10) ----------------------------------------------------------------------

    def _judge(self) -> dict[bytes, tuple[Op, Batch]]:
        """Give every operation its state; of several batches that hold it, that of the best."""
        admitted = self._admitted_after_all()
        cuts: dict[int, set[bytes]] = {}
        best: dict[bytes, tuple[Op, Batch]] = {}
        order = ("counts", "held", "refused")
        for batch in self.chains.by_stmt.values():
            known = self._known[batch.stmt] & self.members.counting
            claimed = self.members.role(batch.key, known)
            device = self.members.device(batch.key, known).id if claimed is not None else None
            left = claimed
            if batch.stmt in admitted:
                if claimed is None:
                    claimed, left, device = self._when_admitted(batch.key, admitted[batch.stmt])
            elif claimed is not None:
                left = self._left(batch, claimed, cuts)
            is_settled = all(head in self.members.place for head in batch.acl_heads)
            for op in batch.ops:
                op.state = state_of(op, device, claimed, left, is_settled=is_settled)
                kept = best.get(op.id)
                if kept is None or order.index(op.state) < order.index(kept[0].state):
                    best[op.id] = op, batch
        return best

    def _left(self, batch: Batch, claimed: int, cuts: dict[int, set[bytes]]) -> int:
        """What is left of a role by changes that the author did not know and whose cut the batch lies outside of."""
        roles = [claimed]
        for place in self.members.speaking[batch.key]:
            act = self.members.acts[place]
            if act.device or not self.members.counting >> place & 1 or self._known[batch.stmt] >> place & 1:
                continue
            if place not in cuts:
                cuts[place] = self._inside(act, batch.key)
            if batch.stmt not in cuts[place]:
                roles.append(act.given)
        return min(roles)

    def _inside(self, act: Act, key: bytes) -> set[bytes]:
        """The batches of a key that a change of its role leaves alone: its cut, and what its author acknowledged."""
        tips = set(tips_of(act.fields["cut"]))
        own = {tip[0] for tip in act.tips}
        until = {batch.stmt for tip in act.tips for batch in self.chains.below(tip) if batch.key == act.author}
        for stream in own:
            for batch, _, vector in walk(self.chains.streams.get(stream, []), self.chains):
                if batch.stmt in until and vector:
                    tips |= {(other, seq, stmt) for other, rows in vector.items() for seq, stmt in rows}
        return {batch.stmt for tip in tips for batch in self.chains.below(tip) if batch.key == key}

    def _admitted_after_all(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = defaultdict(list)
        for place, act in enumerate(self.members.acts):
            if act.type == 7 and self.members.counting >> place & 1:
                for stmt in act.fields["stmts"]:
                    found[stmt].append(place)
        return found

    def _when_admitted(self, key: bytes, places: list[int]) -> tuple[int | None, int | None, bytes | None]:
        """The highest role of a device by what those knew who let its work count."""
        closures = [self.members.before[place] & self.members.counting for place in places]
        roles = [(role, closure) for closure in closures if (role := self.members.role(key, closure)) is not None]
        standing = [(role, self.members.device(key, closure).id) for role, closure in roles if role != REMOVED]
        role, device = max(standing, default=(None, None))
        return role, role, device

    # --- entries ----------------------------------------------------------------------------------------------------

    def _lines(self) -> list[Line]:
        """Every entry and strike of the incident, in the order of the log."""
        mine = [(op, batch) for op, batch in self.places.values() if op.head and op.head[2] == self.incident]
        lines = [Line(op, batch) for op, batch in mine if self._is_line(op)]
        shown = Counter((line.op.head[3][1], line.op.head[3][2]) for line in lines if line.op.state == "counts")
        for line in lines:
            is_doubled = shown[line.op.head[3][1], line.op.head[3][2]] > 1
            line.number = self.number(line.op) + (f".{base32(line.op.id, 2)}" if is_doubled else "")
            line.cosigners = self._cosigners(line.batch)
        lines.sort(key=lambda line: line.order)
        self._strike(lines)
        self._mark(lines, mine)
        self._check_numbers(lines)
        return lines

    def _is_line(self, op: Op) -> bool:
        is_numbered = op.head[3] is not None and op.head[3][0] == "entry"
        return op.head[0] in ("entry.add", "entry.strike") and is_numbered and not op.fault

    def _strike(self, lines: list[Line]) -> None:
        """A strike points to an entry of its own thing; the first one that counts rules it through."""
        entries = {line.op.id: line for line in lines if line.op.head[0] == "entry.add"}
        things = {line.op.head[4]: line for line in entries.values()}
        for line in sorted(lines, key=lambda line: (line.op.head[7], line.op.id)):
            if line.op.head[0] != "entry.strike":
                continue
            target = entries.get(line.op.body["target"]) if line.op.body else things.get(line.op.head[4])
            if target is None or target.op.head[4] != line.op.head[4]:
                self.report.fault("it strikes something that is not there", line.number)
                continue
            line.strikes = target.number
            if line.op.state == "counts" and not target.struck_by:
                target.struck_by = line.number

    def _mark(self, lines: list[Line], ops: list[tuple[Op, Batch]]) -> None:
        """What was marked or tagged, by whom and when, in order."""
        marks = [(op, batch) for op, batch in ops if op.head[0] in ("entry.mark", "entry.tag") and op.state == "counts"]
        things = {line.op.head[4]: line for line in lines if line.op.head[0] == "entry.add"}
        for op, batch in sorted(marks, key=lambda each: (each[0].head[7], each[0].id)):
            for name, value in (op.body or {}).items():
                if op.head[4] in things and isinstance(value, bool):
                    word = ("" if value else "not ") + name.removeprefix("tag.")
                    who = self.person(batch.key, op.head[6])
                    things[op.head[4]].marks.append(f"{word} ({who}, {iso(op.head[8])})")

    def _check_numbers(self, lines: list[Line]) -> None:
        """Numbers run without gaps in each series, and belong to who wrote."""
        given: dict[bytes, set[int]] = defaultdict(set)
        ops = [op for op, _ in self.places.values()] + [op for op in self._lost if op.head]
        for op in ops:
            if self.number(op):
                given[op.head[3][1]].add(op.head[3][2])
        for series, numbers in given.items():
            for gap in islice((n for n in range(1, max(numbers)) if n not in numbers), MOST_FINDINGS):
                self.report.fault("this number is missing", f"{self.series(series)}-{gap}")
        for line in lines:
            owner = self.chains.streams.get(line.op.head[3][1])
            if owner and owner[0].key != line.batch.key:
                self.report.fault("its number is one of another station", line.number)


def state_of(op: Op, device: bytes | None, claimed: int | None, left: int | None, *, is_settled: bool) -> str:
    """What becomes of an operation: the first line of the table in format.md 10 that fits."""
    if not op.head or op.fault:
        return "refused"
    if device is None:
        return "held"
    if op.head[5] != device:
        return "refused"
    if claimed is None or op.head[1] > claimed:
        return "refused" if is_settled else "held"
    return "held" if left is None or op.head[1] > left else "counts"


def reason(error: Exception) -> str:
    """Why something could not be read, in words."""
    return str(error) if isinstance(error, Wrong) else "it is malformed"


# === 6. The readable files: they must be exactly what follows from the signed ones ====================================


def iso(ms: int) -> str:
    """A time in UTC."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=min(ms, LAST_MS))
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def row_of(package: Package, line: Line) -> dict[str, Any]:
    """What the readable files say of an entry. The entered time is that of its author's laptop; nobody can type it."""
    body, head, is_entry = line.op.body or {}, line.op.head, line.op.head[0] == "entry.add"
    return {
        "number": line.number,
        "standing": line.op.state,
        "redacted": line.op.is_withheld,
        "event_at": iso(body["event_at_ms"]) if "event_at_ms" in body else None,
        "entered_at": iso(head[8]),
        "entered_offset_min": head[9],
        "station": package.code(line.batch.key),
        "author": package.person(line.batch.key, head[6]),
        "kind": body.get("kind") if is_entry else "strike",
        "text": body.get("text" if is_entry else "reason"),
        "strikes": line.strikes or None,
        "struck_by": line.struck_by or None,
        "marks": line.marks,
        "cosigned_by": line.cosigners,
        "id": line.op.id.hex(),
        "statement": line.batch.stmt.hex(),
    }


def render(package: Package) -> dict[str, list[bytes]]:
    """The readable files, in pieces: what stands before the entries, each entry, what stands behind them."""
    rows = [row_of(package, line) for line in package.lines]
    return {"entries.csv": as_csv(rows), "entries.html": as_html(package, rows), "entries.json": as_json(rows)}


def as_json(rows: list[dict[str, Any]]) -> list[bytes]:
    """One entry a line."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    ends = [",\n"] * (len(lines) - 1) + ["\n"] * bool(lines)
    return [b"[\n", *(f"{line}{end}".encode() for line, end in zip(lines, ends, strict=True)), b"]\n"]


COLUMNS = (
    "number", "standing", "redacted", "event_at", "entered_at", "station", "author", "kind", "text", "strikes",
    "struck_by", "marks", "cosigned_by", "id",
)  # fmt: skip


def as_text(value: Any) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def as_csv(rows: list[dict[str, Any]]) -> list[bytes]:
    """For spreadsheets: text that one would take for a formula has an apostrophe in front."""
    cells = ([as_text(row[name]) for name in COLUMNS] for row in rows)
    lines = [list(COLUMNS), *([f"'{text}" if text[:1] in tuple("=+-@\t\r") else text for text in row] for row in cells)]
    pieces = []
    for line in lines:
        out = io.StringIO()
        csv.writer(out).writerow(line)
        pieces.append(out.getvalue().encode())
    return [*pieces, b""]


STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #c9ced6}"
    "td.text{white-space:pre-wrap;overflow-wrap:anywhere;min-width:20rem}.struck td.text{text-decoration:line-through}"
)


def as_html(package: Package, rows: list[dict[str, Any]]) -> list[bytes]:
    """For people: a page without script, that loads nothing; a struck entry stays readable, ruled through."""
    founding = next((act.fields for act in package.members.acts if act.type == 1), {})
    wall = "EXERCISE" if founding.get("exercise") else "REAL"
    title = html.escape(f"{package.manifest.get('incident_name')} - {founding.get('name')} - {wall}")
    heads = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in COLUMNS)
    top = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p>Team {fingerprint(package.team)}. Written "
        f"{html.escape(str(package.manifest.get('exported_at')))}. verify.py proves it.</p>\n<table><tr>{heads}</tr>\n"
    )
    return [top.encode(), *(html_row(row).encode() for row in rows), b"</table></body></html>\n"]


def html_row(row: dict[str, Any]) -> str:
    """One entry."""
    words = {**row, "text": "[redacted]" if row["redacted"] else row["text"]}
    cells = "".join(f'<td class="{name}">{html.escape(as_text(words[name]))}</td>' for name in COLUMNS)
    return f"<tr class={'struck' if row['struck_by'] else 'entry'}>{cells}</tr>\n"


def check_readable(package: Package, files: dict[str, bytes], report: Report) -> None:
    """Compare a readable file with what it must be; the first entry that differs is named."""
    for name, pieces in render(package).items():
        data, at = files.get(name), 0
        if data is None or data == b"".join(pieces):
            continue
        entries = ["", *(line.number for line in package.lines), ""]
        for piece, number in zip(pieces, entries, strict=True):
            if data[at : at + len(piece)] != piece:
                report.fault(f"{name} is not what was signed", number)
                break
            at += len(piece)
        else:
            report.fault(f"{name} has something behind its end")


# === 7. The manifest, and all of it together ==========================================================================


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
    raw = read_file(directory, MANIFEST, LARGEST_MANIFEST)
    try:
        manifest = json.loads(raw)
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise Wrong("this is no evidence package that this verify.py knows")
        team, key = bytes.fromhex(manifest["team"]), bytes.fromhex(manifest["signed_by"])
        sealed = read_file(directory, SEAL, 1024)
        signature = bytes.fromhex(sealed.decode("ascii"))
        of_bytes(team, 32), of_bytes(bytes.fromhex(manifest["incident"]), 16)
    except MALFORMED:
        raise Wrong(f"{MANIFEST} or {SEAL} is malformed") from None
    if sealed != f"{signature.hex()}\n".encode() or not is_signed(key, signature, sha("evid", team, raw)):
        report.fault(f"{MANIFEST} was altered: its signature does not hold")
    return manifest


def read_files(directory: Path, manifest: dict[str, Any], report: Report) -> dict[str, bytes]:
    """The files that the manifest lists, each with the hash that it gives."""
    listed = manifest.get("files")
    hashes = listed if isinstance(listed, dict) else {}
    files: dict[str, bytes] = {}
    for name in FILES:
        try:
            files[name] = read_file(directory, name, LARGEST_FILE)
        except MALFORMED as wrong:
            report.fault(str(wrong))
            continue
        if hashlib.sha256(files[name]).hexdigest() != hashes.get(name):
            report.fault(f"{name} is not the file that the manifest lists")
    known = {*FILES, MANIFEST, SEAL}
    others = sorted(path.name for path in islice(directory.iterdir(), 10_000) if path.name not in known)
    if others:
        report.notes.append(f"Files that do not belong to the package, not looked at: {', '.join(others[:10])}")
    return files


def check_list(package: Package, report: Report) -> None:
    """The manifest lists every entry: what it lists is here, in its order, and nothing else."""
    here = [[line.number, line.op.id.hex(), line.op.is_withheld] for line in package.lines]
    listed = package.manifest.get("entries")
    if here == listed:
        return
    rows = listed if isinstance(listed, list) else []
    in_both = {json.dumps(row) for row in rows} & {json.dumps(row) for row in here}
    differing = [row for row in [*rows, *here] if json.dumps(row) not in in_both]
    for row in differing:
        number = str(row[0]) if isinstance(row, list) and row else ""
        report.fault("it is not in the signed record as the manifest lists it, or not in the manifest", number)
    if not differing:
        report.fault("the manifest lists the entries in another order")


def check_times(package: Package, report: Report) -> None:
    """An author's clock cannot be proven; one that runs backwards in his own chain is told."""
    for batches in package.chains.streams.values():
        latest = 0
        for op in (op for batch in batches for op in batch.ops if op.head):
            if op.head[8] < latest - 300_000 and (number := package.number(op)):
                report.notes.append(f"{number}: entered at {iso(op.head[8])}, after work entered at {iso(latest)}")
            latest = max(latest, op.head[8])


def tell_limits(package: Package, report: Report) -> None:
    """What no check can see."""
    alone = [line.number for line in package.lines if not line.cosigners]
    hidden = [line.number for line in package.lines if line.op.is_withheld]
    if alone:
        report.notes.append(
            f"No other station has signed for these yet: {some(alone)}. Who wrote them could still have replaced them "
            "before this package was written"
        )
    if hidden:
        report.notes.append(
            f"The text of {some(hidden)} is withheld: who wrote it and when is proven, what it says is not shown"
        )
    report.notes.append(
        "What nobody signed for and is not in the package cannot be missed here, such as the last entries of a laptop "
        "that never synced. Times are those of the authors' laptops. A signature proves the station, not the person"
    )


def some(words: list[str]) -> str:
    """The first of many."""
    return ", ".join(words[:20]) + (f" and {len(words) - 20} more" if len(words) > 20 else "")


def verify(directory: Path, team: str = "") -> tuple[Report, Package | None]:
    """Check a package; the report's findings are empty if everything holds."""
    report, package = Report(), None
    try:
        manifest = read_manifest(directory, report)
        files = read_files(directory, manifest, report)
        package = Package(manifest, {name: files.get(name, b"") for name in SIGNED}, report)
        check_team(package, team, report)
        check_list(package, report)
        check_readable(package, files, report)
        check_times(package, report)
        tell_limits(package, report)
    except MALFORMED as error:
        report.fault(f"it cannot be checked to the end: {reason(error)}")
    return report, package


def check_team(package: Package, team: str, report: Report) -> None:
    """The fingerprint is the one given, and a member of the team signed the manifest."""
    printed, wanted = fingerprint(package.team), re.sub(r"[^0-9a-z]", "", team.lower())
    if team and wanted != printed.replace("-", ""):
        report.fault(f"this is the package of another team: its fingerprint is {printed}")
    if not team:
        report.notes.append(f"Compare the team's fingerprint with a printed one: {printed}")
    signer = bytes.fromhex(package.manifest["signed_by"])
    role = package.members.role(signer, package.members.counting)
    if role is None:
        report.fault("who signed the manifest was never admitted to the team")
    else:
        report.notes.append(f"Written and signed by {package.code(signer)} ({ROLES[role]})")


def main(arguments: list[str], tell: Callable[[str], object] = print) -> int:
    """Check the package that the command line names."""
    parser = argparse.ArgumentParser(description="Check an evidence package of Incident Console.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--team", default="", metavar="FINGERPRINT", help="as printed on the kit or a status report")
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
