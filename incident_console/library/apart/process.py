# SPDX-License-Identifier: Apache-2.0
"""A reading process as the program sees it: ask it something, wait for so long, and end it when it takes longer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import TypeVar

import msgspec

import incident_console
from incident_console.domain.errors import KnownError

from .frames import Ask, Done, Failed, Fetch, Given, receive, send

READ_APART = "--read-apart"
"""The word by which the program starts itself as a reading process."""

Result = TypeVar("Result")
ReadFile = Callable[[str], bytes | None]
"""Reads the current file of the document with this path in the library; None where there is none here."""


class ReadingProcess:
    """Starts when it is first asked something, and anew after it ended; one question at a time, from any thread."""

    def __init__(self) -> None:
        self._turn, self._state = Lock(), Lock()
        self._child: _Child | None = None
        self._is_closed = False
        self.starts = 0

    def ask(
        self,
        work: str,
        fields: msgspec.Struct,
        result: type[Result],
        *,
        seconds: float,
        read_file: ReadFile | None = None,
    ) -> Result:
        """Have a piece of work done. Raises KnownError if it cannot be, takes too long, or ends the process."""
        with self._turn:
            child = self._running()
            late = Timer(seconds, child.kill)
            late.daemon = True
            late.start()
            try:
                asked = Ask(work, seconds, msgspec.Raw(msgspec.msgpack.encode(fields)))
                return msgspec.msgpack.decode(child.answer(asked, read_file).result, type=result)
            except (OSError, EOFError, msgspec.MsgspecError) as error:
                child.end()
                raise self._unreadable() from error
            finally:
                late.cancel()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        with self._state:
            return self._child is not None and self._child.is_alive

    def close(self) -> None:
        """End it, whatever it does, and answer nothing any more."""
        with self._state:
            self._is_closed = True
            child = self._child
        if child is not None:
            child.kill()
            with self._turn:  # whoever waits for an answer is told first
                child.end()

    def _running(self) -> _Child:
        with self._state:
            if self._is_closed:
                raise _locked()
            if self._child is not None and not self._child.is_alive:
                self._child.end()
                self._child = None
            if self._child is None:
                self._child = _Child()
                self.starts += 1
            return self._child

    def _unreadable(self) -> KnownError:
        if self._is_closed:
            return _locked()
        return KnownError(
            "This file cannot be shown",
            "Reading it took too long or more memory than there is. It is kept in the library as it is.",
            "Save it in a simpler form and import that.",
        )


class _Child:
    """The program started once more, to read."""

    def __init__(self) -> None:
        is_frozen = bool(getattr(sys, "frozen", False))
        home = str(Path(incident_console.__file__).parent.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, *([] if is_frozen else ["-m", "incident_console"]), READ_APART],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, asked: Ask, read_file: ReadFile | None) -> Done:
        """Ask, hand over what is fetched meanwhile, and bring the answer. Raises OSError or EOFError if it ended."""
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        send(self._process.stdin, asked)
        while (frame := receive(self._process.stdout)) is not None:
            said = msgspec.msgpack.decode(frame, type=Done | Failed | Fetch)
            if isinstance(said, Done):
                return said
            if isinstance(said, Failed):
                raise _told(said)
            send(self._process.stdin, Given(read_file(said.path) if read_file is not None else None))
        raise EOFError

    def kill(self) -> None:
        """End it; whoever waits for an answer gets none."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait for its end."""
        self.kill()
        self._process.wait()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(OSError):  # something was on its way
                pipe.close()


def _told(failed: Failed) -> KnownError:
    if failed.title:
        return KnownError(failed.title, failed.message, failed.what_to_do)
    return KnownError(
        "This file cannot be shown", "It is damaged; it is kept in the library as it is.", "Import it anew."
    )


def _locked() -> KnownError:
    return KnownError("This workspace is locked", "Nothing was changed.", "Unlock it first.")
