# SPDX-License-Identifier: Apache-2.0
"""Watches one decoder take one input: which of its own errors it answers with, how long it takes, what it believes."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType

from incident_console.crypto.errors import DamagedFile, KeyNotHeld, NeedsNewerVersion
from incident_console.domain.errors import KnownError
from incident_console.wire.canonical import Malformed

DOCUMENTED = (DamagedFile, NeedsNewerVersion, KeyNotHeld, Malformed, KnownError)
"""What a reader of foreign bytes may raise; anything else is a finding."""
SLOW_S = 2.0
"""More processor time than this for one input is a finding: a folder may hold thousands of them."""
HANG_S = 20.0
"""An input that takes this long is stopped."""
SPARE_BYTES = 384 << 20
"""So much memory beyond what the program has at the start is there for a decoder: an allocation beyond it fails."""


@dataclass(frozen=True)
class Decoder:
    """A reader of untrusted bytes, whole sound samples for it, and what it may rightly believe of any others."""

    name: str
    samples: tuple[bytes, ...]
    read: Callable[[bytes], object]
    is_right: Callable[[bytes, object], bool]


class Hang(Exception):
    """One input took too long."""


@dataclass
class Watch:
    """Counts of one run over one decoder; ``places`` are the lines of code that refused something, each once."""

    decoder: Decoder
    into: Path | None = None
    inputs: int = 0
    accepted: int = 0
    slowest_s: float = 0.0
    places: dict[tuple[str, int], int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def take(self, data: bytes) -> bool:
        """Let the decoder read one input; True if it was refused at a place that is new."""
        self.inputs += 1
        began_s = time.thread_time()
        place: tuple[str, int] | None = None
        try:
            self._judge(data, self.decoder.read(data))
        except DOCUMENTED as refusal:
            place = _place(refusal.__traceback__)
        except Exception as error:  # noqa: BLE001 - that is what is being looked for
            self._find(data, "".join(traceback.format_exception(error)).strip())
        spent_s = time.thread_time() - began_s
        self.slowest_s = max(self.slowest_s, spent_s)
        if spent_s > SLOW_S:
            self._find(data, f"it took {spent_s:.1f} s")
        if place is None:
            return False
        self.places[place] = self.places.get(place, 0) + 1
        return self.places[place] == 1

    def _judge(self, data: bytes, result: object) -> None:
        self.accepted += 1
        if not self.decoder.is_right(data, result):
            self._find(data, "it was believed")

    def _find(self, data: bytes, what: str) -> None:
        if len(self.findings) < 20:
            self.findings.append(what)
            if self.into is not None:
                self.into.mkdir(parents=True, exist_ok=True)
                (self.into / f"{self.decoder.name}-{len(self.findings)}").write_bytes(data)


def _place(trace: TracebackType | None) -> tuple[str, int]:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else ("", 0)


@contextmanager
def bounded() -> Iterator[None]:
    """Inside, a reader that hangs is interrupted, and one that asks for far more memory than it may does not get it."""
    if sys.platform == "win32":  # neither can be asked of that system
        yield
        return
    import resource

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGPROF, stop)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + SPARE_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def rearm() -> None:
    """Another input begins: it has its own time."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, HANG_S)


def _address_space() -> int:
    """What the process has now; without /proc, plenty."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 64 << 30
    return pages * 4096
