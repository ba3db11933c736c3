# SPDX-License-Identifier: Apache-2.0
"""The names of files in a folder: made from hashes and numbers, and matched in full when read.

Paths are relative, lower-case ASCII, with forward slashes. A name that does not match in full, such as a file that a
sync client renamed to "... (conflicted copy)", is nobody's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incident_console.crypto.hashing import sha256

HEADS = "h"
STREAMS = "s"
ACTS = "a"
JOINS = "j"
BLOBS = "b"
README = "readme.txt"

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_HEAD = re.compile(r"([0-9a-v]{16})-([0-9a-v]{10})-([0-9a-v]{6})-([0-9a-v]{20})")
_BATCH = re.compile(r"([0-9a-v]{10})-([0-9a-v]{20})\.b")
_ROLLUP = re.compile(r"([0-9a-v]{10})-([0-9a-v]{10})-([0-9a-v]{20})\.r")
_ACT = re.compile(r"([0-9a-v]{20})\.m")
_JOIN = re.compile(r"([0-9a-v]{20})\.q")
_BLOB = re.compile(r"([0-9a-v]{32})\.c")
_TEAM = re.compile(r"team-([0-9a-v]{20})\.id")
_EXERCISE = re.compile(r"x-([0-9a-v]{20})")
_STREAM = re.compile(r"[0-9a-v]{16}")
_BLOB_START = re.compile(r"[0-9a-v]{2}")
_TEMPORARY = re.compile(r"[0-9a-v]{16}\.tmp")
_SET_ASIDE = re.compile(r"[0-9a-v]{16}\.bad")
LARGEST_BEAT = 32**6 - 1


@dataclass(frozen=True, slots=True)
class HeadName:
    """What a head's file name claims; it counts only once the file is verified."""

    stream: str
    seq: int
    beat: int
    hash: str


@dataclass(frozen=True, slots=True)
class BatchName:
    """What a batch's file name claims, within its stream's directory."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class RollupName:
    """What a roll-up's file name claims, within its stream's directory: the numbers it holds, both included."""

    first: int
    last: int
    hash: str


def base32hex(data: bytes, length: int) -> str:
    """The first characters of the base32hex form (RFC 4648), lower case, no padding."""
    bits = length * 5
    number = int.from_bytes(data[: -(-bits // 8)], "big") >> (-bits % 8)
    return numeral(number, length)


def fingerprint(team_id: bytes) -> str:
    """A team id as people compare it on paper: five groups of four characters."""
    text = base32hex(team_id, 20)
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


def numeral(number: int, length: int) -> str:
    """A number in base 32 with leading zeros, so that names sort as numbers."""
    return "".join(_DIGITS[number >> shift & 31] for shift in range(5 * length - 5, -5, -5))


def stream_name(stream: bytes) -> str:
    """The 16 characters (80 bits) by which names tell a stream."""
    return base32hex(stream, 16)


def team_file(team_id: bytes) -> str:
    """Path of the file by which a folder is recognised."""
    return f"team-{base32hex(team_id, 20)}.id"


def exercise_folder(team_id: bytes) -> str:
    """Path of the directory in which an exercise's team keeps its own layout."""
    return f"x-{base32hex(team_id, 20)}"


def head_file(stream: bytes, seq: int, beat: int, file_hash: bytes) -> str:
    """Path of a head; ``beat`` counts up from 0 within a stream, to about a thousand million."""
    if not 0 <= beat <= LARGEST_BEAT:
        raise ValueError("the beat does not fit its six characters")
    name = f"{stream_name(stream)}-{numeral(seq, 10)}-{numeral(beat, 6)}-{base32hex(file_hash, 20)}"
    return f"{HEADS}/{name}"


def stream_folder(stream: bytes) -> str:
    """Path of the directory that holds a stream's batches."""
    return f"{STREAMS}/{stream_name(stream)}"


