# SPDX-License-Identifier: Apache-2.0
"""The words that keep hashes of different uses apart: 16 bytes of ASCII, zero-filled, one for each use."""

from __future__ import annotations


def _tag(use: str) -> bytes:
    return f"ic1 {use}".encode("ascii").ljust(16, b"\0")


TEAM = _tag("team")
ACT = _tag("act")
EPOCH = _tag("epoch")
STREAM = _tag("stream")
DEVICE = _tag("device")
OP = _tag("op")
OP_HEAD = _tag("oph")
OP_BODY = _tag("opb")
SALT_HEAD = _tag("salth")
SALT_BODY = _tag("saltb")
ROOT = _tag("root")
STMT = _tag("stmt")
HEAD = _tag("head")
SEEN = _tag("seen")
SET = _tag("set")
JOIN = _tag("join")
WORDS = _tag("words")
FILE = _tag("file")
LOCKBOX = _tag("lockbox")
VAULT = _tag("vault")
KIT = _tag("kit")
EVIDENCE = _tag("evid")

ALL_TAGS = (
    *(TEAM, ACT, EPOCH, STREAM, DEVICE, OP, OP_HEAD, OP_BODY, SALT_HEAD, SALT_BODY),
    *(ROOT, STMT, HEAD, SEEN, SET, JOIN, WORDS, FILE, LOCKBOX, VAULT, KIT, EVIDENCE),
)
