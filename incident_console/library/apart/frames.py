# SPDX-License-Identifier: Apache-2.0
"""What the program and a reading process say to each other, through two pipes: frames of msgpack, never a pickle."""

from __future__ import annotations

from typing import IO

import msgspec

_LENGTH_BYTES = 8
MOST_BYTES = 1 << 30
"""No frame is longer: the largest file with room to spare."""


class Ask(msgspec.Struct, tag="ask"):
    """Do a piece of work, in so many seconds; ``fields`` is the work's own message."""

    work: str
    seconds: float
    fields: msgspec.Raw


class Given(msgspec.Struct, tag="given"):
    """The file that was fetched, or None if the library has none of that name."""

    data: bytes | None


class Fetch(msgspec.Struct, tag="fetch"):
    """Another document is needed, by its place in the library: a picture of a page."""

    path: str


class Done(msgspec.Struct, tag="done"):
    """The work is done; ``result`` is what it makes."""

    result: msgspec.Raw


class Failed(msgspec.Struct, tag="failed"):
    """The work cannot be done, in words for a person; no title for a fault of the reader's own."""

    title: str = ""
    message: str = ""
    what_to_do: str = ""


def send(stream: IO[bytes], frame: msgspec.Struct) -> None:
    """Write one frame. Raises OSError if nobody reads any more."""
    data = msgspec.msgpack.encode(frame)
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None if the other side has ended, or says what is no frame."""
    header = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(header, "big")
    if len(header) < _LENGTH_BYTES or length > MOST_BYTES:
        return None
    data = stream.read(length)
    return data if len(data) == length else None
