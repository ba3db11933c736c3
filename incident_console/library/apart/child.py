# SPDX-License-Identifier: Apache-2.0
"""The other side: a process that reads what it is sent, one piece of work after the other, until the pipe closes."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

import msgspec

from incident_console.domain.errors import KnownError

from .confinement import confine, end_after
from .frames import Ask, Done, Failed, Fetch, Given, receive, send
from .works import WORKS, Desk

_GRACE_SECONDS = 10.0


def main() -> int:
    """Serve until the program closes the pipe."""
    source, sink = _pipes()
    confine()

    def fetch(path: str) -> bytes | None:
        send(sink, Fetch(path))
        frame = receive(source)
        return msgspec.msgpack.decode(frame, type=Given).data if frame is not None else None

    desk = Desk(fetch)
    while (frame := receive(source)) is not None:
        asked = msgspec.msgpack.decode(frame, type=Ask)
        end_after(asked.seconds + _GRACE_SECONDS)
        send(sink, _answer(desk, asked))
        end_after(0)
    return 0


def _answer(desk: Desk, asked: Ask) -> Done | Failed:
    try:
        result = WORKS[asked.work](desk, asked.fields)
        return Done(msgspec.Raw(msgspec.msgpack.encode(result)))
    except KnownError as error:
        return Failed(error.title, error.message, error.what_to_do)
    except Exception:  # noqa: BLE001 - whatever a foreign file does to a parser ends here, and is told over there
        return Failed()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; whatever a library prints goes nowhere."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as we live
    return source, sink