def batch_file(stream: bytes, seq: int, file_hash: bytes) -> str:
    """Path of a batch."""
    return f"{stream_folder(stream)}/{numeral(seq, 10)}-{base32hex(file_hash, 20)}.b"


def rollup_file(stream: bytes, first: int, last: int, file_hash: bytes) -> str:
    """Path of a roll-up."""
    return f"{stream_folder(stream)}/{numeral(first, 10)}-{numeral(last, 10)}-{base32hex(file_hash, 20)}.r"


def act_file(file_hash: bytes) -> str:
    """Path of a membership act."""
    return f"{ACTS}/{base32hex(file_hash, 20)}.m"


def join_file(file_hash: bytes) -> str:
    """Path of a join request."""
    return f"{JOINS}/{base32hex(file_hash, 20)}.q"


@lru_cache(1024)
def blob_file(file_hash: bytes) -> str:
    """Path of a blob part."""
    name = base32hex(file_hash, 32)
    return f"{BLOBS}/{name[:2]}/{name}.c"


def temporary_name(random16: bytes) -> str:
    """Name of a file that is still being written."""
    return f"{base32hex(random16, 16)}.tmp"


def set_aside_name(random16: bytes) -> str:
    """Name of a damaged file that was moved out of the way."""
    return f"{base32hex(random16, 16)}.bad"


def parse_head(name: str) -> HeadName | None:
    """What a name in ``h/`` claims, or None if it is not a head's."""
    match = _HEAD.fullmatch(name)
    if match is None:
        return None
    stream, seq, beat, file_hash = match.groups()
    return HeadName(stream, int(seq, 32), int(beat, 32), file_hash)


def parse_batch(name: str) -> BatchName | None:
    """What a name in a stream's directory claims, or None if it is not a batch's."""
    match = _BATCH.fullmatch(name)
    return BatchName(int(match[1], 32), match[2]) if match else None


def parse_rollup(name: str) -> RollupName | None:
    """What a name in a stream's directory claims, or None if it is not a roll-up's; its level is not looked at."""
    match = _ROLLUP.fullmatch(name)
    return RollupName(int(match[1], 32), int(match[2], 32), match[3]) if match else None


def parse_act(name: str) -> str | None:
    """The hash in the name of a membership act, or None."""
    return _only_group(_ACT, name)


def parse_join(name: str) -> str | None:
    """The hash in the name of a join request, or None."""
    return _only_group(_JOIN, name)


def parse_blob(name: str) -> str | None:
    """The hash in the name of a blob part (without its directories), or None."""
    return _only_group(_BLOB, name)


def parse_team(name: str) -> str | None:
    """The beginning of the team id in the name of a team file, or None."""
    return _only_group(_TEAM, name)


def parse_exercise(name: str) -> str | None:
    """The beginning of the team id in the name of an exercise's directory, or None."""
    return _only_group(_EXERCISE, name)


def is_stream(name: str) -> bool:
    """Whether a name in ``s/`` is that of a stream's directory."""
    return _STREAM.fullmatch(name) is not None


def is_blob_start(name: str) -> bool:
    """Whether a name in ``b/`` is that of a directory of parts: the first two characters of their names."""
    return _BLOB_START.fullmatch(name) is not None


def is_temporary(name: str) -> bool:
    """Whether a file is still being written, or was left behind by a crash."""
    return _TEMPORARY.fullmatch(name) is not None


def is_set_aside(name: str) -> bool:
    """Whether a file was moved out of the way because it was damaged."""
    return _SET_ASIDE.fullmatch(name) is not None


def stream_prefix(name: str) -> bytes:
    """The first 10 bytes of the stream whose directory has this name."""
    return int(name, 32).to_bytes(10, "big")


def has_hash(hash_in_name: str, data: bytes) -> bool:
    """Whether the bytes are the ones that the name promises."""
    return base32hex(sha256(data), len(hash_in_name)) == hash_in_name


def _only_group(pattern: re.Pattern[str], name: str) -> str | None:
    match = pattern.fullmatch(name)
    return match[1] if match else None
